from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token, User
from newsreview.annotation import taking
from newsreview.api.articles import ArticleSerializer
from newsreview.api.asking import FLAG, ID, Filter, words
from newsreview.api.bodies import Nothing, read_body
from newsreview.api.frame import Framed, Many, One
from newsreview.api.problems import Problem
from newsreview.api.sets import SetSerializer, with_state
from newsreview.projects.models import Slot, Task


class TaskSerializer(serializers.ModelSerializer[Task]):
    """One article in one project, and the annotation sets of it that you see."""

    project = serializers.SlugField(source="project.slug", read_only=True)
    article = ArticleSerializer(read_only=True)
    open = serializers.BooleanField(read_only=True, help_text="Whether there is a place for somebody more.")
    sets = SetSerializer(source="seen_sets", many=True, read_only=True)

    class Meta:
        model = Task
        fields = read_only_fields = ("id", "project", "article", "priority", "due_on", "open", "created_at", "sets")


def tasks(person: User) -> QuerySet[Task]:
    seen = Prefetch("annotation_sets", with_state(access.visible_sets(person)), to_attr="seen_sets")
    place = Slot.objects.filter(task=OuterRef("pk"), person=None)
    told = access.visible_tasks(person).select_related("project", "article__outlet", "article__story")
    return told.defer("article__text", "article__metadata").annotate(open=Exists(place)).prefetch_related(seen)


class Tasks(Many):
    """The tasks of a project that you see."""

    serializer_class = TaskSerializer
    filters = (
        Filter("article", ID, "Id of the article.", lambda rows, article: rows.filter(article=article)),
        Filter("outlet", words(200), "Name of the outlet.", lambda rows, name: rows.filter(article__outlet__name=name)),
        Filter("story", words(300), "Name of the story.", lambda rows, name: rows.filter(article__story__name=name)),
        Filter("open", FLAG, "true or false: whether there is a place.", lambda rows, is_so: rows.filter(open=is_so)),
    )

    def rows(self) -> QuerySet[Task]:
        project = get_object_or_404(access.visible_projects(self.person), slug=self.kwargs["slug"])
        return tasks(self.person).filter(project=project)


class TaskById(One):
    """One task."""

    serializer_class = TaskSerializer

    def rows(self) -> QuerySet[Task]:
        return tasks(self.person)


class TaskSet(Framed):
    scopes = {"POST": Token.Scope.ANNOTATE}
    refuses = (409,)
    serializer_class = SetSerializer

    @extend_schema(request=None)
    def post(self, request: Request, pk: str) -> Response:
        """Take the task: your annotation set of it, which you may have already."""
        read_body(request, Nothing)
        task = get_object_or_404(access.visible_tasks(self.person), pk=pk)
        if not access.may_take(self.person, task):
            raise Problem(403)
        taken = taking.take(task=task, person=self.person)
        return Response(self.get_serializer(with_state(access.own_sets(self.person)).get(pk=taken.pk)).data)
