"""What several edits changed together."""

from typing import Any

import pytest

from newsreview.annotation.standing import net


def change(mark: str, before: int | None, after: int | None, **more: Any) -> Any:
    was, now = ({"start": side} if side is not None else None for side in (before, after))
    return {"object": "span", "id": mark, "before": was, "after": now, **more}


@pytest.mark.parametrize(
    ("edits", "together"),
    [
        ([], []),
        ([[change("a", None, 1)], [change("a", 1, 2)]], [change("a", None, 2)]),
        ([[change("a", 1, 2), change("b", 5, 6)], [change("a", 2, 3)]], [change("a", 1, 3), change("b", 5, 6)]),
        ([[change("a", 1, 2)], [change("a", 2, 1)]], []),
        ([[change("a", None, 1)], [change("a", 1, None)]], []),
        ([[change("a", 1, 2)], [change("a", 2, None)]], [change("a", 1, None)]),
        ([[change("a", 1, 2, computed=True)], [change("a", 2, 3)]], [change("a", 1, 3)]),
        ([[change("a", 1, 2)], [change("a", 2, 3, computed=True)]], [change("a", 1, 3)]),
        ([[change("a", 1, 2, computed=True)]], [change("a", 1, 2, computed=True)]),
        ([[{"object": "set", "id": "s", "before": {"state": "draft"}, "after": {"state": "submitted"}}]], []),
    ],
)
def test_edits_change_each_thing_once_together(edits: Any, together: Any) -> None:
    assert net(edits) == together
