import gzip
import hashlib
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from newsreview.corpus.models import Article
from newsreview.projects.models import Task
from newsreview.titles import first_line_title

SEEDS = Path(os.environ["NEWSREVIEW_SEEDS"])
CORPUS = SEEDS.parent / "data" / "corpus.jsonl.gz"
FILES = sorted(SEEDS.glob("*.txt"))


def test_the_seeds_import_byte_for_byte_and_only_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES]
    for said in ("5 imported, 0 already there", "0 imported, 5 already there"):
        call_command("import_articles", str(SEEDS), "--project", "seeds", "--create-project")
        assert capsys.readouterr().out.strip() == f"{said}, 0 completed, 0 refused"
        assert list(Article.objects.order_by("id").values_list("sha256", flat=True)) == digests
        assert Task.objects.count() == 5


def test_every_record_of_a_crawler_comes_in_with_what_it_says(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(CORPUS, "rb") as lines:
        records = [json.loads(line) for line in lines]
    call_command("import_articles", str(CORPUS), "--project", "corpus", "--create-project")

    counts = [int(part.split()[0].replace(",", "")) for part in capsys.readouterr().out.split(", ")]
    assert (sum(counts[:3]), counts[3]) == (len(records), 0)
    stored = {article.metadata["id"]: article for article in Article.objects.all()}
    for record in records:
        if article := stored.get(record["id"]):
            day = article.published_at.date().isoformat() if article.published_at else article.metadata.get("date")
            assert (article.text, day) == (record["text"].replace("\r\n", "\n"), record.get("date"))
    assert len(stored) == counts[0]


def test_the_seeds_are_shown_by_their_headlines(db: None) -> None:
    call_command("import_articles", *map(str, FILES), "--project", "seeds", "--create-project")
    titles = [article.headline for article in Article.objects.order_by("id")]
    assert titles == [first_line_title(path.read_text()) for path in FILES]
    assert not any(title in path.name for title, path in zip(titles, FILES, strict=True))
