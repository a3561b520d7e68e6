import re
from typing import Any

from django.urls import reverse

from newsreview.annotation import editing
from newsreview.annotation.models import (
    AnnotationSet,
    ArticleLabel,
    Edit,
    Link,
    Reopening,
    Span,
    Submission,
    TakingBack,
)
from newsreview.projects.models import Skip, Slot, Task
from tests.backoffice.screens import address

READ_ONLY: tuple[Any, ...] = (
    AnnotationSet, ArticleLabel, Edit, Link, Reopening, Skip, Slot, Span, Submission, TakingBack, Task
)  # fmt: skip


def test_what_people_did_takes_no_post(everything, at_administrator):
    statuses = {
        model.__name__: [
            at_administrator.post(address(model, "add"), {}).status_code,
            at_administrator.post(address(model, "change", model._default_manager.first().pk), {}).status_code,
        ]
        for model in READ_ONLY
    }

    assert statuses == {model.__name__: [403, 403] for model in READ_ONLY}


def test_edit_tells_what_changed_field_by_field(draft, at_chief):
    first = editing.add_span(
        annotation_set=draft, by=draft.person, span=draft.pk, label="claim", start=0, end=5, quote="Ferry"
    )
    moved = editing.move_span(
        annotation_set=draft, by=draft.person, span=draft.pk, seen=first.edit.pk, start=0, end=11, quote="Ferry talks"
    )

    page = at_chief.get(address(Edit, "change", moved.edit.pk)).content.decode()

    name = f"span {str(draft.pk)[-6:]}"
    assert re.findall(r"<tr><th>(span \w+)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", page) == [
        (name, "end", "5", "11"),
        (name, "quote", "Ferry", "Ferry talks"),
    ]


def test_edit_shows_what_somebody_wrote_as_text(draft, at_chief):
    outcome = editing.add_span(
        annotation_set=draft,
        by=draft.person,
        span=draft.pk,
        label="claim",
        start=0,
        end=5,
        quote="Ferry",
        note="<img src=x onerror=alert(1)>",
    )

    page = at_chief.get(address(Edit, "change", outcome.edit.pk)).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_marks_lead_to_the_workbench(everything, at_chief):
    link = reverse("task", args=[everything.task_id])

    pages = [at_chief.get(address(model, "change", model._default_manager.first().pk)) for model in READ_ONLY]

    assert [f'<a href="{link}">Open in the app</a>' in page.content.decode() for page in pages] == [True] * len(pages)


def test_lists_narrow_to_one_set_and_to_a_state(everything, submitted, at_chief):
    def listed(model, **narrowed):
        return {row.pk for row in at_chief.get(address(model, "changelist"), narrowed).context["cl"].queryset}

    assert listed(Span, annotation_set__id__exact=everything.pk) == set(everything.spans.values_list("pk", flat=True))
    assert listed(Span, annotation_set__id__exact=submitted.pk) == set()
    assert listed(AnnotationSet, state="submitted") == {submitted.pk}
    assert listed(AnnotationSet, state="back") == {everything.pk}
    assert listed(AnnotationSet, state="draft") == set()
    assert listed(Edit, verb="submit") == {s.edit_id for s in Submission.objects.all()}
    assert listed(Span, label="claim") == set(Span.objects.filter(label__key="claim").values_list("pk", flat=True))
