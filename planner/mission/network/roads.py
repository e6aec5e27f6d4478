"""The road graph: clipped to the mission, with roads added by hand, and sites placed on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import contains_xy, distance
from shapely.geometry import Point as Place

from planner.geo import Line, Point, between_km, distance_km
from planner.mission.network.inputs import NetworkSettings, RoadTables, Snap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
BORDER_DEG = 0.1  # a road along a border stays in the graph
ACCESS_LIMIT_KM = 25.0  # a place farther than this from any junction or edge has no road


@dataclass(frozen=True, slots=True)
class Way:
    """A way by road: driven length and points."""

    km: float
    points: Line


@dataclass
class RoadGraph:
    """Junctions and places with the road pieces between them; grows while places are added.

    An edge is (u, v, graph km, driven km / graph km). Places keep the index they are given.
    """

    points: list[Point]
    edges: list[tuple[int, int, float, float]]
    places: dict[str, int] = field(default_factory=dict)
    access_km: dict[str, float] = field(default_factory=dict)

    def ways_from(self, place: str) -> dict[str, Way]:
        """Shortest driven way from a place to every other place that it reaches."""
        if place not in self.places or not self.edges:
            return {}
        table = np.array([(u, v, km * factor) for u, v, km, factor in self.edges], dtype=float)
        ends = table[:, :2].astype(int)
        size = len(self.points)
        # Of parallel edges the shortest counts: a sparse array would add them up.
        order = np.lexsort((table[:, 2], *np.sort(ends, axis=1).T))
        keys = np.sort(ends, axis=1)[order]
        first = np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)]
        keys, km = keys[first], np.maximum(table[order, 2][first], 1e-6)
        graph = csr_array((km, (keys[:, 0], keys[:, 1])), shape=(size, size))
        source = self.places[place]
        lengths, before = dijkstra(graph, directed=False, indices=source, return_predecessors=True)
        return {
            other: Way(
                float(lengths[node]) + self.access_km[place] + self.access_km[other],
                self._points_to(node, before),
            )
            for other, node in self.places.items()
            if np.isfinite(lengths[node]) and other != place
        }

    def _points_to(self, node: int, before: NDArray[np.int32]) -> Line:
        way = [node]
        while before[way[-1]] >= 0:
            way.append(int(before[way[-1]]))
        return tuple(self.points[index] for index in reversed(way))


def road_graph(
    tables: RoadTables, nodes: Mapping[str, Point], settings: NetworkSettings
) -> tuple[RoadGraph, tuple[Snap, ...]]:
    """Graph around the mission's nodes with all of them placed on it, and how each stands.

    Parameters
    ----------
    nodes
        (longitude, latitude) of sites, seaport and homes of those who drive, by id. Roads in the
        countries of these nodes and in those of `transit` count, no others.
    """
    graph = _clipped(tables, nodes, settings)
    ends = _added_ends(tables.added)
    snaps = []
    for node, point in sorted(nodes.items()):
        tied = any(between_km(point, end) <= settings.snap_km for end in ends)
        snaps.append(_place(graph, node, point, settings, tied=tied))
    _add_roads(graph, tables.added, settings)
    joined = {u for u, *_ in graph.edges} | {v for _, v, *_ in graph.edges}
    for snap in snaps:  # a site whose added road leads nowhere has none
        if snap.state == "added" and graph.places[snap.node] not in joined:
            del graph.places[snap.node]
    return graph, tuple(
        snap if snap.node in graph.places else Snap(snap.node, "no road", snap.km) for snap in snaps
    )


def _clipped(
    tables: RoadTables, nodes: Mapping[str, Point], settings: NetworkSettings
) -> RoadGraph:
    margin_deg = settings.road_margin_deg
    west, south = np.min(list(nodes.values()), axis=0) - margin_deg
    east, north = np.max(list(nodes.values()), axis=0) + margin_deg
    frame = tables.nodes
    frame = frame[frame["lon"].between(west, east) & frame["lat"].between(south, north)]
    countries = _countries_of(list(nodes.values()), tables.countries)
    countries += [iso3 for iso3 in settings.transit if iso3 not in countries]
    longitudes, latitudes = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    inside = np.zeros(len(frame), dtype=bool)
    for iso3 in countries:
        area = tables.countries[iso3].buffer(BORDER_DEG)
        inside |= contains_xy(area, longitudes, latitudes)
    edges = tables.edges
    edges = edges[edges["u"].isin(frame["node"]) & edges["v"].isin(frame["node"])]
    if countries:  # a road that leaves the country may still serve a place inside
        own = frame["node"][inside]
        edges = edges[edges["u"].isin(own) | edges["v"].isin(own)]
        frame = frame[inside | frame["node"].isin(edges[["u", "v"]].to_numpy().ravel())]
    index = pd.Series(range(len(frame)), index=frame["node"])
    points = [(float(x), float(y)) for x, y in zip(frame["lon"], frame["lat"], strict=True)]
    u, v = index.loc[edges["u"]].tolist(), index.loc[edges["v"]].tolist()
    factors = _factors(points, u, v, tables)
    lengths = edges["km"].astype(float).tolist()
    return RoadGraph(points, list(zip(u, v, lengths, factors, strict=True)))


def _countries_of(points: list[Point], countries: Mapping[str, BaseGeometry]) -> list[str]:
    if not countries:
        return []
    codes = sorted(countries)
    areas = np.array([countries[code] for code in codes], dtype=object)
    return sorted({codes[int(np.argmin(distance(areas, Place(point))))] for point in points})


def _factors(points: list[Point], u: list[int], v: list[int], tables: RoadTables) -> list[float]:
    other = tables.factors.get("", 1.0)
    if not u:
        return []
    places = np.array(points)
    middle = (places[u] + places[v]) / 2
    factors = np.full(len(u), other)
    for iso3, factor in tables.factors.items():
        if iso3 in tables.countries:
            factors[contains_xy(tables.countries[iso3], middle[:, 0], middle[:, 1])] = factor
    return [float(factor) for factor in factors]


def _place(
    graph: RoadGraph, node: str, point: Point, settings: NetworkSettings, *, tied: bool
) -> Snap:
    near, near_km = _nearest(graph, point)
    if near_km <= settings.snap_km:
        return _set(graph, node, near, near_km, "node")
    split = _split_edge(graph, point, settings.detour_share)
    if split is not None:
        return _set(graph, node, split[0], split[1], "edge")
    if tied:
        graph.points.append(point)
        return _set(graph, node, len(graph.points) - 1, 0.0, "added")
    if near_km <= ACCESS_LIMIT_KM:
        return _set(graph, node, near, near_km, "node")
    return Snap(node, "no road", near_km)


def _set(
    graph: RoadGraph, node: str, index: int, km: float, state: Literal["node", "edge", "added"]
) -> Snap:
    graph.places[node] = index
    graph.access_km[node] = km if state == "node" else 0.0
    return Snap(node, state, km)


def _nearest(graph: RoadGraph, point: Point) -> tuple[int, float]:
    if not graph.points:
        return -1, float("inf")
    places = np.array(graph.points)
    lengths = distance_km(places[:, 0], places[:, 1], point[0], point[1])
    nearest = int(np.argmin(lengths))
    return nearest, float(lengths[nearest])


def _split_edge(graph: RoadGraph, point: Point, tolerance: float) -> tuple[int, float] | None:
    """Put the point on the edge that it lies on best; its index and how far off it must lie.

    It can lie on an edge if the way over it along straight lines is no longer than the edge
    (plus the tolerance). Of several edges that with the least share of detour is taken.
    """
    if not graph.edges:
        return None
    places = np.array(graph.points)
    ends = np.array([(u, v) for u, v, *_ in graph.edges])
    km = np.array([edge[2] for edge in graph.edges])
    to_points = distance_km(places[:, 0], places[:, 1], point[0], point[1])
    to_u, to_v = to_points[ends[:, 0]], to_points[ends[:, 1]]
    chord = distance_km(*places[ends[:, 0]].T, *places[ends[:, 1]].T)
    possible = to_u + to_v <= km * (1 + tolerance)
    if not possible.any():
        return None
    detour = np.where(possible, (to_u + to_v) / np.maximum(chord, 1e-3), np.inf)
    best = int(np.argmin(detour))
    u, v, length, factor = graph.edges.pop(best)
    share = float(to_u[best] / (to_u[best] + to_v[best]))
    graph.points.append(point)
    new = len(graph.points) - 1
    graph.edges += [(u, new, length * share, factor), (new, v, length * (1 - share), factor)]
    return new, max(0.0, float(to_u[best] + to_v[best]) - length) / 2


def _added_ends(added: pd.DataFrame) -> list[Point]:
    return [
        (float(x), float(y))
        for side in ("from", "to")
        for x, y in zip(added[f"{side}_longitude"], added[f"{side}_latitude"], strict=True)
    ]


def _add_roads(graph: RoadGraph, added: pd.DataFrame, settings: NetworkSettings) -> None:
    """Add each road between the junctions, sites or edges at its ends; km stand as driven."""
    ends = _added_ends(added)
    for row, km in enumerate(added["km"].astype(float)):
        pair = [_junction(graph, end, settings) for end in (ends[row], ends[row + len(added)])]
        graph.edges.append((pair[0], pair[1], float(km), 1.0))


def _junction(graph: RoadGraph, point: Point, settings: NetworkSettings) -> int:
    near, near_km = _nearest(graph, point)
    if near_km <= settings.snap_km:
        return near
    split = _split_edge(graph, point, settings.detour_share)
    if split is not None:
        return split[0]
    graph.points.append(point)
    return len(graph.points) - 1
