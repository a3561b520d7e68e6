"""What a text may be: decoded and its newlines made LF once, at import, and otherwise left exactly as it came."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class BadText(ValueError):
    """A text that cannot be stored; says what is wrong, where, and what to do."""


def normalise(raw: bytes) -> str:
    """The text of a file; raises BadText when it is not UTF-8, or for what `check_text` refuses."""
    if raw.startswith(_UTF16_MARKS):
        raise BadText("This looks like UTF-16: save it as UTF-8.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadText(
            f"This is not UTF-8: byte {error.start} (line {line}) is 0x{raw[error.start]:02X}. Save it as UTF-8."
        ) from None
    return check_text(text)


def check_text(text: str) -> str:
    """The text as it is stored: CRLF and CR made LF, one leading BOM dropped, nothing else.

    Raises BadText for NUL, a lone surrogate, and a text without any visible character.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise BadText(f"There is a NUL character at {_place(text, text.index(chr(0)))}. Take it out.")
    if not text.isascii():
        _refuse_surrogates(text)
    if not text:
        raise BadText("There is no text.")
    if text.isspace():
        raise BadText("The text has nothing in it but white space.")
    return text


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise BadText(
            f"There is half a character (the lone surrogate {half}) at {_place(text, error.start)}. Put the whole one."
        ) from None


def _place(text: str, index: int) -> str:
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return f"line {line}, column {column}"
