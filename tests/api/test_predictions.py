"""A program sends what a model marked: what is sound is stored as it was sent, what is wrong is named by its row."""

from collections.abc import Callable
from typing import Any

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.projects.models import Project, Task
from tests.api.programs import Program
from tests.intake.predicted import WRONG, article, forty

HERE = "projects/ferry/predictions/"


def body(*articles: dict[str, Any], version: str = "1") -> dict[str, Any]:
    return {"model": "spancat", "version": version, "articles": list(articles)}


def test_of_forty_predictions_three_are_listed_by_row_and_37_stand_at_the_offsets_that_were_sent(
    program: Callable[..., Program], ml_client: User, make_task: Callable[..., Task]
) -> None:
    tasks = [make_task(outlet=f"Post {number}") for number in range(40)]
    sent = forty(tasks)

    received = program(ml_client).post(HERE, body(*sent)).json()

    assert (received["stored"], received["present"]) == (37, 0)
    told = [(refused["row"], refused["article"], refused["field"]) for refused in received["refused"]]
    assert told == [(row, sent[row]["article"], field) for row, field in WRONG.items()]
    _sha256, moved, unknown = [refused["reason"] for refused in received["refused"]]
    assert "not “We asked for a week”" in moved
    assert "There is no span label “sauce”" in unknown
    predictions = Prediction.objects.prefetch_related("annotation_set__spans__label")
    stored = {
        str(prediction.task.article_id): {
            (found.label.key, found.start, found.end, found.quote) for found in prediction.annotation_set.spans.all()
        }
        for prediction in predictions.select_related("task")
    }
    assert stored == {
        each["article"]: {(one["label"], one["start"], one["end"], one["quote"]) for one in each["spans"]}
        for row, each in enumerate(sent)
        if row not in WRONG
    }


def test_a_version_is_known_from_its_first_stored_article_on(
    program: Callable[..., Program], ml_client: User, task: Task
) -> None:
    asking = program(ml_client)

    assert asking.post(HERE, body(article(task, sha256=""))).json()["stored"] == 0
    assert not ModelVersion.objects.exists()
    assert asking.post(HERE, body(article(task))).json() == {"stored": 1, "present": 0, "refused": []}
    [known] = asking.read(HERE)["results"]
    assert (known["model"], known["version"], known["articles"], known["spans"]) == ("spancat", "1", 1, 2)


def test_the_set_of_a_model_names_its_version(
    program: Callable[..., Program], ml_client: User, project: Project, task: Task
) -> None:
    asking = program(ml_client)
    asking.post(HERE, body(article(task), version="2024-06"))

    [found] = asking.read("sets/", kind="model")["results"]

    assert (found["model"], found["person"], found["task"]) == ("spancat 2024-06", None, str(task.pk))
