"""Missions and tables for timetables, on top of the tiny mission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from planner.mission.lift import Stop
from planner.mission.mission import Mission
from planner.plan import table
from planner.solve.timetable import TimetableResult, make_timetable
from planner.verify.timetable import check_timetable
from tests.builders import mission

FLIGHT = "air:hub>alpha"  # one hour each way, two hours on the ground; one plane
CONVOY = "road:hub>alpha"  # two days out and back; ten groups of trucks
CHARTER = "charter_pax:AAA>hub"
SAILING = "sea:AAA>port"


def sorties(*rows: tuple[str, int, int] | tuple[str, int, int, str]) -> pd.DataFrame:
    """Table of (lane, week, trips) or (lane, week, trips, consignment)."""
    return table(
        "sorties",
        [
            {
                "lane": row[0],
                "week": row[1],
                "trips": row[2],
                "consignment": row[3] if len(row) == 4 else "",
            }
            for row in rows
        ],
    )


def contracts(**counts: int) -> pd.DataFrame:
    """Table of contracts held."""
    return table("contracts", [{"contract": k, "count": v} for k, v in counts.items()])


def releases(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Table of (fleet, week, vehicles given back)."""
    return table("releases", [{"fleet": f, "week": w, "vehicles": n} for f, w, n in rows])


def with_fleet(base: Mission, fleet: str, **changes: Any) -> Mission:
    """The mission with one fleet changed."""
    changed = replace(base.fleets[fleet], **changes)
    return replace(base, fleets={**base.fleets, fleet: changed})


def with_lane(base: Mission, lane: str, **changes: Any) -> Mission:
    """The mission with one lane changed."""
    return replace(base, lanes={**base.lanes, lane: replace(base.lanes[lane], **changes)})


def with_stop(base: Mission | None = None, **changes: Any) -> Mission:
    """The mission with a flight of two hours each way, which lands at bravo after a quarter of its
    way; an hour on the ground wherever it lands.
    """
    flight = {"hours_per_trip": 4.0, "ground_time_h": 1.0, "stops": (Stop("bravo", 0.25),)}
    return with_lane(base or mission(), FLIGHT, **{**flight, **changes})


def with_airfield(base: Mission, site: str, **changes: Any) -> Mission:
    """The mission with the airfield of one site changed."""
    place = base.sites[site]
    assert place.airfield is not None
    changed = replace(place, airfield=replace(place.airfield, **changes))
    return replace(base, sites={**base.sites, site: changed})


def made(
    trips: pd.DataFrame,
    weeks: tuple[int, ...] = (0,),
    base: Mission | None = None,
    held: pd.DataFrame | None = None,
    back: pd.DataFrame | None = None,
) -> TimetableResult:
    """The timetable of a plan with these trips; time is no limit."""
    held = contracts() if held is None else held
    return make_timetable(base or mission(), trips, held, weeks, time_limit_s=600.0, releases=back)


def faults(
    rows: pd.DataFrame,
    trips: pd.DataFrame,
    base: Mission | None = None,
    held: pd.DataFrame | None = None,
    weeks: tuple[int, ...] | None = None,
    back: pd.DataFrame | None = None,
) -> list[str]:
    """What the verifier finds in a timetable."""
    tables = {"sorties": trips, "contracts": contracts() if held is None else held}
    tables |= {} if back is None else {"releases": back}
    return check_timetable(base or mission(), tables, rows, weeks)
