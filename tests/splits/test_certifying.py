from hypothesis import given
from hypothesis import strategies as st

from newsreview.splits import certifying
from newsreview.splits.certifying import Certificate, Nearest
from newsreview.word_runs import runs

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def said(*words: str) -> str:
    return " ".join(words)


def test_the_share_of_five_word_runs_that_the_nearest_repeats():
    """Ten words have six runs of five; of eight of them four, of six of them two."""
    certificate = Certificate(
        [("test", said(*WORDS)), ("alone", "Nothing of this is said by anybody else.")], articles=2
    )
    certificate.compare("near", said("Zero", *WORDS[:8], "end"))
    certificate.compare("far", said(*WORDS[4:]))

    near, alone = certificate.lines()

    assert near == Nearest("test", "near", 4, 6)
    assert near.containment == 0.6667
    assert alone == Nearest("alone", None, 0, 4)
    assert alone.containment == 0.0


def test_neither_case_nor_punctuation_make_another_run():
    certificate = Certificate([("test", "“One, two: THREE four – five.”")], articles=1)
    certificate.compare("same", said(*WORDS))

    assert next(certificate.lines()).containment == 1.0


def test_of_many_articles_a_share_of_the_runs_is_kept(monkeypatch):
    """It stands for the whole: of a text of which half is repeated, about half of what is kept is."""
    monkeypatch.setattr(certifying, "MOST_RUNS", 1_000)
    text = [f"word{n}" for n in range(8_000)]
    certificate = Certificate([("test", said(*text))], articles=20)
    certificate.compare("half", said(*text[:4_000]))

    [nearest] = certificate.lines()

    assert certificate.one_in == 10
    assert 600 < nearest.runs < 1_000
    assert 0.4 < nearest.containment < 0.6


@given(
    tested=st.lists(st.lists(st.sampled_from(WORDS[:3]), min_size=1, max_size=12), min_size=1, max_size=80),
    training=st.lists(st.lists(st.sampled_from(WORDS[:3]), min_size=1, max_size=12), max_size=10),
)
def test_the_nearest_is_who_shares_most_and_came_first(tested: list[list[str]], training: list[list[str]]):
    certificate = Certificate([(str(n), said(*words)) for n, words in enumerate(tested)], articles=len(tested))
    for number, words in enumerate(training):
        certificate.compare(str(number), said(*words))

    def nearest(number: int, words: list[str]) -> Nearest:
        theirs = runs(said(*words))
        shared = [len(theirs & runs(said(*other))) for other in training]
        most = max(shared, default=0)
        return Nearest(str(number), str(shared.index(most)) if most else None, most, len(theirs))

    assert list(certificate.lines()) == [nearest(number, words) for number, words in enumerate(tested)]
