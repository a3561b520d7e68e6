"""What became of one's marks."""

from collections.abc import Callable
from html import unescape
from re import findall, sub

from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.review import settling
from tests.annotation.hand import Hand

CLAIM, SHORT, SOURCE = "They gave us a day", "gave us a day", "Ada Brandt"


def test_what_was_handed_in_stands_beside_what_was_accepted(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    mine, theirs = Hand(draft, annotator), Hand(draft, reviewer)
    claim, source = mine.add("claim", CLAIM, infer=False), mine.add("source", SOURCE, infer=False)
    mine.add("heading", "Ferry talks stall")
    mine.submit()
    theirs.move(claim, SHORT)
    theirs.set(source, "who", "Ada Brandt")
    theirs.relabel(draft.spans.get(label__key="heading"), "boilerplate")
    settling.return_set(annotation_set=draft, by=reviewer, note="Who says so?")
    mine.link("attributed_to", draft.spans.get(pk=claim.pk), draft.spans.get(pk=source.pk))
    mine.remove(draft.spans.get(label__key="boilerplate"))
    mine.submit()
    page = sign_in(annotator).get(reverse("set-settled", args=[draft.pk])).text
    assert "not accepted yet" in page

    settling.accept(annotation_set=draft.pk, by=reviewer, base=mine.version)
    page = sign_in(annotator).get(reverse("set-settled", args=[draft.pk])).text
    found = findall(r'<section class="difference".*?>(.*?)</section>', page, flags=16)
    assert "accepted by Reviewer" in page
    answered = ("answered otherwise", f"handed in source {SOURCE} who: no answer", f"accepted source {SOURCE}")
    assert [" ".join(unescape(sub(r"<[^>]*>", " ", one)).split()) for one in found] == [
        "Annotator gone handed in heading Ferry talks stall",
        f"Reviewer {' '.join(answered)} who: Ada Brandt",
        f"Reviewer moved handed in claim {CLAIM} accepted claim {SHORT}",
        f"Annotator new accepted attributed to {SHORT} → {SOURCE} carried over: no",
    ]


def test_what_was_never_handed_in_has_no_differences(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User
) -> None:
    assert sign_in(annotator).get(reverse("set-settled", args=[draft.pk])).status_code == 404
