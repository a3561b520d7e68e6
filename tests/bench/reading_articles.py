"""Reading files of articles, beside the parser alone: what our checks, and reading pages in another process, cost."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from newsreview.intake.readers import READERS
from newsreview.intake.records import Record
from tests.bench.article_files import WRITERS
from tests.bench.bench import Bench
from tests.bench.rows import Row, alternate, row, seconds

ARTICLES = {"JSONL": 20_000, "CSV": 20_000, "HTML": 2_000}
ROUNDS = 3


def parse_lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(bool(msgspec.json.decode(line)["text"]) for line in lines)


def parse_table(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as table:
        return sum(bool(cells["text"]) for cells in csv.DictReader(table))


def parse_page(path: Path) -> int:
    tree = HTMLTree.parse(path.read_text(encoding="utf-8"))
    return bool(extract_plain_text(tree, main_content=False)) and bool(extract_plain_text(tree, main_content=True))


PARSERS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "JSONL": ("msgspec", parse_lines),
    "CSV": ("Python's csv", parse_table),
    "HTML": ("Resiliparse", parse_page),
}


def read(path: Path) -> int:
    with path.open("rb") as file:
        return sum(isinstance(item, Record) for item in READERS[path.suffix].read(file))


def rows(bench: Bench) -> Iterator[Row]:
    for kind, full in ARTICLES.items():
        articles = bench.many(full, least=50)
        with tempfile.TemporaryDirectory(prefix="nr-bench-") as folder:
            WRITERS[kind](Path(folder), articles)
            yield beside_the_parser(kind, sorted(Path(folder).iterdir()), articles)


def beside_the_parser(kind: str, paths: list[Path], articles: int) -> Row:
    parser, parse = PARSERS[kind]

    def rate(act: Callable[[Path], int]) -> Callable[[int], float]:
        def measure(_round: int) -> float:
            found: list[int] = []
            took = seconds(lambda: found.extend(map(act, paths)))
            if sum(found) != articles:
                raise RuntimeError(f"{sum(found)} of {articles} articles were read.")
            return articles / took

        return measure

    measured = alternate(rate(read), rate(parse), ROUNDS)
    return row(f"reading of {articles:,} articles from {kind}: to {parser} alone", "articles/s", measured)
