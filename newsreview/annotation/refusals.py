"""Why a verb did nothing.

Refusal
├── Unacceptable       422  the request can never be carried out as it stands
│   └── OtherRequest   422  the edit's id already stands for something else
└── Conflict           409  the request came too late: what it speaks of has changed
    ├── Gone           409  its span or link is not there any more
    ├── WrongQuote     409  the text at these offsets reads otherwise
    ├── AlreadyThere   409  the same mark stands there
    └── NotOpen        409  the set is submitted, or is its person's no longer

The message is shown to the person as it stands: it says what is wrong and what to do.
"""

from typing import ClassVar


class Refusal(Exception):
    status: ClassVar[int] = 422
    code: ClassVar[str] = "refused"


class Unacceptable(Refusal):
    code = "unacceptable"


class OtherRequest(Unacceptable):
    code = "other-request"


class Conflict(Refusal):
    status = 409
    code = "conflict"


class Gone(Conflict):
    code = "gone"


class WrongQuote(Conflict):
    code = "wrong-quote"


class AlreadyThere(Conflict):
    code = "already-there"


class NotOpen(Conflict):
    code = "not-open"
