"""How sites are connected, from their snaps and the lanes that lead to them."""

from __future__ import annotations

from dataclasses import replace

from planner.mission.connections import Connection, connections
from planner.mission.network.inputs import Snap
from tests.builders import lane, mission


def test_connections_by_site() -> None:
    """Tests that modes are those of shared lanes to the site, and that a site without snap, or in a
    country without roads, has no road.
    """
    base = mission()
    flown = lane("charter:hub>bravo", "hub", "bravo", "air", use="charter")
    snaps = {"alpha": Snap("alpha", "edge", 0.4), "bravo": Snap("bravo", "no road", float("inf"))}
    asked = replace(base, snaps=snaps, lanes={**base.lanes, flown.lane: flown})

    assert connections(asked) == (
        Connection("alpha", "edge", 0.4, ("air", "road")),
        Connection("bravo", "no road", None, ("road",)),
        Connection("hub", "no road", None, ("road",)),
    )
