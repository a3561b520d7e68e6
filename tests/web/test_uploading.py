"""Bringing articles in by browser, as a browser without scripts does it."""

import gzip
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Outlet, RawFile
from newsreview.intake.models import Import, ImportQuerySet, Upload
from newsreview.projects.models import Project, Task
from tests.intake.packed import zip_of
from tests.working import carry_out_jobs

URL = "/projects/ferry/upload/"


@pytest.fixture(autouse=True)
def raw_folder(settings: Settings, tmp_path: Path) -> Path:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "raw"}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    return tmp_path / "raw"


@pytest.fixture
def client(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def choose(client: Client, files: dict[str, bytes] | None = None, **fields: str) -> str:
    """Uploads, and gives the address of the page where it is checked."""
    chosen = [SimpleUploadedFile(name, raw) for name, raw in (files or {}).items()]
    response = client.post(URL, fields | {"chosen": chosen})
    assert response.status_code == 302
    return response.headers["Location"]


def bring_in(client: Client, page: str, fields: dict[str, str] | None = None) -> Import:
    """Asks for the import, and has it done."""
    asked = client.post(f"{page}import/", entered(client.get(page)) | (fields or {}))
    of = Import.objects.latest("asked_at")
    assert (asked.status_code, asked.headers["Location"]) == (302, f"/projects/ferry/imports/{of.pk}/")
    carry_out_jobs()
    return ImportQuerySet(Import).with_totals().get(pk=of.pk)


def entered(response: Any) -> dict[str, str]:
    """What the page's form would send back if nothing were changed."""
    inputs = re.findall(r"<input[^>]*>", response.content.decode())
    parts = [dict(re.findall(r'(\w+)="([^"]*)"', html)) for html in inputs]
    return {part["name"]: part.get("value", "") for part in parts if part.get("type") == "text"}


def test_what_a_page_says_of_itself_stands_in_the_form_and_can_be_corrected(client: Client, project: Project) -> None:
    head = b"<html lang=en><title>A &lt;b&gt; title</title><meta property=og:site_name content=Post>"
    page = choose(client, {"a.html": head + b"<nav>Home</nav><p>Text &amp;amp; more.", "b.htm": b"<p>\xff"})
    fields = entered(client.get(page))
    assert (fields["1-title"], fields["1-outlet"], fields["1-language"]) == ("A &lt;b&gt; title", "Post", "en")
    done = bring_in(client, page, {"1-title": "Corrected", "1-outlet": ""})
    article = Article.objects.get()
    assert (article.text, article.title, article.outlet) == ("Home\nText &amp; more.", "Corrected", None)
    assert done.refused_records.get().reason == "This is not utf-8: byte 3. Save it as UTF-8."


def test_an_archive_is_checked_and_imported_like_its_files(client: Client, project: Project) -> None:
    archive = zip_of({"in/a.txt": b"a", "in/b.csv": b"text\nb\nb2,b3\n", "<b>.docx": b"PK"})
    page = choose(client, {"all.zip": archive, "c.txt.gz": gzip.compress(b"Headline\n")})
    shown = client.get(page)
    assert entered(shown)["2-title"] == "Headline"
    assert "1-title" not in entered(shown)
    assert "all.zip/&lt;b&gt;.docx" in shown.content.decode()
    done = bring_in(client, page, {"outlet": "Post"})
    assert list(Article.objects.order_by("id").values_list("text", "outlet__name", "raw_file__name")) == [
        ("a", "Post", "all.zip/in/a.txt"),
        ("b", "Post", "all.zip/in/b.csv"),
        ("Headline\n", "Post", "c.txt.gz"),
    ]
    assert list(done.refused_records.values_list("file", "line")) == [
        ("all.zip/<b>.docx", None),
        ("all.zip/in/b.csv", 3),
    ]


def test_files_are_chosen_checked_and_imported(client: Client, project: Project, manager: User) -> None:
    page = choose(
        client, {"a.txt": b"A headline that stands alone\r\n\r\nText.\r\n", "b.jsonl": b'{"text": "b"}\n{bad\n'}
    )
    checked = client.get(page)
    assert Article.objects.count() == 0
    assert entered(checked)["1-title"] == "A headline that stands alone"
    result = bring_in(client, page, {"1-outlet": "Harbour Post", "1-published_at": "2025-10-15", "story": "Gates"})
    first, second = Article.objects.order_by("id")
    assert (first.text, first.title) == ("A headline that stands alone\n\nText.\n", "A headline that stands alone")
    assert (str(first.outlet), str(first.story), first.published_at is not None) == ("Harbour Post", "Gates", True)
    assert (second.text, second.outlet, str(second.story)) == ("b", None, "Gates")
    assert (result.by, result.state, result.imported_in_all, result.refused_in_all) == (manager, "finished", 2, 1)
    shown = client.get(client.get(page).headers["Location"])
    assert (shown.status_code, shown.context["of"]) == (200, result)
    assert Task.objects.of(project).count() == 2


def test_pasted_text_loses_nothing_but_its_carriage_returns(client: Client) -> None:
    pasted = "  lead\u00a0\r\n\r\n\t“Words,” 👩\u200d👩\u200d👧 e\u0301\u2028 trail \r\n\r\n"
    page = choose(client, text=pasted)
    bring_in(client, page)
    article = Article.objects.get()
    assert article.text == pasted.replace("\r\n", "\n")
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def test_saving_keeps_what_was_entered_and_shows_what_would_happen(client: Client) -> None:
    text = b"The same text in two files"
    page = choose(client, {"a.txt": text, "b.txt": text})
    assert b"already there" in client.get(page).content
    saved = client.post(
        page, entered(client.get(page)) | {"1-outlet": "Post", "2-outlet": "Fathom", "2-left_out": "on"}
    )
    assert (saved.status_code, saved.headers["Location"]) == (302, page)
    assert entered(client.get(page))["1-outlet"] == "Post"
    bring_in(client, page, {"2-left_out": "on"})
    assert [str(article.outlet) for article in Article.objects.all()] == ["Post"]


def test_an_upload_adds_nothing_the_second_time(client: Client) -> None:
    for imported in (1, 0):
        page = choose(client, {"a.txt": b"One text that is here twice"}, outlet="Post")
        assert bring_in(client, page).imported_in_all == imported
    client.post(f"{page}import/")
    carry_out_jobs()
    assert (Article.objects.count(), RawFile.objects.count(), Import.objects.count()) == (1, 1, 2)


def test_each_bad_file_is_named_and_stops_no_other(client: Client) -> None:
    files = {
        "a.txt": b"caf\xe9",
        "b.txt": b"",
        "c.exe": b"MZ",
        "d.html": b"<script>alert(1)</script>",
        "e.txt": b"fine",
    }
    page = choose(client, files)
    shown = client.get(page).content.decode()
    for name in ("a.txt", "b.txt", "c.exe", "d.html"):
        assert f"<bdi>{name}</bdi>" in shown
    assert shown.count("cannot be read") == 4
    assert "This is not UTF-8" in shown
    done = bring_in(client, page)
    assert (done.imported_in_all, done.refused_in_all) == (1, 4)
    assert [record.file for record in done.refused_records.all()] == ["a.txt", "b.txt", "c.exe", "d.html"]


def test_what_is_wrong_with_a_field_is_said_and_nothing_is_imported(client: Client) -> None:
    page = choose(client, {"a.txt": b"text"})
    fields = entered(client.get(page)) | {"1-url": "javascript:alert(1)", "1-published_at": "soon", "1-title": "Kept"}
    for address in (page, f"{page}import/"):
        refused = client.post(address, fields)
        assert refused.status_code == 422
        assert b"this is no web address" in refused.content
        assert b"this is no date" in refused.content
        assert entered(refused)["1-title"] == "Kept"
    assert Article.objects.count() == 0


def test_nothing_chosen_and_too_much_are_refused(client: Client, settings: Settings) -> None:
    nothing = client.post(URL, {})
    assert (nothing.status_code, b"Choose at least one file, or paste a text." in nothing.content) == (422, True)
    settings.MAX_UPLOAD_BYTES = 10
    much = client.post(URL, {"chosen": [SimpleUploadedFile("a.txt", b"x" * 11)]})
    assert much.status_code == 413
    assert Upload.objects.count() == 0


def test_the_preview_shows_the_stored_paragraphs_as_text(client: Client) -> None:
    page = choose(client, {"a.txt": b"one <b onclick=x>two</b>\r\n\r\n hx-get three\r\n"})
    shown = client.get(f"{page}files/1/").content.decode()
    text = ["one &lt;b onclick=x&gt;two&lt;/b&gt;", " hx-get three"]
    assert re.findall(r'<p dir="auto">(.*?)</p>', shown) == text
    part = client.get(f"{page}files/1/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div class="upload-text" id="upload-text-1" hx-disable>')
    assert re.findall(r'<p dir="auto">(.*?)</p>', part) == text


@pytest.mark.parametrize("who", ["annotator", "reviewer", "ml_client", "stranger"])
def test_others_find_nothing_here(
    request: pytest.FixtureRequest, client: Client, sign_in: Callable[[User], Client], who: str
) -> None:
    page = choose(client, {"a.txt": b"text"})
    other = sign_in(request.getfixturevalue(who))
    for address in (URL, page, f"{page}files/1/"):
        assert other.get(address).status_code == 404
    for address in (URL, page, f"{page}import/"):
        assert other.post(address, {}).status_code == 404
    assert Article.objects.count() == 0


def test_nothing_is_changed_without_a_token_or_by_reading(client: Client, manager: User) -> None:
    page = choose(client, {"a.txt": b"text"})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(manager)
    for address in (URL, page, f"{page}import/"):
        assert strict.post(address, {"text": "x"}).status_code == 403
    for address in (URL, page, f"{page}files/1/"):
        assert client.get(address).status_code == 200
    assert client.get(f"{page}import/").status_code == 405
    assert (Upload.objects.count(), Article.objects.count(), Outlet.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("files", [1, 3])
def test_checking_asks_the_database_as_often_for_many_files(
    client: Client, files: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = choose(client, {f"{n}.txt": f"text {n}".encode() for n in range(files)}, outlet="Post", story="Gates")
    # Session, person, upload, its files, outlets, stories, the look-up, and two lists of names to choose from.
    with django_assert_num_queries(10):
        assert client.get(page).status_code == 200


def test_the_project_leads_here(client: Client, project: Project) -> None:
    assert reverse("project-upload", args=[project.slug]) == URL
    assert URL in client.get(reverse("project", args=[project.slug])).content.decode()
