from newsreview.events.naming import telling_headline
from newsreview.events.placing import MOST_COUNTED, founded_with, nearest_place, nearness


def test_nearness_is_a_mean_in_which_what_was_not_found_is_not_near():
    assert nearness([2.0, 1.0], 2) == 1.5
    assert nearness([2.0, 1.0], 4) == 0.75
    assert nearness([1.0] * 20, 500) == 1.0
    assert nearness([1.0] * 20 + [2.0] * MOST_COUNTED, 500) == 2.0
    assert nearness([], 0) == 0


def test_the_nearest_place_is_chosen_if_it_is_near_enough():
    assert nearest_place({"a": [1.2], "b": [1.6, 1.6]}, {"a": 1, "b": 2}) == "b"
    assert nearest_place({"a": [1.2], "b": [1.6, 1.6]}, {"a": 1, "b": 4}) == "a"
    assert nearest_place({"a": [0.9]}, {"a": 1}) is None
    assert nearest_place({}, {}) is None


def test_a_new_story_takes_whoever_is_near_to_all_of_it():
    close = {frozenset("xy"): 1.1, frozenset("xz"): 0.2, frozenset("yz"): 0.2}

    assert founded_with({"x": 1.5, "y": 1.2, "z": 1.1}, lambda one, other: close[frozenset((one, other))]) == ["x", "y"]
    assert founded_with({"x": 0.9}, lambda _one, _other: 0) == []


def test_the_headline_that_shares_most_names_the_story():
    headlines = ["Ferry row", "Ferry row deepens as Skerravik counts its wet houses", "Ferry row deepens"]

    assert telling_headline(headlines) == "Ferry row deepens"
    assert telling_headline(["One", "Another"]) == "One"
    assert telling_headline(["Only this"]) == "Only this"
    assert telling_headline([]) == ""
