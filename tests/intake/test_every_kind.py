"""What holds whatever kind of file an article comes in: by itself, packed, or in an archive."""

import csv
import io
from collections.abc import Callable
from html import escape

import pytest

from newsreview.corpus.models import Article
from newsreview.intake.importing import Summary
from newsreview.intake.models import Import
from newsreview.projects.models import Task
from tests.intake.sound import files_by_name, in_json, lines_of, plain_files

Bring = Callable[..., Summary]
Write = Callable[[list[bytes]], bytes]
OF_MANY = ("jsonl", "json", "csv", "tsv")


def as_table(texts: list[bytes], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["text", "n"], *([text.decode("latin-1"), "1"] for text in texts)])
    return out.getvalue().encode("latin-1")


def quoted(text: bytes) -> bytes:
    """As a string of JSON, whose bytes stay those."""
    return in_json(text.decode("latin-1")).decode().encode("latin-1")


WRITERS: dict[str, Write] = {
    "txt": b"".join,
    "html": lambda texts: b"<meta charset=utf-8><pre>\n" + escape(b"".join(texts).decode("latin-1")).encode("latin-1"),
    "jsonl": lambda texts: b"".join(b'{"text": ' + quoted(text) + b"}\n" for text in texts),
    "json": lambda texts: b"[" + b",\n".join(b'{"text": ' + quoted(text) + b"}" for text in texts) + b"]",
    "csv": lambda texts: as_table(texts, ","),
    "tsv": lambda texts: as_table(texts, "\t"),
}


def brought_in(bring: Bring, kind: str, *texts: bytes) -> tuple[list[str], int]:
    """What is stored, in order, and how much was refused."""
    summary = bring({f"a.{kind}": WRITERS[kind](list(texts))})
    return list(Article.objects.order_by("id").values_list("text", flat=True)), summary.refused


@pytest.mark.parametrize("name", files_by_name(plain_files()))
def test_the_same_file_twice_adds_nothing(bring: Bring, name: str) -> None:
    """T9."""
    files = {name: files_by_name(plain_files())[name]}
    first, again = bring(files), bring()
    assert first.imported == Article.objects.count() == Task.objects.count() > 0
    there = first.imported + first.present + first.completed
    assert (again.imported, again.present, again.completed, again.refused) == (0, there, 0, 0)
    assert [of.state for of in Import.objects.all()] == ["finished", "finished"]


# White space of every sort, what is composed and what is not, what is invisible, what turns the direction.
KEPT = (
    "\u00a0 lead\u00a0\n\n\t“é” e\u0301 so\u00adft\u200b 👩\u200d👩\u200d👧 𝒳 \u202e\u2066"
    " \u2028\u0085 &amp;amp; '=1+1' \ufeff trail \n"
)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "html"])
def test_nothing_of_a_text_is_trimmed_or_made_uniform(bring: Bring, kind: str) -> None:
    """T5, T6, T14."""
    assert brought_in(bring, kind, KEPT.encode()) == ([KEPT], 0)


def test_what_is_preformatted_on_a_page_keeps_all_but_blank_lines(bring: Bring) -> None:
    """T5, T6: a line of a page that has nothing on it is no paragraph."""
    lines = [line for line in KEPT.split("\n") if line.strip()]
    assert brought_in(bring, "html", KEPT.encode()) == (["\n".join(lines)], 0)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(
    "raw", [b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xafa", b"a\xf4\x90\x80\x80", b"\xff\xfe\xff"], ids=repr
)
def test_bytes_that_are_no_utf_8_are_refused(bring: Bring, kind: str, raw: bytes) -> None:
    """T13: nothing is left out, and nothing takes their place."""
    assert brought_in(bring, kind, raw) == ([], 1)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "html"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(bring: Bring, kind: str, encoding: str) -> None:
    """T13: pages alone may say what they are."""
    raw = WRITERS[kind]([b"The gates stood open."]).decode().encode(encoding)
    summary = bring({f"a.{kind}": raw})
    assert (summary.imported, summary.refused > 0) == (0, True)


@pytest.mark.parametrize("kind", WRITERS)
def test_no_nul_is_stored(bring: Bring, kind: str) -> None:
    """T12: a parser of pages takes it for U+FFFD, or leaves it out, as browsers do; anything else is refused."""
    stored, refused = brought_in(bring, kind, b"a\0b")
    assert (stored, refused) == ([], 1) if kind != "html" else (stored in (["a\ufffdb"], ["ab"]), refused == 0)


@pytest.mark.parametrize("kind", OF_MANY)
@pytest.mark.parametrize("poison", [b"", b" \t", b"\0", b"a" * 1_000_001], ids=["empty", "blank", "NUL", "too long"])
def test_a_bad_record_stops_no_other(bring: Bring, kind: str, poison: bytes) -> None:
    """T18."""
    assert brought_in(bring, kind, b"one", poison, b"three") == (["one", "three"], 1)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DTD = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "laugh">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("kind", WRITERS)
def test_entities_of_a_document_are_words(bring: Bring, kind: str) -> None:
    """T16: nothing is expanded, and nothing read from elsewhere."""
    text = f"{DTD}<x>&l9; &f;</x>"
    assert brought_in(bring, kind, text.encode()) == ([text], 0)


@pytest.mark.parametrize("name", ["a.xml", "a.xhtml", "a.svg", "a.rss", "a.docx"])
def test_what_is_xml_is_not_read(bring: Bring, name: str) -> None:
    """T16."""
    summary = bring({name: f"{DTD}<x>&l9;</x>".encode()})
    assert (summary.imported, summary.refused) == (0, 1)


def test_a_page_that_is_xml_expands_nothing(bring: Bring) -> None:
    """T16: it is read as HTML, to which the entities of a document are unknown."""
    summary = bring({"a.html": f"{DTD}<html><body><p>The gates. &l9; &f;</p></body></html>".encode()})
    [text] = Article.objects.values_list("text", flat=True)
    assert (summary.refused, text.endswith("\nThe gates. &l9; &f;"), text.count("laugh") <= 1) == (0, True, True)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("NaN", "NaN"),
        ("-Infinity", "Infinity"),
        ("1e999", "too large"),
        ("9" * 5000, "5000 digits"),
        ('"\\ud800"', "half a character"),
        ('"a\\u0000"', "NUL"),
        ('{"a": 1, "a": 2}', "twice"),
        ("[" * 100_000 + "]" * 100_000, "inside each other"),
    ],
    ids=lambda value: value[:12],
)
def test_values_that_cannot_be_stored_are_refused_with_their_line(bring: Bring, value: str, why: str) -> None:
    """T12."""
    sound = lines_of({"text": "sound"})
    bad = f'{{"text": "bad", "metadata": {{"k": {value}}}}}'.encode()
    summary = bring({"a.jsonl": sound + bad + b"\n", "b.json": b"[" + sound + b"," + bad + b"]"})
    assert [(refusal.file, refusal.line, why in refusal.reason) for refusal in summary.refusals] == [
        ("a.jsonl", 2, True),
        ("b.json", 2, True),
    ]
    assert Article.objects.get().text == "sound"
