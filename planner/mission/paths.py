"""Which corridors people and cargo follow between a port of entry and a site."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from itertools import pairwise
from typing import Protocol

from planner.mission.lift import Lane
from planner.mission.mission import Mission

AIR_DETOUR = 1_000.0  # an air corridor is used for cargo only where no surface path exists


class Network(Protocol):
    """A mission, or only its lanes."""

    @property
    def lanes(self) -> Mapping[str, Lane]:
        """Lanes by id."""
        ...


def corridor_lanes(mission: Network, corridor: str) -> list[Lane]:
    """Shared lanes of a corridor, by lane id."""
    return sorted(
        (
            lane
            for lane in mission.lanes.values()
            if lane.corridor == corridor and lane.use == "shared"
        ),
        key=lambda lane: lane.lane,
    )


def corridor_lag_weeks(mission: Network, corridor: str, *, pax: bool) -> int:
    """Largest lag among the shared lanes that carry people (`pax`) or cargo; 0 without lanes."""
    lanes = corridor_lanes(mission, corridor)
    return max(
        (lane.lag_weeks for lane in lanes if (lane.capacity.pax if pax else lane.capacity.t) > 0),
        default=0,
    )


def pax_corridor(mission: Mission, site: str) -> str | None:
    """Corridor of people between the hub and `site`; None if the site is the hub."""
    return None if site == mission.hub else f"{mission.hub}>{site}"


def cargo_path(mission: Network, origin: str, site: str) -> tuple[str, ...] | None:
    """Chain of corridors of least distance from `origin` to `site`; None if there is none.

    Road and river lanes that carry cargo are preferred: an air corridor counts a thousandfold.
    Ties are broken by node id, so that the path is the same everywhere.
    """
    edges: dict[str, dict[str, float]] = {}
    for lane in mission.lanes.values():
        carries = lane.capacity.t > 0 and not lane.link
        if lane.use == "shared" and lane.mode != "sea" and carries:
            cost = lane.distance_km * (AIR_DETOUR if lane.mode == "air" else 1.0)
            out = edges.setdefault(lane.origin, {})
            out[lane.destination] = min(out.get(lane.destination, float("inf")), cost)
    queue: list[tuple[float, tuple[str, ...]]] = [(0.0, (origin,))]
    settled: set[str] = set()
    while queue:
        cost, nodes = heapq.heappop(queue)
        here = nodes[-1]
        if here == site:
            return tuple(f"{a}>{b}" for a, b in pairwise(nodes))
        if here in settled:
            continue
        settled.add(here)
        for there, length in edges.get(here, {}).items():
            if there not in settled:
                heapq.heappush(queue, (cost + length, (*nodes, there)))
    return None
