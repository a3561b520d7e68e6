from newsreview.events.telling import FIRST, EventWords, event_words, number


def numbers(*words: str) -> frozenset[int]:
    return frozenset(map(number, words))


def test_words_names_and_figures_are_told_apart():
    told = event_words("Ferry talks stall", ["“We asked,” said Ada Brandt. Nobody came to the pier 31 minutes later."])

    assert told == EventWords(
        words=numbers(
            *("ferry", "talks", "stall", "asked", "said", "ada", "brandt", "nobody"),
            *("came", "the", "pier", "31", "minutes", "later"),
        ),
        names=numbers("ada", "brandt", "31"),
        headline=numbers("ferry", "talks", "stall"),
    )


def test_what_comes_later_is_background():
    told = event_words("", ["Storm " * FIRST, "Background."])

    assert told.words == numbers("storm")


def test_scripts_without_spaces_are_read_by_two_characters():
    told = event_words("港口关闭", ["渡"])

    assert told == EventWords(numbers("港口", "口关", "关闭", "渡"), numbers(), numbers("港口", "口关", "关闭"))


def test_nothing_tells_nothing():
    assert event_words("", ["… a – of"]) == EventWords(numbers(), numbers(), numbers())


def test_a_word_is_the_same_number_in_every_process():
    assert number("ferry") == -1864533716
