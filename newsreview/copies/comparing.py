"""How much of one article another repeats."""

from typing import NamedTuple

# Of what the shorter one tells. An agency's report that each outlet has woven into its own is seldom more; what an
# outlet shares with itself is as much when it is only background.
ENOUGH = 0.25
ENOUGH_WITHIN_AN_OUTLET = 0.5
# Runs. Whoever tells less than a long sentence tells nothing that could be copied.
LEAST_TOLD = 20


class Shared(NamedTuple):
    """Runs of five words: how many two articles share, and how many each has."""

    runs: int
    of_one: int
    of_other: int

    @property
    def containment(self) -> float:
        """The share of the shorter one's runs that the longer one repeats: a cut copy is a copy."""
        return self.runs / min(self.of_one, self.of_other) if self.runs else 0.0

    def are_near_copies(self, *, same_outlet: bool) -> bool:
        enough = ENOUGH_WITHIN_AN_OUTLET if same_outlet else ENOUGH
        return min(self.of_one, self.of_other) >= LEAST_TOLD and self.containment >= enough


def compare(one: set[int], other: set[int]) -> Shared:
    return Shared(len(one & other), len(one), len(other))
