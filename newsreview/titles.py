"""What the queue shows as an article's title until one is known."""

import re
from collections.abc import Iterator

LONGEST = 120
_TELLING = 60  # characters: by then a line has shown its script
_HEAD = 6000  # characters: a line further down is no headline, and a word that is not used by then tells enough

# A line of nothing but these and figures is a date, a section, a button or a credit.
_AROUND_ARTICLES = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
    mon tue tues wed thu thur thurs fri sat sun today yesterday noon midnight am pm a p m st nd rd th
    year years month months week weeks day days hour hours minute minutes min mins ago old time
    et est edt pt pst pdt ct cst cdt gmt utc bst cet cest ist
    update updated updates published posted modified first last on at of the in by is to from for and with this

    news world politics political business sport sports opinion opinions culture home latest breaking top story stories
    exclusive live analysis review video videos photo photos gallery galleries slideshow international national local
    us uk europe middle east africa asia americas tech technology science health entertainment lifestyle travel weather
    money markets economy environment education features editorial letters interview explainer media global archive
    urgent special report

    advertisement ad ads share tweet email post print pin link copied copy close subscribe newsletter menu search skip
    read also more tags related article articles continue continued reading below comments comment leave sponsored
    listen watch facebook twitter whatsapp

    source sources credit credits image images picture copyright caption file via staff wire agency agencies
    reporter reporters correspondent correspondents writer contributor editor service ap afp epa reuters dpa pa upi ansa
    efe tass xinhua kyodo yonhap interfax anadolu ians pti ani bloomberg getty shutterstock associated press
    agence france presse
"""
_NEWSROOM_WORDS = frozenset(_AROUND_ARTICLES.split())
_OPENS_FURNITURE = re.compile(
    r"""
      (?:photo(?:graph)?(?:er)?s?|images?|pictures?|video|illustration|graphic|credits?|caption)
          \s* (?: : | (?:by|copyright|caption|credit|courtesy|source)\b)
    | file\s?[-–—] | enlarge\ this\ image | toggle\ caption | media\ (?:playback|caption) | prev\ | next\ image
    | sources?: (?:\s\S+){1,4}$
    | [(\[][^()\[\]]{1,60}[)\]]$
    | (?:subscribe|sign\ up|follow\ us|click\ here|donate)\b | tags?: | read\ (?:also|more|next)\b | see\ also
    | related: | share\ this | leave\ a\ comment | editor['’]?s?['’]?\ note | corrections?\b.{0,22}:
    | updated?\ (?:at\ |on\ )?\d | this\ (?:article|story|post|page)\ (?:is|was|has|will)\b
    | \S*\w[/._]\w\S*$                                 # an address, a file, the key of a template
    | (?:\S+\ ){0,7}\S+:$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETRAYS_FURNITURE = re.compile(
    r"/ ?(?:AP|AFP|EPA|PA|Reuters|REUTERS|Getty|Bloomberg)\b|Getty Images|AP Photo|Shutterstock|toggle caption"
    r"|(?:[.(] ?)(?:[Ff]ile )?[Pp]hoto:|\([^()]{0,60}(?:/|\b[Pp]hoto\b|\b[Ii]mage\b)[^()]{0,60}\)\.?$"
    r"|\bis (?:an? |the )?(?:\w+ ){0,3}(?:writer|reporter|editor|correspondent|columnist|journalist)\b.{0,60}$"
    r"|[Ss]ign up (?:here|now)\b|for signing up|[Ss]ubscribe (?:now|today)\b|in your inbox|\{\{|\}\}|<%|%>|\$\{"
)
_BYLINE = re.compile(
    r"(?:Written |Reported |Story )?[Bb][Yy] (?!The )[A-Z][^\s,|]+(?:[ ,|]+(?:and|for|of|in|[A-Z0-9][^\s,|]*))*"
)
_LEAD_IN = re.compile(r"(?:[•·▪●■*#>|–—-]+ |Story highlights )+")
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’']*(?:[ ,-]{1,2}[A-Z][\w.’']*){0,4} ?)?\((?:[A-Z][\w.]*[ /]?){1,3}\)\s*[-–—]*\s*"
    r"|[A-Z][A-Z.’']+(?:[ ,-]{1,2}[A-Z][\w.’']*){0,4}\s+[-–—]{1,2}\s+"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*(?=\s+[\"“‘«(]*[A-Z0-9])|[。！？]")
_ABBREVIATION = re.compile(
    r"\W*(?:[A-Z]|(?:\w\.)+\w|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|St|No|vs|Inc|Ltd|Co|Corp|Jr|Sr"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LONG_WORD = re.compile(r"[^\W_]{4,}")


def first_line_title(text: str) -> str:
    """The headline where the text has one, else its first sentence; at most LONGEST characters.

    Empty only when the text is blank. What can be known from a line's place and shape and from the lines after it
    decides; the words that a newsroom puts around articles help.
    """
    head = text[:_HEAD]
    candidates = (
        line for line in _lines(head) if _size(line) > 2 and not _is_furniture(line) and _may_be_title(line, head)
    )
    first = next(candidates, "")
    if first and _size(first) <= 4 and (second := next(candidates, "")) and _size(second) > 4 and not _is_prose(second):
        return _shortened(second)
    short = (line for line in _lines(head) if not _is_furniture(line))
    return _shortened(first or next(short, "") or next(filter(None, _lines(head)), "") or text)


def _lines(head: str) -> Iterator[str]:
    """Those with something in them, from the first: mostly no more than two are asked for."""
    return (_unmarked(line) for line in head.split("\n") if line and not line.isspace())


def _unmarked(line: str) -> str:
    line = line.strip()
    mark = _LEAD_IN.match(line)
    return line[mark.end() :] if mark else line


def _is_furniture(line: str) -> bool:
    if len(line) > 400:
        return False
    if all(word.casefold() in _NEWSROOM_WORDS or word.isdigit() for word in _WORD.findall(line)):
        return True
    patterns = _OPENS_FURNITURE.match(line), _BETRAYS_FURNITURE.search(line), _BYLINE.fullmatch(line)
    return patterns != (None, None, None)


def _may_be_title(line: str, head: str) -> bool:
    """Whether the line is prose, or is taken up by other lines: names, kickers and buttons are not."""
    words = {word.lower()[:5] for word in _LONG_WORD.findall(line)}
    if _size(line) > 8 or _is_prose(line) or not words or not _has_capitals(line):
        return True
    others = head.replace(line, "").lower()
    taken_up = sum(word in others for word in words) / len(words)
    return taken_up >= (1 / 2 if _size(line) <= 4 else 1 / 3)


def _is_prose(line: str) -> bool:
    return _size(line) > 25 or (_size(line) > 4 and line.rstrip('"”’»)').endswith((".", "…", "。", "۔")))


def _size(line: str) -> int:
    """The number of words, or of what may be words in a script that sets no spaces or capitals."""
    return len(line.split()) if _has_capitals(line) else len(line) // 3


def _has_capitals(line: str) -> bool:
    """Whether its script has them."""
    start = line[:_TELLING]
    return start.upper() != start.lower()


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    dateline = _DATELINE.match(line)
    if dateline and _size(line[dateline.end() :]) > 4:
        line = line[dateline.end() :]
    if len(line) <= LONGEST:
        return line
    for match in _SENTENCE_END.finditer(line, 0, LONGEST):
        if match.end() > LONGEST // 4 and not _ABBREVIATION.fullmatch(line[: match.end()].rsplit(None, 1)[-1]):
            return line[: match.end()]
    cut = line.rfind(" ", LONGEST // 2, LONGEST)
    return line[: cut if cut > 0 else LONGEST - 1].rstrip(" ,;:–—-") + "…"
