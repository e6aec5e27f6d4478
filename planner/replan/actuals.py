"""What truly happened: arrivals, stocks and payments, told apart by their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.replan.sheets import read_sheets

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.replan.sheets import Sheet

# Columns by table. The first column of a file or sheet that only one table has says which it is.
COLUMNS: dict[str, tuple[str, ...]] = {
    "arrivals": ("unit", "site", "arrived_on"),
    "stocks": ("site", "supply_class", "date", "quantity", "unit"),
    "payments": ("fund", "date", "received_usd"),
}
OPTIONAL = {"arrivals": ("persons", "ready_on")}
MARKS = {"arrived_on": "arrivals", "supply_class": "stocks", "received_usd": "payments"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: for what is said of it later."""

    file: str
    line: int
    columns: tuple[str, ...]
    in_book: bool = False

    def problem(self, column: str, message: str) -> Problem:
        """A problem with a cell of the row."""
        at = self.columns.index(column) + 1 if column in self.columns else 1
        return Problem(self.file, self.line, at, column, message, self.in_book)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A pledged unit arrived at a site; persons: how many, if that was told.

    day: None if it has not come; ready_on: from when on it can leave home then, None if nobody
    knows.
    """

    unit: str
    site: str
    day: date | None
    persons: int | None
    ready_on: date | None
    at: Place


@dataclass(frozen=True, slots=True)
class Count:
    """So much of a class stood at a site, in the class's unit."""

    site: str
    supply_class: str
    day: date
    quantity: float
    at: Place


@dataclass(frozen=True, slots=True)
class Payment:
    """USD that a fund received on a day."""

    fund: str
    day: date
    usd: float
    at: Place


@dataclass
class Actuals:
    """All that was told of what happened."""

    arrivals: list[Arrival] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)


def read_actuals(paths: Sequence[Path], mission: Mission, as_of_week: int) -> Actuals:
    """Read CSV files and workbooks of arrivals, stocks and payments, in any order.

    Arrivals and payments lie before the first day of the as-of week, counts at the latest on it.

    Raises
    ------
    InvalidInput
        With everything that is wrong in any of them.
    """
    found, problems = Actuals(), list[Problem]()
    known: dict[tuple[object, ...], Place] = {}
    for sheet in _sheets(paths, problems):
        table = _table(sheet, problems)
        if table is None:
            continue
        told = {fault.row for fault in sheet.faults}
        for line, cells in (row for row in sheet.rows if row[0] not in told):
            at = Place(sheet.where, line, sheet.columns, sheet.in_book)
            row = _Row(at, cells, mission, as_of_week, problems)
            if len(cells) != len(at.columns):
                what = f"{len(at.columns)} cells are needed, found {len(cells)}; add or remove some"
                problems.append(sheet.problem(line, 1, "row", what))
                continue
            key = row.add(table, found)
            if key in known:
                first = known[key]
                what = f"stands twice, found it in {first.file}:{first.line} too; remove one"
                problems.append(at.problem(COLUMNS[table][0], what))
            elif key is not None:
                known[key] = at
    if problems:
        raise InvalidInput(problems)
    return found


def _sheets(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Sheet]:
    for path in paths:
        try:
            yield from read_sheets(path)
        except InvalidInput as error:
            problems += error.problems


def _table(sheet: Sheet, problems: list[Problem]) -> str | None:
    """Which table a sheet holds; None if its columns are wrong."""
    header = sheet.columns
    for fault in sheet.faults:
        name = header[fault.column - 1] if fault.column <= len(header) else "table"
        problems.append(sheet.problem(fault.row, fault.column, name or "table", fault.message))
    before = len(problems)
    table = next((MARKS[name] for name in header if name in MARKS), None)
    if table is None:
        every = "; ".join(f"{name}: {', '.join(each)}" for name, each in COLUMNS.items())
        message = f"the columns are of no table, found {', '.join(header)!r}; give those of {every}"
        problems.append(sheet.problem(1, 1, "columns", message))
        return None
    known = (*COLUMNS[table], *OPTIONAL.get(table, ()))
    problems += [
        sheet.problem(1, 1, name, f"this column of {table} is missing; add it")
        for name in COLUMNS[table]
        if name not in header
    ]
    for at, name in enumerate(header):
        if name not in known:
            message = f"unknown column of {table}, found {name!r}; known: {', '.join(known)}"
            problems.append(sheet.problem(1, at + 1, name, message))
        elif name in header[:at]:
            problems.append(sheet.problem(1, at + 1, name, "stands twice; remove one"))
    return table if len(problems) == before else None


class _Row:
    """One row: what its cells say; what is wrong goes to `problems`."""

    def __init__(
        self, at: Place, cells: Sequence[str], mission: Mission, week: int, problems: list[Problem]
    ) -> None:
        self.at, self.mission, self.week, self.problems = at, mission, week, problems
        self.cells = dict(zip(at.columns, cells, strict=False))
        self.sound = True

    def wrong(self, column: str, message: str) -> None:
        self.problems.append(self.at.problem(column, message))
        self.sound = False

    def add(self, table: str, found: Actuals) -> tuple[object, ...] | None:
        """Add what the row says; what it may say only once (None: it is wrong, or may repeat)."""
        if table == "arrivals":
            unit = self.name("unit", self.mission.units)
            missed = not self.cells["arrived_on"] and "ready_on" in self.cells
            site = "" if missed else self.name("site", self.mission.sites)
            day = None if missed else self.day("arrived_on")
            persons, ready_on = self.number("persons", whole=True), self.ready_on(missed=missed)
            if self.sound and self.mission.units[unit].in_place:
                self.wrong("unit", f"stands there from the start, found {unit}; remove the row")
            if self.sound:
                told = None if persons is None else int(persons)
                found.arrivals.append(Arrival(unit, site, day, told, ready_on, self.at))
                return ("arrival", unit)
        elif table == "stocks":
            site = self.name("site", self.mission.sites)
            name = self.name("supply_class", self.mission.supply_classes)
            day, quantity = self.day("date"), self.number("quantity")
            supply = self.mission.supply_classes.get(name)
            if supply is not None and self.cells["unit"] != supply.unit:
                what = f"{name} is counted in {supply.unit}, found {self.cells['unit']!r}"
                self.wrong("unit", f"{what}; convert the quantity")
            if self.sound and day is not None and quantity is not None:
                found.counts.append(Count(site, name, day, quantity, self.at))
                return ("count", site, name, self.mission.calendar.week_of(day))
        else:
            fund, day = self.name("fund", self.mission.funds), self.day("date")
            usd = self.number("received_usd")
            if self.sound and day is not None and usd is not None:
                found.payments.append(Payment(fund, day, usd, self.at))
        return None

    def name(self, column: str, known: Container[str]) -> str:
        value = self.cells[column]
        if value not in known:
            self.wrong(column, f"the mission has none of that name, found {value!r}; correct it")
        return value

    def day(self, column: str) -> date | None:
        """A day that is over as planning goes on; a count may be of its first day."""
        text, calendar = self.cells[column], self.mission.calendar
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.wrong(column, f"must be a date like 2026-01-31, found {text!r}; correct it")
            return None
        until = calendar.first_day(self.week)
        late = day > until if "quantity" in self.cells else day >= until
        if late or day < calendar.start:
            what = f"must be from {calendar.start} to before the as-of week of {until}, found {day}"
            self.wrong(column, f"{what}; correct it or the as-of date")
        return day

    def ready_on(self, *, missed: bool) -> date | None:
        """From when on a unit can come that has not; None where that is empty."""
        text = self.cells.get("ready_on", "")
        if not text:
            return None
        if not missed:
            what = f"is of units that have not come, found {text} of one that has arrived"
            self.wrong("ready_on", f"{what}; empty this or arrived_on")
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong("ready_on", f"must be a date like 2026-01-31, found {text!r}; correct it")
            return None

    def number(self, column: str, *, whole: bool = False) -> float | None:
        """A number of at least zero; None where an optional column is empty."""
        text = self.cells.get(column, "")
        if not text and column not in (name for each in COLUMNS.values() for name in each):
            return None
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not isfinite(value) or value < 0 or (whole and value != int(value)):
            kind = "a whole number" if whole else "a number"
            self.wrong(column, f"must be {kind} of at least 0, found {text!r}; correct it")
            return None
        return value
