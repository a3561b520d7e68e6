"""JSON as it may enter the database: nothing in it that PostgreSQL, JavaScript or the next reader takes differently.

The C parser does the work. Only when it, or one of a few cheap tests, meets something wrong does a second and
slower reading find the place.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from math import isinf
from typing import NoReturn

MAX_DEPTH = 64
MAX_DIGITS = 300  # JavaScript reads an integer of 310 digits as Infinity

_TOKEN = re.compile(
    r"""[ \t\n\r]*(?: (?P<string> "[^"\\]*(?:\\.[^"\\]*)*" ) | (?P<number> -?[0-9][0-9.eE+-]* )
                    | (?P<word> -?[A-Za-z]+ ) | (?P<mark> [\[\]{},:] ) )""",
    re.VERBOSE | re.DOTALL,
)
_BRACKET = re.compile(r"""[{}\[\]] | "[^"\\]*(?:\\.[^"\\]*)*(?:"|$)""", re.VERBOSE | re.DOTALL)
_UNSOUND_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")  # may be half of a sound pair, or no escape at all
_HALF = re.compile("[\ud800-\udfff]")


class BadJSON(ValueError):
    """What is wrong; `at` says where: “line 3, column 12”, or inside sound JSON a path such as $.spans[3].quote."""

    def __init__(self, message: str, *, at: str) -> None:
        super().__init__(f"{message} (at {at})")
        self.at = at


class _RefusedError(Exception):
    """A hook of the parser met something wrong; the second reading says what."""


def loads(raw: bytes | str, *, max_depth: int = MAX_DEPTH, max_digits: int = MAX_DIGITS) -> object:
    """The value of one JSON text, with one leading BOM allowed.

    Raises BadJSON for anything but strict JSON in UTF-8, and for duplicate keys, numbers without a finite value,
    NUL or half characters in strings, more than `max_depth` containers inside each other, integers of more than
    `max_digits` digits (at most 640, or Python has a limit of its own). Raises nothing else.
    """
    text = _text(raw)
    try:
        value = _decoder(max_digits).decode(text)
    except json.JSONDecodeError as error:
        what = error.msg[0].lower() + error.msg[1:].rstrip(": ").removesuffix(" at").removesuffix(" starting")
        raise BadJSON(f"This is not JSON: {what}.", at=_place(text, error.pos)) from None
    except _RefusedError:
        _complain(text, max_digits)
    except RecursionError:
        _complain_of_depth(text, max_depth)
    # The tests on the raw text are quick, and for most records they are all.
    if text.count("{") + text.count("[") > max_depth and _is_deeper(value, max_depth):
        _complain_of_depth(text, max_depth)
    if _UNSOUND_ESCAPE.search(text) and not all(map(_is_sound, _strings(value))):
        _complain(text, max_digits)
    return value


def _text(raw: bytes | str) -> str:
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8")
        if text is raw and not text.isascii():
            text.encode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJSON(
            f"This is not UTF-8: there is the byte 0x{error.object[error.start]:02X}.", at=f"byte {error.start}"
        ) from None
    except UnicodeEncodeError as error:
        raise BadJSON("There is half a character (a lone surrogate).", at=_place(error.object, error.start)) from None
    return text.removeprefix("\ufeff")


@lru_cache(maxsize=8)
def _decoder(max_digits: int) -> json.JSONDecoder:
    def integer(digits: str) -> int:
        if _length(digits) > max_digits:
            raise _RefusedError
        return int(digits)

    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=integer, parse_float=_finite, parse_constant=_no_constant
    )


def _length(digits: str) -> int:
    return len(digits) - digits.startswith("-")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RefusedError
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise _RefusedError
    return number


def _no_constant(_name: str) -> NoReturn:
    raise _RefusedError


def _is_deeper(value: object, max_depth: int) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(max_depth):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
    return bool(level)


def _strings(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            yield from item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _is_sound(string: str) -> bool:
    try:
        string.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in string


class _Frame:
    """An object or array which the second reading is inside of."""

    __slots__ = ("at", "awaits_key", "keys")

    def __init__(self, *, is_object: bool) -> None:
        self.keys: set[str] | None = set() if is_object else None
        self.awaits_key = is_object
        self.at: str | int = "" if is_object else 0

    def next(self) -> None:
        self.awaits_key = self.keys is not None
        if isinstance(self.at, int):
            self.at += 1


def _complain_of_depth(text: str, max_depth: int) -> NoReturn:
    depth = 0
    for token in _BRACKET.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth > max_depth:
            break
    message = f"There are more than {max_depth} objects or lists inside each other."
    raise BadJSON(message, at=_place(text, token.start()))


def _complain(text: str, max_digits: int) -> NoReturn:
    """Finds the first thing wrong in a text which the parser could read as far as that."""
    frames: list[_Frame] = []
    position = 0
    while token := _TOKEN.match(text, position):
        kind, words = str(token.lastgroup), token[str(token.lastgroup)]
        if message := _wrong(kind, words, frames, max_digits):
            raise BadJSON(message, at=_path(frames) if frames else _place(text, token.start(kind)))
        _step(words, frames)
        position = token.end()
    # Such as 1e999x: the parser met the number first, this reading the letter that makes it none.
    raise BadJSON("This is not JSON.", at=_place(text, position))


def _step(words: str, frames: list[_Frame]) -> None:
    if words in ("{", "["):
        frames.append(_Frame(is_object=words == "{"))
    elif words in ("}", "]"):
        frames.pop()
    elif words == ",":
        frames[-1].next()


def _wrong(kind: str, words: str, frames: list[_Frame], max_digits: int) -> str:
    if kind == "string":
        return _wrong_string(json.loads(words), frames)
    if kind == "number" and words.removeprefix("-").isdigit() and _length(words) > max_digits:
        return f"An integer of {_length(words)} digits is too long: the limit is {max_digits}."
    if kind == "number" and _overflows(words):
        return f"The number {words[:40]} is too large."
    if constant := re.match("NaN|-?Infinity", words):
        return f"{constant[0]} is not JSON: write null, or a number."
    return ""


def _overflows(words: str) -> bool:
    try:
        return isinf(float(words))
    except ValueError:  # such as 1-2: no number at all, as the parser says itself
        return False


def _wrong_string(string: str, frames: list[_Frame]) -> str:
    frame = frames[-1] if frames else None
    if frame and frame.keys is not None and frame.awaits_key:
        frame.at, frame.awaits_key = string, False
        if string in frame.keys:
            return f"The key {_shown(string)} appears twice in one object."
        frame.keys.add(string)
    if "\0" in string:
        return "There is a NUL character (\\u0000) in a string."
    if half := _HALF.search(string):
        return f"There is half a character (\\u{ord(half[0]):04x} alone) in a string."
    return ""


def _path(frames: list[_Frame]) -> str:
    steps = []
    for frame in frames:
        plain = isinstance(frame.at, str) and frame.at.isidentifier() and len(frame.at) <= 40
        steps.append(f".{frame.at}" if plain else f"[{_shown(frame.at)}]")
    return "$" + "".join(steps[:20]) + ("…" if len(steps) > 20 else "")


def _shown(key: str | int) -> str:
    """The key in ASCII, so that the complaint itself can be stored whatever the key was."""
    return json.dumps(key if isinstance(key, int) or len(key) <= 40 else f"{key[:40]}...")


def _place(text: str, position: int) -> str:
    return f"line {text.count(chr(10), 0, position) + 1}, column {position - text.rfind(chr(10), 0, position)}"
