"""Names for people in exports: the same person has the same name in one project, and another name in the next."""

from uuid import UUID

from django.utils.crypto import salted_hmac

from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project

# Ten people collide with a chance of one in six million million, and the name is still short enough to read out.
DIGITS = 12


def pseudonym(project: Project, person_id: UUID) -> str:
    """Nobody without the installation's secret key can tell who it is."""
    digest = salted_hmac("newsreview.exports.pseudonyms", f"{project.pk} {person_id}", algorithm="sha256")
    return f"annotator-{digest.hexdigest()[:DIGITS]}"


def pseudonyms_in(project: Project) -> dict[UUID, str]:
    """For everybody who made a set in the project, or decided something in one."""
    sets = AnnotationSet.objects.filter(task__project=project).exclude(person=None)
    decided = Decision.objects.filter(annotation_set__task__project=project)
    people = sorted(
        {
            *sets.order_by().values_list("person_id", flat=True).distinct(),
            *decided.values_list("last_edit__by_id", flat=True).distinct(),
        }
    )
    return {person: pseudonym(project, person) for person in people}
