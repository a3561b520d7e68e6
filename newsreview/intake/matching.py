"""Which stored article a record is, if any. Pure: what is stored comes in, what is to be stored goes out.

A text is an article of one outlet. A record that names the outlet is that outlet's article, else the one stored without
an outlet, which it completes. A record that names none is any article with this text, since nothing says it is another.
What a stored article does not know yet is filled in; what it knows stays.
"""

from collections import Counter
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from newsreview.intake.finding import Found

Fate = Literal["new", "revised", "present", "completed"]
"""A new text at an address where another stood is *revised*."""


class Facts(msgspec.Struct, kw_only=True):
    """The columns which an import may fill in while they are blank."""

    outlet_id: UUID | None = None
    story_id: UUID | None = None
    title: str = ""
    url: str = ""
    published_at: datetime | None = None
    language: str = ""
    metadata: dict[str, object] = {}

    def fill_in(self, others: "Facts") -> bool:
        """Takes what is blank here from the others; whether there was any."""
        missing = [name for name in self.__struct_fields__ if not getattr(self, name) and getattr(others, name)]
        for name in missing:
            setattr(self, name, getattr(others, name))
        return bool(missing)


class Match(msgspec.Struct, kw_only=True, eq=False):
    """An article that is stored, or will be (then `found` says from what)."""

    id: UUID
    sha256: str
    facts: Facts
    has_task: bool = False
    found: Found | None = None


class Matches:
    """The articles with the texts of one batch; records are laid against them in their order."""

    def __init__(self, stored: list[Match]) -> None:
        self._by_text: dict[str, list[Match]] = {}
        for match in stored:
            self._by_text.setdefault(match.sha256, []).append(match)
        self.new: list[Match] = []
        self.completed: dict[UUID, Match] = {}
        self.without_task: dict[UUID, Match] = {}
        self.before: dict[UUID, UUID] = {}
        """The article whose place a new one takes, by the new one's id."""
        self.fates: Counter[Fate] = Counter()
        self.placed: list[UUID] = []

    def place(self, found: Found, sha256: str, facts: Facts) -> Fate:
        """Lays the next record against the articles; what becomes of it. `placed` has the article's id."""
        match = _choose(self._by_text.get(sha256, []), facts.outlet_id)
        fate: Fate = "present"
        if match is None:
            match = Match(id=uuid7(), sha256=sha256, facts=facts, found=found)
            self._by_text.setdefault(sha256, []).append(match)
            self.new.append(match)
            fate = "new"
        elif match.facts.fill_in(facts) and match.found is None:
            self.completed[match.id] = match
            fate = "completed"
        if not match.has_task:
            self.without_task[match.id] = match
        self.fates[fate] += 1
        self.placed.append(match.id)
        return fate

    def revise(self, last: dict[tuple[UUID, str], UUID]) -> None:
        """Says of the new ones whose place they take; `last` has the last article of an outlet at an address."""
        last = dict(last)
        for match in self.new:
            if not (match.facts.outlet_id and match.facts.url):
                continue
            place = match.facts.outlet_id, match.facts.url
            if place in last:
                self.before[match.id] = last[place]
            last[place] = match.id
        self.fates["new"] -= len(self.before)
        self.fates["revised"] += len(self.before)


def _choose(candidates: list[Match], outlet_id: UUID | None) -> Match | None:
    by_outlet = {match.facts.outlet_id: match for match in reversed(candidates)}
    if outlet_id in by_outlet:
        return by_outlet[outlet_id]
    if outlet_id is not None:
        return by_outlet.get(None)
    # The project's own first, then the oldest: ids are made in the order of time.
    return min(candidates, key=lambda match: (not match.has_task, match.id), default=None)
