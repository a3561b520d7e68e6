"""The form of a claim follows from its words and links, wherever these change."""

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import Link, Span
from newsreview.corpus.models import Article
from newsreview.labels.publishing import make_label_set, publish
from newsreview.projects import setting_up
from tests.annotation.hand import Hand
from tests.annotation.plain_scheme import SCHEME


def form(span: Span) -> str:
    return str(Span.objects.get(pk=span.pk).attributes["form"])


@pytest.fixture
def echoing(annotator: User) -> Hand:
    """At a set whose `echoes` goes from a claim to another claim or to a source."""
    version = publish(version=make_label_set(scheme=SCHEME), by=None)
    project = setting_up.create_project(slug="echo", label_set_version=version)
    [task] = setting_up.add_tasks(
        project=project, articles=[Article.objects.create(text="It sank, Ada said. So it did.")]
    )
    return Hand(taking.take(task=task, person=annotator), annotator)


def test_relabelling_the_far_end_of_a_link_that_stays(echoing: Hand) -> None:
    claim, far = echoing.add("claim", "It sank"), echoing.add("source", "Ada")
    echoing.link("echoes", claim, far)
    assert form(claim) == "paraphrase"
    echoing.relabel(far, "claim")
    assert (form(claim), Link.objects.count()) == ("narrator", 1)
    echoing.undo()
    assert form(claim) == "paraphrase"
    echoing.redo()
    assert form(claim) == "narrator"


def test_a_claim_keeps_its_form_while_another_link_names_its_source(echoing: Hand) -> None:
    claim, source = echoing.add("claim", "It sank"), echoing.add("source", "Ada")
    echoing.link("attributed_to", claim, source)
    echoed = echoing.link("echoes", claim, source)
    echoing.remove_link(echoed)
    assert form(claim) == "paraphrase"
    echoing.remove(source)
    assert form(claim) == "narrator"


def test_a_given_form_is_never_computed(ours: Hand) -> None:
    claim = ours.add("claim", "the crossing", attributes={"form": "direct"})
    link = ours.link("attributed_to", claim, ours.add("source", "Jonas"))
    ours.remove_link(link)
    ours.move(claim, "the crossing had lost")
    assert form(claim) == "direct"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We asked for a week", "direct"),
        ("“We asked for a week,”", "direct"),
        ("We asked for a week,” said Ada", "mixed"),
        ("the harbour master", "narrator"),
        ("They gave us a day.”\nHer deputy", "mixed"),
    ],
)
def test_forms_follow_from_quote_marks(ours: Hand, words: str, expected: str) -> None:
    assert form(ours.add("claim", words)) == expected
