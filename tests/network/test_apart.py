"""Distances of shipped missions' lanes worked out once more, by other arithmetic than theirs."""

from __future__ import annotations

from heapq import heappop, heappush
from math import asin, cos, inf, radians, sin, sqrt
from pathlib import Path

import pandas as pd
import pytest

from planner.mission.lift import Lane
from planner.mission.load import load_mission
from planner.mission.mission import Mission

HERE = Path(__file__).parents[2]
ROADS = HERE / "datasets" / "roads"
RADIUS_KM = 6371.0088  # of a sphere as large as the earth
FLATTENED = 0.006  # of a distance on it, which the earth's flattening may take away or add
ACCESS_KM = 30.0  # from places to the nearest junction: there the lane may end on a road instead
NEAR, FAR = 1.1, 1.3  # roads as driven over their length in the graph: road_factors.csv
DETOUR = 3.5  # a ship's way over the great circle: Djibouti's to Douala goes round West Africa
AROUND_KM = 200.0  # in which a junction lies from which a road leads to the place
CONFIGS = ("minusca.yaml", "un2025/unmiss.yaml")


@pytest.fixture(scope="module", params=CONFIGS)
def mission(request: pytest.FixtureRequest) -> Mission:
    """A shipped mission."""
    return load_mission(HERE / "configs" / "missions" / request.param)


def sphere_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle between points (longitude, latitude) by the haversine formula."""
    (x, y), (to_x, to_y) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((to_y - y) / 2) ** 2 + cos(y) * cos(to_y) * sin((to_x - x) / 2) ** 2
    return 2 * RADIUS_KM * asin(sqrt(half))


class Roads:
    """The shipped road graph, by plain Dijkstra on a heap."""

    def __init__(self) -> None:
        nodes = pd.read_csv(ROADS / "nodes.csv.gz")
        self.places = {
            int(node): (float(lon), float(lat))
            for node, lat, lon in zip(nodes["node"], nodes["lat"], nodes["lon"], strict=True)
        }
        self.next: dict[int, list[tuple[int, float]]] = {}
        edges = pd.read_csv(ROADS / "edges.csv.gz")
        for u, v, km in zip(edges["u"], edges["v"], edges["km"], strict=True):
            self._join(int(u), int(v), float(km))
        self.by_hand: list[tuple[float, float]] = []  # ends of roads that are not in the graph
        for name in ("minusca_links.csv", "un2025_links.csv"):
            links = pd.read_csv(ROADS / name)
            for side in ("from", "to"):
                ends = zip(links[f"{side}_longitude"], links[f"{side}_latitude"], strict=True)
                self.by_hand += list(ends)

    def _join(self, u: int, v: int, km: float) -> None:
        self.next.setdefault(u, []).append((v, km))
        self.next.setdefault(v, []).append((u, km))

    def nearest(self, place: tuple[float, float]) -> int:
        """The junction nearest to a place."""
        return min(
            self.places,
            key=lambda node: (
                (self.places[node][0] - place[0]) ** 2 + (self.places[node][1] - place[1]) ** 2
            ),
        )

    def added(self, lane: Lane) -> bool:
        """Whether a lane passes an end of a road added by hand."""
        return any(sphere_km(point, end) < 1.0 for point in lane.route for end in self.by_hand)

    def lengths_from(self, start: int) -> dict[int, float]:
        """Shortest ways in the graph."""
        found: dict[int, float] = {}
        queue = [(0.0, start)]
        while queue:
            km, node = heappop(queue)
            if node in found:
                continue
            found[node] = km
            for other, more in self.next.get(node, []):
                if other not in found:
                    heappush(queue, (km + more, other))
        return found


def test_flights_follow_the_great_circle(mission: Mission) -> None:
    """Tests all lanes by air without a stop: as long as the great circle between their ends."""
    flights = [lane for lane in mission.lanes.values() if lane.mode == "air" and not lane.stops]
    assert len(flights) > 20
    for lane in flights:
        by_hand = sphere_km(lane.route[0], lane.route[-1])
        assert lane.distance_km == pytest.approx(by_hand, rel=FLATTENED, abs=0.5), lane.lane


def test_ships_go_no_shorter_than_the_great_circle(mission: Mission) -> None:
    """Tests all lanes by sea, which go round what lies between."""
    lanes = [lane for lane in mission.lanes.values() if lane.mode == "sea"]
    assert lanes
    for lane in lanes:
        direct = sphere_km(lane.route[0], lane.route[-1])
        assert (1 - FLATTENED) * direct <= lane.distance_km <= DETOUR * direct + 500.0, lane.lane


def test_roads_are_the_shortest_ways_of_the_graph(mission: Mission) -> None:
    """Tests the lanes by road that use none added by hand: the shortest way as driven."""
    roads = Roads()
    lanes: dict[tuple[float, float], list[Lane]] = {}
    for lane in mission.lanes.values():
        if lane.mode == "road" and not roads.added(lane):
            lanes.setdefault(lane.route[0], []).append(lane)
    assert sum(map(len, lanes.values())) >= 20
    for start, mine in lanes.items():
        lengths = roads.lengths_from(roads.nearest(start))
        for lane in mine:
            end = lane.route[-1]
            junction = roads.nearest(end)
            most = lengths[junction] + sphere_km(roads.places[junction], end)
            least = min(
                lengths.get(node, inf) + away
                for node, place in roads.places.items()
                if (away := sphere_km(place, end)) < AROUND_KM
            )
            assert NEAR * least - ACCESS_KM <= lane.distance_km <= FAR * most + ACCESS_KM, lane.lane
