"""The fifth choice: as it was settled in a near-copy."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.corpus.models import NearCopy
from newsreview.projects.models import Task
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import SHORT, seed
from tests.web.screen import Screen

BUTTON = re.compile(r'<button name="choice" value="(as-there \w+)" data-key="5">(.*?)</button>', re.DOTALL)


@pytest.fixture
def at_copy(
    make_task: Callable[..., Task],
    seeded: Task,
    annotator: User,
    colleague: User,
    reviewer: User,
    sign_in: Callable[[User], Client],
) -> Screen:
    """Before a near-copy of what the reviewer has settled for the colleague."""

    def of_the_mail(text: str, **fields: object) -> Task:
        task = make_task(f"By our staff\n\n{text}", outlet="Bay Mail", **fields)
        NearCopy.objects.create(one=seeded.article, other=task.article, shared=60, of_one=60, of_other=62)
        return task

    task = seed(of_the_mail, annotator, colleague)
    settling = Adjudicator(seeded, reviewer)
    settling.decide_everything(colleague)
    settling.finish()
    return Screen(task, sign_in(reviewer))


def test_five_decides_as_it_was_decided_there(at_copy: Screen) -> None:
    [(value, says)] = BUTTON.findall(at_copy.get(at_copy.question(Kind.BOUNDARY)))
    assert all(words in says for words in ("as settled there", "Harbour Post", "Council to close", "Reviewer"))
    assert at_copy.decide(Kind.BOUNDARY, choice=value).status_code == 302
    assert ("claim", SHORT) in at_copy.words()
    assert at_copy.adjudicated.edits.get().result["as_in"]


def test_what_was_not_offered_is_refused(at_copy: Screen) -> None:
    [(value, _)] = BUTTON.findall(at_copy.get(at_copy.question(Kind.LABEL)))
    assert at_copy.decide(Kind.BOUNDARY, choice=value).status_code == 409
    assert at_copy.decide(Kind.BOUNDARY, choice="as-there 1").status_code == 409


def test_nothing_is_offered_for_the_whole_article(at_copy: Screen) -> None:
    assert BUTTON.findall(at_copy.get(at_copy.question(Kind.ARTICLE_LABEL))) == []
