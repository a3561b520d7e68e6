"""How far a backup is, as a bar on standard error where that is a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from newsreview.backups.watching import Advance, Watching


class Bars(Watching):
    @contextmanager
    def step(self, what: str, *, of: int = 0) -> Iterator[Advance]:
        with tqdm(total=of or None, desc=what, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            yield bar.update
