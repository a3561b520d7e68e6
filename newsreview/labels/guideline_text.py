"""The guideline as a text: a small strict part of Markdown, described in docs/guideline.md.

    What this is about.

    Order of work: first this, then that.

    ## 3 Claims [claim]

    **3.1** Take the smallest clause.

    - Right: `the gates closed` – begins after “that”
    - Wrong: `he said` – too much

Words between backticks are quoted as they stand. Everything is text: no HTML, no emphasis, no links.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct

from newsreview.labels.growing import changed_in_guideline

Guideline = dict[str, Any]

ORDER = "Order of work: "
SECTION = re.compile(r"## +(?P<number>\S+) +(?P<title>.*?\S)(?: +\[(?P<label>[^\]\s]+)\])?")
RULE = re.compile(r"\*\*(?P<number>[^\s*]+)\*\* *(?P<text>.*)")
EXAMPLE = re.compile(
    r"[-*] +(?P<side>Right|Wrong): *(?P<fence>`+)(?!`)(?P<quote>.*?[^`])(?P=fence)(?!`)(?: +[–—-] +(?P<says>.*))?"
)
LONGEST_NUMBER = 10  # of a rule: labels and remarks name it
SIDES = {"Right": "right", "Wrong": "wrong"}


class BadGuideline(ValueError):
    """Lines that mean nothing here; the message says which, and what is wrong with each."""


# Reading --------------------------------------------------------------------------------------------------------------


@dataclass
class Reader:
    labels: Collection[str] | None
    told: Guideline = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    continues: tuple[dict[str, Any], str] | None = None
    """Where a line that begins nothing goes on: the part and its text."""

    def read(self, number: int, line: str) -> None:
        if not line:
            self.continues = None
        elif line.startswith("#"):
            self.section(number, line)
        elif line.startswith("**"):
            self.rule(number, line)
        elif re.match(r"[-*] ", line):
            self.example(number, line)
        elif self.continues:
            part, name = self.continues
            part[name] = f"{part[name]} {line}".strip()
        else:
            self.words(number, line)

    def section(self, number: int, line: str) -> None:
        found = SECTION.fullmatch(line)
        self.continues = None
        if not found:
            self.say(number, _("a section is written “## 3 Claims”, with the label it is about: “## 3 Claims [claim]”"))
            return
        if found["label"] and self.labels is not None and found["label"] not in self.labels:
            self.say(number, _("there is no label “%(label)s”") % {"label": found["label"]})
        self.once(number, found["number"])
        self.told.setdefault("sections", []).append(found.groupdict() | {"rules": []})

    def rule(self, number: int, line: str) -> None:
        found = RULE.fullmatch(line)
        section = self.last_section
        if not found:
            self.say(number, _("a rule begins with its number: “**3.1** Take the smallest clause.”"))
            return
        if section is None:
            self.say(number, _("a rule stands in a section: begin one with “## 1 Title”"))
            return
        if not found["number"].startswith(f"{section['number']}."):
            told = _("rule %(rule)s stands in section %(section)s: number it %(section)s.1 or so")
            self.say(number, told % {"rule": found["number"], "section": section["number"]})
        if len(found["number"]) > LONGEST_NUMBER:
            told = _("the number %(name)s is longer than %(most)d characters")
            self.say(number, told % {"name": found["number"], "most": LONGEST_NUMBER})
        self.once(number, found["number"])
        rule: dict[str, Any] = {"number": found["number"], "text": found["text"], "right": [], "wrong": []}
        section["rules"].append(rule)
        self.continues = (rule, "text")

    def example(self, number: int, line: str) -> None:
        found = EXAMPLE.fullmatch(line)
        section = self.last_section
        if not found:
            self.say(number, _("an example is written “- Right: `the words` – why”, or “- Wrong: …”"))
        elif not section or not section["rules"]:
            self.say(number, _("an example stands under its rule"))
        else:
            example = {"quote": unfenced(found["quote"]), "says": found["says"] or ""}
            section["rules"][-1][SIDES[found["side"]]].append(example)
            self.continues = (example, "says")

    def words(self, number: int, line: str) -> None:
        if self.last_section is not None:
            self.say(number, _("this belongs to no rule: a rule begins with its number, as in “**3.1** …”"))
            return
        name = "order_of_work" if line.startswith(ORDER.strip()) else "intro"
        if name in self.told:
            self.say(number, _("this is a second introduction: leave out the empty line before it"))
            return
        self.told[name] = line.removeprefix(ORDER.strip()).strip() if name == "order_of_work" else line
        self.continues = (self.told, name)

    @property
    def last_section(self) -> dict[str, Any] | None:
        sections = self.told.get("sections")
        return sections[-1] if sections else None

    def once(self, number: int, name: str) -> None:
        if name in self.numbers:
            self.say(number, _("number %(name)s stands above already") % {"name": name})
        self.numbers.add(name)

    def say(self, number: int, what: str) -> None:
        self.wrong.append(_("Line %(number)d: %(what)s.") % {"number": number, "what": what})


def parse(text: str, labels: Collection[str] | None = None) -> Guideline:
    """The guideline as LabelSetVersion holds it. Sections name `labels` only. Raises BadGuideline."""
    reader = Reader(labels)
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        reader.read(number, line.strip())
    if reader.wrong:
        raise BadGuideline("\n".join(reader.wrong))
    return reader.told


# As data --------------------------------------------------------------------------------------------------------------


class Example(Struct, forbid_unknown_fields=True):
    quote: str
    says: str = ""


class Rule(Struct, forbid_unknown_fields=True):
    number: str
    text: str
    right: list[Example] = []
    wrong: list[Example] = []


class Section(Struct, forbid_unknown_fields=True):
    number: str
    title: str
    label: str | None = None
    rules: list[Rule] = []


class Whole(Struct, forbid_unknown_fields=True, omit_defaults=True):
    intro: str = ""
    order_of_work: str = ""
    sections: list[Section] = []


def completed(given: Any) -> Guideline:
    """The guideline with what it may leave out. Raises BadGuideline where it would not come back from its text."""
    try:
        told: Guideline = msgspec.to_builtins(msgspec.convert(given, Whole))
    except msgspec.ValidationError as error:
        raise BadGuideline(str(error)) from error
    if lost := list(changed_in_guideline(told, parse(written(told)))):
        raise BadGuideline(_("Its text would not say the same: %(what)s.") % {"what": ", ".join(lost)})
    return told


# Writing --------------------------------------------------------------------------------------------------------------


def written(guideline: Guideline) -> str:
    """The text of which `parse` makes this guideline."""
    return "\n\n".join(paragraphs(guideline)) + "\n" if guideline else ""


def paragraphs(guideline: Guideline) -> Iterator[str]:
    if guideline.get("intro"):
        yield one_line(guideline["intro"])
    if guideline.get("order_of_work"):
        yield ORDER + one_line(guideline["order_of_work"])
    for section in guideline.get("sections", []):
        about = f" [{section['label']}]" if section.get("label") else ""
        yield f"## {section['number']} {one_line(section['title'])}{about}"
        for rule in section.get("rules", []):
            yield f"**{rule['number']}** {one_line(rule['text'])}".rstrip()
            examples = [example_line(word, each) for word, side in SIDES.items() for each in rule.get(side, [])]
            if examples:
                yield "\n".join(examples)


def example_line(word: str, example: dict[str, str]) -> str:
    says = one_line(example.get("says", ""))
    return f"- {word}: {fenced(one_line(example['quote']))}" + (f" – {says}" if says else "")


def one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def fenced(words: str) -> str:
    """Between more backticks than any run of them in the words; with room where they would touch."""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", words)), default=0) + 1)
    room = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{room}{words}{room}{fence}"


def unfenced(words: str) -> str:
    touches = words.strip(" ").startswith("`") or words.strip(" ").endswith("`")
    return words[1:-1] if touches and words.startswith(" ") and words.endswith(" ") else words
