"""No form strips or changes a text that means something: an article's, a quote, a note, who said it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

import newsreview
from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.annotation.models import AnnotationSet

TYPED = " lead\r\ntrail \u00a0"
KEPT = " lead\ntrail \u00a0"


def form_classes() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(newsreview.__path__, "newsreview."):
        if ".migrations" in module.name or module.name.endswith(("wsgi", "__main__")):
            continue
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.name:
                yield found


# What labels and projects are called, and a label's rule in one line.
NAMES = {"name", "key", "slug", "shortcut", "summary", "rule"}


def test_no_form_of_ours_strips() -> None:
    """E-mail addresses, names, keys and addresses of pages excepted: there white space is a slip. So it is in codes of
    second factors and names of passkeys, which forms of the library take."""
    stripping = {
        f"{form.__qualname__}.{name}"
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) is forms.CharField and field.strip and not (name in NAMES and issubclass(form, forms.ModelForm))
        if not any(base.__module__.startswith("allauth.mfa.") for base in form.__mro__)
    }

    assert stripping == set()
    assert len(list(form_classes())) > 5


@pytest.fixture
def marked(annotator: User, draft: AnnotationSet) -> AnnotationSet:
    editing.add_span(annotation_set=draft, by=annotator, span=uuid7(), label="source", start=0, end=5, quote="Ferry")
    return draft


def test_a_form_keeps_a_note_as_it_was_typed(
    annotator: User, marked: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    span = marked.spans.get()
    page = client.get(reverse("task", args=[marked.task_id]), {"span": str(span.pk)})
    do = page.context["card"].set_note
    client.post(reverse("task-form", args=[marked.task_id]), {"do": do, "text": TYPED})

    assert marked.spans.get().note == KEPT
    shown = client.get(reverse("task", args=[marked.task_id]), {"span": str(span.pk)}).text
    assert f">{KEPT}</textarea>" in shown


def test_a_form_keeps_who_as_it_was_typed(
    annotator: User, marked: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    span = marked.spans.get()
    page = client.get(reverse("task", args=[marked.task_id]), {"span": str(span.pk)})
    who = next(question for question in page.context["card"].questions if question.attribute.key == "who")
    client.post(reverse("task-form", args=[marked.task_id]), {"do": who.do, "text": " Ada  Brandt ", "attr": "who"})

    assert marked.spans.get().attributes == {"who": " Ada  Brandt "}


@pytest.mark.parametrize("do", ['{"op": "label.set", "label": "origin", "value": null}', '{"op": "label.set"}', "[]"])
def test_a_form_that_is_none_of_ours_is_refused_in_words(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client], do: str
) -> None:
    answer = sign_in(annotator).post(reverse("task-form", args=[draft.task_id]), {"do": do, "text": "x"})

    assert (answer.status_code, draft.edits.count()) == (422, 0)


def test_words_to_mark_are_taken_letter_by_letter(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    url = reverse("task-form", args=[draft.task_id])
    answers = [client.post(f"{url}?p=1", {"words": words, "label": "claim"}) for words in (" talks ", "talks  ")]
    assert [answer.status_code for answer in answers] == [302, 422]

    assert [span.quote for span in draft.spans.all()] == [" talks "]


@pytest.mark.parametrize("nth", ["2", "9" * 5000, "-1", "x", "١"])
def test_any_number_of_an_occurrence_is_answered(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client], nth: str
) -> None:
    url = reverse("task-form", args=[draft.task_id])
    answer = sign_in(annotator).post(f"{url}?p=2", {"words": "a", "label": "claim", "nth": nth})

    assert answer.status_code in {302, 422}
