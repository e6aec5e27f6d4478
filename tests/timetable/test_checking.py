"""The verifier's check of a timetable: it accepts what holds and names what does not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from planner.mission.mission import Mission
from tests.builders import mission
from tests.timetable.instances import (
    CHARTER,
    CONVOY,
    FLIGHT,
    contracts,
    faults,
    made,
    sorties,
    with_airfield,
    with_fleet,
    with_lane,
    with_stop,
)

HOURS = ["depart_h", "turn_h", "leave_h", "return_h"]
TRIPS = sorties((FLIGHT, 0, 4), (CONVOY, 0, 2), (CHARTER, 0, 1, "c1"))
Corruption = Callable[[pd.DataFrame], pd.DataFrame]


def _first(rows: pd.DataFrame, lane: str) -> int:
    """Index of the first trip of a lane."""
    return int(rows.index[rows.lane == lane][0])


def _shift(lane: str, hours: float, columns: list[str] = HOURS) -> Corruption:
    """Moves some hours of the first trip of a lane."""

    def corrupt(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[_first(rows, lane), columns] += hours
        return rows

    return corrupt


def _set(lane: str, column: str, value: str | float) -> Corruption:
    """Puts a value into the first trip of a lane."""

    def corrupt(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[_first(rows, lane), column] = value
        return rows

    return corrupt


def _drop(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(index=_first(rows, FLIGHT) + 3)


def _double(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows, rows.iloc[[0]]], ignore_index=True)


def _swap_hours(rows: pd.DataFrame) -> pd.DataFrame:
    first = _first(rows, FLIGHT)
    turn_h, leave_h = float(rows["turn_h"][first]), float(rows["leave_h"][first])
    rows.loc[first, "turn_h"] = leave_h
    rows.loc[first, "leave_h"] = turn_h
    return rows


# Flights go at 06:00 and 12:00 of days 0 and 1, an hour each way and two at the far end; convoys
# at 06:00 of day 0, back at 18:00 of day 1; the charter lands at 06:00 after five hours.
CORRUPTIONS: dict[str, tuple[Corruption, str]] = {
    "trip missing": (_drop, "3 trips listed, 4 planned"),
    "trip twice": (_double, "5 trips listed, 4 planned"),
    "numbers": (_set(FLIGHT, "trip", 9), "not numbered 1 to 4"),
    "unknown lane": (_set(FLIGHT, "lane", "air:nowhere"), "air:nowhere week 0: 1 trips listed"),
    "other consignment": (_set(CHARTER, "consignment", "c2"), "of c2: 1 trips listed, 0 planned"),
    "week": (_shift(FLIGHT, 168.0), "departs outside its week"),
    "charter's week": (_shift(CHARTER, -12.0), "lands outside its week"),
    "no hours": (_set(FLIGHT, "turn_h", float("nan")), "has no times"),
    "order": (_swap_hours, "not in order"),
    "other fleet's vehicle": (_set(FLIGHT, "vehicle", "trucks/1"), "none of fleet planes"),
    "no number": (_set(FLIGHT, "vehicle", "planes/x"), "none of fleet planes"),
    "vehicle too many": (_set(FLIGHT, "vehicle", "planes/2"), "has no vehicle 2"),
    "no crew": (_set(FLIGHT, "crew", ""), "has no crew"),
    "two crews": (_set(FLIGHT, "crew", "another"), "planes/1: has 2 crews"),
    "crew on two vehicles": (
        _set(CONVOY, "crew", "planes/1/crew"),
        "crew planes/1/crew: is on 2 vehicles",
    ),
    "too fast out": (_shift(FLIGHT, 0.5, ["depart_h"]), "flies out in 0.50 h"),
    "too fast back": (_shift(FLIGHT, -0.5, ["return_h"]), "flies back in 0.50 h"),
    "short stop": (_shift(FLIGHT, 0.5, ["turn_h"]), "stands 1.50 h at the far end, less than"),
    "long stop": (_shift(FLIGHT, 1.0, ["leave_h", "return_h"]), "though out and back fit"),
    "closed": (_shift(FLIGHT, -1.0), "uses hub at day 0 05:00 while it is closed"),
    "charter while closed": (_shift(CHARTER, -1.0), "uses hub at day 0 05:00"),
    "night": (_shift(FLIGHT, -1.0), "flies by night, day 0 05:00"),
    "convoy by night": (_shift(CONVOY, -1.0), "moves by night, at day 0 05:00"),
    "short convoy": (_shift(CONVOY, -6.0, ["return_h"]), "is out for 1.50 days"),
    "short stop of a convoy": (_shift(CONVOY, -1.0, ["leave_h"]), "stands 1.00 h"),
    "long stop of a convoy": (_shift(CONVOY, 2.0, ["leave_h"]), "moves for 20.00 h, the lane"),
    "overlap": (_shift(FLIGHT, 2.0), "trip 2: planes/1 is still out on air:hub>alpha week 0"),
    "overlap of convoys": (_set(CONVOY, "vehicle", "trucks/2"), "trucks/2 is still out"),
}


@pytest.fixture(scope="module")
def good() -> pd.DataFrame:
    """A timetable that holds."""
    return made(TRIPS).rows


def test_accepts_a_good_timetable(good: pd.DataFrame) -> None:
    """Tests that nothing is found where nothing is wrong."""
    assert faults(good, TRIPS) == []


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_names_what_is_wrong(good: pd.DataFrame, name: str) -> None:
    """Tests that each corruption of a good timetable is found and named."""
    corrupt, sentence = CORRUPTIONS[name]
    found = faults(corrupt(good.copy()), TRIPS)
    assert any(sentence in finding for finding in found), found


def test_names_missing_weeks(good: pd.DataFrame) -> None:
    """Tests that a week that is said to be covered cannot simply be left out."""
    trips = pd.concat([TRIPS, sorties((FLIGHT, 1, 1))])
    assert faults(good, trips) == []
    assert faults(good, trips, weeks=(0, 1)) == [f"{FLIGHT} week 1: 0 trips listed, 1 planned"]


def test_names_crowded_ground_slots() -> None:
    """Tests two planes at once on the one slot of a strip, which two slots would allow."""
    trips = sorties((FLIGHT, 0, 2))
    wide = with_fleet(mission(), "planes", number=2)
    rows = made(trips, base=wide).rows
    assert rows.turn_h.tolist() == [7.0, 7.0]
    assert faults(rows, trips, wide) == []
    found = faults(rows, trips, with_airfield(wide, "alpha", mog=1))
    assert found
    assert all("finds 2 aircraft on the 1 ground slots of alpha" in item for item in found)


def test_names_a_charter_in_the_way() -> None:
    """Tests that a charter counts on the slots of the hub."""
    trips = sorties((FLIGHT, 0, 1), (CHARTER, 0, 1, "c1"))
    narrow = with_airfield(mission(), "hub", mog=1)
    rows = made(trips, base=narrow).rows
    assert faults(rows, trips, narrow) == []
    # The flight is back at 10:00; the charter is put to 11:00 while it is handled until 12:00.
    charter, flight = _first(rows, CHARTER), _first(rows, FLIGHT)
    rows.loc[charter, HOURS] += rows.return_h[flight] + 1.0 - rows.turn_h[charter]
    found = faults(rows, trips, narrow)
    assert [item for item in found if "ground slots of hub" in item] == found != []


@pytest.fixture(scope="module")
def stopped() -> pd.DataFrame:
    """One flight that lands at bravo at 06:30 and, on its way back, at 12:30."""
    rows = made(sorties((FLIGHT, 0, 1)), base=with_stop()).rows
    assert rows[HOURS].iloc[0].tolist() == [6.0, 9.0, 10.0, 13.0]
    return rows


@pytest.mark.parametrize(
    ("opening_h", "closing_h", "closed"),
    [
        (6.5, 18.0, []),
        (6.6, 18.0, ["06:30"]),
        (7.6, 18.0, ["06:30", "07:30"]),
        (6.0, 12.5, []),
        (6.0, 12.4, ["12:30"]),
        (6.0, 11.4, ["11:30", "12:30"]),
    ],
)
def test_names_a_stop_while_it_is_closed(
    stopped: pd.DataFrame, opening_h: float, closing_h: float, closed: list[str]
) -> None:
    """Tests landings at bravo from 06:30 to 07:30 and from 11:30 to 12:30 against its hours."""
    hours = {"opening_hour": opening_h, "closing_hour": closing_h}
    found = faults(stopped, sorties((FLIGHT, 0, 1)), with_airfield(with_stop(), "bravo", **hours))
    words = [f"uses bravo at day 0 {hour} while it is closed" for hour in closed]
    assert [sentence.partition(": ")[2] for sentence in found] == words


def test_names_a_flight_without_time_for_its_stop(stopped: pd.DataFrame) -> None:
    """Tests that flying two hours each way is not enough where an hour is spent at a stop."""
    trips = sorties((FLIGHT, 0, 1))
    assert faults(stopped, trips, with_stop()) == []
    rows = stopped.copy()
    rows[HOURS] = [6.0, 8.0, 9.0, 11.0]
    found = faults(rows, trips, with_stop())
    assert len(found) == 2
    assert all("h, the lane takes 3.00 h" in sentence for sentence in found)


def test_names_crowded_slots_of_a_stop(stopped: pd.DataFrame) -> None:
    """Tests two flights at once at a stop with one slot, and one an hour after the other."""
    trips = sorties((FLIGHT, 0, 2))
    wide = with_airfield(with_fleet(with_stop(), "planes", number=2), "bravo", mog=1)
    second = stopped.assign(trip=2, vehicle="planes/2", crew="planes/2/crew")
    found = faults(pd.concat([stopped, second], ignore_index=True), trips, wide)
    assert len(found) == 4  # both flights, out and back
    assert all("finds 2 aircraft on the 1 ground slots of bravo" in item for item in found)
    second[HOURS] += 1.0
    assert faults(pd.concat([stopped, second], ignore_index=True), trips, wide) == []


def _busy_day() -> pd.DataFrame:
    """Two flights on one day, at 06:00 and 12:00: ten hours from first to last."""
    return made(sorties((FLIGHT, 0, 2))).rows


@pytest.mark.parametrize(
    ("duty_h", "rest_h", "found"),
    [
        (10.0, 10.0, 0),
        (9.0, 10.0, 1),  # the second flight ends ten hours after the first began
        (9.0, 2.0, 0),  # two hours between them, from 10:00 to 12:00, are a rest
    ],
)
def test_names_long_duty(duty_h: float, rest_h: float, found: int) -> None:
    """Tests duty periods at, above and below the limit."""
    base = with_fleet(mission(), "planes", crew_duty_h=duty_h, crew_rest_h=rest_h)
    sentences = faults(_busy_day(), sorties((FLIGHT, 0, 2)), base)
    assert len(sentences) == found
    assert all("on duty for 10.00 h" in sentence for sentence in sentences)


def _nine_days() -> Mission:
    return with_lane(with_fleet(mission(), "trucks", number=1), CONVOY, cycle_days=9.0)


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [((0, 1), "trucks/1 is still out on"), ((1,), "2 vehicles of trucks are out, it has 1")],
)
def test_names_a_vehicle_that_is_not_back(weeks: tuple[int, ...], sentence: str) -> None:
    """Tests a nine-day convoy still out on day 1 of the next week, covered or not."""
    trips = sorties((CONVOY, 0, 1), (CONVOY, 1, 1))
    rows = made(trips, weeks, _nine_days()).rows
    assert faults(rows, trips, _nine_days()) == []
    rows.loc[rows.week == 1, HOURS] -= 24.0
    found = faults(rows, trips, _nine_days())
    assert found
    assert all(sentence in item for item in found)


def test_a_vehicle_needs_its_contract(good: pd.DataFrame) -> None:
    """Tests that a contract that is offered but not held gives no vehicle."""
    trips = sorties((FLIGHT, 0, 4))
    two = with_fleet(mission(), "planes", number=2)
    rows = made(trips, base=two).rows
    found = faults(rows, trips, mission(), contracts())
    assert len(found) == int((rows.vehicle == "planes/2").sum()) > 0
    assert all("fleet planes has no vehicle 2" in item for item in found)
    assert set(good.vehicle) >= {"planes/1"}
