"""How each site is connected: where it stands on the road graph, and what leads there."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from planner.mission.network.inputs import Snap
from planner.mission.network.roads import ACCESS_LIMIT_KM

if TYPE_CHECKING:
    from planner.mission.lift import Mode
    from planner.mission.mission import Mission

COARSE_KM = (
    3.0  # a site so near to a junction stands on it, unless lift.roads.snap_km says otherwise
)


@dataclass(frozen=True, slots=True)
class Connection:
    """A site's place on the road graph, and the modes of the shared lanes that lead to it.

    road: on a `node` of the graph, on an `edge`, on a road `added` by hand, or `no road`.
    snap_km: distance between the site and that place; for `no road` to the nearest node, None if
    the graph has none. accuracy_m: how far the site's coordinates may be off, 0 if nobody says;
    coarse: whether that could change how it is connected (`is_coarse`).
    """

    site: str
    road: str
    snap_km: float | None
    modes: tuple[Mode, ...]
    accuracy_m: float = 0.0
    coarse: bool = False


def is_coarse(road: str, snap_km: float | None, accuracy_m: float) -> bool:
    """Whether coordinates that may be off by so much leave open how a site is connected.

    They do if that is more than COARSE_KM and more than its distance from the road: it may stand
    at another junction. A site without a road may have one if it could lie near enough to a node.
    """
    off_km = accuracy_m / 1000
    if off_km <= COARSE_KM or snap_km is None:
        return False
    return off_km > (snap_km - ACCESS_LIMIT_KM if road == "no road" else snap_km)


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
        off_m, ways = mission.sites[site].accuracy_m, tuple(sorted(modes.get(site, ())))
        coarse = is_coarse(snap.state, km, off_m)
        found.append(Connection(site, snap.state, km, ways, off_m, coarse))
    return tuple(found)
