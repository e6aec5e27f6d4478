"""Timetables that can be made: who goes when, with what is still out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from planner.mission.lift import Contract, Stop
from planner.solve.timetable import make_timetable, weeks_to_cover
from planner.solve.timetable.shapes import Slot, shape_of
from tests.builders import mission
from tests.timetable.instances import (
    CHARTER,
    CONVOY,
    FLIGHT,
    SAILING,
    contracts,
    faults,
    made,
    releases,
    sorties,
    with_airfield,
    with_fleet,
    with_lane,
    with_stop,
)


def test_every_trip_gets_a_vehicle_and_hours() -> None:
    """Tests that flights, convoys, sailings and charters of a week all stand in the table."""
    trips = sorties((FLIGHT, 0, 14), (CONVOY, 0, 35), (SAILING, 0, 1), (CHARTER, 0, 2, "c1"))
    result = made(trips)
    assert len(result.rows) == 14 + 35 + 1 + 2
    assert (result.weeks_proved_impossible, result.weeks_unknown) == ([], [])
    assert result.repeatable
    assert faults(result.rows, trips) == []
    assert set(result.rows.loc[result.rows.lane == FLIGHT, "vehicle"]) == {"planes/1"}
    assert set(result.rows.loc[result.rows.lane == CHARTER, "consignment"]) == {"c1"}


def test_hours_of_a_flight() -> None:
    """Tests the hours of one flight: at dawn, an hour each way, two on the ground."""
    row = made(sorties((FLIGHT, 0, 1))).rows.iloc[0]
    # Opens at 06:00: 06:00 + 1 h, + 2 h on the ground, + 1 h back.
    assert list(row[["depart_h", "turn_h", "leave_h", "return_h"]]) == [6.0, 7.0, 9.0, 10.0]
    assert row.crew == "planes/1/crew"


def test_hours_of_a_daylight_convoy() -> None:
    """Tests that two days of a daylight-only convoy are two days from dawn to dusk."""
    row = made(sorties((CONVOY, 0, 1))).rows.iloc[0]
    # 24 h of daylight less 2 h at the far end: 11 h out, from 06:00 to 17:00; an hour of the two
    # passes until dusk, the other after dawn: it leaves at 07:00, 11 h later it is back.
    assert list(row[["depart_h", "turn_h", "leave_h", "return_h"]]) == [6.0, 17.0, 31.0, 42.0]


def test_same_input_same_table() -> None:
    """Tests that a timetable repeats, also where the crews' duty is planned."""
    base = with_fleet(mission(), "planes", number=2, crew_duty_h=8.0)
    trips = sorties((FLIGHT, 0, 10), (CONVOY, 0, 30))
    first, second = made(trips, base=base), made(trips, base=base)
    assert len(first.rows) == 40
    assert first.rows.equals(second.rows)


def test_crew_rests_after_its_duty() -> None:
    """Tests that a duty of five hours leaves one flight a day and crew where two would fit."""
    base = with_fleet(mission(), "planes", crew_duty_h=5.0)
    trips = sorties((FLIGHT, 0, 7))
    result = made(trips, base=base)
    # 4 h from take-off to landing; a second one on the day would be 10 h after the first began.
    assert sorted(result.rows.depart_h // 24) == [0, 1, 2, 3, 4, 5, 6]
    assert faults(result.rows, trips, base) == []


def test_duty_of_night_flights_does_not_follow_the_calendar() -> None:
    """Tests that crews of a fleet that flies at all hours rest between duty periods."""
    base = with_fleet(mission(), "planes", daylight_only=False, crew_duty_h=10.0)
    for name in ("hub", "alpha"):
        base = with_airfield(base, name, opening_hour=0.0, closing_hour=24.0)
    # Two flights in 4 + 2 + 4 = 10 h, 10 h of rest: 20 h for two, so 16 in 160 h and one after.
    trips = sorties((FLIGHT, 0, 17))
    result = made(trips, base=base)
    assert len(result.rows) == 17
    assert faults(result.rows, trips, base) == []


def test_flight_too_long_for_a_day_stays_the_night() -> None:
    """Tests that seven hours each way are flown on two days, with a rest at the far end."""
    base = with_lane(mission(), FLIGHT, hours_per_trip=14.0)
    trips = sorties((FLIGHT, 0, 2))
    result = made(trips, base=base)
    # 06:00 to 13:00 and back the next day at the same hours.
    first = result.rows.iloc[0]
    assert list(first[["depart_h", "turn_h", "leave_h", "return_h"]]) == [6.0, 13.0, 30.0, 37.0]
    assert faults(result.rows, trips, base) == []


def test_stops_take_time_and_slots() -> None:
    """Tests two flights with a stop at bravo, which has one slot, and is open from 08:00."""
    base = with_airfield(with_stop(), "bravo", mog=1, opening_hour=8.0)
    base = with_fleet(base, "planes", number=2)
    trips = sorties((FLIGHT, 0, 2))
    result = made(trips, base=base)
    # Half an hour to bravo, an hour there, an hour and a half to alpha. The second waits an hour.
    rows = result.rows[["depart_h", "turn_h", "leave_h", "return_h"]].to_numpy().tolist()
    assert rows == [[7.5, 10.5, 11.5, 14.5], [8.5, 11.5, 12.5, 15.5]]
    assert faults(result.rows, trips, base) == []


def test_every_landing_holds_a_slot() -> None:
    """Tests the landings of a flight that leaves at 0:00, in steps of five minutes: at bravo at
    0:30 and 5:30, at alpha at 3:00 and back at 7:00, an hour each.
    """
    base = with_stop()
    slots = shape_of(base, base.lanes[FLIGHT], "make").slots
    places = [("bravo", 6), ("alpha", 36), ("bravo", 66), ("hub", 84)]
    assert slots == tuple(Slot(site, offset, 12) for site, offset in places)


@pytest.mark.parametrize(("stops", "away_h"), [((), 11.0), ((Stop("bravo", 0.5),), 30.0)])
def test_stops_may_cost_a_night(stops: tuple[Stop, ...], away_h: float) -> None:
    """Tests five hours each way and one at alpha: 11 h, one day's light; with two stops of an hour
    13 h, which is more than the 12 from dawn to dusk: it leaves alpha a day after it left the hub,
    and is back 5 + 1 h later.
    """
    base = with_stop(hours_per_trip=10.0, stops=stops)
    trips = sorties((FLIGHT, 0, 1))
    result = made(trips, base=base)
    assert (result.rows.return_h - result.rows.depart_h).tolist() == [away_h]
    assert faults(result.rows, trips, base) == []


def test_a_charter_stops_outside_the_mission() -> None:
    """Tests that a charter with a stop of two hours leaves home 5 + 2 h before it lands."""
    base = with_lane(mission(), CHARTER, stops=(Stop("", 0.5),))
    trips = sorties((CHARTER, 0, 1, "c1"))
    result = made(trips, base=base)
    rows = result.rows
    assert (rows.turn_h - rows.depart_h).tolist() == [7.0]
    assert (rows.return_h - rows.leave_h).tolist() == [7.0]
    assert faults(result.rows, trips, base) == []


def test_charters_wait_for_a_ground_slot() -> None:
    """Tests that two charters do not share the single slot of the hub."""
    base = with_airfield(mission(), "hub", mog=1)
    trips = sorties((CHARTER, 0, 1, "c1"), (CHARTER, 0, 1, "c2"))
    result = made(trips, base=base)
    landings = sorted(result.rows.turn_h)
    assert landings[1] - landings[0] >= 2.0  # the lane's ground time
    assert faults(result.rows, trips, base) == []


@pytest.mark.parametrize("weeks", [(0, 1), (1,)])
def test_convoy_of_nine_days_is_out_in_the_next_week(weeks: tuple[int, ...]) -> None:
    """Tests the carry-over of a nine-day convoy, from a week with and without a timetable."""
    base = with_lane(with_fleet(mission(), "trucks", number=1), CONVOY, cycle_days=9.0)
    trips = sorties((CONVOY, 0, 1), (CONVOY, 1, 1))
    result = made(trips, weeks, base)
    # Days 0 … 8; so the group can go again at dawn of day 9, the week's day 2: 2 x 24 + 6.
    assert result.rows.loc[result.rows.week == 1, "depart_h"].tolist() == [54.0]
    assert faults(result.rows, trips, base) == []


def test_contracted_vehicle_flies_only_while_the_contract_lasts() -> None:
    """Tests that a contract adds plane 2 in its weeks and not afterwards."""
    offer = Contract("extra", "planes", 1, 0, 1, 1.0, 1.0, "air_operations")
    base = mission(contracts={"extra": offer})
    trips = sorties((FLIGHT, 0, 20), (FLIGHT, 1, 14))
    result = made(trips, (0, 1), base, contracts(extra=1))
    used = result.rows.groupby("week").vehicle.unique()
    assert set(used[0]) == {"planes/1", "planes/2"}
    assert set(used[1]) == {"planes/1"}
    assert faults(result.rows, trips, base, contracts(extra=1)) == []


def test_vehicles_given_back_make_no_more_trips() -> None:
    """Tests 20 flights in each of two weeks by two planes, of which one goes in week 1: there the
    other cannot make them, and where it makes ten, a plane 2 would be told.
    """
    base = with_fleet(mission(), "planes", number=2)
    trips, back = sorties((FLIGHT, 0, 20), (FLIGHT, 1, 10)), releases(("planes", 1, 1))
    result = made(trips, (0, 1), base, back=back)
    assert set(result.rows.loc[result.rows["week"] == 0, "vehicle"]) == {"planes/1", "planes/2"}
    assert set(result.rows.loc[result.rows["week"] == 1, "vehicle"]) == {"planes/1"}
    assert faults(result.rows, trips, base, back=back) == []
    swapped = result.rows.replace({"vehicle": {"planes/1": "planes/2"}})
    told = faults(swapped[swapped["week"] == 1], trips, base, weeks=(1,), back=back)
    assert "fleet planes has no vehicle 2 in week 1" in told[0]
    [cut] = made(sorties((FLIGHT, 1, 20)), (1,), base, back=back).weeks_proved_impossible
    assert (cut.maximum_trips, cut.each_trips, cut.allowed_trips) == (28, 14, 14)


def test_late_arrivals_are_named() -> None:
    """Tests the note on a convoy that arrives after the week in which the plan counts it."""
    base = with_lane(with_fleet(mission(), "trucks", number=1), CONVOY, cycle_days=5.0)
    result = made(sorties((CONVOY, 0, 2)), base=base)
    # The second goes on day 5 and is there on day 7; lag_weeks is 0.
    note = f"1 trip(s) of {CONVOY} that leave in week 0 arrive after the end of week 0"
    assert result.notes == [f"{note}, in which the plan counts them"]


def test_fleet_without_vehicles_has_no_timetable() -> None:
    """Tests that trips of an empty fleet are unknown, with and without duty to plan."""
    for duty_h in (14.0, 5.0):
        base = with_fleet(mission(), "planes", number=0, crew_duty_h=duty_h)
        assert made(sorties((FLIGHT, 0, 1)), base=base).weeks_unknown == [0]


def test_week_without_trips_is_made() -> None:
    """Tests that nothing to do is no failure."""
    result = made(sorties(), (0, 3))
    assert (len(result.rows), result.weeks_unknown, result.notes) == (0, [], [])


def test_time_limit_leaves_weeks_unknown() -> None:
    """Tests that no time gives no timetable, no cut, and says that it may not repeat."""
    result = make_timetable(mission(), sorties((FLIGHT, 0, 1)), contracts(), (0,), time_limit_s=0.0)
    assert (result.weeks_unknown, result.weeks_proved_impossible) == ([0], [])
    assert not result.repeatable


def test_weeks_to_cover() -> None:
    """Tests the first eight weeks and the two later ones with most fleet hours."""
    trips = sorties((FLIGHT, 9, 6), (CONVOY, 12, 1), (CONVOY, 15, 2), (SAILING, 10, 9))
    # 6 x 2 h = 12 h, 1 x 10 h, 2 x 10 h; sailings do not count.
    assert weeks_to_cover(mission(), trips) == (0, 1, 2, 3, 4, 5, 6, 7, 9, 15)
    assert weeks_to_cover(mission(), sorties()) == tuple(range(8))


def test_week_is_made_again_with_the_one_it_hinders() -> None:
    """Tests that a week is not lost because of how the week before happened to be made."""
    base = with_fleet(mission(), "trucks", number=2)
    lanes = {
        name: replace(base.lanes[CONVOY], lane=name, cycle_days=days)
        for name, days in (("short", 5.0), ("long", 14.0))
    }
    base = replace(base, lanes={**base.lanes, **lanes})
    trips = sorties(("short", 0, 2), ("long", 0, 1), ("short", 1, 1), ("long", 1, 1))
    # Alone, week 0 sends the long one first: out on days 0-13, the short ones 0-4 and 5-9. Then
    # in week 1 the short one goes on day 10 and nobody is back by day 13 for the long one.
    alone = made(trips, base=base).rows
    assert alone.loc[alone.lane == "long", "depart_h"].tolist() == [6.0]
    # Together: the short ones on days 0-4, the long one on 5-18; the other group goes on days 7
    # and 12, or the other way round.
    result = made(trips, (0, 1), base)
    assert result.weeks_unknown == []
    assert faults(result.rows, trips, base) == []


@pytest.mark.parametrize("seed", range(12))
def test_what_is_made_holds(seed: int) -> None:
    """Tests on drawn fleets, hours and trips that the verifier finds nothing in a timetable."""
    draw = random.Random(seed)
    base = with_fleet(
        mission(),
        "planes",
        number=draw.randint(1, 3),
        crew_duty_h=draw.choice([6.0, 9.5, 14.0]),
        daylight_only=draw.random() < 0.5,
    )
    base = with_fleet(base, "trucks", number=2, daylight_only=draw.random() < 0.5)
    for name in ("hub", "alpha", "bravo"):
        hours = draw.choice([(0.0, 24.0), (6.0, 18.0), (7.5, 20.0)])
        base = with_airfield(
            base, name, opening_hour=hours[0], closing_hour=hours[1], mog=draw.randint(1, 2)
        )
    hours_per_trip = draw.uniform(0.5, 14.0)
    stops = draw.choice([(), (Stop("bravo", 0.37),), (Stop("bravo", 0.2), Stop("", 0.71))])
    base = with_lane(
        base,
        FLIGHT,
        hours_per_trip=hours_per_trip,
        ground_time_h=draw.uniform(0.0, 3.0),
        stops=stops,
    )
    base = with_lane(base, CONVOY, cycle_days=draw.uniform(0.3, 12.0))
    trips = sorties(
        *((FLIGHT, week, draw.randint(1, 6)) for week in (0, 1, 3)),
        *((CONVOY, week, 1) for week in (0, 1, 2, 3)),
        (CHARTER, 1, 2, "c1"),
    )
    result = made(trips, (0, 1, 3), base)
    assert faults(result.rows, trips, base) == []
    cut_weeks = {cut.week for cut in result.weeks_proved_impossible}
    assert set(result.rows.week) | set(result.weeks_unknown) | cut_weeks == {0, 1, 3}
