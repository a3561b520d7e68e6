"""Letters that break other people's exports: T1 and T2 at this door."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import labelling, taking
from newsreview.annotation.models import Edit, Span
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.exports.article_lines import article_rows
from newsreview.exports.heading import versions
from newsreview.exports.records import read_article, write
from newsreview.labels.models import Label
from newsreview.offsets import has_astral
from newsreview.projects.models import Project, Task
from tests.exports.plain_reader import Export

CASES = json.loads((Path(settings.BASE_DIR) / "fixtures" / "offsets.json").read_text(encoding="utf-8"))
CONTROL = "".join(map(chr, range(1, 32))) + "\x7f\x80\x85\x9f"
HOSTILE = {
    "backslashes": r"C:\new\table \\server \" \' \N \. \x01 \u0041",
    "the end-of-data mark of COPY": "\\.\n\\.\n",
    "quotes and braces": """"{"type":"trailer"}" 'x' %s %(project)s {} $$""",
    "control characters": CONTROL,
    "line ends of Unicode": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "astral, joined": "𝒳 👩‍👩‍👧 🇺🇳 end 𐍈",
    "only astral": "👍👍👍",
    "right to left": "\u202eשלום\u202c עולם, مرحبا",
    "combining": "e\u0301 Å ﬁ 각 \u0915\u094d\u0937",
    "last of each plane": "\ud7ff\ue000\uffff\U00010000\U0010ffff",
    "markup": "<script>alert(1)</script>&amp;<!--]]>",
}


def mark_every_character(task: Task, person: User) -> None:
    """A span on each code point and one on all of them, written below the verbs, which a long text would wear out."""
    annotation_set = taking.take(task=task, person=person)
    edit = Edit.objects.create(annotation_set=annotation_set, number=1, by=person, verb="test", request_digest="")
    text = task.article.text
    places = [(start, start + 1) for start in range(len(text))] + [(0, len(text))]
    source = Label.objects.get(version=annotation_set.label_set_version, key="source")
    Span.objects.bulk_create(
        Span(
            id=uuid7(),
            annotation_set=annotation_set,
            label=source,
            start=start,
            end=end,
            quote=text[start:end],
            attributes={"who": text[:100]},
            note=text,
            last_edit=edit,
        )
        for start, end in dict.fromkeys(places)
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_field_says_exactly_what_was_stored(
    export: Callable[[], Export], make_task: Callable[..., Task], annotator: User, text: str
) -> None:
    task = make_task(
        text,
        outlet=text[:200],
        title=text,
        metadata={text: [text, {"deep": text}]},
        story=Story.objects.create(name=text),
    )
    mark_every_character(task, annotator)
    annotation_set = taking.take(task=task, person=annotator)
    labelling.set_article_label(
        annotation_set=annotation_set, by=annotator, label="origin", value={"credited_to": f"|{text}|"}
    )

    [article] = export().articles

    assert [article[name] for name in ("text", "title", "outlet", "story")] == [text] * 4
    assert article["metadata"] == {text: [text, {"deep": text}]}
    [exported] = article["annotation_sets"]
    assert {span["quote"] for span in exported["spans"]} == {*text, text}
    assert {(span["note"], span["attributes"]["who"]) for span in exported["spans"]} == {(text, text[:100])}
    assert exported["article_labels"] == [{"label": "origin", "attributes": {"credited_to": f"|{text}|"}}]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_python_writes_what_it_has_read_byte_by_byte_as_postgresql_does(
    project: Project, make_task: Callable[..., Task], annotator: User, text: str
) -> None:
    """So in a release it does not matter which of the two wrote a line."""
    mark_every_character(make_task(text, title=text, metadata={text: text}), annotator)
    current, others = versions(project)

    lines = [line for *_counts, line in article_rows(project, [current, *others])]

    assert [write(read_article(line)) for line in lines] == lines


def test_both_counts_agree_with_the_table_that_the_browser_reads(
    export: Callable[[], Export], make_task: Callable[..., Task], annotator: User
) -> None:
    """Whether astral texts stand alone in a batch or among others."""
    cases = {case["text"]: dict(case["pairs"]) for case in CASES if case["text"]}
    for text in cases:
        mark_every_character(make_task(text), annotator)

    for article in export().articles:
        units = cases[article["text"]]
        for span in article["annotation_sets"][0]["spans"]:
            assert (span["start_utf16"], span["end_utf16"]) == (units[span["start"]], units[span["end"]])


def test_a_long_text_full_of_emoji_is_counted_right_to_its_end(
    export: Callable[[], Export], make_task: Callable[..., Task], annotator: User
) -> None:
    text = "word 👩‍👩‍👧 and 𝒳 more. " * 1000
    task = make_task(text)
    annotation_set = taking.take(task=task, person=annotator)
    edit = Edit.objects.create(annotation_set=annotation_set, number=1, by=annotator, verb="test", request_digest="")
    source = Label.objects.get(version=annotation_set.label_set_version, key="source")
    Span.objects.bulk_create(
        Span(annotation_set=annotation_set, label=source, start=at, end=at + 9, quote=text[at : at + 9], last_edit=edit)
        for at in range(0, len(text) - 9, 101)
    )

    last = export().spans[-1]

    assert last["start"] == range(0, len(text) - 9, 101)[-1]
    assert last["start_utf16"] == len(text[: last["start"]].encode("utf-16-le")) // 2


def test_the_hostile_texts_are_what_they_are_called() -> None:
    astral = {name for name, text in HOSTILE.items() if has_astral(text)}
    assert astral == {"astral, joined", "only astral", "last of each plane"}
    assert Article._meta.get_field("title").max_length == 500
    assert Outlet._meta.get_field("name").max_length == 200
