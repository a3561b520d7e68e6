import pytest

from newsreview.intake.filenames import BadName, check_name, shown


@pytest.mark.parametrize("name", ["a.txt", "Ünï côdé 5.txt", "מאמר.txt", "..secret.txt", "a;rm -rf.txt"])
def test_ordinary_names_are_kept(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [("a\u202etxt.exe", "U+202E"), ("a\u200b.txt", "U+200B"), ("a\n.txt", "U+000A"), ("a\x1b[2J.txt", "U+001B"),
     ("caf\udce9.txt", "U+DCE9"), ("a\u2028.txt", "U+2028")],
)  # fmt: skip
def test_hidden_characters_are_refused_and_shown_by_their_code(name: str, code: str) -> None:
    with pytest.raises(BadName) as error:
        check_name(name)
    assert str(error.value) == f"The name of the file has a hidden character in it ({code}). Rename it."
    assert f"<{code}>" in shown(name)
    assert shown(name).isprintable()


def test_a_name_over_the_limit_is_refused() -> None:
    with pytest.raises(BadName, match="at most 255 characters"):
        check_name("a" * 256)
