"""What all views of the API share: a scope for each method, parameters from a list, rows that `access` hands out."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview.accounts.models import Token, User
from newsreview.api.asking import Filter, Filters, Parameter, asked
from newsreview.api.authenticating import person_of
from newsreview.api.paging import Pages
from newsreview.exports.stopping import Asking, may_still_export
from newsreview.projects.models import Project

READ = {"GET": Token.Scope.READ}


class OnlyJSON(DefaultContentNegotiation):
    """Every answer is JSON, whatever a client would like to have."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:  # noqa: ARG002
        return renderers[0], renderers[0].media_type


class Framed(GenericAPIView[Any]):
    http_method_names: Sequence[str] = ("get", "head", "post")
    content_negotiation_class = OnlyJSON
    scopes: ClassVar[Mapping[str, str]] = READ
    refuses: ClassVar[tuple[int, ...]] = ()
    """With which statuses, beside those that every view may answer."""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    pagination_class: Any = None
    filter_backends: Any = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.asked = asked(request, self.all_parameters())

    def all_parameters(self) -> list[Parameter]:
        return list(self.parameters)

    @property
    def person(self) -> User:
        return person_of(self.request)

    def still_theirs(self, project: Project) -> Asking:
        """Whether the token is good yet, and its person may export the project; as it is when it is asked."""
        person, token = self.person.pk, self.request.auth
        return lambda: Token.objects.good().filter(pk=token.pk).exists() and may_still_export(person, project)

    def rows(self) -> QuerySet[Any]:
        """What this person may see of it."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()


class Many(ListModelMixin, Framed):
    """A list, in pages."""

    filters: ClassVar[tuple[Filter, ...]] = ()
    filter_backends: Any = (Filters,)
    pagination_class: Any = Pages

    def all_parameters(self) -> list[Parameter]:
        return [*self.parameters, *self.filters, *self.pagination_class.parameters()]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)


@method_decorator(conditional_page, name="dispatch")
class One(RetrieveModelMixin, Framed):
    """One thing, with an ETag: who sends it back learns that nothing has changed (304)."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = self.retrieve(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
