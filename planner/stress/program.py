"""The linear program of a plan under stress: its itineraries, its past decisions, room to give.

Columns: those of the model with room (`planner.solve.room`), then loads that are stranded, then
what budget lines with prices that move cost by quarter. What is read off a solution are rows of one
matrix (`Gauges`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.model.arrays import Rows
from planner.model.build import build_model
from planner.model.encode.lift import put_trips
from planner.model.encode.money import put_money
from planner.model.encode.supplies import put_camp, put_choices, put_cleared, put_supplies
from planner.model.model import Model
from planner.model.rules.money import accounts
from planner.solve.room import COST, MOST, Room, with_room
from planner.stress.ways import PLANNED, Ways

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MILLION = 1e6
# Families of decisions that are kept as planned before the first week of stress.
BY_WEEK = (
    "trips", "flow", "buy", "returned", "sold", "written_off", "built", "site_closure",
    "cut", "post_cut", "service_cut", "release",
)  # fmt: skip
BY_QUARTER = ("settled", "owed")
BAND = 1e-6  # by which a decision that is no whole number may differ: tables are rounded
LARGEST_USD = 1e6  # millions
# Terms of the objective that are told apart, by family; every `soft:` is one of `rule_shortfall`.
TERMS = {
    "spend": "cost",
    "missing": "requirement_shortfall",
    "unmet": "stockout",
    "overdue": "arrears",
}


@dataclass(frozen=True)
class Gauges:
    """What is read off a point: `matrix` x point + `constant`, by name."""

    names: tuple[str, ...]
    matrix: sparse.csr_matrix
    constant: Floats

    def read(self, point: Floats) -> dict[str, float]:
        """Each gauge at a point."""
        return dict(zip(self.names, (self.matrix @ point + self.constant).tolist(), strict=True))


@dataclass(frozen=True)
class Stressed:
    """The program; `rows` as planned. Events change its bounds and sides (`planner.stress.patch`).

    ways: the itineraries; line: number of the first column of a line's costs, by line; account_row:
    rows of `state:spend` of a line, by quarter; fund_row: rows in which a fund's inflow stands.
    """

    model: Model
    ways: Ways
    rows: Rows
    gauges: Gauges
    lines: tuple[str, ...]
    line_columns: NDArray[np.int64]
    line_rows: NDArray[np.int64]


def stressed(
    ways: Ways, tables: dict[str, pd.DataFrame], from_week: int, lines: Sequence[str] = ()
) -> Stressed:
    """The program of a plan, in which what was decided before a week stays.

    Parameters
    ----------
    tables: of the plan.
    lines: budget lines whose prices move.
    """
    plain = build_model(ways.mission, ways.options)
    room = with_room(plain, wider=True)
    rows, columns = room.model.rows, room.model.columns
    lower, upper = rows.lower.copy(), rows.upper.copy()
    trips = plain.columns.families["trips"]
    upper[trips.columns] = plain.columns.upper[trips.columns]
    _hold_itineraries(ways, plain, lower, upper)
    _hold_past(plain, tables, from_week, lower, upper)
    rows = replace(rows, lower=lower, upper=upper)
    stranded = _stranding(plain)
    count = columns.count
    rows = _with_columns(rows, stranded, COST, MOST)
    rows, line_columns, line_rows = _with_lines(plain, rows, lines)
    gauges = _gauges(room, count, rows.matrix.shape[1])
    return Stressed(plain, ways, rows, gauges, tuple(lines), line_columns, line_rows)


def rows_of(model: Model, rule: str, **axes: str) -> Ints:
    """Rows of the blocks of a rule whose axes have these labels alone, in the model's order."""
    found = [
        model.first_row[number] + np.arange(block.size)
        for number, block in enumerate(model.blocks)
        if block.rule == rule
        and all(block.axes.get(axis) == (label,) for axis, label in axes.items())
    ]
    return np.concatenate([np.zeros(0, np.int64), *found])


def _hold_itineraries(ways: Ways, model: Model, lower: Floats, upper: Floats) -> None:
    family = model.columns.families["itinerary"]
    lower[family.columns] = upper[family.columns] = 0.0
    planned = family.offset + np.array([own[PLANNED] for own in ways.of.values()], dtype=np.int64)
    lower[planned] = upper[planned] = 1.0


def _hold_past(
    model: Model, tables: dict[str, pd.DataFrame], week: int, lower: Floats, upper: Floats
) -> None:
    """Decisions before a week as planned, and cuts for which there is no notice from it on."""
    point = np.zeros(model.columns.count)
    for put in (put_trips, put_supplies, put_cleared, put_camp, put_choices, put_money):
        put(model, tables, point)
    if not week:
        return
    mission, families = model.mission, model.columns.families
    parts = [families[name].grid[..., :week].ravel() for name in BY_WEEK]
    parts += [families[name].grid[..., : week // WEEKS_PER_QUARTER].ravel() for name in BY_QUARTER]
    begun = [item.from_week < week for item in mission.contracts.values()]
    parts += [families["contract"].all()[np.array(begun, dtype=bool)], families["depot"].all()]
    parts.append(families["cut"].grid[:, week : week + mission.individual_notice_weeks].ravel())
    for name, hires in (("post_cut", mission.posts), ("service_cut", mission.services)):
        parts += [families[name].grid[row, week : week + item.notice_weeks]
                  for row, item in enumerate(hires.values())]  # fmt: skip
    for row, fleet in enumerate(families["release"].axes["fleet"]):
        terms = mission.fleets[str(fleet)].release
        notice = 0 if terms is None else terms.notice_weeks
        parts.append(families["release"].grid[row, week : week + notice])
    held = np.unique(np.concatenate(parts))
    band = np.where(model.columns.integer[held], 0.0, BAND * np.maximum(1.0, abs(point[held])))
    lower[held] = np.maximum(model.columns.lower[held], point[held] - band)
    upper[held] = np.maximum(lower[held], point[held] + band)


def _stranding(model: Model) -> sparse.csc_matrix:
    """Columns that take a load off its stream in a week, as if it had moved."""
    waiting = rows_of(model, "lift_window", of="waiting")
    ahead = rows_of(model, "lift_window", of="ahead")
    number = np.arange(len(waiting))
    value = np.concatenate([np.ones(len(number)), -np.ones(len(number))])
    place = (np.concatenate([waiting, ahead]), np.concatenate([number, number]))
    return sparse.csc_matrix((value, place), shape=(model.rows.matrix.shape[0], len(number)))


def _with_columns(rows: Rows, added: sparse.csc_matrix, cost: float, most: float) -> Rows:
    """The program with more columns, from zero up."""
    count = added.shape[1]
    return Rows(
        np.concatenate([rows.cost, np.full(count, cost)]),
        np.concatenate([rows.lower, np.zeros(count)]),
        np.concatenate([rows.upper, np.full(count, most)]),
        np.concatenate([rows.integer, np.zeros(count, dtype=bool)]),
        sparse.hstack([rows.matrix, added], format="csc"),
        rows.row_lower,
        rows.row_upper,
    )


def _with_lines(model: Model, rows: Rows, lines: Sequence[str]) -> tuple[Rows, Ints, Ints]:
    """The program with what lines cost by quarter as columns, which stand with no weight yet in the
    rows of spending; these columns, and those rows, by line and quarter.
    """
    quarters, width = model.mission.calendar.quarters, rows.matrix.shape[1]
    shape = (len(lines), quarters)
    columns = width + np.arange(len(lines) * quarters).reshape(shape)
    spends = np.zeros(shape, np.int64)
    if not lines:
        return rows, columns, spends
    place = {line: number for number, line in enumerate(lines)}
    row: list[Ints] = [np.arange(columns.size)]
    column: list[Ints] = [columns.ravel()]
    value: list[Floats] = [np.ones(columns.size)]
    for charge in model.charges:
        if charge.line in place:
            row.append(place[charge.line] * quarters + charge.quarter)
            column.append(charge.column)
            value.append(-charge.usd / MILLION)
    fixed = np.zeros(shape)
    for (line, quarter), usd in model.fixed_usd.items():
        if line in place:
            fixed[place[line], quarter] += usd / MILLION
    rows = _with_columns(rows, sparse.csc_matrix((len(rows.row_lower), columns.size)), 0.0, 0.0)
    rows.lower[width:], rows.upper[width:] = -LARGEST_USD, LARGEST_USD
    flat = tuple(np.concatenate(part) for part in (row, column))
    more = sparse.csc_matrix(
        (np.concatenate(value), flat), shape=(columns.size, rows.matrix.shape[1])
    )
    known = accounts(model.mission).values()
    account = {line: number for number, own in enumerate(known) for line in own}
    first = rows_of(model, "state:spend").reshape(-1, quarters)
    for line, number in place.items():
        spends[number] = first[account[line]]
    matrix = sparse.vstack([rows.matrix, more], format="csc")
    sides = [np.concatenate([side, fixed.ravel()]) for side in (rows.row_lower, rows.row_upper)]
    return replace(rows, matrix=matrix, row_lower=sides[0], row_upper=sides[1]), columns, spends


def _gauges(room: Room, count: int, width: int) -> Gauges:
    """Objective by term, coverage by priority, stock-outs, rules that give, loads stranded."""
    plain, mission = room.plain, room.plain.mission
    cost, families = plain.columns.cost, plain.columns.families
    found: dict[str, Floats] = {}
    constant: dict[str, float] = {}

    def gauge(name: str) -> Floats:
        return found.setdefault(name, np.zeros(width))

    for name, family in families.items():
        gauge("objective_usd")[family.columns] = cost[family.columns] * MILLION
        if name in TERMS or name.startswith("soft:"):
            term = gauge(f"{TERMS.get(name, 'rule_shortfall')}_usd")
            term[family.columns] = cost[family.columns] * MILLION
    constant["objective_usd"] = constant["cost_usd"] = plain.constant * MILLION
    missing = families["missing"]
    asked = plain.columns.upper_of(missing).sum(axis=1)
    weights = np.array([need.penalty_usd_per_week for need in mission.requirements])
    gauge("lacking_weighted")[missing.columns] = np.repeat(weights, missing.shape[1])
    for number, need in enumerate(mission.requirements):
        gauge(f"lacking|{need.priority}")[missing.grid[number]] = 1.0
    blocks = (*plain.blocks, *plain.safe_blocks)
    for number, block in enumerate(room.block):
        if int(block) < len(plain.blocks):
            gauge(f"broken|{blocks[int(block)].rule}")[plain.columns.count + number] = 1.0
    labels = [label.split("|")[2] for label in plain.streams.labels]
    weeks = mission.calendar.weeks
    for number, measure in enumerate(labels):
        first = count + number * weeks
        gauge(f"stranded|{'persons' if measure == 'pax' else measure}")[first : first + weeks] = 1.0
    unmet = families["unmet"]
    for number, label in enumerate(unmet.axes[next(iter(unmet.axes))]):
        gauge(f"stockout_t|{str(label).split('|')[1]}")[unmet.grid[number]] = 1.0
    constant["asked_weighted"] = float(weights @ asked)
    gauge("asked_weighted")
    names = tuple(found)
    matrix = sparse.csr_matrix(np.array([found[name] for name in names]))
    return Gauges(names, matrix, np.array([constant.get(name, 0.0) for name in names]))
