from django.db.models import F, Func, IntegerField, QuerySet, Subquery


def counted(rows: QuerySet[object]) -> Subquery:  # type: ignore[type-var] # whatever the model
    """How many rows there are for each row of the outer query; worked out for the rows of one page only."""
    # Not an aggregate to Django, so that it groups by nothing.
    number = Func(F("pk"), function="count", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(counted_rows=number).values("counted_rows"))
