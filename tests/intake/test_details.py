from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from newsreview.intake.details import BadField, check_details, check_time, written_time
from newsreview.intake.records import Details


def refused(**values: object) -> str:
    with pytest.raises(BadField) as error:
        check_details(values)
    return str(error.value)


@pytest.mark.parametrize(
    "url", ["https://o.example", "HTTP://o.example/a?b=c#d", "https://xn--o-1ga.example/ä/“q”", "http://[::1]:8000/x"]
)
def test_a_web_address_is_kept_as_it_is(url: str) -> None:
    assert check_details({"url": url}) == Details(url=url)


@pytest.mark.parametrize(
    "url",
    [
        "o.example/1",
        "ftp://o.example/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//o.example",
        "https://",
        "https:///path",
        "https://o example/1",
        "https://o.example/a b",
        "https://o.example/a\nb",
        "see https://o.example",
    ],
)
def test_anything_else_is_no_web_address(url: str) -> None:
    assert refused(url=url) == ("url: this is no web address. Write it in full, beginning with http:// or https://.")


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "de-CH-1996"])
def test_language_tags(tag: str) -> None:
    assert check_details({"language": tag}) == Details(language=tag)


@pytest.mark.parametrize("tag", ["e", "english language", "en_GB", "-en", "en-", "12", "en-toolongsubtag"])
def test_what_is_no_language_tag(tag: str) -> None:
    assert refused(language=tag) == "language: this is no language tag. Write one such as en, pt-BR or zh-Hant."


def test_a_time_without_an_offset_is_meant_in_the_zone_of_the_installation(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    assert check_time("2025-10-15") == datetime(2025, 10, 14, 22, tzinfo=UTC)
    assert check_time("2025-10-15T18:40") == datetime(2025, 10, 15, 16, 40, tzinfo=UTC)
    assert check_time("2025-10-15T18:40:00Z") == datetime(2025, 10, 15, 18, 40, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "2025-10-15", "2025-10-15T18:40:00+02:00"])
def test_a_time_is_written_as_it_is_read(settings: Settings, written: str) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    assert written_time(check_time(written)) == written


@pytest.mark.parametrize(
    "when", ["yesterday", "15.10.2025", "2025-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31", "5"]
)
def test_what_is_no_date(when: str) -> None:
    assert refused(published_at=when) == (
        "published_at: this is no date. Write it like 2025-10-15 or 2025-10-15T18:40:00+02:00."
    )


def test_lengths_and_nul() -> None:
    assert refused(outlet="o" * 201) == "outlet: it has 201 characters; at most 200 are kept."
    assert refused(title="a\0b") == "title: there is a NUL character in it. Take it out."
