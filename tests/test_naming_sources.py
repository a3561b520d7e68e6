import pytest

from newsreview.naming_sources import Named, who_is

OSTERBY, WRENN, KELL = "Ragnhild Osterby", "Tobias Wrenn", "Anna Kell"
KNOWN = [
    Named(100, "harbour master Ragnhild Osterby", OSTERBY),
    Named(200, "The minister, Tobias Wrenn", WRENN),
    Named(300, "Kell, a spokeswoman", KELL),
    Named(400, "A senior US official", "US official (senior, anonymous)"),
    Named(500, "Jonas Kell", "Jonas Kell"),
]


@pytest.mark.parametrize(
    ("quote", "start", "language", "who"),
    [
        ("Osterby", 250, "en", OSTERBY),
        ("Ms Osterby’s", 250, "en", OSTERBY),
        ("OSTERBY", 10, "en", OSTERBY),  # a headline, marked later than the text below it
        ("Mr Kell", 450, "en", KELL),
        ("Kell", 600, "en", "Jonas Kell"),  # the nearest before
        ("the spokeswoman", 450, "en", KELL),
        ("The official", 450, "en", "US official (senior, anonymous)"),
        ("US officials", 450, "en", None),
        ("Ragnhild", 450, "en", None),
        ("she", 250, "en", WRENN),  # the nearest; the annotator sees it
        ("He", 150, "", OSTERBY),
        ("she", 50, "en", None),
        ("elle", 250, "fr-FR", WRENN),
        ("er", 250, "en", None),
        ("הוא", 250, "he", WRENN),
        ("“”", 250, "en", None),
        ("Ley", 250, "en", None),
    ],
)
def test_who_speaks_again(quote: str, start: int, language: str, who: str | None) -> None:
    assert who_is(quote, start, KNOWN, language) == who


def test_nobody_is_known_yet() -> None:
    assert who_is("Osterby", 10, []) is None
