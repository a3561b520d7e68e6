"""One desk, as the API tells of it: the examples of its description. The text reads “Ferry stops, said Ada Brandt.”"""

from typing import Any

PERSON = {"id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d11", "name": "Ada Brandt"}
PINNED = {"id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d12", "name": "News marks", "version": 1}
MADE = "2026-05-04T09:30:00Z"
TASK_ID = "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d13"
ARTICLE: dict[str, Any] = {
    "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d14",
    "title": "Ferry stops",
    "outlet": "Harbour Post",
    "story": "The ferry row",
    "url": "https://harbour.example/ferry-stops",
    "published_at": MADE,
    "language": "en",
    "sha256": "0d7dcbae5c2a80ba9d2fbfa45d19a5a6d1a4b8b7d3d0f9ae1c3b6a5f4e2d1c0b",
    "created_at": MADE,
}
SET: dict[str, Any] = {
    "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d15",
    "task": TASK_ID,
    "kind": "person",
    "person": PERSON,
    "model": None,
    "label_set": PINNED,
    "version": 3,
    "state": "draft",
    "created_at": MADE,
}
ADDED, CLAIMED, LINKED = (f"01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d{n}" for n in (21, 22, 23))
SOURCE_ID, CLAIM_ID, LINK_ID = (f"01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d{n}" for n in (31, 32, 33))
SAID_BY: dict[str, Any] = {"start": 18, "end": 28, "quote": "Ada Brandt"}
SAID: dict[str, Any] = {"start": 0, "end": 11, "quote": "Ferry stops"}
SHARES: dict[str, Any] = {"precision": {"value": 0.8, "part": 400, "whole": 500}}
PLAIN: dict[str, Any] = {"attributes": {}, "note": "", "unsure": False, "origin": "own"}
SPANS = [
    {"id": CLAIM_ID, "label": "claim", **SAID, **PLAIN, "seen": CLAIMED},
    {"id": SOURCE_ID, "label": "source", **SAID_BY, **PLAIN, "attributes": {"who": "Ada"}, "seen": ADDED},
]
ENDS = {"label": "attributed_to", "from": CLAIM_ID, "to": SOURCE_ID}
LINK = {"id": LINK_ID, **ENDS, "attributes": {}, "origin": "own", "seen": LINKED}
CHOICES: dict[str, Any] = {
    "sets": "accepted",
    "votes": "final",
    "labels": [],
    "outlets": [],
    "stories": [],
    "languages": [],
    "shares": {"train": 80, "validation": 10, "test": 10},
    "seed": 0,
    "formats": ["attributions"],
}
RELEASE: dict[str, Any] = {
    "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d41",
    "project": "ferry",
    "number": 3,
    "name": "May",
    "notes": "For the May model.",
    "choices": CHOICES,
    "requested_by": PERSON,
    "requested_at": MADE,
    "state": "built",
    "finished_at": MADE,
    "why_not": "",
    "digest": "5d1f3b0d6f0a4f1c8e2b7a9c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60",
    "withdrawal": None,
}

REFUSED = {"file": "sent.jsonl", "line": 3, "reason": "There is no text."}
IMPORT = {
    "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d18",
    "by": PERSON,
    "asked_at": MADE,
    "state": "running",
    "why_not": "",
    "seen": 1000,
    "counts": {
        "imported": 998,
        "revised": 0,
        "present": 1,
        "completed": 0,
        "sets": 0,
        "spans": 0,
        "links": 0,
        "sets_present": 0,
        "refused": 1,
    },
}
ANSWERS: dict[str, Any] = {
    "MeSerializer": {"person": PERSON, "name": "Training", "scopes": ["export", "read"], "expires_at": MADE},
    "ProjectSerializer": {
        "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d16",
        "slug": "ferry",
        "name": "Ferry",
        "label_set": PINNED,
        "people_per_article": 2,
        "own_taking": True,
        "blind": True,
        "review_coverage": "all",
        "review_share": 20,
        "created_at": MADE,
    },
    "PinnedSerializer": PINNED,
    "LabelSetVersionSerializer": PINNED
    | {
        "published_at": MADE,
        "labels": [
            {
                "key": "source",
                "kind": "span",
                "name": "Source",
                "summary": "Who says it",
                "rule": "2.1",
                "unit": "phrase",
                "excludes": [],
                "from_labels": [],
                "to_labels": [],
                "at_most_one": False,
                "retired": False,
                "attributes": [
                    {
                        "key": "who",
                        "name": "Who",
                        "kind": "suggestion",
                        "values": [],
                        "required": False,
                        "enabled": True,
                        "default": None,
                    }
                ],
            }
        ],
        "guideline": {"intro": "Mark who says what.", "sections": []},
    },
    "ArticleSerializer": ARTICLE,
    "WholeArticleSerializer": ARTICLE | {"metadata": {"desk": "local"}, "text": "Ferry stops, said Ada Brandt."},
    "TaskSerializer": {
        "id": TASK_ID,
        "project": "ferry",
        "article": ARTICLE,
        "priority": 0,
        "due_on": None,
        "open": True,
        "created_at": MADE,
        "sets": [SET],
    },
    "SetSerializer": SET,
    "WholeSetSerializer": SET | {"spans": SPANS, "links": [LINK], "article_labels": []},
    "EditSerializer": {
        "id": LINKED,
        "number": 3,
        "by": PERSON,
        "at": MADE,
        "verb": "link.add",
        "result": {"link": LINK_ID},
        "changes": [{"object": "link", "id": LINK_ID, "before": None, "after": ENDS}],
        "undoes": None,
        "redoes": None,
    },
    "DoneSerializer": {
        "version": 3,
        "edits": [{"id": LINKED, "number": 3, "verb": "link.add", "result": {"link": LINK_ID}, "replayed": False}],
    },
    "ProgressSerializer": {
        "places": {"open": 40, "in_hand": 3, "waiting": 5, "accepted": 12},
        "labels": {"claim": 210, "source": 180},
        "outlets": [{"outlet": "Harbour Post", "articles": 30}],
    },
    "AgreementSerializer": {
        "articles": 12,
        "counted": 12,
        "wanted": 12,
        "figures": {"found": {"value": 0.9, "low": 0.84, "high": 0.95, "part": 180, "whole": 200}},
    },
    "ModelVersionSerializer": {
        "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d17",
        "model": "spancat",
        "version": "2026-05-04",
        "by": PERSON,
        "at": MADE,
        "articles": 40,
        "spans": 512,
    },
    "ReceivedSerializer": {
        "stored": 39,
        "present": 0,
        "refused": [
            {
                "row": 7,
                "article": ARTICLE["id"],
                "field": "spans[0]",
                "reason": "There is no span label “clam” in News marks v1.",
            }
        ],
    },
    "ScoreSerializer": {
        "model": "spancat",
        "version": "2026-05-04",
        "articles": 40,
        "settled": 30,
        "counted": 30,
        "figures": SHARES,
        "labels": [{"name": "claim", "figures": SHARES}],
        "outlets": [{"name": "Harbour Post", "figures": SHARES}],
        "stories": [{"name": None, "figures": SHARES}],
        "worst": [
            {
                "article": ARTICLE["id"],
                "task": TASK_ID,
                "paragraph": 3,
                "differences": 5,
                "page": f"https://newsreview.example/tasks/{TASK_ID}/#p-3",
            }
        ],
    },
    "ReleaseSerializer": RELEASE,
    "WholeReleaseSerializer": RELEASE
    | {
        "progress": {"seen": 40, "of": 40},
        "manifest": {"format": "newsreview-release", "format_version": 1, "counts": {"articles": 40, "spans": 390}},
    },
    "ImportSerializer": IMPORT,
    "WholeImportSerializer": IMPORT | {"refusals": [REFUSED]},
    "SummarySerializer": {
        "imported": 2,
        "revised": 0,
        "present": 1,
        "completed": 0,
        "sets": 1,
        "spans": 12,
        "links": 4,
        "sets_present": 0,
        "refused": 1,
        "into_metadata": {"desk": 2},
        "refusals": [REFUSED],
    },
}
# What is sent, by the view that takes it.
BODIES: dict[str, Any] = {
    "Releases": {"name": "May", "notes": "For the May model.", "choices": CHOICES},
    "ReleaseWithdrawal": {"why": "Two articles of it were taken back by their outlet."},
    "SetOperations": {
        "ops": [
            {"op": "span.add", "id": ADDED, "span": SOURCE_ID, "label": "source", **SAID_BY},
            {"op": "span.add", "id": CLAIMED, "span": CLAIM_ID, "label": "claim", **SAID},
            {"op": "link.add", "id": LINKED, "link": LINK_ID, **ENDS},
            {"op": "submit", "id": "01979c3e-5d2a-7cc0-8d3f-2f6a1b0c9d24", "base": 3},
        ]
    },
    "ModelVersions": {
        "model": "spancat",
        "version": "2026-05-04",
        "articles": [
            {
                "article": ARTICLE["id"],
                "sha256": ARTICLE["sha256"],
                "spans": [
                    {"id": "c1", "label": "claim", **SAID, "score": 0.93},
                    {"id": "s1", "label": "source", **SAID_BY, "score": 0.98, "attributes": {"who": "Ada"}},
                ],
                "links": [{"label": "attributed_to", "from": "c1", "to": "s1", "score": 0.9}],
            }
        ],
    },
}
