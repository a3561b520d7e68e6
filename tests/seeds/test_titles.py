import os
from pathlib import Path

import pytest

from newsreview.article_text import normalise
from newsreview.titles import first_line_title

SEEDS = Path(os.environ["NEWSREVIEW_SEEDS"])


@pytest.mark.parametrize(
    ("name", "start", "end", "cut"),
    [
        ("000_c4051b912da9e453.txt", 0, 113, "…"),  # begins with prose
        ("001_5625f29ce06d0056.txt", 12, 89, ""),
        ("002_e400aa89e684923d.txt", 17, 92, ""),
        ("003_aae15ccbbfaea88c.txt", 0, 62, ""),
        ("004_93f03d8e7c40280f.txt", 0, 77, ""),
    ],
)
def test_title_is_the_headline(name: str, start: int, end: int, cut: str) -> None:
    text = normalise((SEEDS / name).read_bytes())

    assert first_line_title(text) == text[start:end] + cut
