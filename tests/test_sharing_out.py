"""How a parallel run shares tests out: what begins with the same server or the same demo stays with one worker."""

import pytest


@pytest.mark.xdist_group("demo")
def test_groups_are_known_to_whoever_shares_out(request: pytest.FixtureRequest) -> None:
    """By its name alone, where the run is told to keep groups together."""
    keeps_groups = getattr(request.config.option, "loadgroup", False)

    assert request.node.nodeid.endswith("@demo") is keeps_groups
