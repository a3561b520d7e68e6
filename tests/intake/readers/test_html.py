import resource
import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from pytest_django import Settings

from newsreview.intake.readers import html
from newsreview.intake.records import Record, Refusal
from newsreview.pages import text

PAGE = Path(__file__).parents[1] / "pages" / "ferry.html"


def read(page: str | bytes) -> Record | Refusal:
    [item] = html.read(BytesIO(page if isinstance(page, bytes) else page.encode()))
    return item


def text_of(page: str | bytes) -> str:
    item = read(page)
    return item.text if isinstance(item, Record) else item.reason


# What the page shows; what the library takes for boilerplate is marked with a bar.
SHOWN = """\
|Skip to the article
|Home
|Harbour
|Weather
|We keep cookies to count readers. Settings
|Accept all
|Refuse
Ferry stalls & waits for a tug
By Ada Finch, in Kelder
|15 October 2025, 18:40
The ferry to Kelder stood still for the whole of Tuesday, the harbour master said, and nobody could say when it goes.
|The ferry at its quay. Photo: Ben Rowe
Advertisement
“We asked for a tug in the morning,” a spokesman said. “None came until five, when the wind had turned.”
None came until five.
Day\tCrossings
Monday\t12
Tuesday\t0
|Pay is the first point of the dispute between the crews and the company that runs the line.
|Hours are the second point, on which both sides say that they have come closer since the spring.
The company did not answer on Tuesday. It has said before that its ships are safe.
Its office is closed until Thursday.
שלום, said a sign at the quay.
|Related articles
|Gates of the harbour close again
|Comments (2)
|What a day!
|© Harbour Post. All rights reserved."""


def test_a_page_is_read_with_everything_around_its_article() -> None:
    record = read(PAGE.read_bytes())
    assert isinstance(record, Record)
    assert record.text.split("\n") == [line.removeprefix("|") for line in SHOWN.split("\n")]
    suggested = msgspec.convert(record.metadata["boilerplate"], list[tuple[int, int]])
    assert [record.text[start:end] for start, end in suggested] == [
        line.removeprefix("|") for line in SHOWN.split("\n") if line.startswith("|")
    ]


def test_what_a_page_says_of_its_article_is_taken() -> None:
    record = read(PAGE.read_bytes())
    assert isinstance(record, Record)
    details = record.details
    assert (details.title, details.outlet, details.url, details.language) == (
        "Ferry stalls & waits for a tug",
        "Harbour Post",
        "https://harbour.example/ferry",
        "en-GB",
    )
    assert details.published_at is not None
    assert details.published_at.isoformat() == "2025-10-15T18:40:00+02:00"


LINKED = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<title> A\n title </title><h1>H</h1>", "title", "A title"),
        ("<h1>A <b>heading</b></h1>", "title", "A heading"),
        (f'<meta property="og:title" content="{"a" * 501}"><title>Short</title>', "title", "Short"),
        ("<title>a &amp;lt;b&gt;</title>", "title", "a &lt;b>"),
        ('<link rel=canonical href="/x"><meta property="og:url" content="https://a.example">', "url", "https://a.example"),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", ""),
        ('<link rel="canonical" href="file:///etc/passwd">', "url", ""),
        ('<html lang="no language">', "language", ""),
        ('<time datetime="yesterday">x</time><time datetime="2025-10-15">y</time>', "published_at", "2025-10-15"),
        (f'{LINKED}{{"@graph": [{{"datePublished": "2025-10-15"}}]}}</script>', "published_at", "2025-10-15"),
        (f'{LINKED}{{"datePublished": 5</script>', "published_at", "None"),
        (f"{LINKED}{'[' * 100_000}</script>", "published_at", "None"),
    ],
)  # fmt: skip
def test_details_that_are_not_sound_are_passed_over(head: str, field: str, value: str) -> None:
    record = read(f"{head}<p>Text.</p>")
    assert isinstance(record, Record)
    assert str(getattr(record.details, field))[: len(value) or None] == value


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a &amp;lt; &lt;b&gt; &amp;amp;amp;</p>", "a &lt; <b> &amp;amp;"),
        ("<p>one<p>two<div>three<span> four</span></div>five", "one\ntwo\nthree four\nfive"),
        ("<p> a\n\t b <i> c</i><b>d </b>\r\n e </p>", "a b cd e"),
        ("<p>a\u00a0 \u00a0b</p>", "a\u00a0 \u00a0b"),
        ("a<br>b<br><br>c<hr>d", "a\nb\nc\nd"),
        ("x<pre>\n  one\n\n two  \r\n</pre>y", "x\n  one\n two  \ny"),
        ("<table><tr><td>a</td><td> b</td><tr><td><p>c</p><p>d</p></td></table>", "a\tb\nc\nd"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\nb\nc"),
        ("a<script>no</script><style>no</style><template>no</template><!-- no --><![CDATA[no]]>b", "ab"),
        ("<input type=hidden value=no><p hidden>no<b>no</b></p><textarea>no</textarea>a", "a"),
        ("<p style='Display : NONE'>no</p>a", "a"),
        ("<select><option>no</select><noscript>no</noscript><iframe>no</iframe><svg><text>no</text></svg>a", "a"),
        ("<b><i>bold</b> both</i> <p>unclosed <a href='x", "bold both\nunclosed"),
        ("</p></div>a<//b>c<1>&unknown; &#x110000;", "ac<1>&unknown; \ufffd"),
        ("<p dir=rtl>שלום <bdo dir=ltr>abc</bdo>\u202e x</p>", "שלום abc\u202e x"),
        ("<p>👩\u200d👩\u200d👧 𝒳 &#x1F6A2; so&shy;ft</p>", "👩\u200d👩\u200d👧 𝒳 🚢 so\u00adft"),
        ("<p>a&#13;b&#10;c</p><pre>d&#13;e</pre>", "a b c\nd\ne"),
        ("<p>\ufeff\ufeffa\ufeff</p>", "a\ufeff"),
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>x &a; &b;', "]>\nx &a; &b;"),
        ("<p>\ue0007\ue000 mark</p>", "\ue0007\ue000 mark"),
        ("", "There is no text."),
        ("<html><body><script>x</script></body></html>", "There is no text."),
    ],
)  # fmt: skip
def test_text_is_what_a_browser_shows(page: str, text: str) -> None:
    assert text_of(page) == text


WORDS = "<p>“Café”, naïve.</p>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (WORDS.encode(), "“Café”, naïve."),
        (b"\xef\xbb\xbf" + b"<meta charset=windows-1252>" + WORDS.encode(), "“Café”, naïve."),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), "“Café”, naïve."),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "“Café”, naïve."),
        (b"<meta charset='windows-1252'>" + WORDS.encode("cp1252"), "“Café”, naïve."),
        (b"<meta charset=ISO-8859-1>" + WORDS.encode("cp1252"), "“Café”, naïve."),
        (b'<META http-equiv=x content="text/html; charset=KOI8-R"><p>' + "Паром".encode("koi8-r"), "Паром"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>" + WORDS.encode(), "“Café”, naïve."),
        (b"<meta charset=utf-16>" + WORDS.encode(), "“Café”, naïve."),
        (b"<meta charset=latin1><p>plain", "plain"),
        (WORDS.encode("cp1252"), "This is not utf-8: byte 3. Save it as UTF-8."),
        (b"<meta charset=utf-8>" + WORDS.encode("cp1252"), "This is not utf-8: byte 23. Save it as UTF-8."),
        (b"<meta charset=latin1>" + WORDS.encode(), "The page says that it is cp1252, but it is UTF-8. Let it say so."),
        (b"<meta charset=klingon>", "The page says that it is klingon, which is not known. Save it as UTF-8."),
        (b"<meta charset=hex><p>00", "The page says that it is hex, which is not known. Save it as UTF-8."),
        (b"<meta charset=shift_jis><p>\x81", "This is not shift_jis: byte 27. Save it as UTF-8."),
    ],
)  # fmt: skip
def test_bytes_are_read_as_the_page_says_or_refused(page: bytes, text: str) -> None:
    assert text_of(page) == text


def test_a_page_of_two_megabytes_is_read_soon_and_without_much_memory() -> None:
    paragraph = f"<div class='{'x' * 300}'><p style='margin: 0'>“No day, no <b>week</b>,” said Ada. 🚢</p></div>"
    page = f"<article>{paragraph * (2_000_000 // len(paragraph))}</article>".ljust(2_000_000)
    started = time.perf_counter()
    record = read(page)
    assert isinstance(record, Record)
    assert time.perf_counter() - started < 20
    assert record.text.startswith("“No day, no week,” said Ada. 🚢\n“No day")
    tracemalloc.start()
    try:
        read(page)
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


CROWDED = "A tag of the page has too many attributes. Save its text, and bring that in."
NESTED = "The page is nested too deep, or has too many elements. Save its text, and bring that in."


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 100_000 + "deep", NESTED),
        ("<b>a</b>" * 200_000, NESTED),
        ("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">text", CROWDED),
        ("<p>" + "a" * 4_100_000, "The page is too long: at most 4 MB."),
        ("<p>" + "a " * 600_000, "The text is too long: an article may have 1,000,000 characters. Cut it in parts."),
    ],
)  # fmt: skip
def test_pages_made_to_take_long_are_refused_soon(page: str, reason: str) -> None:
    started = time.perf_counter()
    assert text_of(page) == reason
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    "page",
    [
        "".join(f"<html a{number}>" for number in range(200_000)),  # each is compared with all before
        "".join(f"<b a{number}>" for number in range(200_000)) + "<p>" * 500_000,  # each <p> begins all <b> anew
    ],
    ids=["time", "memory"],
)
def test_pages_that_would_take_hours_or_all_memory_are_given_up(page: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert text_of(page) == "The page takes too long to read. Save its text, and bring that in."
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 20
    assert after.ru_maxrss < 3_000_000  # kilobytes
    assert text_of("<p>The next page.") == "The next page."


def test_depth_up_to_the_limit_is_read() -> None:
    assert text_of("<div>" * (text.DEPTH - 10) + "deep") == "deep"


def test_offsets_of_what_is_suggested_are_code_points_of_the_stored_text() -> None:
    record = read(
        "<nav><a href=x>𝒳 home</a></nav><article><p>" + "A long paragraph of the article. 🚢 " * 9 + "</article>"
    )
    assert isinstance(record, Record)
    assert record.metadata == {"boilerplate": [[0, 6]]}
    assert record.text[0:6] == "𝒳 home"


def test_a_page_without_an_article_suggests_nothing() -> None:
    record = read("<nav><a href=x>home</a></nav>")
    assert isinstance(record, Record)
    assert (record.text, record.metadata) == ("home", {})


def test_a_text_may_be_no_longer_than_an_article(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    assert text_of("<p>12345678901") == "The text is too long: an article may have 10 characters. Cut it in parts."
