"""Whom a comment means by @name."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from newsreview.accounts.models import User
from newsreview.review.models import Comment, Mention


def meant(text: str, names: Mapping[UUID, str]) -> set[UUID]:
    """Those of these people whose whole name follows an @, or whose first name, where no two share it."""
    called: dict[str, set[UUID]] = {}
    for person, name in names.items():
        first, *others = name.casefold().split() or [""]
        for word in {first, " ".join([first, *others])} - {""}:
            called.setdefault(word, set()).add(person)
    one_each = {word: people.pop() for word, people in called.items() if len(people) == 1}
    if not one_each:
        return set()
    longest_first = "|".join(re.escape(word) for word in sorted(one_each, key=len, reverse=True))
    found = re.findall(rf"(?<!\w)@({longest_first})(?!\w)", text.casefold())
    return {one_each[word] for word in found}


def record(comment: Comment, readers: Iterable[User]) -> None:
    """Whom of its readers the comment means. Nobody else learns of it."""
    found = meant(comment.text, {person.pk: str(person) for person in readers})
    Mention.objects.bulk_create(Mention(comment=comment, person_id=person) for person in sorted(found))
