"""What a scenario changes of the program: bounds of columns, sides of rows, a few entries."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.lift import Lane
from planner.stress.events import Event, Scenario, route_of, stops_of
from planner.stress.program import MILLION, Stressed, rows_of
from planner.stress.ways import ABSENT, PLANNED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
PAYMENTS = ("fund", "late_pay")
CLOSURES = ("airfield", "route", "sector_roads", "convoys", "flights")


@dataclass(frozen=True)
class Patch:
    """Columns with other bounds, rows with other sides, entries (row, column, value) that are zero
    else. anchor: the money events among a scenario's, which move its optimum farthest: it is solved
    from the optimum of these alone.
    """

    key: str
    columns: Ints
    lower: Floats
    upper: Floats
    rows: Ints
    row_lower: Floats
    row_upper: Floats
    entries: tuple[tuple[int, int, float], ...] = ()
    anchor: Patch | None = None


def patch_of(program: Stressed, scenario: Scenario) -> Patch:
    """What a scenario changes."""
    free = {name for name, fund in program.model.mission.funds.items() if not fund.earmarked}
    money = tuple(
        each for each in scenario.events if each.kind in PAYMENTS and each.subject in free
    )
    anchor = _patch(program, Scenario("; ".join(map(str, money)), money)) if money else None
    return replace(_patch(program, scenario), anchor=anchor)


def _patch(program: Stressed, scenario: Scenario) -> Patch:
    bounds: dict[int, tuple[float, float]] = {}
    sides: dict[int, tuple[float, float]] = {}
    _units(program, scenario, bounds, sides)
    _closures(program, scenario, bounds)
    _funds(program, scenario, sides)
    columns, rows = sorted(bounds), sorted(sides)
    return Patch(
        scenario.key,
        np.array(columns, dtype=np.int64),
        np.array([bounds[column][0] for column in columns]),
        np.array([bounds[column][1] for column in columns]),
        np.array(rows, dtype=np.int64),
        np.array([sides[row][0] for row in rows]),
        np.array([sides[row][1] for row in rows]),
        tuple(_prices(program, scenario)),
    )


def _units(
    program: Stressed, scenario: Scenario,
    bounds: dict[int, tuple[float, float]], sides: dict[int, tuple[float, float]],
) -> None:  # fmt: skip
    first = program.model.columns.families["itinerary"].offset
    once = rows_of(program.model, "unit_once")
    names = {item.unit.unit: number for number, item in enumerate(program.model.options.classes)}
    for unit, number in program.ways.chosen(scenario.events).items():
        bounds[first + program.ways.of[unit][PLANNED]] = (0.0, 0.0)
        if number == ABSENT:
            sides[int(once[names[unit]])] = (0.0, 0.0)
        else:
            bounds[first + number] = (1.0, 1.0)


def _closures(
    program: Stressed, scenario: Scenario, bounds: dict[int, tuple[float, float]]
) -> None:
    trips, weeks = program.model.columns.families["trips"], program.model.mission.calendar.weeks
    for event in scenario.events:
        if event.kind not in CLOSURES:
            continue
        for number, lane in enumerate(program.model.options.lanes):
            if _closes(program, event, lane):
                for column in trips.grid[number, event.from_week : event.until(weeks)].tolist():
                    bounds[column] = (0.0, 0.0)


def _closes(program: Stressed, event: Event, lane: Lane) -> bool:
    """Whether an event closes a lane."""
    if event.kind == "airfield":
        return lane.mode == "air" and event.subject in stops_of(lane)
    if event.kind == "flights":
        return lane.mode == "air"
    if event.kind == "convoys":
        return lane.mode == "road"
    if event.kind == "route":
        return route_of(lane) == event.subject
    sites = program.model.mission.sites
    sectors = {sites[end].sector for end in (lane.origin, lane.destination) if end in sites}
    return bool(route_of(lane)) and event.subject in sectors


def _funds(program: Stressed, scenario: Scenario, sides: dict[int, tuple[float, float]]) -> None:
    """Late payments first, then what no longer comes at all."""
    mission = program.model.mission
    ledger = rows_of(program.model, "cash", part="balance").reshape(len(mission.funds), -1)
    quarters = ledger.shape[1]
    for number, fund in enumerate(mission.funds.values()):
        mine = [each for each in scenario.events if each.subject == fund.fund]
        late = [each for each in mine if each.kind == "late_pay"]
        lost = [each for each in mine if each.kind == "fund"]
        if not (late or lost):
            continue
        planned = np.zeros(quarters)
        planned[: len(fund.inflow_usd)] = fund.inflow_usd[:quarters]
        inflow = planned.copy()
        for each in late:
            quarter = each.from_week // WEEKS_PER_QUARTER
            inflow[quarter] -= planned[quarter]
            later = quarter + int(each.amount)
            if later < quarters:
                inflow[later] += planned[quarter]
        for each in lost:
            inflow[-(-each.from_week // WEEKS_PER_QUARTER) :] = 0.0
        for row, change in zip(ledger[number], inflow - planned, strict=True):
            if change:
                side = program.rows.row_lower[row] + change / MILLION
                sides[int(row)] = (side, side)


def _prices(program: Stressed, scenario: Scenario) -> list[tuple[int, int, float]]:
    """Entries by which a line's cost is spent as many times as its price says; from the quarter on
    that begins with the event, or holds it.
    """
    found = []
    for event in scenario.events:
        if event.kind != "price":
            continue
        line = program.lines.index(event.subject)
        for quarter in range(event.from_week // WEEKS_PER_QUARTER, program.line_rows.shape[1]):
            row, column = program.line_rows[line, quarter], program.line_columns[line, quarter]
            found.append((int(row), int(column), 1.0 - event.amount))
    return found
