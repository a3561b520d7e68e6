"""E4: whoever reads an export notices when it is not whole."""

import io
import json

import pytest

from newsreview.native_format import NotWhole, check, in_words, read
from tests.exports.formats.story import exported, line, story

COUNTS = {"articles": 1, "annotation_sets": 1, "spans": 7, "links": 5, "article_labels": 1}


def test_a_whole_export_is_read_and_counted() -> None:
    export = read(io.BytesIO(story()))
    [article] = export.articles

    assert export.header.project.slug == "ferry"
    assert {article.text[span.start : span.end] == span.quote for span in article.annotation_sets[0].spans} == {True}
    assert check(io.BytesIO(story())) == COUNTS


def test_blocks_may_hold_many_lines() -> None:
    assert check([story()]) == COUNTS


def test_an_export_that_is_cut_anywhere_is_noticed() -> None:
    whole = story("Police said 12 people died. The desk, Mara: =1+1, twice. More news")

    for length in range(len(whole)):
        with pytest.raises(NotWhole):
            check(io.BytesIO(whole[:length]))


def test_an_export_in_which_a_byte_was_changed_is_noticed() -> None:
    whole = story()

    for at in range(0, len(whole), 7):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(NotWhole):
            check(io.BytesIO(changed))


def test_a_line_that_is_missing_is_noticed_however_the_digest_was_made() -> None:
    header, article, _trailer = story().splitlines(keepends=True)
    without = exported([]).splitlines(keepends=True)[-1]
    two = exported([json.loads(article), json.loads(article)]).splitlines(keepends=True)

    for lines, why in (
        ([header, without], "digest"),
        ([*two[:2], two[-1]], "digest"),
        ([article], "header"),
        ([header, header], "second header"),
        ([*two, article], "after the trailer"),
        ([*two, b"\n"], "no line of an export"),
        ([line({"type": "header"})], "no line of an export"),
        ([], "header"),
    ):
        with pytest.raises(NotWhole, match=why):
            check(lines)


def test_what_a_server_answers_instead_of_an_export_is_said_and_nothing_else_of_it_reaches_a_terminal() -> None:
    problem = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "Not for you\x1b[2J\nto do."}

    for answered in (json.dumps(problem), json.dumps(problem) + "\n"):
        with pytest.raises(NotWhole) as error:
            check([answered.encode()])
        assert str(error.value) == (
            "It is no export, but what was answered instead of one: 403 Forbidden. Not for you [2J to do."
        )
    for other in (problem | {"status": "403"}, [problem], {"title": "Forbidden"}):
        with pytest.raises(NotWhole, match="cut off"):
            check([json.dumps(other).encode()])


def test_counts_are_said_in_words() -> None:
    assert in_words({"articles": 1, "annotation_sets": 2, "article_labels": 1, "spans": 1200, "links": 0}) == (
        "1 article, 2 annotation sets, 1 article label, 1,200 spans, 0 links"
    )
