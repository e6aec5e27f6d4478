"""Sites on a road graph small enough to reckon by hand."""

from dataclasses import replace

import pandas as pd
import pytest
from shapely.geometry import box

from planner.geo import between_km
from planner.mission.network.inputs import NetworkSettings, RoadTables
from planner.mission.network.roads import road_graph

ADDED_COLUMNS = [
    "from_name", "from_latitude", "from_longitude", "to_name", "to_latitude", "to_longitude", "km"
]  # fmt: skip
# Three junctions on the equator, two degrees apart: 222.64 km each, 250 km by road.
JUNCTIONS = [(0, 0.0, 10.0), (1, 0.0, 12.0), (2, 0.0, 14.0)]


def tables(
    edges: list[tuple[int, int, float]] | None = None,
    added: list[tuple[object, ...]] | None = None,
    factors: dict[str, float] | None = None,
) -> RoadTables:
    """A road along the equator in one country."""
    return RoadTables(
        nodes=pd.DataFrame(JUNCTIONS, columns=["node", "lat", "lon"]),
        edges=pd.DataFrame(edges or [(0, 1, 250.0), (1, 2, 250.0)], columns=["u", "v", "km"]),
        added=pd.DataFrame(added or [], columns=ADDED_COLUMNS),
        factors=factors or {"": 1.0},
        countries={"AAA": box(5, -5, 13, 5), "BBB": box(13, -5, 20, 5)},
    )


def test_site_near_a_junction_stands_on_it() -> None:
    """Tests that a site within 3 km of a junction takes it, its access added to the way."""
    nodes = {"a": (10.0, 0.0), "b": (12.0, 0.02)}  # 0.02 degrees of latitude are 2.2 km
    graph, snaps = road_graph(tables(), nodes, NetworkSettings())
    assert [snap.state for snap in snaps] == ["node", "node"]
    assert snaps[1].km == pytest.approx(2.21, abs=0.01)
    assert graph.ways_from("a")["b"].km == pytest.approx(252.21, abs=0.01)


def test_site_on_an_edge_splits_it_in_proportion() -> None:
    """Tests that a site a quarter of the way along an edge takes a quarter of its length."""
    nodes = {"a": (10.0, 0.0), "b": (12.0, 0.0), "mid": (10.5, 0.0)}
    graph, snaps = road_graph(tables(), nodes, NetworkSettings())
    assert {snap.node: snap.state for snap in snaps}["mid"] == "edge"
    ways = graph.ways_from("mid")
    assert ways["a"].km == pytest.approx(62.5)
    assert ways["b"].km == pytest.approx(187.5)
    assert ways["b"].points == ((10.5, 0.0), (12.0, 0.0))


def test_site_too_far_off_an_edge_has_no_road() -> None:
    """Tests that a site whose detour exceeds the edge by more than 6 % stands nowhere."""
    # A degree north of the middle: 2 x sqrt(111.3^2 + 110.6^2) = 314 km > 250 x 1.06 = 265.
    graph, snaps = road_graph(tables(), {"a": (10.0, 0.0), "far": (11.0, 1.0)}, NetworkSettings())
    far = next(snap for snap in snaps if snap.node == "far")
    assert far.state == "no road"
    assert far.km == pytest.approx(between_km((11.0, 1.0), (10.0, 0.0)), abs=0.5)
    assert "far" not in graph.ways_from("a")
    assert graph.ways_from("far") == {}


def test_a_road_added_by_hand_joins_a_site() -> None:
    """Tests that an added road gives a site its place, at its own length without a factor."""
    road = ("far", 1.0, 11.0, "junction", 0.0, 12.0, 190.0)
    graph, snaps = road_graph(
        tables(added=[road], factors={"AAA": 1.2, "": 1.5}),
        {"a": (10.0, 0.0), "far": (11.0, 1.0)},
        NetworkSettings(),
    )
    assert {snap.node: snap.state for snap in snaps}["far"] == "added"
    assert graph.ways_from("a")["far"].km == pytest.approx(250 * 1.2 + 190)


def test_factor_of_the_country_a_road_lies_in() -> None:
    """Tests that each edge is lengthened by the factor of the country of its middle."""
    nodes = {"a": (10.0, 0.0), "c": (14.0, 0.0)}
    graph, _ = road_graph(tables(factors={"AAA": 1.1, "": 1.3}), nodes, NetworkSettings())
    # The middle of the second edge, 13 E, lies on the border; its country has no factor of its own.
    lengths = graph.ways_from("a")["c"].km
    assert lengths == pytest.approx(250 * 1.1 + 250 * 1.3)


def test_shorter_of_two_parallel_roads_counts() -> None:
    """Tests that two edges between the same junctions are not added up."""
    graph, _ = road_graph(
        tables(edges=[(0, 1, 300.0), (1, 0, 240.0), (1, 2, 250.0)]),
        {"a": (10.0, 0.0), "b": (12.0, 0.0)},
        NetworkSettings(),
    )
    assert graph.ways_from("a")["b"].km == pytest.approx(240.0)


def test_roads_inside_other_countries_do_not_count() -> None:
    """Tests that a way through a country without a node of the mission is not taken."""
    # From a (10 E) into BBB (15 E), along its own road (16 E), and back to b (12 E).
    places = [(0, 0.0, 10.0), (1, 0.0, 12.0), (2, 0.0, 15.0), (3, 0.0, 16.0)]
    edges = [(0, 2, 600.0), (2, 3, 120.0), (3, 1, 500.0)]
    nodes = {"a": (10.0, 0.0), "b": (12.0, 0.0)}
    roads = replace(tables(edges=edges), nodes=pd.DataFrame(places, columns=["node", "lat", "lon"]))
    settings = NetworkSettings(road_margin_deg=5.0)
    graph, _ = road_graph(roads, nodes, settings)
    assert "b" not in graph.ways_from("a")
    # With a node of the mission in BBB its roads count: 600 + 120 + 500.
    graph, _ = road_graph(roads, {**nodes, "c": (15.0, 0.0)}, settings)
    assert graph.ways_from("a")["b"].km == pytest.approx(1220.0)
    # So they do if BBB may be passed.
    graph, _ = road_graph(roads, nodes, replace(settings, transit=("BBB",)))
    assert graph.ways_from("a")["b"].km == pytest.approx(1220.0)


def test_no_road_at_all() -> None:
    """Tests that a mission without any road nearby has no ways, and says so of each node."""
    nodes = {"a": (-60.0, -3.0), "b": (-59.0, -3.0)}
    graph, snaps = road_graph(tables(), nodes, NetworkSettings())
    assert {snap.state for snap in snaps} == {"no road"}
    assert graph.ways_from("a") == {}
