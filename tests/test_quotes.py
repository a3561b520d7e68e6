import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.quotes import form, quotations


def quoted(text: str) -> list[str]:
    return [text[opening : closing + 1] for opening, closing in quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nobody said anything.", []),
        ("He said: “We go.” Then he went.", ["“We go.”"]),
        ("“We go,” he said, “and we stay away.”", ["“We go,”", "“and we stay away.”"]),
        ("“We go. We stay away. Nobody stops us.”", ["“We go. We stay away. Nobody stops us.”"]),
        ("“We don’t know,” she said, and they didn’t.", ["“We don’t know,”"]),
        ("The ministers’ aides don’t talk.", []),
        ("She called it ‘a mess’ twice.", ["‘a mess’"]),
        ("She called it ‘what we don’t want’ twice.", ["‘what we don’t want’"]),
        ("‘We go,’ he said, ‘and stay.’", ["‘We go,’", "‘and stay.’"]),
        ("Back in the ‘90s, and ‘til now.", []),
        ("Shops sold rock ‘n’ roll.", ["‘n’"]),
        ("The O‘Rourke family’s house", []),
        ("“She said ‘never’ to me,” he said.", ["“She said ‘never’ to me,”", "‘never’"]),
        ("‘She said “never” to me,’ he said.", ["‘She said “never” to me,’", "“never”"]),
        ("“One ‘two,” he said.", ["“One ‘two,”"]),
        ("“One “two” three,” he said.", ["“One “two” three,”", "“two”"]),
        ("“We go on. And on.", ["“We go on. And on."]),
        ("He said: “We “go” on", ["“We “go” on", "“go”"]),
        ("as he said.” And left.", []),
        ('"We go," he said, "and stay."', ['"We go,"', '"and stay."']),
        ('"We go on. And on.', ['"We go on. And on.']),
        ('" We go , " he said.', ['" We go , "']),
        ('A 12" pipe and a 5\'10" man said "no".', ['"no"']),
        ('"We go,” he said. He said no.', ['"We go,”']),
        ('“We go," he said. "We stay."', ['“We go,"', '"We stay."']),
        ('“We "go" on,” he said.', ['“We "go" on,”', '"go"']),
        ("Er sagte: „Wir gehen“, und ging.", ["„Wir gehen“"]),
        ("Powiedział: „Idziemy” i wyszedł.", ["„Idziemy”"]),
        ("Il a dit « on y va » et ‹ non ›.", ["« on y va »", "‹ non ›"]),
        ("« Il a dit “non” hier »", ["« Il a dit “non” hier »", "“non”"]),
        ("👩‍🚒 said “🚒!” twice", ["“🚒!”"]),
    ],
)
def test_quotations_with_their_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_quotation_that_is_not_closed_ends_with_its_paragraph() -> None:
    text = "“One.\n“Two,” he said. “Three."

    assert quotations(text, 0, 5) == [(0, 5)]
    assert quotations(text, 6, len(text)) == [(6, 11), (22, len(text))]


@given(st.text(st.sampled_from('“”„«»‹›"‘’a1 .')))
def test_quotations_nest_and_stay_in_their_paragraph(text: str) -> None:
    found = quotations(f"“{text}\n", 1, len(text) + 1)

    assert found == sorted(set(found))
    assert [pair for pair in found if not 1 <= pair[0] < pair[1] <= len(text) + 1] == []
    assert [(a, b) for a in found for b in found if a[0] < b[0] < a[1] < b[1]] == []


SPLIT = "“We will rebuild,” the mayor said, “before the winter.” She named no cost."
PART = "The council will act “without delay” and in “full view”."
LONG = "“One is done.\n“Two is not,” she said. Three is."


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        (SPLIT, "We will rebuild", "direct"),
        (SPLIT, "“We will rebuild,”", "direct"),
        (SPLIT, "before the winter", "direct"),
        (SPLIT, "We will rebuild,” the mayor said, “before the winter", "mixed"),
        (SPLIT, "the mayor said", "paraphrase"),
        (SPLIT, "She named no cost", "paraphrase"),
        (SPLIT, "” She named no cost", "paraphrase"),
        (PART, "The council will act “without delay”", "mixed"),
        (PART, "act “without", "mixed"),
        (PART, "“full view”.", "direct"),
        (PART, "The council will act", "paraphrase"),
        ("She said that they don’t know and can’t know.", "they don’t know and can’t know", "paraphrase"),
        ("“They don’t know,” she said.", "They don’t know", "direct"),
        ("“He told me ‘we are lost’ and left,” she said.", "we are lost", "direct"),
        ("“He told me ‘we are lost’ and left,” she said.", "He told me ‘we are lost’ and left", "direct"),
        ("They talked ‘on the move’ only.", "They talked ‘on the move’", "mixed"),
        ('"We stay. We fight," he said.', "We stay. We fight", "direct"),
        ('"We stay," he said. They left.', "They left", "paraphrase"),
        ("“Yes.” “No, it is not true.”", "“Yes.” “No, it is not true.”", "direct"),
        (LONG, "One is done", "direct"),
        (LONG, "Two is not", "direct"),
        (LONG, "One is done.\n“Two is not", "direct"),
        (LONG, "Two is not,” she said. Three is", "mixed"),
        (LONG, "Three is", "paraphrase"),
        ("“Gone,” he said.\nThe bridge is gone.", "The bridge is gone", "paraphrase"),
    ],
)
def test_form_of_an_attributed_claim(text: str, claim: str, expected: str) -> None:
    start = text.index(claim)

    assert form(text, start, start + len(claim), linked=True) == expected


@pytest.mark.parametrize(("claim", "expected"), [("She named no cost", "narrator"), ("We will rebuild", "direct")])
def test_form_of_a_claim_without_source(claim: str, expected: str) -> None:
    start = SPLIT.index(claim)

    assert form(SPLIT, start, start + len(claim), linked=False) == expected
