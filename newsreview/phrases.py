"""Where a claim or a source may begin and end inside a sentence: the stops of the cursor between sentence and word.

Pure, by rule, one table of words a language. Nothing depends on a stop being right: every end can be moved.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from newsreview.offsets import Offsets
from newsreview.quotes import quotations

_TOKENS = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]")
_LOOSE = ' \t\n\u00a0\u202f\u2009•·▪*.,;:–—-…!?“”„«»‹›"‘'
_ALWAYS_CUT = frozenset("()[];…،、，：。—")
_NOT_BEFORE_DIGITS = frozenset(",:")  # 1,000 and 19:59 and 2 March, 2023
_NEAR_DIGITS = re.compile(r"\s?\d")
_BETWEEN_SPACES = frozenset("-–")
_STOPS = _ALWAYS_CUT | _NOT_BEFORE_DIGITS | _BETWEEN_SPACES


class Rule(Enum):
    SAYING = "somebody speaks: these words belong to neither the source nor the claim"
    JOINING = "what these words join is said; the joining is not"
    BEGINNING = "a phrase begins with these words"
    NOTHING = "a longer run of words that would otherwise be taken for one of the others"


# By first word: the runs of words that begin with it, the longest first, each with its rule.
Table = dict[str, list[tuple[tuple[str, ...], Rule]]]


def _table(rules: dict[Rule, str]) -> Table:
    """Words joined by an underscore are a run."""
    table: Table = {}
    for rule, many in rules.items():
        for words in (run.split("_") for run in many.split()):
            table.setdefault(words[0], []).append((tuple(words), rule))
    for runs in table.values():
        runs.sort(key=lambda run: -len(run[0]))
    return table


_ENGLISH = _table(
    {
        Rule.SAYING: """
            said says say told tells added adds adding noted reported confirmed confirms claimed stated announced
            announces explained explains insisted insists warned warns argued argues declared declares wrote writes
            commented stressed stresses recalled asserted asserts acknowledged admitted admits conceded tweeted
            saying pointed_out points_out states_that claims_that notes_that reports_that reports_. reports_”
            """,
        Rule.JOINING: "that and but or according_to as_well_as",
        Rule.BEGINNING: """
            who whom whose which where when while before after because although though unless until since if despite
            whether including as to_which to_whom in_which of_which for_which so_that
            """,
        Rule.NOTHING: """
            as_long_as as_much_as as_many_as as_soon_as as_far_as
            was_told were_told been_told be_told is_said was_said was_reported been_reported
            to_say to_tell that_day that_night that_week that_month that_year that_morning that_evening
            at_that of_that in_that on_that by_that for_that to_that from_that with_that after_that before_that
            """,
    }
)
# What may stand between the saying and what is said.
_AFTER_SAYING = {"that", "reporters", "journalists"} | {
    f"on {day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
}
_TABLES = {"": _ENGLISH, "en": _ENGLISH}


def phrases(text: str, sentence: Offsets, language: str = "") -> list[Offsets]:
    """The phrases of a sentence of `text`, in code points, in order and without overlaps.

    A sentence that no rule cuts is one phrase. `language` is a BCP 47 tag, English by default; of other languages
    only punctuation and quotation marks are known.
    """
    tokens = list(_TOKENS.finditer(text, sentence.start, sentence.end))
    cuts = [*_cuts_at_words(tokens, _TABLES.get(language.lower().split("-")[0], {})), *_cuts_at_stops(text, tokens)]
    for opening, closing in quotations(text, sentence.start, sentence.end):
        cuts += [(opening, opening + 1), (closing, closing + 1)]
    return list(_between(text, sentence, sorted(cuts)))


def _cuts_at_words(tokens: Sequence[re.Match[str]], table: Table) -> Iterator[tuple[int, int]]:
    # “That” with a capital begins a sentence of its own: it points, it does not join.
    words = [token[0] if token[0] == "That" else token[0].lower() for token in tokens]
    over = 0
    for at, word in enumerate(words):
        if at < over or word not in table:
            continue
        run, rule = next(((run, rule) for run, rule in table[word] if _stands(run, words, at)), ((word,), Rule.NOTHING))
        over = at + len(run)
        if rule is Rule.BEGINNING:
            yield tokens[at].start(), tokens[at].start()
        elif rule is not Rule.NOTHING:
            while rule is Rule.SAYING and (more := _taken_after_saying(words, over)):
                over += more
            yield tokens[at].start(), tokens[over - 1].end()


def _stands(run: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    return len(run) == 1 or tuple(words[at : at + len(run)]) == run


def _taken_after_saying(words: Sequence[str], at: int) -> int:
    return next((n for n in (1, 2) if at + n <= len(words) and " ".join(words[at : at + n]) in _AFTER_SAYING), 0)


def _cuts_at_stops(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    for token in tokens:
        mark = token[0]
        if mark not in _STOPS:
            continue
        start, end = token.span()
        if (
            mark in _ALWAYS_CUT
            or (mark in _NOT_BEFORE_DIGITS and not _NEAR_DIGITS.match(text, end, tokens[-1].end()))
            or (mark in _BETWEEN_SPACES and text[start - 1 : start].isspace() and text[end : end + 1].isspace())
        ):
            yield start, end


def _between(text: str, sentence: Offsets, cuts: Sequence[tuple[int, int]]) -> Iterator[Offsets]:
    at = sentence.start
    for start, end in (*cuts, (sentence.end, sentence.end)):
        words = text[at:start]
        bare = words.strip(_LOOSE)
        if any(map(str.isalnum, bare)):
            first = at + words.index(bare)
            yield Offsets(first, first + len(bare))
        at = max(at, end)
