import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from newsreview.corpus.models import Article, Outlet, RawFile, Revision, Story
from newsreview.intake import keeping
from newsreview.intake.importing import Summary
from newsreview.intake.models import Import, ImportQuerySet
from newsreview.intake.records import Refusal
from newsreview.projects.models import Project, Task
from newsreview.projects.setting_up import create_project

Bring = Callable[..., Summary]
HEAD = "file,title,outlet,url,published_at,language,story\n"


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.imported, summary.present, summary.completed, summary.refused


def rows() -> list[tuple[object, ...]]:
    """Every row that an import may touch, with its system columns: a row that was written again differs."""
    tables = ("corpus_article", "corpus_outlet", "corpus_story", "corpus_rawfile", "projects_task")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT xmin::text, ctid::text, t.* FROM {table} t ORDER BY id")
            found += cursor.fetchall()
        return found


def test_an_article_is_stored_with_all_that_is_known(bring: Bring, project: Project, raw_folder: Path) -> None:
    raw = "First headline of this text\r\n\r\n“Words,” said 𝒳.\r".encode()
    summary = bring({"a.txt": raw}, outlet="Harbour Post", story="Gates")
    article = Article.objects.get()
    assert counts(summary) == (1, 0, 0, 0)
    assert article.text == "First headline of this text\n\n“Words,” said 𝒳.\n"
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert (article.title, article.first_line, article.astral) == ("", "First headline of this text", True)
    assert (article.outlet, article.story) == (Outlet.objects.get(), Story.objects.get())
    assert (article.byte_start, article.byte_end) == (0, len(raw))
    assert article.raw_file is not None
    assert (article.raw_file.name, article.raw_file.size) == ("a.txt", len(raw))
    with keeping.open_kept(article.raw_file.sha256) as file:
        assert file.read() == raw
    assert Task.objects.get().article == article


def test_a_first_line_is_looked_for_only_while_no_title_is_known(bring: Bring) -> None:
    bring({"a.jsonl": '{"text": "So it began", "title": "Gates"}\n{"text": "And so it ended"}\n'})
    assert list(Article.objects.order_by("id").values_list("title", "first_line")) == [
        ("Gates", ""),
        ("", "And so it ended"),
    ]


def test_a_record_can_be_read_back_from_the_raw_file(bring: Bring) -> None:
    bring({"a.jsonl": '{"text": "é"}\n{"text": "b", "id": 5}\n'})
    for article, line in zip(Article.objects.order_by("id"), ['{"text": "é"}', '{"text": "b", "id": 5}'], strict=True):
        assert article.raw_file is not None
        with keeping.open_kept(article.raw_file.sha256) as file:
            assert file.read()[article.byte_start : article.byte_end].decode() == line
    assert RawFile.objects.count() == 1


def test_importing_twice_changes_nothing(bring: Bring) -> None:
    files: dict[str, str] = {
        "a.txt": "one",
        "b.jsonl": '{"text": "two", "outlet": "Post", "id": 1}\n{"text": "three"}\n',
    }
    assert counts(bring(files, story="Gates")) == (3, 0, 0, 0)
    before = rows()
    assert counts(bring(story="Gates")) == (0, 3, 0, 0)
    assert rows() == before


def test_files_that_differ_in_newlines_are_one_article(bring: Bring) -> None:
    files = {"a.txt": b"one\ntwo\n", "b.txt": b"one\r\ntwo\r\n", "c.txt": b"\xef\xbb\xbfone\rtwo\r"}
    assert counts(bring(files)) == (1, 2, 0, 0)


def test_an_outlet_that_becomes_known_completes_the_article(bring: Bring, folder: Path) -> None:
    bring({"a.txt": "the text"})
    article = Article.objects.get()
    (folder.parent / "m.csv").write_text(HEAD + "a.txt,A title,Post,https://p.example/1,2025-10-15,en,Gates\n")
    assert counts(bring(manifest=folder.parent / "m.csv")) == (0, 0, 1, 0)
    completed = Article.objects.get()
    assert (completed.pk, completed.text) == (article.pk, article.text)
    assert (completed.title, completed.url, completed.language) == ("A title", "https://p.example/1", "en")
    assert (str(completed.outlet), str(completed.story)) == ("Post", "Gates")
    assert counts(bring(manifest=folder.parent / "m.csv")) == (0, 1, 0, 0)
    assert counts(bring(outlet="Fathom")) == (1, 0, 0, 0)


def test_unknown_outlets_are_not_pooled(bring: Bring) -> None:
    bring({"a.txt": "one", "b.txt": "two"})
    assert Outlet.objects.count() == 0
    assert list(Article.objects.values_list("outlet", flat=True)) == [None, None]


def test_a_second_project_only_gets_tasks(bring: Bring, project: Project) -> None:
    bring({"a.txt": "one", "b.txt": "two"})
    other = create_project(slug="other")
    assert counts(bring(project=other)) == (0, 2, 0, 0)
    assert Article.objects.count() == 2
    assert [Task.objects.of(into).count() for into in (project, other)] == [2, 2]


def test_tasks_stand_in_the_order_of_the_files(bring: Bring) -> None:
    bring({"b.txt": "two", "a.txt": "one", "c.jsonl": '{"text": "three"}\n{"text": "four"}\n'})
    assert [task.article.text for task in Task.objects.order_by("id")] == ["one", "two", "three", "four"]


BROKEN: dict[str, tuple[bytes, Refusal]] = {
    "b01.txt": (b"caf\xe9", Refusal(reason="This is not UTF-8: byte 3 (line 1) is 0xE9. Save it as UTF-8.")),
    "b02.txt": ("text".encode("utf-16"), Refusal(reason="This looks like UTF-16: save it as UTF-8.")),
    "b03.txt": (b"a\0b", Refusal(reason="There is a NUL character at line 1, column 2. Take it out.")),
    "b04.txt": (b"", Refusal(reason="There is no text.")),
    "b05.docx": (
        b"PK",
        Refusal(
            reason="This kind of file is not read: .docx. Files may be .txt, .html, .htm, .jsonl, .json, .csv, "
            ".tsv, each also as .gz or .zst, and many of them in a .zip, .tar, .tar.gz or .tar.zst."
        ),
    ),
    "b06.jsonl": (b'{"text": 5}\n', Refusal(line=1, reason="text: it must be text in quotes, not a number.")),
    "b07.jsonl": (b'{"text": "a", "text": "b"}\n', Refusal(line=1, reason='The key "text" appears twice in one object. '
                                                                      "(at $.text)")),
    "b08.jsonl": (b'\n{"text": "\\ud800"}\n', Refusal(line=2, reason="There is half a character (\\ud800 alone) in a "
                                                                     "string. (at $.text)")),
    "b09.json": (b'[{"text": "a"', Refusal(line=1, reason="This is not JSON: expecting ',' delimiter. (at column 13) "
                                                          "What follows was not read.")),
    "b10.json": (b"[" * 100_000, Refusal(line=1, reason="There are more than 64 objects or lists inside each other. "
                                                        "(at column 65) What follows was not read.")),
    "b11.txt": (b"x" * 1_000_001, Refusal(reason="The text is too long: an article may have 1,000,000 characters. "
                                                 "Cut it in parts.")),
}  # fmt: skip


def test_a_folder_of_broken_files_imports_the_good_ones_and_names_each_bad_one(bring: Bring) -> None:
    good: dict[str, bytes] = {
        "a.txt": b"good one",
        "b06a.jsonl": b'{"text": "good two"}\n{bad\n{"text": "good three"}\n',
    }
    summary = bring(good | {name: raw for name, (raw, _) in BROKEN.items()})
    named = {refusal.file: Refusal(line=refusal.line, reason=refusal.reason) for refusal in summary.refusals}
    middle = named.pop("b06a.jsonl")
    assert named == {name: refusal for name, (_, refusal) in BROKEN.items()}
    assert middle.line == 2
    assert counts(summary) == (3, 0, 0, 12)
    assert [article.text for article in Article.objects.order_by("id")] == ["good one", "good two", "good three"]


def test_the_manifest_tells_what_files_cannot(bring: Bring, folder: Path) -> None:
    (folder / "m.csv").write_text(
        HEAD
        + "a.txt,Title A,Post,,,,\nsub/b.txt,Title B,,,,,\nc.jsonl,Not this,Post,,,en,\ngone.txt,,,,,,\nd.txt,,,x,,,\n"
    )
    files = {"a.txt": "a", "sub/b.txt": "b", "c.jsonl": '{"text": "c", "language": "de"}', "d.txt": "d", "e.txt": "e"}
    summary = bring(files, manifest=folder / "m.csv", outlet="Default")
    assert list(Article.objects.order_by("id").values_list("text", "title", "outlet__name", "language")) == [
        ("a", "Title A", "Post", ""),
        ("c", "", "Post", "de"),
        ("e", "", "Default", ""),
        ("b", "Title B", "Default", ""),
    ]
    assert summary.without_row == ["e.txt"]
    assert [(refusal.file, refusal.reason) for refusal in summary.refusals] == [
        (
            "d.txt",
            "m.csv, line 6: url: this is no web address. Write it in full, beginning with http:// or https://.",
        ),
        ("m.csv", "There is no file “gone.txt” here."),
    ]


def test_an_import_is_written_down(bring: Bring, project: Project) -> None:
    bring({"a.txt": "one", "b.txt": ""})
    done = ImportQuerySet(Import).with_totals().get()
    assert (done.project, done.by, done.state, done.imported_in_all, done.refused_in_all) == (
        project,
        None,
        "finished",
        1,
        1,
    )
    [refused] = done.refused_records.all()
    assert (refused.number, refused.file, refused.line, refused.reason) == (1, "b.txt", None, "There is no text.")


@pytest.mark.parametrize("records", [1, 30])
def test_queries_do_not_grow_with_the_records(
    bring: Bring, folder: Path, records: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lines = [f'{{"text": "text {i}", "outlet": "Outlet {i}", "story": "Story {i}"}}\n' for i in range(records)]
    (folder / "a.jsonl").write_text("".join(lines))
    # A savepoint and its release, the turn, three each for outlets and stories, the look-up, two for raw files, COPY,
    # tasks, slots, and what was done.
    with django_assert_num_queries(23):
        bring()


def lines(*told: dict[str, str]) -> dict[str, str]:
    return {
        "a.jsonl": "".join(f"{json.dumps({'outlet': 'Post', 'url': 'https://post.example/1'} | one)}\n" for one in told)
    }


def chain() -> list[tuple[str, str]]:
    return sorted(Revision.objects.values_list("of__text", "article__text"))


def test_another_text_at_the_same_address_is_a_revision_and_the_old_one_stays(bring: Bring) -> None:
    """T8."""
    bring(lines({"text": "one"}))
    again = bring(lines({"text": "two"}, {"text": "one"}, {"text": "three"}))

    assert (again.imported, again.revised, again.present) == (2, 2, 1)
    assert chain() == [("one", "two"), ("two", "three")]
    assert Task.objects.count() == 3
    done = ImportQuerySet(Import).with_totals().latest("asked_at")
    assert (done.imported_in_all, done.revised_in_all, done.present_in_all) == (2, 2, 1)


def test_nothing_else_is_a_revision(bring: Bring) -> None:
    bring(lines({"text": "one"}, {"text": "without", "url": ""}, {"text": "nobody's", "outlet": ""}))
    summary = bring(
        lines(
            {"text": "elsewhere", "url": "https://post.example/2"},
            {"text": "theirs", "outlet": "Fathom"},
            {"text": "without either", "url": ""},
            {"text": "nobody's either", "outlet": ""},
        )
    )

    assert (summary.imported, summary.revised, chain()) == (4, 0, [])
