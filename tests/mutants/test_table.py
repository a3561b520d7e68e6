"""The mutants themselves are tried by `make mutants`; here, that they still fit the code."""

from pathlib import Path

import pytest

from tests.mutants.table import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.promise} {mutant.what}")
def test_guard_stands_where_the_mutant_looks_for_it(mutant: Mutant) -> None:
    assert mutant.guard in (ROOT / mutant.file).read_text(encoding="utf-8")
    assert mutant.guard != mutant.instead
    assert [name for name in mutant.tests.split() if not (ROOT / name.partition("::")[0]).exists()] == []


def test_document_lists_every_mutant() -> None:
    told = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert [mutant.what for mutant in MUTANTS if f"| {mutant.promise} | {mutant.what} |" not in told] == []
