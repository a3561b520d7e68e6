from newsreview.copies.telling import LEAST, LEAST_BESIDE, MOST, runs_told, told
from newsreview.word_runs import runs


def said(words: int, first: int = 0) -> str:
    return " ".join(f"word{number}" for number in range(first, first + words))


def test_a_short_paragraph_tells_nothing():
    text = f"Read more\n\n{said(LEAST)}\n{said(LEAST - 1)}\n"

    assert [text[each.start : each.end] for each in told(text)] == [said(LEAST)]


def test_a_list_of_captions_beside_the_news_tells_nothing():
    news, gallery = said(LEAST_BESIDE), said(MOST + 1, 1000)

    assert [(each.start, each.end) for each in told(f"{news}\n{gallery}")] == [(0, len(news))]


def test_an_article_in_one_paragraph_tells_it_all():
    whole = said(MOST + 1)

    assert [each.words for each in told(f"{said(LEAST_BESIDE - 1, 1000)}\n{whole}")][1] == whole.split()


def test_runs_do_not_cross_paragraphs():
    text = f"{said(9)}\n{said(9, 100)}"

    assert runs_told(told(text)) == runs(said(9)) | runs(said(9, 100))


def test_a_paragraph_is_known_by_its_words_and_its_outlet():
    one, other = told(f"“{said(9)}.”\n{said(9).upper()}")

    assert one.key("Post") == other.key("Post")
    assert one.key("Post") != one.key("Echo")
    assert -(2**63) <= one.key("Post") < 2**63
