"""Which corridors people and cargo follow between a port of entry and a site."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission

AIR_DETOUR = 1_000.0  # an air corridor is used for cargo only where no surface path exists


class Corridors:
    """What the lanes of a network say about its corridors: worked out once, asked for often."""

    def __init__(self, lanes: Iterable[Lane]) -> None:
        self._shared: dict[str, list[Lane]] = {}
        self._charters: dict[str, list[Lane]] = {}
        for lane in sorted(lanes, key=lambda lane: lane.lane):
            if lane.use == "shared":
                self._shared.setdefault(lane.corridor, []).append(lane)
            else:
                home = lane.origin.partition(":")[0]
                self._charters.setdefault(home, []).append(lane)
        self._paths: dict[str, dict[str, tuple[str, ...]]] = {}

    def shared(self, corridor: str) -> list[Lane]:
        """Shared lanes of a corridor, by lane id."""
        return list(self._shared.get(corridor, ()))

    def charters(self, iso3: str) -> list[Lane]:
        """Charter lanes from a contributor's home, by lane id."""
        return list(self._charters.get(iso3, ()))

    def cargo_paths(self, origin: str) -> dict[str, tuple[str, ...]]:
        """Chains of corridors of least distance from a node to each node that cargo can reach."""
        if origin not in self._paths:
            self._paths[origin] = _shortest(origin, self._cargo_km())
        return self._paths[origin]

    def _cargo_km(self) -> dict[str, dict[str, float]]:
        """Length for cargo of each corridor, by its origin and destination."""
        edges: dict[str, dict[str, float]] = {}
        for lanes in self._shared.values():
            for lane in lanes:
                if lane.mode != "sea" and lane.capacity.t > 0 and not lane.link:
                    cost = lane.distance_km * (AIR_DETOUR if lane.mode == "air" else 1.0)
                    out = edges.setdefault(lane.origin, {})
                    out[lane.destination] = min(out.get(lane.destination, float("inf")), cost)
        return edges


class Network(Protocol):
    """A mission, or only its lanes."""

    @property
    def corridors(self) -> Corridors:
        """What its lanes say about its corridors."""
        ...


def corridor_lanes(mission: Network, corridor: str) -> list[Lane]:
    """Shared lanes of a corridor, by lane id."""
    return mission.corridors.shared(corridor)


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
    return mission.corridors.cargo_paths(origin).get(site)


def _shortest(origin: str, edges: dict[str, dict[str, float]]) -> dict[str, tuple[str, ...]]:
    """Shortest chains of corridors from a node to every node that it reaches, itself included."""
    queue: list[tuple[float, tuple[str, ...]]] = [(0.0, (origin,))]
    found: dict[str, tuple[str, ...]] = {}
    while queue:
        cost, nodes = heapq.heappop(queue)
        here = nodes[-1]
        if here in found:
            continue
        found[here] = tuple(f"{a}>{b}" for a, b in pairwise(nodes))
        for there, length in edges.get(here, {}).items():
            if there not in found:
                heapq.heappush(queue, (cost + length, (*nodes, there)))
    return found
