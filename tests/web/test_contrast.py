"""The colours of the tokens, measured as WCAG 2.2 does, in the light and in the dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

Colour = tuple[float, ...]

TEXT, LINES = 4.5, 3.0
THEMES = ("light", "dark")

# What is seen on what. A translucent colour lies on another: “cur/bg”.
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "mut", "claim") for ground in ("bg", "panel", "act")),
    *(("ink", ground, TEXT) for ground in ("sourcefill", "cur/bg", "cur/sourcefill")),
    *((ink, "bg", TEXT) for ink in ("boiler", "ok", "bad", "sug", "source")),
    ("ink", "greenfill", TEXT),
    ("ok", "greenfill", TEXT),
    ("claim", "sourcefill", TEXT),
    ("source", "sourcefill", TEXT),
    ("source", "panel", TEXT),
    ("sug", "panel", TEXT),
    ("bad", "panel", TEXT),
    ("ok", "panel", TEXT),
    ("bg", "claim", TEXT),
    *((side, "cur/bg", LINES) for side in ("claim", "bad", "ok", "source", "sug")),
    *(("focus", ground, LINES) for ground in ("bg", "panel", "act")),
    *(("ctl", ground, LINES) for ground in ("bg", "panel")),
]


def parsed(words: str) -> Colour:
    """Red, green, blue and opacity, 0 to 1."""
    if words.startswith("#"):
        return *(int(words[i : i + 2], 16) / 255 for i in (1, 3, 5)), 1.0
    red, green, blue, opacity = re.findall(r"[\d.]+", words)
    return int(red) / 255, int(green) / 255, int(blue) / 255, float(opacity)


def tokens() -> dict[str, dict[str, Colour]]:
    css = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}|rgb\([^)]*\)), (#\w{6}|rgb\([^)]*\))\)", css)
    return {name: dict(zip(THEMES, map(parsed, pair), strict=True)) for name, *pair in found}


def seen(name: str, theme: str, colours: dict[str, dict[str, Colour]]) -> Colour:
    """The colour as it arrives at the eye, laid over what is under it."""
    over, _, under = name.partition("/")
    colour = colours[over][theme]
    ground = colours[under][theme] if under else colour
    opacity = colour[3]
    return tuple(opacity * top + (1 - opacity) * bottom for top, bottom in zip(colour[:3], ground[:3], strict=True))


def luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_everything_can_be_read(theme: str) -> None:
    colours = tokens()
    measured = {
        (ink, ground): round(contrast(seen(ink, theme, colours), seen(ground, theme, colours)), 2)
        for ink, ground, _ in PAIRS
    }

    assert {(ink, on): measured[ink, on] for ink, on, needed in PAIRS if measured[ink, on] < needed} == {}


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == 21
    assert round(contrast(parsed("#1d1c1a"), parsed("#fbfaf7")), 2) == pytest.approx(16.31, abs=0.02)
    assert round(contrast(parsed("#777777"), parsed("#ffffff")), 2) == 4.48


def test_every_colour_is_measured() -> None:
    """The decorative line separates nothing that is not also apart without it."""
    measured = {name for ink, ground, _ in PAIRS for name in (ink, *ground.split("/"))}

    assert set(tokens()) - measured == {"line"}
