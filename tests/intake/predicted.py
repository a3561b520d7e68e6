"""What a model sends of an article, in the words of its requests."""

from collections.abc import Sequence
from typing import Any

from newsreview.projects.models import Task

Sent = dict[str, Any]
SAID, SPEAKER = "We asked for a week", "Ada Brandt"
# Of forty articles: one has another text's digest, one is off by one, one has a label nobody knows.
WRONG = {3: "sha256", 17: "spans[0]", 39: "spans[1]"}


def span(task: Task, name: str, label: str, quote: str, **more: Any) -> Sent:
    start = task.article.text.index(quote)
    return {"id": name, "label": label, "start": start, "end": start + len(quote), "quote": quote, **more}


def article(task: Task, **more: Any) -> Sent:
    """A claim, its source and the link between them."""
    spans = [span(task, "c", "claim", SAID, score=0.9), span(task, "s", "source", SPEAKER, score=0.75)]
    links = [{"label": "attributed_to", "from": "c", "to": "s", "score": 0.5}]
    return {"article": str(task.article_id), "sha256": task.article.sha256, "spans": spans, "links": links} | more


def forty(tasks: Sequence[Task]) -> list[Sent]:
    """Of which three are WRONG."""
    assert len(tasks) == 40
    sent = [article(task) for task in tasks]
    sent[3]["sha256"] = "0" * 64
    sent[17]["spans"][0]["start"] += 1
    sent[17]["spans"][0]["end"] += 1
    sent[39]["spans"][1]["label"] = "sauce"
    return sent
