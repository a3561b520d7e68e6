"""Releases of a project: which there are, what one holds and how far it is, making one, and withdrawing one."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token, User
from newsreview.api.bodies import read_body
from newsreview.api.describing import body_of
from newsreview.api.frame import Framed, Many, One
from newsreview.api.paging import ByNumber
from newsreview.api.whoami import PersonSerializer
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release, State, Withdrawal
from newsreview.exports.reading import releases_seen_by


class NewRelease(Struct, forbid_unknown_fields=True):
    """What is chosen; empty lists choose all there is."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    notes: str = ""
    choices: Choices = field(default_factory=Choices)


class Reason(Struct, forbid_unknown_fields=True):
    why: Annotated[str, Meta(min_length=1, max_length=500)]


class WithdrawalSerializer(serializers.ModelSerializer[Withdrawal]):
    """That it should not be used any more, and why."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = Withdrawal
        fields = read_only_fields = ("by", "at", "why")


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A release, without its manifest."""

    project = serializers.SlugField(source="project.slug", read_only=True)
    choices = serializers.DictField(read_only=True, help_text="What was chosen, as it is asked for.")
    requested_by = PersonSerializer(read_only=True)
    state = serializers.SerializerMethodField()
    finished_at = serializers.DateTimeField(source="outcome.at", default=None, allow_null=True, read_only=True)
    why_not = serializers.CharField(
        source="outcome.why", default="", allow_null=True, read_only=True, help_text="Why it could not be built."
    )
    digest = serializers.CharField(allow_null=True, read_only=True, help_text="Of SHA256SUMS, and so of every file.")
    withdrawal = WithdrawalSerializer(allow_null=True, read_only=True)

    class Meta:
        model = Release
        fields = read_only_fields = (
            "id",
            "project",
            "number",
            "name",
            "notes",
            "choices",
            "requested_by",
            "requested_at",
            "state",
            "finished_at",
            "why_not",
            "digest",
            "withdrawal",
        )

    def get_state(self, row: Release) -> State:
        return row.state


class ReadSoFarSerializer(serializers.Serializer[Any]):
    """How many of how many articles have been read for it."""

    seen = serializers.IntegerField(read_only=True)
    of = serializers.IntegerField(read_only=True)


class WholeReleaseSerializer(ReleaseSerializer):
    """A release with all that is known of it: docs/releases.md says what stands in a manifest."""

    progress = serializers.SerializerMethodField()
    manifest = serializers.DictField(source="outcome.manifest", default=None, allow_null=True, read_only=True)

    class Meta(ReleaseSerializer.Meta):
        fields = read_only_fields = (*ReleaseSerializer.Meta.fields, "progress", "manifest")  # type: ignore[assignment]

    @extend_schema_field(ReadSoFarSerializer(allow_null=True))
    def get_progress(self, row: Release) -> dict[str, int] | None:
        told = building.progress(row)
        return {"seen": told[0], "of": told[1]} if told else None


def releases(person: User) -> QuerySet[Release]:
    return releases_seen_by(person).annotate(digest=KeyTextTransform("digest", "outcome__manifest"))


class Releases(Many):
    """The releases of a project, in the order of their numbers."""

    scopes = {"GET": Token.Scope.EXPORT, "POST": Token.Scope.MANAGE}
    refuses = (404, 409, 422)
    serializer_class = ReleaseSerializer
    pagination_class = ByNumber

    def rows(self) -> QuerySet[Release]:
        project = get_object_or_404(access.exportable_projects(self.person), slug=self.kwargs["slug"])
        return releases(self.person).filter(project=project).defer("outcome__manifest")

    @extend_schema(request=body_of(NewRelease), responses={201: ReleaseSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Ask for a release. It is built in the background, as soon as those before it are; two of one name are
        refused, so that the same, sent again, makes one."""
        asked = read_body(request, NewRelease)
        project = get_object_or_404(access.managed_projects(self.person), slug=slug)
        made = releasing.request_release(
            project=project, by=self.person, name=asked.name, notes=asked.notes, choices=asked.choices
        )
        told = self.get_serializer(releases(self.person).get(pk=made.pk)).data
        return Response(told, 201, headers={"Location": reverse("api-release", args=[slug, made.number])})


class ReleaseByNumber(One):
    """One release, with its manifest once it is built, and until then how far it is."""

    scopes = {"GET": Token.Scope.EXPORT}
    serializer_class = WholeReleaseSerializer
    lookup_field = "number"

    def rows(self) -> QuerySet[Release]:
        return releases(self.person).filter(project__slug=self.kwargs["slug"])


class ReleaseWithdrawal(Framed):
    scopes = {"POST": Token.Scope.MANAGE}
    refuses = (409, 422)
    serializer_class = ReleaseSerializer

    @extend_schema(request=body_of(Reason))
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Say that a release should not be used any more, and why. Its files stay."""
        asked = read_body(request, Reason)
        managed = releases(self.person).filter(project__in=access.managed_projects(self.person))
        release = get_object_or_404(managed, project__slug=slug, number=number)
        releasing.withdraw(release=release, by=self.person, why=asked.why)
        return Response(self.get_serializer(managed.get(pk=release.pk)).data)
