from newsreview.copies.repeating import repeated

FOOTER = 1


def carriers(articles: dict[str, set[int]]) -> dict[int, dict[str, set[int]]]:
    paragraphs = set[int]().union(*articles.values())
    return {each: {name: own for name, own in articles.items() if each in own} for each in paragraphs}


def test_what_stands_beneath_two_articles_that_differ_is_repeated():
    articles = {"one": {FOOTER, 10, 11}, "two": {FOOTER, 20, 21}, "three": {FOOTER, 30, 31}}

    assert repeated(articles["three"], article="three", carriers=carriers(articles)) == {FOOTER}
    del articles["one"]
    assert repeated(articles["three"], article="three", carriers=carriers(articles)) == set()


def test_an_article_that_is_printed_several_times_is_no_background():
    articles = {name: {1, 2, 3, 4} for name in ("morning", "noon", "evening", "late")}

    assert repeated(articles["late"], article="late", carriers=carriers(articles)) == set()


def test_what_nobody_else_has_is_not_repeated():
    assert repeated({1, 2}, article="one", carriers={}) == set()
