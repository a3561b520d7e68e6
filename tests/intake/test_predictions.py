"""What a model marked, as it is received: each article whole, or not at all and named by its row."""

from collections.abc import Callable
from uuid import UUID, uuid4

import msgspec
import pytest

from newsreview.accounts.models import User
from newsreview.annotation.checking import contradictions
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.models import AnnotationSet, Span, Submission
from newsreview.annotation.refusals import Unacceptable
from newsreview.intake.predictions import Predictions, Received, receive
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from newsreview.review.overview import Work
from tests.intake.predicted import Sent, article


@pytest.fixture
def send(project: Project, ml_client: User) -> Callable[..., Received]:
    def carry_out(*articles: Sent, model: str = "spancat", version: str = "1") -> Received:
        sent = {"model": model, "version": version, "articles": list(articles)}
        return receive(msgspec.convert(sent, Predictions), project=project, by=ml_client)

    return carry_out


def told(received: Received) -> tuple[int, int, list[tuple[int, UUID, str]]]:
    return received.stored, received.present, [(row.row, row.article, row.field) for row in received.refused]


def test_a_prediction_is_a_set_of_its_own_kind_with_its_scores_in_its_only_edit(
    task: Task, ml_client: User, send: Callable[..., Received]
) -> None:
    send(article(task))

    made = AnnotationSet.objects.with_submitted().select_related("task__article").get()
    assert (made.kind, made.person, made.submitted) == (AnnotationSet.Kind.MODEL, None, False)
    assert str(made.prediction.model_version) == "spancat 1"
    edit = made.edits.get()
    claim, source, link = made.spans.get(label__key="claim"), made.spans.get(label__key="source"), made.links.get()
    assert edit.by == ml_client
    assert edit.result["scores"] == {str(claim.pk): 0.9, str(source.pk): 0.75, str(link.pk): 0.5}
    assert (link.from_span, link.to_span) == (claim, source)
    assert list(contradictions(made)) == []


def test_the_same_is_stored_once_and_another_answer_of_the_same_version_refused(
    task: Task, send: Callable[..., Received]
) -> None:
    send(article(task))

    assert told(send(article(task))) == (0, 1, [])
    assert told(send(article(task, links=[]))) == (0, 0, [(0, task.article_id, "article")])
    assert told(send(article(task, links=[]), version="2")) == (1, 0, [])
    assert [str(one) for one in ModelVersion.objects.order_by("pk")] == ["spancat 1", "spancat 2"]
    assert Span.objects.count() == 4


def twice(sent: Sent) -> Sent:
    return sent | {"spans": [sent["spans"][0], sent["spans"][0] | {"id": "other"}], "links": []}


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        (lambda sent: sent | {"article": str(uuid4())}, "article", "no such article in this project"),
        (lambda sent: sent | {"sha256": sent["sha256"].upper()}, "sha256", "not what the model has read"),
        (lambda sent: sent | {"spans": [sent["spans"][0] | {"end": 9_999}]}, "spans[0]", "the text has only"),
        (lambda sent: sent | {"spans": [sent["spans"][0] | {"end": 0}]}, "spans[0]", "must end after its start"),
        (lambda sent: sent | {"spans": sent["spans"][:1]}, "links[0]", "not there"),
        (lambda sent: sent | {"links": [sent["links"][0] | {"label": "tied"}]}, "links[0]", "no link label “tied”"),
        (lambda sent: sent | {"spans": [sent["spans"][0]] * 2}, "spans[0].id", "another span has this id too"),
        (twice, "spans[0]", "there twice"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_of_the_article_is_stored(
    task: Task, send: Callable[..., Received], change: Callable[[Sent], Sent], field: str, why: str
) -> None:
    received = send(change(article(task)))

    [refused] = received.refused
    assert (refused.row, refused.field) == (0, field)
    assert why in refused.reason
    assert not AnnotationSet.objects.exists()


def test_an_article_of_another_project_is_not_there(task: Task, ml_client: User) -> None:
    elsewhere = setting_up.create_project(slug="airport", label_set_version=task.project.label_set_version)
    predictions = msgspec.convert({"model": "spancat", "version": "1", "articles": [article(task)]}, Predictions)

    assert told(receive(predictions, project=elsewhere, by=ml_client)) == (0, 0, [(0, task.article_id, "article")])


@pytest.mark.parametrize("name", ["", "a/b", "..", "spancat\n", "ä", "x" * 81])
def test_a_name_that_no_address_could_have_is_refused(project: Project, ml_client: User, name: str) -> None:
    predictions = Predictions(model="spancat", version=name, articles=[])

    with pytest.raises(Unacceptable, match="The version is called"):
        receive(predictions, project=project, by=ml_client)


def test_what_models_mark_is_nobody_s_work(task: Task, send: Callable[..., Received]) -> None:
    work = Work(Task.objects.all())
    before = (work.progress(), work.labels(), work.waiting(), work.minutes())
    send(article(task))

    assert (work.progress(), work.labels(), work.waiting(), work.minutes()) == before
    assert not Submission.objects.exists()
