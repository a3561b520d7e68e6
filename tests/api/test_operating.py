"""Programs mark as people do: the same verbs, ids and refusals; what is sent again is done once."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.annotation import submitting
from newsreview.annotation.models import AnnotationSet
from newsreview.projects import giving_out
from tests.conftest import TEXT


def add(words: str = "Ada Brandt", label: str = "source", **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words), "quote": words}
    return {"op": "span.add", "id": str(uuid7()), "span": str(uuid7()), "label": label, **place, **more}


def submit(base: int) -> dict[str, Any]:
    return {"op": "submit", "id": str(uuid7()), "base": base}


def test_a_program_takes_a_task_marks_it_and_hands_it_in(program, annotator, task):
    asking = program(annotator)
    mine = asking.post(f"tasks/{task.pk}/set/").json()
    assert asking.post(f"tasks/{task.pk}/set/").json() == mine
    source, claim = add(note=" lead\ntrail "), add("They gave us a day", "claim")
    link = {"op": "link.add", "id": str(uuid7()), "link": str(uuid7()), "label": "attributed_to"}
    link |= {"from": claim["span"], "to": source["span"]}
    answer = asking.post(f"sets/{mine['id']}/ops/", {"ops": [source, claim, link, submit(3)]})

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["version"], [edit["verb"] for edit in told["edits"]]) == (
        4,
        ["span.add", "span.add", "link.add", "submit"],
    )
    assert [(edit["number"], edit["replayed"]) for edit in told["edits"]] == [(n, False) for n in (1, 2, 3, 4)]
    stored = AnnotationSet.objects.with_submitted().get()
    assert stored.submitted
    assert {(span.quote, span.note) for span in stored.spans.all()} == {
        ("Ada Brandt", " lead\ntrail "),
        ("They gave us a day", ""),
    }


def test_sent_again_it_is_answered_again_and_done_once(program, draft):
    """C4."""
    asking, body = program(draft.person), {"ops": [add(), add("They gave us a day", "claim")]}
    first, again = (asking.post(f"sets/{draft.pk}/ops/", body).json() for _ in range(2))

    assert [edit["replayed"] for edit in again["edits"]] == [True, True]
    as_first = [edit | {"replayed": False} for edit in again["edits"]]
    assert (again["version"], as_first) == (first["version"], first["edits"])
    assert draft.edits.count() == draft.spans.count() == 2


def test_the_same_id_for_something_else_is_refused(program, draft):
    """C5."""
    asking, change = program(draft.person), add()
    asking.post(f"sets/{draft.pk}/ops/", {"ops": [change]})
    answer = asking.post(f"sets/{draft.pk}/ops/", {"ops": [change | {"label": "claim"}]})

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:newsreview:problem:other-request")


def test_the_first_refusal_stops_the_rest_and_is_named(program, draft):
    good, bad, never = add(), add("They gave us a day", "claim", quote="They gave us a dog"), add("week", "claim")
    answer = program(draft.person).post(f"sets/{draft.pk}/ops/", {"ops": [good, bad, never]})

    told = answer.json()
    assert (answer.status_code, told["type"]) == (409, "urn:newsreview:problem:wrong-quote")
    assert (told["operation"], told["done"], told["version"]) == (bad["id"], 1, 1)
    assert [span.quote for span in draft.spans.all()] == ["Ada Brandt"]


def test_a_change_of_what_has_changed_since_is_refused(program, draft):
    asking, span = program(draft.person), add()
    asking.post(f"sets/{draft.pk}/ops/", {"ops": [span]})

    def note(text: str) -> Any:
        change = {"op": "span.set", "id": str(uuid7()), "span": span["span"], "seen": span["id"]}
        return asking.post(f"sets/{draft.pk}/ops/", {"ops": [change | {"attr": "note", "value": text}]})

    assert [note(text).status_code for text in ("first", "late")] == [200, 409]
    assert draft.spans.get().note == "first"


def test_what_is_handed_in_is_reopened_before_it_is_changed(program, draft):
    asking = program(draft.person)
    submitting.submit(annotation_set=draft, by=draft.person, base=0)
    refused = asking.post(f"sets/{draft.pk}/ops/", {"ops": [add()]})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:newsreview:problem:not-open")
    reopen = {"op": "reopen", "id": str(uuid7())}

    assert asking.post(f"sets/{draft.pk}/ops/", {"ops": [reopen, add()]}).json()["version"] == 3


def test_a_stale_version_is_not_handed_in(program, draft):
    asking = program(draft.person)
    asking.post(f"sets/{draft.pk}/ops/", {"ops": [add()]})

    answer = asking.post(f"sets/{draft.pk}/ops/", {"ops": [submit(0)]})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:newsreview:problem:conflict")


def test_a_reviewer_corrects_what_was_handed_in(program, draft, reviewer):
    submitting.submit(annotation_set=draft, by=draft.person, base=0)
    answer = program(reviewer).post(f"sets/{draft.pk}/ops/", {"ops": [add()]})

    assert answer.json()["version"] == 2
    assert draft.edits.latest("number").by == reviewer


def test_a_colleague_s_set_is_not_there_in_a_blind_project_and_not_theirs_in_an_open_one(
    program, draft, colleague, manager, project
):
    asking = program(colleague)
    giving_out.change_rules(project=project, people_per_article=2)
    asking.post(f"tasks/{draft.task_id}/set/")
    blind = asking.post(f"sets/{draft.pk}/ops/", {"ops": [add()]})
    giving_out.change_rules(project=project, people_per_article=2, blind=False)
    seen = asking.post(f"sets/{draft.pk}/ops/", {"ops": [add()]})

    assert (blind.status_code, seen.status_code, draft.edits.count()) == (404, 403, 0)


@pytest.mark.parametrize(("own_taking", "status"), [(True, 409), (False, 403)])
def test_a_task_that_cannot_be_taken_says_why(program, draft, reviewer, project, own_taking, status):
    giving_out.change_rules(project=project, own_taking=own_taking)

    assert program(reviewer).post(f"tasks/{draft.task_id}/set/").status_code == status
