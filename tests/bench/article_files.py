"""The same articles in each kind of file that an import reads."""

import csv
import json
from collections.abc import Callable
from html import escape
from pathlib import Path

from tests.bench.writing import Copy

COPY = Copy(3_000, 12)
DETAILS = ("title", "outlet", "url", "published_at", "language", "story")
NAVIGATION = "".join(f'<li class="item"><a href="/section/{number}">Section {number}</a></li>' for number in range(40))


def record(number: int) -> dict[str, str]:
    return {
        "text": COPY.text(number),
        "title": f"Harbour report {number}",
        "outlet": f"Outlet {number % 40}",
        "url": f"https://outlet{number % 40}.example/reports/{number}",
        "published_at": f"2024-01-{1 + number % 28:02}T08:00:00Z",
        "language": "en",
        "story": f"Story {number % 400}",
    }


def write_lines(folder: Path, articles: int) -> None:
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(articles):
            lines.write(json.dumps(record(number), ensure_ascii=False) + "\n")


def write_table(folder: Path, articles: int) -> None:
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.DictWriter(table, ("text", *DETAILS))
        rows.writeheader()
        rows.writerows(record(number) for number in range(articles))


def write_pages(folder: Path, articles: int) -> None:
    for number in range(articles):
        (folder / f"{number:06}.html").write_text(page(record(number)), encoding="utf-8")


def page(of: dict[str, str]) -> str:
    paragraphs = "".join(f"<p class='text'>{escape(line)}</p>\n" for line in of["text"].split("\n") if line)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{of["title"]}</title>
<meta property="og:site_name" content="{of["outlet"]}"><link rel="canonical" href="{of["url"]}">
<meta property="article:published_time" content="{of["published_at"]}"><style>p {{ margin: 0 }}</style></head>
<body><nav><ul>{NAVIGATION}</ul></nav><main><article><h1>{of["title"]}</h1>{paragraphs}</article></main>
<footer><p>All rights reserved.</p></footer><script>var page = 1;</script></body></html>"""


WRITERS: dict[str, Callable[[Path, int], None]] = {"JSONL": write_lines, "CSV": write_table, "HTML": write_pages}
