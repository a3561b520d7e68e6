import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from newsreview.pages import apart
from newsreview.pages.text import NODES, Crowded

ROOT = Path(__file__).parents[2]


def readers(of: int | None = None) -> list[psutil.Process]:
    return [child for child in psutil.Process(of).children() if "newsreview.pages" in child.cmdline()]


def test_one_process_reads_page_after_page() -> None:
    assert apart.read("<p>One.<p>Two, 𝒳.").lines == ["One.", "Two, 𝒳."]
    began = readers()
    with pytest.raises(Crowded):
        apart.read("<i></i>" * NODES)
    assert apart.read("").lines == []
    assert readers() == began


def test_pages_are_read_beside_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        read = threads.map(apart.read, [f"<p>{number}" for number in range(200)])
    assert [page.lines for page in read] == [[str(number)] for number in range(200)]
    assert len(readers()) <= 4


def test_a_page_is_read_however_many_files_are_open() -> None:
    program = (
        "import resource; _, most = resource.getrlimit(resource.RLIMIT_NOFILE);"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (2000, most)); files = [open('/dev/null') for _ in range(1100)];"
        "from newsreview.pages import apart; print(apart.read('<p>One.').lines)"
    )
    read = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (read.stdout, read.stderr) == ("['One.']\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of another process")
def test_the_process_has_none_of_our_secrets_and_can_open_nothing() -> None:
    apart.read("<p>One.")
    [process, *_] = readers()
    assert process.environ().keys() <= {"LC_CTYPE"}
    assert process.rlimit(resource.RLIMIT_NOFILE) == (3, 3)


def test_the_process_ends_with_whoever_began_it() -> None:
    program = (
        "import os, sys; from newsreview.pages import apart; apart.read('x'); print(os.getpid(), flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    ) as parent:
        assert parent.stdout is not None
        [reader] = readers(int(parent.stdout.readline()))
        parent.kill()
    reader.wait(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_who_work_together_spoils_no_page(number: signal.Signals) -> None:
    apart.read("<p>One.")
    began = readers()
    for process in began:
        process.send_signal(number)
    assert apart.read("<p>Two.").lines == ["Two."]
    assert readers() == began


def test_one_that_was_ended_while_idle_is_replaced() -> None:
    apart.read("<p>One.")
    for process in readers():
        process.kill()
        process.wait(30)
    assert apart.read("<p>Two.").lines == ["Two."]
