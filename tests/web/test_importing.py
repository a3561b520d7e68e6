"""Pages of imports: what each says while it is under way and after, and records that are put right."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.intake import mending, taking_in, uploading
from newsreview.intake.importing import import_files
from newsreview.intake.models import Import, ImportEnd
from newsreview.intake.records import Details
from newsreview.projects.models import Project
from tests.working import carry_out_jobs


@pytest.fixture
def client(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


@pytest.fixture
def under_way(project: Project, manager: User) -> Import:
    files = [("a.jsonl", BytesIO(b'{"text": "one"}\noops\n')), ("b.txt", BytesIO(b"caf\xe9"))]
    upload = uploading.start_upload(project=project, by=manager, files=files)
    return taking_in.ask_for_import(upload=upload, by=manager)


def at(name: str, of: Import, *more: int) -> str:
    return reverse(name, args=[of.project.slug, of.pk, *more])


def test_the_page_asks_again_until_the_import_has_ended(client: Client, under_way: Import) -> None:
    page = client.get(at("import", under_way)).text
    assert f'hx-get="{at("import-state", under_way)}"' in page
    assert '<progress id="taken-in" max="3" value="0">' in page
    assert "HX-Refresh" not in client.get(at("import-state", under_way)).headers

    carry_out_jobs()

    assert client.get(at("import-state", under_way)).headers["HX-Refresh"] == "true"
    page = client.get(at("import", under_way)).text
    assert "hx-get" not in page
    assert [page.count(reason) for reason in ("This is not JSON", "This is not UTF-8", "Put it right")] == [1, 1, 2]


def test_a_manager_cancels(client: Client, under_way: Import, manager: User) -> None:
    answer = client.post(at("import-cancel", under_way))
    carry_out_jobs()

    assert (answer.status_code, answer.headers["Location"]) == (302, at("import", under_way))
    assert ImportEnd.objects.get().cancelled_by == manager
    assert Article.objects.count() == 0
    assert "Cancelled by" in client.get(at("import", under_way)).text


def test_a_record_is_put_right(client: Client, under_way: Import) -> None:
    carry_out_jobs()
    place = at("refused-record", under_way, 1)
    assert ">\noops</textarea>" in client.get(place).text

    wrong = client.post(place, {"raw": "still <b>wrong"})
    assert (wrong.status_code, "still &lt;b&gt;wrong" in wrong.text) == (422, True)
    assert "This is not JSON" in wrong.text
    right = client.post(place, {"raw": '{"text":\r\n"  two "}'})
    assert (right.status_code, right.headers["Location"]) == (302, at("import", under_way))
    assert Article.objects.order_by("id").last() == Article.objects.get(text="  two ")
    again = client.get(place)
    assert (again.status_code, again.headers["Location"]) == (302, at("import", Import.objects.latest("asked_at")))


def test_whoever_puts_a_record_right_a_moment_later_is_told(
    client: Client, under_way: Import, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out_jobs()
    mend, raw = mending.mend, b'{"text": "two"}'

    def just_after_somebody_else(**given: Any) -> Any:
        mend(record=given["record"], raw=raw, by=manager)
        return mend(**given)

    monkeypatch.setattr(mending, "mend", just_after_somebody_else)
    answer = client.post(at("refused-record", under_way, 1), {"raw": raw.decode()}, follow=True)

    assert (answer.status_code, "put right already" in answer.text) == (200, True)
    assert Article.objects.filter(text="two").count() == 1


def test_a_record_is_saved_as_it_came_and_never_shown(client: Client, under_way: Import) -> None:
    carry_out_jobs()
    answer = client.get(at("refused-bytes", under_way, 2))

    assert (answer.content, answer.headers["Content-Type"]) == (b"caf\xe9", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="refused-2.txt"'


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_as_often_for_many(
    client: Client, project: Project, manager: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        import_files([("sent.jsonl", BytesIO(b"oops\n" * rows))], project=project, by=manager, defaults=Details())
    of = Import.objects.latest("asked_at")

    with django_assert_num_queries(6):
        listed = client.get(reverse("import-list", args=[project.slug]))
    with django_assert_num_queries(6):
        shown = client.get(at("import", of))
    with django_assert_num_queries(4):
        client.get(at("refused-record", of, 1))
    assert (listed.text.count('<a class="row"'), shown.text.count("Put it right")) == (rows, rows)
