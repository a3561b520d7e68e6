import stat
from pathlib import Path

import pytest

from newsreview.exports.saving import folder_whole_or_not_at_all, whole_or_not_at_all


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "ferry.jsonl"

    with whole_or_not_at_all(path) as file:
        file.write(b"one\n")
        there_meanwhile = path.exists()

    assert not there_meanwhile
    assert path.read_bytes() == b"one\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["ferry.jsonl"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_file_that_was_there_stays_when_the_new_one_breaks(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "ferry.jsonl"
    path.write_bytes(b"before\n")

    def write_half() -> None:
        with whole_or_not_at_all(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()

    assert path.read_bytes() == b"before\n"
    assert [found.name for found in tmp_path.iterdir()] == ["ferry.jsonl"]


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "ferry"
    path.mkdir()

    with folder_whole_or_not_at_all(path) as growing:
        (growing / "data").mkdir()
        (growing / "data" / "one").write_bytes(b"1")
        there_meanwhile = list(path.iterdir())

    assert there_meanwhile == []
    assert (path / "data" / "one").read_bytes() == b"1"
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert [found.name for found in tmp_path.iterdir()] == ["ferry"]


def test_nothing_is_left_of_a_folder_that_breaks(tmp_path: Path) -> None:
    def write_half() -> None:
        with folder_whole_or_not_at_all(tmp_path / "ferry") as growing:
            (growing / "one").write_bytes(b"1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert list(tmp_path.iterdir()) == []
