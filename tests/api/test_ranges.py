import pytest

from newsreview.api.ranges import Beyond, part_asked


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", range(10)),
        ("bytes=4-", range(4, 10)),
        ("bytes=4-6", range(4, 7)),
        ("bytes=9-9", range(9, 10)),
        ("bytes=4-99", range(4, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        # The whole file is sent:
        ("", None),
        ("bytes=-", None),
        ("bytes=6-4", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("bytes=+1-2", None),
        ("bytes=٣-", None),
    ],
)
def test_a_part_of_ten_bytes(header: str, part: range | None) -> None:
    assert part_asked(header, 10) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=10-", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)])
def test_what_is_beyond_the_file(header: str, size: int) -> None:
    with pytest.raises(Beyond):
        part_asked(header, size)
