"""Corridors: which lanes serve them, and the chains of them that cargo follows."""

from itertools import pairwise, permutations
from random import Random

import pytest

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.paths import Corridors, cargo_path, corridor_lanes
from tests import builders


def mission(*lanes: Lane) -> Mission:
    """A mission with these lanes only."""
    return builders.mission(lanes={lane.lane: lane for lane in lanes})


def test_lanes_of_a_corridor_are_the_shared_ones_by_id() -> None:
    """Tests that charters and other corridors stay out, whatever the order of the lanes."""
    asked = mission(
        builders.lane("road:b", "hub", "alpha", "road"),
        builders.lane("road:a", "hub", "alpha", "road"),
        builders.lane("road:c", "hub", "bravo", "road"),
        builders.lane("air:a", "hub", "alpha", "air", use="charter"),
    )
    assert [lane.lane for lane in corridor_lanes(asked, "hub>alpha")] == ["road:a", "road:b"]
    assert corridor_lanes(asked, "alpha>hub") == []


def test_charters_are_those_from_a_contributors_home() -> None:
    """Tests that charters are found by country whichever port they start at, and shared lanes are
    not.
    """
    charters = [
        builders.lane(f"{port}>hub", port, "hub", "air", use="charter")
        for port in ("AAA:sea", "AAA", "AAB:air")
    ]
    found = Corridors([*charters, builders.lane("AAA:x", "AAA:x", "hub", "sea")]).charters("AAA")
    assert [lane.lane for lane in found] == ["AAA:sea>hub", "AAA>hub"]


def test_cargo_goes_by_air_only_where_nothing_else_leads() -> None:
    """Tests that 900 km by road in two steps come before 10 km by air (counted as 10,000)."""
    asked = mission(
        builders.lane("air", "hub", "bravo", "air", distance_km=10.0),
        builders.lane("one", "hub", "alpha", "road", distance_km=400.0),
        builders.lane("two", "alpha", "bravo", "road", distance_km=500.0),
        builders.lane("far", "bravo", "charlie", "air", distance_km=10.0),
    )
    assert cargo_path(asked, "hub", "bravo") == ("hub>alpha", "alpha>bravo")
    assert cargo_path(asked, "hub", "charlie") == ("hub>alpha", "alpha>bravo", "bravo>charlie")
    assert cargo_path(asked, "hub", "hub") == ()
    assert cargo_path(asked, "bravo", "hub") is None


def test_cargo_uses_no_ship_no_declared_lane_and_none_without_room() -> None:
    """Tests that lanes by sea, declared lanes and buses make no path."""
    bus = builders.lane("bus", "hub", "bravo", "road").capacity
    bus = type(bus)(bus.pax, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    asked = mission(
        builders.lane("sea", "hub", "bravo", "sea"),
        builders.lane("declared", "hub", "bravo", "road", link=True),
        builders.lane("bus", "hub", "bravo", "road", capacity=bus),
    )
    assert cargo_path(asked, "hub", "bravo") is None


@pytest.mark.parametrize("seed", range(5))
def test_paths_are_the_shortest_of_all_chains(seed: int) -> None:
    """Tests paths from every node against all chains over five nodes; among the shortest, the first
    by node ids counts. Lengths of 1 to 3 make many ties.
    """
    draw, nodes = Random(seed), "abcde"
    km = {ends: draw.randint(1, 3) for ends in permutations(nodes, 2) if draw.random() < 0.5}
    lanes = [builders.lane(f"{a}-{b}", a, b, "road", distance_km=d) for (a, b), d in km.items()]
    draw.shuffle(lanes)
    asked = mission(*lanes)
    for start, goal in permutations(nodes, 2):
        between = [node for node in nodes if node not in (start, goal)]
        chains = [
            (start, *inner, goal) for n in range(len(between) + 1)
            for inner in permutations(between, n)
        ]  # fmt: skip
        steps = {chain: list(pairwise(chain)) for chain in chains}
        lengths = [(sum(km[step] for step in own), chain) for chain, own in steps.items()
                   if all(step in km for step in own)]  # fmt: skip
        wanted = tuple(f"{a}>{b}" for a, b in steps[min(lengths)[1]]) if lengths else None
        assert cargo_path(asked, start, goal) == wanted
