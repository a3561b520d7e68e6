"""One annotation set kept twice, by the app in PostgreSQL and by the plain desk, and held against each other."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection

from newsreview.accounts.models import User
from newsreview.annotation import operations, taking
from newsreview.annotation.models import AnnotationSet, ArticleLabel, Edit, Link, Span
from newsreview.annotation.refusals import Refusal
from newsreview.corpus.models import Article
from newsreview.offsets import has_astral
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from tests.annotation.plain_desk import Refused
from tests.annotation.plain_steps import WholeDesk

Key = tuple[str, str]
Row = dict[str, Any]


class TwoDesks:
    def __init__(self, text: str, project: Project, people: dict[str, User]) -> None:
        article = Article.objects.create(text=text, astral=has_astral(text))
        setting_up.add_tasks(project=project, articles=[article])
        self.people = people
        self.set = taking.take(task=Task.objects.get(article=article, project=project), person=people["ada"])
        self.plain = WholeDesk(text, person="ada")
        self.sent: list[tuple[str, Row]] = []

    # Doing ---------------------------------------------------------------------------------------------------------

    def do(self, by: str, **op: Any) -> None:
        """Both carry the operation out, or both refuse it for the same reason."""
        op = {"id": str(uuid4())} | op
        self.sent.append((by, op))
        expected = refusal(Refused, lambda: self.plain.run(by, op))
        assert refusal(Refusal, lambda: self.run(by, op)) == expected, (by, op)

    def run(self, by: str, op: Row) -> None:
        request = operations.read({"set": str(self.set.pk), "base": 0, "ops": [op]})
        operations.run(request.ops[0], annotation_set=self.set.pk, by=self.people[by])
        connection.check_constraints()  # those that wait for the commit, which never comes in this test

    # Comparing -----------------------------------------------------------------------------------------------------

    def compare_rows(self) -> None:
        ours, plain = self.rows(), self.plain.shown()
        assert ours == plain, [(key, ours.get(key), plain.get(key)) for key in {*ours, *plain}]

    def compare_journals(self) -> None:
        assert self.retold() == {key: row for key, (row, _) in self.rows().items()}
        edits = Edit.objects.filter(annotation_set=self.set).order_by("number")
        told = [(number, entry.id) for number, entry in enumerate(self.plain.log, start=1)]
        assert [(edit.number, str(edit.pk)) for edit in edits] == told
        assert AnnotationSet.objects.with_submitted().get(pk=self.set.pk).submitted == self.plain.submitted

    def rows(self) -> dict[Key, tuple[Row, str]]:
        """What stands in PostgreSQL, each with the id of its last edit."""
        found: dict[Key, tuple[Row, str]] = {}
        for span in Span.objects.filter(annotation_set=self.set).select_related("label"):
            assert span.quote == self.plain.text[span.start : span.end]
            row = {name: getattr(span, name) for name in ("start", "end", "quote", "note", "unsure")}
            row |= {"label": span.label.key, "answers": span.attributes, "run": str(span.run) if span.run else None}
            found["span", str(span.pk)] = (row, str(span.last_edit_id))
        for link in Link.objects.filter(annotation_set=self.set).select_related("label"):
            row = {"label": link.label.key, "from": str(link.from_span_id), "to": str(link.to_span_id)}
            row["origin"] = link.origin
            found["link", str(link.pk)] = (row | {"answers": link.attributes}, str(link.last_edit_id))
        for said in ArticleLabel.objects.filter(annotation_set=self.set).select_related("label"):
            found["said", said.label.key] = (said.attributes, str(said.last_edit_id))
        return found

    def retold(self) -> dict[Key, Row]:
        """What the journal says stands."""
        told: dict[Key, Row] = {}
        for edit in Edit.objects.filter(annotation_set=self.set).order_by("number"):
            for change in edit.changes:
                if change["object"] == "set":
                    continue
                key = (change["object"], change["id"])
                assert told.pop(key, None) == change["before"], (edit.number, change)
                if change["after"]:
                    told[key] = change["after"]
        return dict(as_row(key, snapshot) for key, snapshot in told.items())


def refusal(kind: type[Refused | Refusal], act: Callable[[], None]) -> str | None:
    try:
        act()
    except kind as refused:
        return refused.code
    return None


def as_row(key: Key, snapshot: Row) -> tuple[Key, Row]:
    kind, _ = key
    if kind == "article_label":
        return ("said", snapshot["label"]), snapshot["attributes"]
    names = {"span": ("start", "end", "quote", "note", "unsure", "run"), "link": ("from", "to", "origin")}[kind]
    row = {name: snapshot[name] for name in names}
    return key, row | {"label": snapshot["label"], "answers": snapshot["attributes"]}
