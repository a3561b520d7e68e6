from newsreview.copies.sharing import Sharing, sharing

SAID = "The ferry company says that the harbour stays closed until Monday morning."


def test_a_sentence_is_the_same_edited_or_its_own():
    these = [SAID, SAID.replace("Monday", "Tuesday"), "Nobody else says this of the storm.", "They left.", "…"]
    those = [f"“{SAID.upper()}”", "they left"]

    assert sharing(these, those) == [Sharing.SAME, Sharing.EDITED, Sharing.OWN, Sharing.SAME, Sharing.OWN]


def test_a_sentence_is_found_in_a_longer_one():
    assert sharing([SAID], [f"On Sunday it was said: {SAID}"]) == [Sharing.SAME]
    assert sharing([f"On Sunday it was said, as before: {SAID}"], [SAID]) == [Sharing.EDITED]


def test_nothing_is_shared_with_nothing():
    assert sharing([SAID], []) == [Sharing.OWN]
    assert sharing([], [SAID]) == []
