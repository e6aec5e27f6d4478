"""Who is on the ground and who is out, counted in one sweep: the same as counting all anew for each
trip, as the rules have it.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pandas as pd
import pytest

from planner.mission.mission import Mission
from planner.verify.crowds import Crowd, crowd_of
from planner.verify.hours import SLACK_H, Row
from tests.builders import mission
from tests.timetable.instances import (
    CONVOY,
    FLIGHT,
    faults,
    sorties,
    with_airfield,
    with_fleet,
    with_lane,
)

REDUCED = (1, 60)
FULL = (4, 1_000)

GROUND_H = {FLIGHT: 2.0, CONVOY: 0.0}  # for which a vehicle that is back cannot go again
SLOTS = {"hub": 2, "alpha": 1}
PLANES = TRUCKS = 3
LEFT_OUT = 2  # convoys of week 0, of which the timetable says nothing
CYCLE_DAYS = 16.0
LEFT_H = {1: 9 * 24.0, 2: 2 * 24.0}  # for which they are still out in the weeks that follow


def instance() -> Mission:
    """Two slots at the hub and one at alpha, three planes, three trucks by day and night."""
    base = with_lane(mission(), CONVOY, cycle_days=CYCLE_DAYS)
    base = with_fleet(base, "trucks", number=TRUCKS, daylight_only=False)
    base = with_fleet(base, "planes", number=PLANES)
    for site, slots in SLOTS.items():
        base = with_airfield(base, site, mog=slots)
    return base


def drawn(chance: Random) -> list[Row]:
    """Trips at whole hours, so that many meet; some with hours out of order, or far off."""
    rows: list[Row] = []
    numbers: Counter[tuple[str, int]] = Counter()
    for _ in range(chance.randint(2, 25)):
        lane, week = chance.choice([FLIGHT, CONVOY]), chance.choice([1, 2])
        numbers[lane, week] += 1
        fleet = "planes" if lane == FLIGHT else "trucks"
        hours = [float(chance.choice([0, 1, 2, 5, 48, 160, 167]))]
        for _ in range(3):
            hours.append(hours[-1] + chance.choice([-1, 0, 1, 2, 3, 24, 170]))
        off_h = chance.choice([0.0] * 8 + [-300.0])
        vehicle = f"{fleet}/{chance.randint(1, 4)}"
        depart_h, turn_h, leave_h, return_h = (hour + off_h for hour in hours)
        rows.append(
            Row(lane, week, numbers[lane, week], vehicle, f"{vehicle}/c", "",
                depart_h, turn_h, leave_h, return_h)
        )  # fmt: skip
    return rows


def on_the_ground(rows: list[Row]) -> set[str]:
    """Landings that find all slots taken, each counted by itself."""
    landed = [
        (node, row.begin_h + hour, row)
        for row in rows
        for node, hour in (("alpha", row.turn_h), ("hub", row.return_h))
        if row.lane == FLIGHT
    ]
    found = set()
    for node, begin, row in landed:
        busy = sum(
            there == node and other <= begin < other + GROUND_H[FLIGHT] - SLACK_H
            for there, other, _ in landed
        )
        if busy > SLOTS[node]:
            found.add(f"{row}: finds {busy} aircraft on the {SLOTS[node]} ground slots of {node}")
    return found


def away(rows: list[Row], now_h: float, before: int) -> int:
    """Trucks that are out at an hour on trips of weeks before that one."""
    out = set()
    for row in rows:
        begin, until = row.begin_h + row.depart_h, row.begin_h + row.return_h - SLACK_H
        if row.week < before and begin <= now_h < until:
            out.add(row.vehicle)
    return len(out)


def trucks_out(rows: list[Row]) -> set[str]:
    """Convoys that leave with more trucks out than there are, each counted by itself."""
    known = [f"trucks/{number}" for number in range(1, TRUCKS + 1)]
    convoys = [row for row in rows if row.lane == CONVOY and row.vehicle in known]
    found = set()
    for row in convoys:
        free = TRUCKS - away(convoys, row.begin_h, row.week)
        unknown = min(LEFT_OUT, free) if row.depart_h < LEFT_H[row.week] - SLACK_H else 0
        out = away(convoys, row.begin_h + row.depart_h, row.week + 1) + unknown
        if out > TRUCKS:
            found.add(f"{row}: {out} vehicles of trucks are out, it has {TRUCKS}")
    return found


def test_sweeps_count_as_the_rules_do(block: tuple[int, int]) -> None:
    """Tests that small timetables, drawn at random, are found to be wrong in the same trips, with
    the same counts, as by counting all other trips anew for each.
    """
    base, chance = instance(), Random(block[0])
    slots = trucks = 0
    for _ in range(block[1]):
        rows = drawn(chance)
        trips = sorties((CONVOY, 0, LEFT_OUT))
        told = faults(pd.DataFrame(rows, columns=list(Row._fields)), trips, base, weeks=(1, 2))
        ground, out = on_the_ground(rows), trucks_out(rows)
        assert {each for each in told if "ground slots" in each} == ground
        assert {each for each in told if "are out, it has" in each} == out
        slots, trucks = slots + len(ground), trucks + len(out)
    assert slots > block[1]
    assert trucks > block[1] // 4


@pytest.mark.parametrize(
    ("hour", "many", "holders"), [(-1.0, 0, 0), (0.0, 2, 1), (1.0, 3, 2), (2.0, 1, 1), (3.0, 0, 0)]
)
def test_crowd(hour: float, many: int, holders: int) -> None:
    """Tests that a span holds its first hour and not its last, that an empty one holds nothing,
    and that spans of one name count once.
    """
    spans = [("a", 0.0, 2.0), ("a", 0.0, 2.0), ("b", 1.0, 3.0), ("c", 1.0, 1.0), ("c", 2.0, 0.0)]

    assert Crowd((begin, until) for _, begin, until in spans).at(hour) == many
    assert crowd_of(spans).at(hour) == holders
