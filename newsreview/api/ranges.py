"""The part of a file that the header Range asks for: one run of bytes, so that a download that was cut can go on.

Other units, several runs at once and what cannot be read are passed over, and the whole file is sent (RFC 9110, 14.2).
"""

import re

RUN = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Beyond(ValueError):
    """The file has no byte of that part."""


def part_asked(header: str, size: int) -> range | None:
    """None for the whole file. Raises Beyond."""
    run = RUN.fullmatch(header.strip())
    first, last = run.groups() if run else ("", "")
    if not first and not last:
        return None
    if first and last and int(first) > int(last):
        return None
    part = range(size)[int(first) : int(last or size) + 1] if first else range(max(size - int(last), 0), size)
    if not part:
        raise Beyond
    return part
