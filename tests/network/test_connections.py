"""How sites are connected, from their snaps and the lanes that lead to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.connections import Connection, connections, is_coarse
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
        Connection("alpha", "edge", 0.4, ("air", "road"), 500.0),
        Connection("bravo", "no road", None, ("road",), 500.0),
        Connection("hub", "no road", None, ("road",), 500.0),
    )


@pytest.mark.parametrize(
    ("road", "snap_km", "accuracy_m", "coarse"),
    [
        ("node", 0.5, 3_000.0, False),  # no farther than a junction's sites may stand
        ("node", 0.5, 3_001.0, True),
        ("node", 10.0, 9_000.0, False),  # it cannot stand on the road, wherever it is
        ("node", 10.0, 11_000.0, True),
        ("no road", 40.0, 15_000.0, False),  # 25 km from the road at the nearest: none still
        ("no road", 40.0, 15_001.0, True),
        ("no road", None, 50_000.0, False),  # there is no road to be nearer to
        ("edge", 0.0, 0.0, False),
    ],
)
def test_coarse_coordinates(
    road: str, snap_km: float | None, accuracy_m: float, *, coarse: bool
) -> None:
    """Tests that coordinates are coarse if they leave open how a site is connected."""
    assert is_coarse(road, snap_km, accuracy_m) is coarse
