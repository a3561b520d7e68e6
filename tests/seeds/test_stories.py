"""Stories among real articles: the seeds tell one, also in the midst of a large corpus."""

import gzip
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsreview.article_text import normalise
from newsreview.titles import first_line_title
from tests.stories.telling import bring_in, groups_of

SEEDS = Path(os.environ["NEWSREVIEW_SEEDS"])
CORPUS = SEEDS.parent / "data" / "corpus.jsonl.gz"
AMONG = 1_000

pytestmark = pytest.mark.django_db


def seeds() -> list[dict[str, Any]]:
    texts = [normalise(path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]
    return [{"text": text, "first_line": first_line_title(text)} for text in texts]


def printed() -> list[dict[str, Any]]:
    """Each text of an outlet once."""
    with gzip.open(CORPUS, "rb") as lines:
        records = [json.loads(line) for line in lines]
    told = {(record.get("outlet") or "", normalise(record["text"].encode())): record for record in reversed(records)}
    return [
        {
            "outlet": outlet,
            "text": text,
            "title": (record.get("title") or "")[:500],
            "published_at": day_of(record.get("date") or ""),
        }
        for (outlet, text), record in reversed(told.items())
    ]


def day_of(date: str) -> datetime | None:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None


def test_the_seeds_are_proposed_as_one_story():
    articles = bring_in(*seeds())

    assert groups_of(articles) == [list(range(len(articles)))]


@pytest.mark.faults
def test_the_seeds_are_one_story_among_many():
    told = printed()
    articles = bring_in(*told[:AMONG], *seeds())
    for start in range(AMONG, len(told), 500):
        articles += bring_in(*told[start : start + 500])

    groups = groups_of(articles)

    sys.stdout.write(f"{len(articles):,} real articles: {len(groups)} proposals, {sum(map(len, groups))} articles\n")
    assert [*range(AMONG, AMONG + 5)] in groups
    assert max(map(len, groups)) < 20
