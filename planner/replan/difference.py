"""What a plan that goes on from another has otherwise, and why as far as can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission
    from planner.replan.file import Override

Row = dict[str, Any]
KNOCK_ON = "knock-on"
CHEAPER = f"{KNOCK_ON}: no change names it; it follows from what units, lift and money then cost"


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit's postings, or a lane's shared trips, that are otherwise than planned.

    why: the changes of the file that name it or what it rests on; else what it follows from.
    """

    kind: str
    subject: str
    before: str
    after: str
    why: tuple[str, ...]


def differences(
    mission: Mission, tables: Mapping[str, pd.DataFrame], overrides: Sequence[Override]
) -> list[Difference]:
    """All that differs from the week on as of which a mission is planned again: units in the order
    of their names, then lanes.

    tables: of the new plan; those of the earlier one are `mission.executed`.
    """
    executed = mission.executed
    assert executed is not None
    was, new = _by_unit(executed.tables["postings"]), _by_unit(tables["postings"])
    changed = [unit for unit in sorted({*was, *new}) if was.get(unit) != new.get(unit)]
    units = [
        Difference(
            "unit",
            unit,
            _told(mission, was.get(unit, [])),
            _told(mission, new.get(unit, [])),
            tuple(_why_unit(mission, unit, was, new, changed, overrides)),
        )
        for unit in changed
    ]
    return [*units, *_lanes(mission, tables, overrides, changed)]


COLUMNS = ["site", "start_week", "end_week", "requirement", "arrival", "departure"]


def _by_unit(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.sort_values("start_week", kind="stable").to_dict("records"):
        found.setdefault(str(row["unit"]), []).append({name: row[name] for name in COLUMNS})
    return found


def _told(mission: Mission, rows: list[Row]) -> str:
    day, weeks = mission.calendar.first_day, mission.calendar.weeks
    told = []
    for row in rows:
        until = "the end" if row["end_week"] >= weeks else str(day(row["end_week"]))
        held = f" for {row['requirement']}" if row["requirement"] else ""
        way = "" if row["arrival"] in ("in_place", "redeploy") else f" by {row['arrival']}"
        told.append(f"{row['site']} {day(row['start_week'])} to {until}{held}{way}")
    return ", then ".join(told) or "not posted"


def _why_unit(
    mission: Mission,
    unit: str,
    was: Mapping[str, list[Row]],
    new: Mapping[str, list[Row]],
    changed: Sequence[str],
    overrides: Sequence[Override],
) -> Iterator[str]:
    """Changes that name the unit, or what it holds or where; else other units that are changed."""
    own = [each.told for each in overrides if unit in each.names]
    rows = [*was.get(unit, []), *new.get(unit, [])]
    held = {row["requirement"] for row in rows if row["requirement"]}
    places = held | {row["site"] for row in rows}
    lanes = mission.lanes.values()
    near = {lane.lane for lane in lanes if {lane.origin, lane.destination} & places}
    found = own or [each.told for each in overrides if each.names & (places | near)]
    if found:
        yield from found
        return
    beside = [
        other
        for other in changed
        if other != unit
        and held & {row["requirement"] for row in (*was.get(other, []), *new.get(other, []))}
    ]
    named = [other for other in beside if any(other in each.names for each in overrides)]
    if beside:
        yield f"{KNOCK_ON}: holds, or held, the same as {', '.join(named or beside)}"
        return
    yield CHEAPER


def _lanes(
    mission: Mission,
    tables: Mapping[str, pd.DataFrame],
    overrides: Sequence[Override],
    changed: Sequence[str],
) -> Iterator[Difference]:
    executed = mission.executed
    assert executed is not None
    was, new = (
        _trips(frame, executed.as_of_week)
        for frame in (executed.tables["sorties"], tables["sorties"])
    )
    for lane in sorted({name for name, _ in {*was, *new}}):
        weeks = sorted({week for name, week in {*was, *new} if name == lane})
        steps = [new.get((lane, week), 0) - was.get((lane, week), 0) for week in weeks]
        if not any(steps):
            continue
        fewer, more = -sum(min(0, step) for step in steps), sum(max(0, step) for step in steps)
        place = mission.lanes[lane]
        names = {lane, place.corridor, place.origin, place.destination, place.fleet}
        why = [each.told for each in overrides if each.names & names]
        users = _users(tables, executed.tables, place.corridor)
        using = [unit for unit in changed if unit in users]
        if not why and using:
            why = [f"{KNOCK_ON}: loads of {', '.join(using)}"]
        before, after = (sum(made.get((lane, week), 0) for week in weeks) for made in (was, new))
        what = f"{after} trips ({fewer} of those planned not made, {more} others)"
        yield Difference("trips", lane, f"{before} trips", what, tuple(why) or (CHEAPER,))


def _users(
    new: Mapping[str, pd.DataFrame], was: Mapping[str, pd.DataFrame], corridor: str
) -> set[str]:
    found: set[str] = set()
    for tables in (new, was):
        loads = tables["consignments"]
        found |= set(loads.loc[loads["corridor"] == corridor, "unit"])
    return found


def _trips(frame: pd.DataFrame, week: int) -> dict[tuple[str, int], int]:
    shared = frame[(frame["consignment"] == "") & (frame["week"] >= week)]
    return {
        (lane, when): trips
        for lane, when, trips in shared[["lane", "week", "trips"]].itertuples(
            index=False, name=None
        )
    }
