"""How each site is connected: where it stands on the road graph, and what leads there."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from planner.mission.network.inputs import Snap

if TYPE_CHECKING:
    from planner.mission.lift import Mode
    from planner.mission.mission import Mission


@dataclass(frozen=True, slots=True)
class Connection:
    """A site's place on the road graph, and the modes of the shared lanes that lead to it.

    road: on a `node` of the graph, on an `edge`, on a road `added` by hand, or `no road`.
    snap_km: distance between the site and that place; for `no road` to the nearest node, None if
    the graph has none.
    """

    site: str
    road: str
    snap_km: float | None
    modes: tuple[Mode, ...]


def connections(mission: Mission) -> tuple[Connection, ...]:
    """How each site is connected, by site."""
    modes: dict[str, set[Mode]] = {}
    for lane in mission.lanes.values():
        if lane.use == "shared":
            modes.setdefault(lane.destination, set()).add(lane.mode)
    found = []
    for site in sorted(mission.sites):
        snap = mission.snaps.get(site, Snap(site, "no road", float("inf")))
        km = snap.km if isfinite(snap.km) else None
        found.append(Connection(site, snap.state, km, tuple(sorted(modes.get(site, ())))))
    return tuple(found)
