"""The API describes itself: valid OpenAPI 3.1, with words, examples, a scope and every refusal for each operation."""

from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from rest_framework import serializers

from newsreview.accounts.models import Token
from newsreview.api import describing


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = describing.schema()["paths"]
    return [(path, method, operation) for path, methods in paths.items() for method, operation in methods.items()]


def test_the_description_is_valid_and_nothing_in_it_was_guessed(tmp_path) -> None:
    made = tmp_path / "openapi.json"
    call_command("spectacular", "--format", "openapi-json", "--file", str(made), "--validate", "--fail-on-warn")

    assert describing.schema()["openapi"] == "3.1.0"


def test_the_description_is_served_and_not_sent_again(client) -> None:
    answer = client.get("/api/v1/openapi.json")

    assert answer.json() == describing.schema()
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_every_operation_says_what_it_does_its_scope_and_how_it_refuses() -> None:
    refusals = {"400", "401", "403", "429", "503", "507"}
    for path, method, operation in operations():
        words, scope = operation["description"].split("\n\nScope: ")
        assert words, (path, method)
        assert scope.strip("`.") in Token.Scope.values
        assert refusals - operation["responses"].keys() == set(), (path, method)
        assert operation["security"] == [{"token": []}]
        assert ("412" in operation["responses"]) is ("304" in operation["responses"]), (path, method)


def test_every_example_is_what_the_description_says() -> None:
    described = describing.schema()
    files = {"/api/v1/projects/{slug}/export/", "/api/v1/projects/{slug}/releases/{number}/files/{name}"}
    shown = set()
    for path, _method, operation in operations():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for about in (about for body in bodies for about in body.get("content", {}).values()):
            for name, example in about.get("examples", {}).items():
                jsonschema.validate(example["value"], about["schema"] | {"components": described["components"]})
                shown.add((path, name))

    assert {path for path, name in shown if name == "Answer"} == {path for path, _, _ in operations()} - files
    assert {path for path, name in shown if name == "Request"} == {
        "/api/v1/projects/{slug}/predictions/",
        "/api/v1/projects/{slug}/releases/",
        "/api/v1/projects/{slug}/releases/{number}/withdrawal/",
        "/api/v1/sets/{id}/ops/",
    }


def serializer_classes(kind: type = serializers.BaseSerializer) -> set[type]:
    below: set[type] = set(kind.__subclasses__())
    return below.union(*(serializer_classes(each) for each in below))


def test_no_serializer_of_ours_takes_anything_in() -> None:
    """T5, S3: they only tell. What comes in is read by shapes that change no text and know their fields."""
    ours = {each for each in serializer_classes() if each.__module__.startswith("newsreview.")}
    taking_in = {
        f"{each.__name__}.{name}"
        for each in ours
        if hasattr(each, "Meta")
        for name, field in each().fields.items()
        if not field.read_only
    }

    assert len(ours) > 10
    assert taking_in == set()


SHAPES = ["Operations", "SpanAdd", "LinkAdd", "LabelSet", "Submit", "PredictedArticle", "NewRelease", "Choices"]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shapes_of_bodies_are_described(shape) -> None:
    described = describing.schema()["components"]["schemas"][shape]

    assert described["additionalProperties"] is False
