"""What the documents say is there, is there; and what is there, they say."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from newsreview.intake.kinds import ENDINGS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def named_in(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=,;]", requirement)[0] for requirement in requirements}


def first_cells(document: str, heading: str) -> set[str]:
    section = document.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    return {row.split("|")[1].strip() for row in section.splitlines() if row.startswith("| ")} - {"library"}


@pytest.mark.parametrize(
    ("heading", "requirements"),
    [
        ("At run time", PROJECT["project"]["dependencies"]),
        ("Extras", [needed for extra in PROJECT["project"]["optional-dependencies"].values() for needed in extra]),
        ("For development", PROJECT["dependency-groups"]["dev"]),
        ("For load tests", PROJECT["dependency-groups"]["load"]),
    ],
)
def test_every_dependency_is_explained(heading: str, requirements: list[str]) -> None:
    assert first_cells(words("docs/dependencies.md"), heading) == named_in(requirements)


def test_every_variable_of_the_environment_is_explained() -> None:
    read = set(
        re.findall(
            r"NEWSREVIEW_\w+|DATABASE_(?:OWNER_)?URL",
            words("newsreview/environment.py") + words("newsreview/settings.py"),
        )
    )
    explained = set(re.findall(r"^\| `(\w+)`", words("docs/operations.md"), re.MULTILINE))

    assert read - explained == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_commands_exist(document: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z]\w+)", document.read_text(encoding="utf-8")))

    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_targets_of_make_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", words("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE))

    assert named - targets == set()


def test_make_help_names_every_target() -> None:
    targets, _parts = re.findall(r"^\.PHONY: (.*)$", words("Makefile"), re.MULTILINE)

    assert set(re.findall(r'echo "make (\w+)', words("Makefile"))) == set(targets.split()) - {"help"}


def test_every_kind_of_file_that_is_read_is_explained() -> None:
    assert {suffix for suffix in ENDINGS if f"`{suffix}`" not in words("docs/importing.md")} == set()
