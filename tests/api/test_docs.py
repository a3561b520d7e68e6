"""Every example of docs/api.md and docs/predictions.md does what the page says."""

import gzip
import re

import pytest
from django.utils.text import capfirst

from newsreview.accounts.models import Token
from newsreview.annotation import taking
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from tests.examples import carry_out, curls, page
from tests.exports.released import content
from tests.review.model_at_work import settle
from tests.review.two_people import hand_of


def test_every_scope_is_told_by_its_key_and_as_the_page_has_it():
    rows = re.findall(r"^\| `(\w+)` \| ([A-Z][^|]+) \|", page("api.md"), re.MULTILINE)

    assert rows == [(scope.value, capfirst(scope.label)) for scope in Token.Scope]


@pytest.mark.django_db(transaction=True)
def test_every_example_of_the_page_works(program, manager, make_task):
    task = make_task(outlet="Strait Online")
    mine = taking.take(task=make_task(), person=manager)
    asked = releasing.request_release(project=task.project, by=manager, name="May", choices=Choices())
    building.build(asked.pk)
    known = {"SITE": "", "TOKEN": program(manager).secret, "TASK": str(task.pk), "SET": str(mine.pk)}
    files = {
        "articles.jsonl": b'{"text": "One more."}\n',
        "feed.csv.gz": gzip.compress(b"text\nOne of a feed.\n"),
        "page.html": b"<p>A page.",
    }
    commands = curls("api.md")

    answers = {command: carry_out(command, known, files) for command in commands}
    assert {
        command: answer.status_code for command, answer in answers.items() if answer.status_code not in {200, 201, 202}
    } == {}
    assert len(commands) == 15
    [export] = [command for command in commands if "/export/" in command]
    assert b"trailer" in answers[export].getvalue()
    assert answers[commands[-1]].getvalue() == content(asked, "manifest.json")
    assert mine.spans.get().quote == "Ferry"


@pytest.mark.django_db
def test_every_example_of_predictions_works(program, ml_client, make_task, annotator, reviewer):
    task = make_task()
    hand = hand_of(task, annotator)
    hand.add("source", "Ada Brandt, the harbour master")
    settle(hand, reviewer)
    article = {"ARTICLE": str(task.article_id), "SHA256": task.article.sha256}
    known = {"SITE": "", "TOKEN": program(ml_client).secret, **article}

    sent, listed, scored = [carry_out(command, known, {}) for command in curls("predictions.md")]
    assert sent.json() == {"stored": 1, "present": 0, "refused": []}
    assert [(one["model"], one["version"], one["spans"]) for one in listed.json()["results"]] == [("spancat", "3", 2)]
    assert scored.json()["figures"]["precision"] == {"value": 0.5, "part": 1, "whole": 2}
    assert scored.json()["figures"]["recall"] == {"value": 1.0, "part": 1, "whole": 1}
    [passage] = scored.json()["worst"]
    assert passage["page"] == f"http://testserver/tasks/{task.pk}/#p-2"
