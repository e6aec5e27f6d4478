"""Consignments that postings imply: windows, loads and charters, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.mission.force import LoadList
from planner.verify import verify
from planner.verify.cargo import cargo_of, trips_needed
from planner.verify.trips import road_days
from tests.builders import lane, mission, unit_type
from tests.rules.case import given, put, with_rule
from tests.verify.plans import STAYING, make, pledge, posting, rotation

if TYPE_CHECKING:
    from planner.mission.mission import Mission

Row = tuple[str, str, str, int, int]


def _loads(asked: Mission, unit_name: str, rows: list[dict[str, Any]], **more: Any) -> set[Row]:
    """(corridor, direction, use, ready, due) of a unit in a plan that the verifier accepts."""
    plan = make(asked, rows, **more)
    assert [str(item) for item in verify(asked, plan).violations] == []
    frame = plan.tables["consignments"]
    frame = frame[frame["unit"] == unit_name]
    columns = ["corridor", "direction", "use", "ready_week", "due_week"]
    return set(frame[columns].itertuples(index=False, name=None))


def _pledged(option: str, site: str = "bravo", start: int = 10) -> list[dict[str, Any]]:
    return [*STAYING, pledge("p1", site, f"need-{site}", start, arrival=option)]


PEOPLE = ("hub>bravo", "in", "shared", 8, 9)
FLIGHT = ("AAA:air>hub", "in", "charter", 8, 8)
BY_ROAD = {("hub>bravo", "in", "shared", 8, 9), ("port>hub", "in", "shared", 6, 7)}


def test_by_liner() -> None:
    """Tests start 10, windows of 2 weeks: bravo 8-9, port 6-7, landed in 5, afloat from 4."""
    liner = ("AAA:sea>port", "in", "charter", 4, 4)
    assert _loads(mission(), "p1", _pledged("liner")) == {PEOPLE, FLIGHT, liner} | BY_ROAD


def test_by_shared_sailing() -> None:
    """Tests that a sailing may leave in the weeks 3 and 4 and lands by 5."""
    sailing = ("AAA:sea>port", "in", "shared", 3, 4)
    assert _loads(mission(), "p1", _pledged("sea_road")) == {PEOPLE, FLIGHT, sailing} | BY_ROAD


def test_by_air() -> None:
    """Tests that cargo lands at the hub in week 7, before its road leg of weeks 8 and 9."""
    cargo = ("AAA:air>hub", "in", "charter", 7, 7)
    road = ("hub>bravo", "in", "shared", 8, 9)
    assert _loads(mission(), "p1", _pledged("air")) == {PEOPLE, FLIGHT, cargo, road}


def test_by_air_to_the_hub() -> None:
    """Tests that a unit for the hub lands with its cargo the week before it starts."""
    base = put(mission(), "units", "u2", site="bravo")
    rows = [STAYING[0], posting("u2", "bravo"), *_pledged("air", "hub")[2:]]
    assert _loads(base, "p1", rows) == {("AAA:air>hub", "in", "charter", 9, 9)}


def test_by_road() -> None:
    """Tests that a neighbour drives: cargo and people leave home one week before week 7."""
    home = lane(
        "road:AAA>hub", "AAA:road", "hub", "road", use="charter", fleet="charter", lag_weeks=1
    )
    base = put(mission(), "units", "p1", movement_options=("road",))
    asked = replace(base, lanes={**base.lanes, home.lane: home})
    drive = ("AAA:road>hub", "in", "charter", 6, 6)
    road = ("hub>bravo", "in", "shared", 8, 9)
    assert _loads(asked, "p1", _pledged("road")) == {drive, road}


def test_by_letter_of_assist() -> None:
    """Tests the flight in week 9 and the ship in 10 - 2 - 1 = 7; nothing in the theatre."""
    base = put(mission(), "units", "p1", movement_options=("loa",))
    flight, ship = ("AAA:air>hub", 9), ("AAA:sea>port", 7)
    expected = {(corridor, "in", "charter", week, week) for corridor, week in (flight, ship)}
    assert _loads(base, "p1", _pledged("loa")) == expected


def test_by_letter_of_assist_without_a_seaport() -> None:
    """Tests that a landlocked contributor's cargo flies in the week of its people."""
    base = put(mission(), "units", "p1", movement_options=("loa",))
    asked = put(base, "contributors", "AAA", spoe_name=None)
    assert _loads(asked, "p1", _pledged("loa")) == {("AAA:air>hub", "in", "charter", 9, 9)}


def test_leaving() -> None:
    """Tests that u1 ends in week 10: people in 8-9 and flown in 9; cargo to the hub in 10-11,
    to the port in 12-13; the liner home after 6 weeks, in 16.
    """
    rows = [posting("u1", "alpha", end_week=10, departure="leave"), STAYING[1]]
    assert _loads(mission(), "u1", rows) == {
        ("hub>alpha", "out", "shared", 8, 9),
        ("AAA:air>hub", "out", "charter", 9, 9),
        ("hub>alpha", "out", "shared", 10, 11),
        ("port>hub", "out", "shared", 12, 13),
        ("AAA:sea>port", "out", "charter", 16, 16),
    }


def test_leaving_without_equipment() -> None:
    """Tests that u1 goes as in the test above, and that nothing of its cargo moves."""
    rows = [posting("u1", "alpha", end_week=10, departure="hand_over"), STAYING[1]]
    asked = put(mission(), "units", "u1", hand_over_usd_per_person=0.0)
    assert _loads(asked, "u1", rows) == {
        ("hub>alpha", "out", "shared", 8, 9),
        ("AAA:air>hub", "out", "charter", 9, 9),
    }


def test_leaving_late_plans_only_what_ends_in_the_horizon() -> None:
    """Tests that u1 ends in week 18: cargo reaches the hub in 18-19, the next leg is beyond; the
    liner is charged in the last week.
    """
    rows = [posting("u1", "alpha", end_week=18, departure="leave"), STAYING[1]]
    found = _loads(mission(), "u1", rows)
    assert ("hub>alpha", "out", "shared", 18, 19) in found
    assert not any(corridor == "port>hub" for corridor, *_ in found)
    assert ("AAA:sea>port", "out", "charter", 19, 19) in found


def test_redeploying() -> None:
    """Tests alpha to bravo from week 5: out in 5-6, in in 7-8, over in 9; 4 weeks at least."""
    rows = [
        posting("u1", "alpha", "need-alpha", end_week=5, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=9, arrival="redeploy"),
        STAYING[1],
    ]
    assert _loads(mission(), "u1", rows) == {
        ("hub>alpha", "out", "shared", 5, 6),
        ("hub>bravo", "in", "shared", 7, 8),
    }


def test_a_unit_on_the_move_is_fed_and_holds_nothing() -> None:
    """Tests that weeks 5 to 8 on the move are paid, count at bravo and miss both requirements."""
    rows = [
        posting("u1", "alpha", "need-alpha", end_week=5, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=9, arrival="redeploy"),
        STAYING[1],
    ]
    plan = make(mission(), rows)
    verdict = verify(mission(), plan)
    # alpha is missed in weeks 5 to 19, bravo in 0 to 8
    assert verdict.objective_usd["requirement_shortfall"] == pytest.approx((15 + 9) * 1e5)
    eaten = plan.tables["stocks"].set_index(["site", "supply_class", "week"])["consumed"]
    assert eaten.loc[("bravo", "rations", 5)] == pytest.approx(150 * 2 * 7)
    assert eaten.loc[("alpha", "rations", 5)] == 0.0
    pay = verdict.costs[verdict.costs["line"] == "personnel"]["usd"].sum()
    assert pay == pytest.approx(300 * 1448 * 7 / 30.4375 * 20)


def test_rotating() -> None:
    """Tests that u1 rotates in week 6: 75 in and 150 out in 6-7, one flight for the larger."""
    base = put(mission(rotation_strength_shares=(0.5,)), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    plan = make(asked, rotations=[rotation("u1", 6, 150, 75)])
    frame = plan.tables["consignments"].set_index(["use", "direction"])
    assert frame.loc[("shared", "in"), "pax"] == 75
    assert frame.loc[("shared", "out"), "pax"] == 150
    assert frame.loc[("charter", "in"), "ready_week"] == 6
    assert verify(asked, plan).ok


def test_pledged_units_rotate_after_their_tour() -> None:
    """Tests that p1 arrives in week 8 and, after a tour of 5, rotates in 13 and again in 18."""
    asked = with_rule("tour_length", parameters=given(weeks=5))
    rows = [*STAYING, pledge("p1", "bravo", "need-bravo", 8)]
    twice = [rotation("p1", 13), rotation("p1", 18)]
    assert verify(asked, make(asked, rows, rotations=twice)).ok
    once = verify(asked, make(asked, rows, rotations=twice[:1])).violations
    assert [item.kind for item in once] == ["tour_length"]
    assert "needed weeks [13, 18], offered weeks [13]" in once[0].sentence


def test_a_unit_that_leaves_takes_the_nearest_offset() -> None:
    """Tests that u1, due in 5 and leaving in 10, rotates in week 5 and not in 6."""
    base = put(mission(), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    rows = [posting("u1", "alpha", end_week=10, departure="leave"), STAYING[1]]
    assert verify(asked, make(asked, rows, rotations=[rotation("u1", 5)])).ok
    late = verify(asked, make(asked, rows, rotations=[rotation("u1", 6)])).violations
    assert [item.kind for item in late] == ["tour_length"]


def test_loads_follow_strength() -> None:
    """Tests that 75 of a type of 150 bring half: 30 t, 60 m3, 50 lane-metres, 5 TEU; ten pieces
    of 6 t on average are 60 t, half of that 30 t.
    """
    load = cargo_of(unit_type(), 75)
    assert (load.t, load.m3, load.lane_m, load.teu) == (30.0, 60.0, 50.0, 5.0)
    assert load.rolling_t == 30.0


def test_trips_of_charters() -> None:
    """Tests whole trips: a ship of 100 lane-metres takes 101 in two; by air 60 t and 60 t of
    rolling stock are three flights of 40 t.
    """
    lanes = mission().lanes
    cargo = cargo_of(unit_type(), 150)
    assert trips_needed(lanes["liner:AAA>port"], cargo) == 1
    assert trips_needed(lanes["liner:AAA>port"], replace(cargo, lane_m=101.0)) == 2
    assert trips_needed(lanes["charter_cargo:AAA>hub"], cargo) == 3
    assert trips_needed(lanes["charter_pax:AAA>hub"], cargo) == float("inf")


def test_a_long_trip_keeps_its_vehicle() -> None:
    """Tests that a round trip of 10 days takes 7 vehicle-days in its week and 3 in the next."""
    truck = lane("road:x>y", "x", "y", "road", cycle_days=10.0)
    assert list(road_days(truck, np.array([1.0, 0.0, 2.0]))) == [7.0, 3.0, 14.0]


def test_a_site_without_a_way_is_named() -> None:
    """Tests that a pledge to a site that nothing reaches breaks the lift rule, in words."""
    base = mission()
    asked = replace(base, lanes={k: v for k, v in base.lanes.items() if v.destination != "bravo"})
    plan = make(asked)
    row = pledge("p1", "bravo", "need-bravo", 10)
    tables = {**plan.tables, "postings": make(base, [*STAYING, row]).tables["postings"]}
    verdict = verify(asked, replace(plan, tables=tables))
    sentences = [item.sentence for item in verdict.violations if item.kind == "lift_window"]
    assert "p1: cargo has no way from port to bravo" in sentences


def test_equipment_without_weight_needs_no_lift() -> None:
    """Tests that a unit whose load list is empty comes with its people alone."""
    empty = LoadList(*(0.0 for _ in range(9)))
    base = put(mission(), "unit_types", "infantry_coy", load=empty)
    assert _loads(base, "p1", _pledged("liner")) == {PEOPLE, FLIGHT}
