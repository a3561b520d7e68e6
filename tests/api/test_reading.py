"""What programs read: the same rows as their person sees on the pages, word for word."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.annotation import submitting, taking
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Story
from newsreview.labels import drafting, publishing
from newsreview.review import settling
from tests.annotation.hand import Hand
from tests.conftest import TEXT
from tests.review.two_people import hand_in


def ids(page) -> list[str]:
    return [row["id"] for row in page["results"]]


def test_projects_are_those_in_which_the_person_has_a_role(program, annotator, stranger, project):
    told = program(annotator).read("projects/")

    version = project.label_set_version
    [row] = told["results"]
    assert (row["slug"], row["name"], row["blind"], told["next"]) == ("ferry", "Ferry", True, None)
    assert row["label_set"] == {"id": str(version.pk), "name": version.label_set.name, "version": 1}
    assert program(annotator).read("projects/ferry/") == row
    assert program(stranger).read("projects/")["results"] == []


def test_a_label_set_tells_its_labels_their_questions_and_the_guideline(program, annotator, project):
    asking, version = program(annotator), project.label_set_version
    [row] = asking.read("label-sets/")["results"]
    told = asking.read(f"label-sets/{row['id']}/")

    labels = {label["key"]: label for label in told["labels"]}
    assert labels.keys() == {label.key for label in version.labels.all()}
    assert "who" in {question["key"] for question in labels["source"]["attributes"]}
    assert told["guideline"] == version.guideline
    assert told["published_at"] is not None


def test_a_draft_of_labels_is_not_told_and_a_newer_version_is(program, annotator, project):
    asking = program(annotator)
    newer = drafting.begin_next_version(label_set=project.label_set_version.label_set)
    assert [row["version"] for row in asking.read("label-sets/")["results"]] == [1]
    assert asking.get(f"label-sets/{newer.pk}/").status_code == 404
    publishing.publish(version=newer, by=None)

    assert [row["version"] for row in asking.read("label-sets/")["results"]] == [1, 2]


def test_an_article_is_told_with_its_text_as_it_was_stored(program, annotator, make_task):
    text = " lead\ttrail \u00a0\u2028𝒳 👩‍👩‍👧\n"
    task = make_task(text, title=" Ferry ", story=Story.objects.create(name="Gates"))
    told = program(annotator).read(f"articles/{task.article_id}/")

    assert told["text"] == text
    assert (told["title"], told["outlet"], told["story"]) == (" Ferry ", "Harbour Post", "Gates")
    assert told["sha256"] == task.article.sha256
    [row] = program(annotator).read("projects/ferry/articles/")["results"]
    assert row == {name: value for name, value in told.items() if name not in {"text", "metadata"}}


def test_a_task_tells_whether_there_is_a_place_and_the_sets_that_are_seen(
    program, annotator, reviewer, draft, make_task
):
    free = make_task("Another.")
    told = {row["id"]: row for row in program(annotator).read("projects/ferry/tasks/")["results"]}

    mine = told[str(draft.task_id)]
    assert (mine["open"], told[str(free.pk)]["open"], told[str(free.pk)]["sets"]) == (False, True, [])
    assert [(row["id"], row["state"], row["person"]["name"]) for row in mine["sets"]] == [
        (str(draft.pk), "draft", "Annotator")
    ]
    assert program(reviewer).read(f"tasks/{draft.task_id}/") == mine


def test_a_set_tells_its_marks_with_what_an_operation_names(program, draft):
    hand = Hand(draft, draft.person)
    claim, source = hand.add("claim", "They gave us a day", note=" Sure? "), hand.add("source", "Ada Brandt")
    link = hand.link("attributed_to", claim, source)
    hand.say("origin", {"kind": "unclear"})
    told = program(draft.person).read(f"sets/{draft.pk}/")

    assert [(span["label"], span["quote"], TEXT[span["start"] : span["end"]]) for span in told["spans"]] == [
        ("source", "Ada Brandt", "Ada Brandt"),
        ("claim", "They gave us a day", "They gave us a day"),
    ]
    assert [span["note"] for span in told["spans"]] == ["", " Sure? "]
    link.refresh_from_db()
    [shown] = told["links"]
    assert (shown["from"], shown["to"], shown["seen"]) == (str(claim.pk), str(source.pk), str(link.last_edit_id))
    assert [(label["label"], label["attributes"]) for label in told["article_labels"]] == [
        ("origin", {"kind": "unclear"})
    ]
    assert told["version"] == draft.edits.count()


def test_the_journal_is_told_edit_by_edit(program, draft):
    hand = Hand(draft, draft.person)
    span = hand.add("claim", "They gave us a day")
    hand.set(span, "note", "Sure?")
    hand.undo()
    asking = program(draft.person)

    told = asking.read(f"sets/{draft.pk}/edits/")["results"]
    assert [(edit["number"], edit["verb"]) for edit in told] == [(1, "span.add"), (2, "span.set"), (3, "undo")]
    assert told[2]["undoes"] == told[1]["id"]
    assert told[0]["changes"] == draft.edits.get(number=1).changes
    assert [edit["number"] for edit in asking.read(f"sets/{draft.pk}/edits/", after=1)["results"]] == [2, 3]


def test_a_set_s_state_follows_its_rows(program, manager, reviewer, draft):
    asking = program(reviewer)

    def state() -> str:
        return str(asking.read(f"sets/{draft.pk}/")["state"])

    found = [state()]
    submitting.submit(annotation_set=draft, by=draft.person, base=0)
    found.append(state())
    settling.accept(annotation_set=draft.pk, by=reviewer, base=1)
    found.append(state())
    settling.return_set(annotation_set=draft, by=reviewer, note="Once more.")
    found.append(state())
    taking.take_back(annotation_set=draft, by=manager)
    found.append(state())

    assert found == ["draft", "submitted", "accepted", "draft", "taken_back"]


def test_a_list_is_read_page_by_page_while_rows_come(program, annotator, make_task):
    tasks = [make_task(f"Article {n}.") for n in range(5)]
    asking = program(annotator)
    page = asking.read("projects/ferry/tasks/", limit=2)
    found = ids(page)
    tasks.append(make_task("Article 5."))
    while page["next"]:
        page = asking.client.get(page["next"]).json()
        found += ids(page)

    assert found == [str(task.pk) for task in tasks]


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("projects/ferry/articles/", {"outlet": "Strait Online"}, ["other"]),
        ("projects/ferry/articles/", {"story": "Gates"}, ["held"]),
        ("projects/ferry/articles/", {"story": "gates"}, []),
        ("projects/ferry/articles/", {"words": "one or zwei -two"}, ["held"]),
        ("projects/ferry/articles/", {"words": '"two one"'}, []),
        ("projects/ferry/articles/", {"language": "en"}, ["other"]),
        ("projects/ferry/articles/", {"since": "2024-05-02"}, ["other"]),
        ("projects/ferry/articles/", {"until": "2024-05-01"}, ["held"]),
        ("projects/ferry/tasks/", {"outlet": "Strait Online"}, ["other"]),
        ("projects/ferry/tasks/", {"story": "Gates", "open": "true"}, []),
        ("projects/ferry/tasks/", {"open": "true"}, ["other"]),
        ("projects/ferry/tasks/", {"open": "false"}, ["held"]),
        ("sets/", {"submitted": "true"}, []),
        ("sets/", {"submitted": "false", "kind": "person", "project": "ferry"}, ["held"]),
        ("sets/", {"project": "canal"}, []),
        ("sets/", {"kind": "model"}, []),
    ],
)
def test_lists_are_narrowed(program, annotator, make_task, path, query, found):
    days = [datetime(2024, 5, day, 23, tzinfo=UTC) for day in (1, 2)]
    held = make_task("One.", story=Story.objects.create(name="Gates"), published_at=days[0])
    other = make_task("Two.", outlet="Strait Online", published_at=days[1], language="en-GB")
    index_all()
    mine = taking.take(task=held, person=annotator)
    if path.startswith("sets"):
        keys = {"held": str(mine.pk)}
    else:
        of = "article_id" if "articles" in path else "pk"
        keys = {"held": str(getattr(held, of)), "other": str(getattr(other, of))}

    assert ids(program(annotator).read(path, **query)) == [keys[name] for name in found]


def test_a_thing_that_has_not_changed_is_not_sent_again(program, draft):
    asking, address = program(draft.person), reverse("api-set", args=[draft.pk])
    first = asking.client.get(address)
    known = {"If-None-Match": first["ETag"]}

    again = asking.client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    Hand(draft, draft.person).add("claim", "They gave us a day")
    assert asking.client.get(address, headers=known).status_code == 200
    assert first["Cache-Control"] == "private, no-cache"


def test_progress_is_that_of_the_dashboard(program, manager, task, annotator, colleague):
    hand_in(task, annotator, colleague)

    told = program(manager).read("projects/ferry/progress/")
    assert told["labels"] == {"claim": 2, "source": 2}
    assert told["outlets"] == [{"outlet": "Harbour Post", "articles": 1}]
    assert sum(told["places"].values()) == 1


def test_agreement_is_that_of_its_page(program, reviewer, task, annotator, colleague):
    hand_in(task, annotator, colleague)
    asking = program(reviewer)
    told = asking.read("projects/ferry/agreement/")

    assert (told["articles"], told["counted"], told["wanted"]) == (1, 1, 1)
    # They agree on one span of two; of the other claim the ends differ.
    assert told["figures"]["exact_f1"]["value"] == pytest.approx(0.5)
    assert (told["figures"]["exact_f1"]["part"], told["figures"]["exact_f1"]["whole"]) == (2, 4)
    assert told["figures"]["found"]["value"] == 1.0
    of_sources = asking.read("projects/ferry/agreement/", label="source")["figures"]
    assert of_sources["exact_f1"]["value"] == 1.0
    elsewhere = asking.read("projects/ferry/agreement/", outlet=str(uuid7()))
    assert (elsewhere["articles"], elsewhere["figures"]["found"]["value"]) == (0, None)
