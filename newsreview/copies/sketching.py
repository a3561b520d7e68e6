"""A small part of an article's runs, by which others that share many of them are found without reading them.

Kept are the runs whose digest is a multiple of a number, in every article the same ones: A. Z. Broder's V(A) mod m, “On
the resemblance and containment of documents” (1997). Of what two articles share, each then keeps about one in so many,
however much longer one of them is. (MinHash estimates resemblance, of which a third of an article has little with the
whole. Winnowing, by Schleimer, Wilkerson and Aiken, found the same with a sixth less, but by what stands beside a run:
of two articles with scattered edits it keeps less that is the same.)
"""

from collections.abc import Iterable

ONE_IN = 8
BITS = 32  # of a kept run; an index of them is half as large as of whole digests
# What near-copies hardly ever fall short of, of the runs that are kept of the shorter one; of a brief, one will do.
LEAST_SHARE = 0.1


def sketch(runs: Iterable[int]) -> list[int]:
    """Whole numbers of 32 bits, with their sign."""
    kept = (run // ONE_IN for run in runs if run % ONE_IN == 0)
    return sorted({(run & (1 << BITS) - 1) - (1 << BITS - 1) for run in kept})
