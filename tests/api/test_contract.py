"""S17: whatever the description allows is asked, and what it does not, by everybody; every answer is one it describes.

Bounded, and the same each time; `make fuzz` asks much more of each operation, and something else each time.
"""

import json
import os
from collections.abc import Iterator
from itertools import chain, product
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, SerializationContext
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from newsreview.api import describing
from newsreview.api.authenticating import PerToken
from newsreview.api.importing import KINDS
from newsreview.exports import exporting
from tests.api.desk import Desk
from tests.api.table import CAST

AT_LENGTH = os.environ.get("API_EXAMPLES")
EXAMPLES = int(AT_LENGTH or 25)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@schemathesis.serializer(*KINDS)
def as_they_come(_context: SerializationContext, drawn: Any) -> bytes:
    return drawn if isinstance(drawn, bytes) else json.dumps(drawn).encode()


def empty_export(_project: Any) -> Iterator[bytes]:
    """The true one is a transaction of its own, which a test that takes everything back cannot hold."""
    yield b"{}\n"


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A server gives its connection back after each request; here that would be the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ids_in(desk: Desk, path: str) -> list[str]:
    """Of what there is at such an address."""
    if "label-sets" in path:
        return [str(desk.project.label_set_version_id)]
    if "/imports/" in path:
        return [str(desk.brought.pk)]
    if "/articles/" in path:
        return [str(task.article_id) for task in desk.tasks.values()]
    return [str(row.pk) for row in (desk.sets if "/sets/" in path else desk.tasks).values()]


def test_no_answer_is_one_that_is_not_described(
    desk: Desk, one_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "stream", empty_export)
    monkeypatch.setattr(PerToken, "rate", "1000000/min")
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    statuses = set()
    paths = describing.schema()["paths"]
    for path, method in chain.from_iterable(product([path], methods) for path, methods in paths.items()):
        operation = described[path][method.upper()]
        there: dict[str, st.SearchStrategy[Any]] = {
            "slug": st.just(desk.project.slug),
            "id": st.sampled_from(ids_in(desk, path)),
        }
        there |= {"number": st.just(desk.release.number), "name": st.sampled_from(["spans.csv", "manifest.json"])}
        there |= {"model": st.just(desk.model.model), "version": st.just(desk.model.version)}
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=AT_LENGTH is None,
            suppress_health_check=list(HealthCheck),
        )
        @given(cases, st.fixed_dictionaries(there), st.booleans(), st.sampled_from(CAST))
        def ask(case: Any, known: dict[str, Any], is_known: bool, who: str) -> None:  # noqa: FBT001 -- drawn
            if is_known:
                case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
            headers = {"Authorization": f"Bearer {desk.secrets[who]}"} if who in desk.secrets else {}
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            statuses.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

        ask()

    assert {200, 400, 401, 404} <= statuses
