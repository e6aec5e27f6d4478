"""From grid steps to the rows of the table: hours of the week, vehicle and crew names."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planner.mission.mission import Mission
from planner.plan import table
from planner.solve.timetable.grid import DAY, DAYLIGHT_H, DAYS, HOURS_PER_DAY, PER_HOUR
from planner.solve.timetable.shapes import shape_of
from planner.solve.timetable.trips import Placed


def rows_of(mission: Mission, placed: Iterable[Placed]) -> pd.DataFrame:
    """Table `timetable` of placed trips."""
    return table("timetable", [_row(mission, item) for item in placed])


def sentences_on_late(mission: Mission, placed: Iterable[Placed]) -> list[str]:
    """One sentence for each lane and week with trips that arrive after the plan counts them."""
    late: dict[tuple[str, int], int] = {}
    for item in placed:
        lane = mission.lanes[item.trip.lane]
        shape = shape_of(mission, lane, "make")
        if item.start + shape.turn > (lane.lag_weeks + 1) * DAYS * shape.day:
            key = (item.trip.lane, item.trip.week)
            late[key] = late.get(key, 0) + 1
    return [
        f"{trips} trip(s) of {lane} that leave in week {week} arrive after the end of week "
        f"{week + mission.lanes[lane].lag_weeks}, in which the plan counts them"
        for (lane, week), trips in sorted(late.items())
    ]


def _row(mission: Mission, item: Placed) -> dict[str, object]:
    lane = mission.lanes[item.trip.lane]
    shape = shape_of(mission, lane, "make")
    # A charter is placed by its landing at the hub.
    start = item.start - (shape.back - shape.leave if lane.use == "charter" else 0)
    vehicle = f"{lane.fleet}/{item.vehicle}"
    return {
        "lane": item.trip.lane,
        "week": item.trip.week,
        "trip": item.trip.number,
        "vehicle": vehicle,
        "crew": "" if mission.fleets[lane.fleet].unlimited else f"{vehicle}/crew",
        "consignment": item.trip.consignment,
        "depart_h": _hours(start, shape.day, arriving=False),
        "turn_h": _hours(item.start + shape.turn, shape.day, arriving=True),
        "leave_h": _hours(item.start + shape.leave, shape.day, arriving=False),
        "return_h": _hours(item.start + shape.back, shape.day, arriving=True),
    }


def _hours(step: int, day: int, *, arriving: bool) -> float:
    """Hours of the week; where a day is daylight alone, its end is dusk and not the next dawn."""
    if day == DAY:
        return step / PER_HOUR
    number, rest = divmod(step, day)
    if arriving and rest == 0 and step > 0:
        number, rest = number - 1, day
    return number * HOURS_PER_DAY + DAYLIGHT_H[0] + rest / PER_HOUR
