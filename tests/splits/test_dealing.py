from collections import Counter

from newsreview.splits.dealing import Member, Moved, deal

SHARES = {"train": 80, "validation": 10, "test": 10}


def alone(n: int, outlet: str = "Post", **marks: int) -> list[Member]:
    return [Member(f"{n:04}", outlet, marks)]


def test_shares_labels_and_outlets_come_out_as_they_were_asked():
    """Half of the articles are the Echo's; every fifth has a claim."""
    groups = [alone(n, "Echo" if n % 2 else "Post", claim=int(n % 5 == 0)) for n in range(100)]

    sides = deal(groups, shares=SHARES, before={}).sides

    assert Counter(sides.values()) == {"train": 80, "validation": 10, "test": 10}
    echo, claims = ([sides[group[0].id] for group in groups[at::by]] for at, by in ((1, 2), (0, 5)))
    assert Counter(echo) == {"train": 40, "validation": 5, "test": 5}
    assert Counter(claims) == {"train": 16, "validation": 2, "test": 2}


def test_large_groups_go_where_there_is_room():
    story = [Member(f"story {n}", "Post", {}) for n in range(30)]

    sides = deal([story, *(alone(n) for n in range(70))], shares=SHARES, before={}).sides

    assert {sides[member.id] for member in story} == {"train"}
    assert Counter(sides.values()) == {"train": 80, "validation": 10, "test": 10}


def test_another_seed_draws_others():
    groups = [alone(n) for n in range(40)]
    one, same, other = (deal(groups, shares=SHARES, seed=seed, before={}).sides for seed in (1, 1, 2))

    assert one == same
    assert one != other
    assert Counter(one.values()) == Counter(other.values())


def test_what_a_model_may_have_learned_from_never_comes_into_a_test():
    before = {"0000": "train", "0001": "test", "0002": "validation", "0003": "test"}

    dealt = deal([alone(0) + alone(1) + alone(9), alone(2) + alone(3)], shares=SHARES, before=before)

    assert dealt.sides == {
        "0000": "train",
        "0001": "train",
        "0009": "train",
        "0002": "validation",
        "0003": "validation",
    }
    assert dealt.moved == [Moved("0001", "test", "train"), Moved("0003", "test", "validation")]


def test_a_side_without_a_share_is_none():
    dealt = deal([alone(n) for n in range(4)], shares={"train": 50, "test": 50}, before={"0000": "validation"})

    assert Counter(dealt.sides.values()) == {"train": 2, "test": 2}
    assert dealt.moved == []


def test_new_articles_fill_what_is_short():
    before = {f"{n:04}": "train" for n in range(8)}

    sides = deal([alone(n) for n in range(10)], shares=SHARES, before=before).sides

    assert {sides["0008"], sides["0009"]} == {"validation", "test"}


def test_nothing_is_dealt_of_nothing():
    assert deal([], shares=SHARES, before={}).sides == {}
