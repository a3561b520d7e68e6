import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import cast
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.annotation.models import AnnotationSet
from newsreview.exports.formats import FORMATS
from newsreview.projects.models import Membership, Project
from tests.exports.plain_reader import read

Role = Membership.Role


@pytest.fixture(autouse=True)
def committing(transactional_db: None) -> None: ...


@pytest.fixture
def url(project: Project) -> str:
    return reverse("project-export", args=[project.slug])


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ML])
def test_managers_and_ml_engineers_download_the_project(
    url: str, draft: AnnotationSet, member: Callable[..., User], sign_in: Callable[[User], Client], role: str
) -> None:
    assert draft.person
    editing.add_span(
        annotation_set=draft,
        by=draft.person,
        span=draft.pk,
        label="heading",
        start=0,
        end=17,
        quote="Ferry talks stall",
    )
    client = sign_in(member("downloads", role))
    before = rows()

    answer = client.get(url)

    assert answer.status_code == 200
    assert [span["quote"] for span in read(answer.getvalue()).spans] == ["Ferry talks stall"]
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/x-ndjson",
        "Content-Disposition": 'attachment; filename="ferry.jsonl"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert rows() == before


def test_the_page_offers_every_format_that_needs_no_large_library(
    manager: User, draft: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)

    page = client.get(reverse("project-formats", args=["ferry"])).content.decode()

    links = re.findall(r'href="(/projects/ferry/export/[^"]*)"', page)
    assert [link.partition("=")[2] for link in links] == [name for name, form in FORMATS.items() if not form.libraries]
    for link in links:
        answer = client.get(link)
        answer.close()
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="ferry')
    assert "newsreview export ferry --format spacy --out ferry-spacy" in page


def test_a_folder_comes_as_a_zip_file(
    url: str, manager: User, draft: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(manager).get(url, {"format": "conll"})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ferry-conll.zip"'
    with ZipFile(BytesIO(answer.getvalue())) as packed:
        assert packed.testzip() is None
        assert {"ferry-conll/claim.conll", "ferry-conll/left_out.jsonl"} <= set(packed.namelist())


@pytest.mark.parametrize("name", ["spacy", "nothing", ""])
def test_other_formats_are_not_found(url: str, manager: User, sign_in: Callable[[User], Client], name: str) -> None:
    assert sign_in(manager).get(url, {"format": name}).status_code == 404


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER])
def test_others_of_the_team_find_nothing_there(
    url: str, member: Callable[..., User], sign_in: Callable[[User], Client], role: str
) -> None:
    assert sign_in(member("reads", role)).get(url).status_code == 404


def test_neither_do_strangers_nor_people_who_left(
    url: str, stranger: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(stranger).get(url).status_code == 404
    client = sign_in(manager)
    manager.is_active = False
    manager.save()
    assert client.get(url).status_code == 302


def test_whoever_is_not_signed_in_is_asked_to(client: Client, url: str) -> None:
    answer = client.get(url)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_a_download_only_reads(url: str, manager: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(manager)

    assert [client.generic(method, url).status_code for method in ("POST", "PUT", "PATCH", "DELETE")] == [405] * 4


def test_a_browser_that_goes_away_leaves_no_transaction_behind(
    url: str, manager: User, sign_in: Callable[[User], Client]
) -> None:
    answer = cast("StreamingHttpResponse", sign_in(manager).get(url))
    next(cast("Iterator[bytes]", answer.streaming_content))
    during = connection.in_atomic_block

    answer.close()

    assert (during, connection.in_atomic_block) == (True, False)
