"""Details of the rules on lift, camps and strips, each on the smallest change of a plan."""

from __future__ import annotations

from dataclasses import replace

from planner.mission.lift import Capacity, Contract, Release, Stop
from planner.verify import verify
from tests.builders import lane, mission
from tests.rules.case import given, put, with_rule
from tests.verify.plans import (
    WITH_PLEDGE,
    added,
    changed,
    make,
    retell,
    sentences_of,
)


def test_beds_count_from_the_week_after() -> None:
    """Tests 140 beds at alpha for 150: 10 built in week 0 serve from week 1 on."""
    asked = put(mission(), "sites", "alpha", beds=140)
    plan = make(asked, beds=[{"site": "alpha", "week": 0, "built": 10.0}])
    found = sentences_of(asked, plan, "site_capacity")
    assert found == ["beds at alpha in week 0: needed 150, offered 140 beds"]


def test_contracts_add_vehicles_for_their_weeks() -> None:
    """Tests one truck under contract for weeks 0 to 9 in a fleet of none: 10 weeks lack it."""
    base = put(mission(), "fleets", "trucks", number=0)
    contract = Contract("rent", "trucks", 1, 0, 10, 0.0, 0.0, "ground_transport")
    asked = replace(base, contracts={"rent": contract})
    plan = make(asked, contracts=[{"contract": "rent", "count": 1}])
    assert len(sentences_of(asked, plan, "fleet_hours")) == 10
    two = make(asked, contracts=[{"contract": "rent", "count": 2}])
    assert "contract rent: needed 2, offered 1 vehicles" in sentences_of(asked, two, "fleet_hours")


def test_vehicles_given_back_give_no_days() -> None:
    """Tests trips of nine days in every week, for which ten trucks are enough and three are not;
    two given back in week 3, of which notice is four; and one more than may go.
    """
    base = put(mission(), "fleets", "trucks", release=Release(4, 0.0, 8))
    lanes = {name: replace(item, cycle_days=9.0) for name, item in base.lanes.items()}
    asked = replace(base, lanes=lanes)

    def told(week: int, vehicles: int) -> list[str]:
        back = [{"fleet": "trucks", "week": week, "vehicles": vehicles}]
        return sentences_of(asked, make(asked, releases=back), "fleet_hours")

    assert told(4, 2) == []
    assert [each for each in told(3, 2) if "needed 4, offered 3 weeks" in each]
    assert [each for each in told(4, 3) if "given back: needed 3, offered 2 vehicles" in each]
    assert [each for each in told(4, 9) if "fleet trucks in week 4: needed" in each]


def test_aircraft_fly_their_hours() -> None:
    """Tests that 16 flights of 2 h in week 3 are 2 h above the plane's 30."""
    base = mission()
    plan = make(base)
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 16}
    plan = retell(base, added(plan, "sorties", row).tables)
    found = sentences_of(base, plan, "fleet_hours")
    assert found == ["fleet planes in week 3: needed 32, offered 30 hours"]


def test_shared_flights_use_both_strips() -> None:
    """Tests that a flight that asks for 800 m is judged at alpha, and a helicopter is not."""
    base = mission()
    strip = base.sites["alpha"].airfield
    assert strip is not None
    base = put(base, "sites", "alpha", airfield=replace(strip, runway_m=799.0))
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 1}
    plan = retell(base, added(make(base), "sorties", row).tables)
    found = sentences_of(base, plan, "airfield_limits")
    assert found == ["air:hub>alpha at alpha: needed 800, offered 799 m of runway"]
    assert verify(put(base, "lanes", "air:hub>alpha", rotary=True, min_runway_m=0.0), plan).ok


def test_stops_on_the_way_take_ground_slots() -> None:
    """Tests three flights a week to alpha that stop at bravo out and back, 2 h each: 12 h on its
    one place, which 2.1 h a day (x 7 x 0.85 = 12.5 h) hold and 2 h (11.9 h) do not.
    """
    stops = (Stop("bravo", 0.5), Stop("", 0.9))
    base = put(mission(), "lanes", "air:hub>alpha", stops=stops)
    strip = base.sites["bravo"].airfield
    assert strip is not None
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 3}
    plan = retell(base, added(make(base), "sorties", row).tables)
    for closing, said in ((8.1, []), (8.0, ["needed 12, offered 11.9 hours"])):
        narrow = replace(strip, mog=1, opening_hour=6.0, closing_hour=closing)
        asked = put(base, "sites", "bravo", airfield=narrow)
        found = sentences_of(asked, plan, "airfield_throughput")
        assert found == [f"ground time at bravo in week 3: {words}" for words in said]


def test_aircraft_that_need_a_paved_strip() -> None:
    """Tests that a lane that needs paved strips does not use an unpaved one."""
    base = mission()
    strip = base.sites["alpha"].airfield
    assert strip is not None
    base = put(base, "sites", "alpha", airfield=replace(strip, surface="unpaved"))
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 1}
    plan = retell(base, added(make(base), "sorties", row).tables)
    assert verify(base, plan).ok
    paved = put(base, "lanes", "air:hub>alpha", needs_paved=True)
    found = sentences_of(paved, plan, "airfield_limits")
    assert found == ["air:hub>alpha at alpha: needed a paved strip, offered unpaved"]


def test_heavy_pieces_drive_where_there_is_a_road() -> None:
    """Tests that a piece of 12 t crosses to bravo by truck whatever the truck takes, and not by a
    river barge for pieces of 10 t where there is no road.
    """
    base = mission()
    small = Capacity(100.0, 50.0, 200.0, 0.0, 0.0, 40.0, 10.0)
    weak = put(base, "lanes", "road:hub>bravo", capacity=small)
    assert verify(weak, make(weak, WITH_PLEDGE)).ok
    barge = lane("road:hub>bravo", "hub", "bravo", "river", capacity=small)
    river = replace(base, lanes={**base.lanes, barge.lane: barge})
    found = sentences_of(river, make(river, WITH_PLEDGE), "load_size")
    assert found == ["p1 on road:hub>bravo: heaviest piece: needed 12, offered 10 t"]


def test_both_ways_have_their_own_room() -> None:
    """Tests that 150 in and 150 out in one week take two trips of 100, not three."""
    base = put(mission(), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    rotated = [{"unit": "u1", "posting": "u1.0", "week": 5,
                "strength_before_persons": 150, "strength_after_persons": 150}]  # fmt: skip
    plan = make(asked, rotations=rotated)
    trips = plan.tables["sorties"]
    mask = (trips["lane"] == "road:hub>alpha") & (trips["week"] == 5)
    assert trips[mask]["trips"].sum() == 3  # 2 for people, 1 for supplies
    fewer = changed(plan, "sorties", {"lane": "road:hub>alpha", "week": 5, "trips": 2}, trips=0)
    fewer = retell(asked, fewer.tables)
    found = sentences_of(asked, fewer, "trip_capacity")
    assert found == [
        "road:hub>alpha in in week 5: needed 150, offered 100 pax",
        "road:hub>alpha out in week 5: needed 150, offered 100 pax",
    ]


def test_lane_metres_of_the_port() -> None:
    """Tests that p1's 100 lane-metres land by the liner in week 3 at a port that handles 99."""
    asked = put(mission(), "ports", "port", lane_m_per_week=99.0)
    found = sentences_of(asked, make(asked, WITH_PLEDGE), "port_throughput")
    assert found == ["vehicles landed in week 3: needed 100, offered 99 lane-metres"]
