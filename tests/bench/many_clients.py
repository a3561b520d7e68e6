"""How many span operations a second the server takes from several people at once, beside one person alone."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.bench.bench import Bench
from tests.bench.desks import make_desk, post, span_add
from tests.bench.rows import Row, Target, alternate, row, seconds
from tests.bench.serving import Browser
from tests.bench.writing import Copy

CLIENTS = 8
ROUNDS = 3
COPY = Copy(3_000, 12)
STEP = 40  # characters from one new span to the next


def rows(bench: Bench) -> Iterator[Row]:
    each = bench.many(15, least=2)
    # One set for each client and round, and as many again for the client who works alone and for warming up.
    numbers = range(CLIENTS * (ROUNDS + 2))
    people = make_desk(COPY, numbers, CLIENTS)
    browsers = [Browser(bench.address, person) for person in people]
    by_client = [iter(numbers[client::CLIENTS]) for client in range(CLIENTS)]

    def rate(clients: Sequence[int]) -> float:
        sets = [next(by_client[client]) for client in clients]
        with ThreadPoolExecutor(len(clients)) as pool:
            work = lambda client, number: add_spans(browsers[client], number, each)  # noqa: E731
            spent = seconds(lambda: list(pool.map(work, clients, sets)))
        return len(clients) * each / spent

    rate(range(CLIENTS))
    measured = alternate(lambda _n: rate(range(CLIENTS)), lambda n: rate([n]), ROUNDS)
    name = f"span operations of {CLIENTS} people at once: to those of one"
    yield row(name, "operations/s", measured, Target("ratio", "≥", 1))


def add_spans(browser: Browser, number: int, many: int) -> None:
    version = 1
    for place in range(many):
        version = post(browser, number, span_add(COPY, 100 + place * STEP), version)
