"""A script for the keyboard, and what it costs in key presses, modifiers counted."""

from collections.abc import Sequence

from tests.web.browser.hands import Hands


def type_script(hands: Hands, lines: Sequence[str]) -> int:
    """Type line after line, each until it is saved. Returns how many keys went down."""
    for line in lines:
        hands.press(*line.split())
        hands.saved()
    return sum(presses(key) for line in lines for key in line.split())


def presses(key: str) -> int:
    """Shift+ArrowRight is two; so are a capital and what stands over another sign."""
    *held, last = key.split("+")
    return len(held) + 1 + (len(last) == 1 and (last.isupper() or last in '{}<>()?"*'))
