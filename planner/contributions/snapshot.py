"""Tables of uniformed personnel by mission, contributor and type, as the UN publishes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from planner.errors import InvalidInput, Problem
from planner.mission.files import Files, Unreadable
from planner.mission.tables import Table, read_table
from planner.resources import bundled

FOLDER = "contributions"
LATEST = "un_uniformed_personnel_2025-07.csv"
SERIES = "un_uniformed_personnel_2021-02_2025-07.csv.gz"

ISO3 = re.compile("[A-Z]{3}")
Text = Annotated[str, Field(min_length=1)]
Persons = Annotated[int, Field(ge=0, le=1_000_000)]
Cell = tuple[str, str, str]  # mission, contributor (ISO 3166-1 alpha-3), type of personnel


class ContributionRow(BaseModel):
    """A row of the UN's table: persons on the last day of a month."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    mission_acronym: Text
    contributing_country: Text
    tcc_iso3: Text
    personnel_type: Text
    male: Persons
    female: Persons
    total: Persons

    @property
    def cell(self) -> Cell:
        """What the row counts."""
        return self.mission_acronym, self.tcc_iso3, self.personnel_type


@dataclass(frozen=True)
class Snapshot:
    """Persons by mission, contributor and type on one day."""

    day: date
    persons: Mapping[Cell, int]


def read_snapshot(path: Path) -> Snapshot:
    """Read a table of one day, in the columns of the shipped one.

    Raises
    ------
    InvalidInput
        With everything that is wrong with the file: columns, values, a total that is not the sum of
        men and women, a row that stands twice, more than one day.
    """
    table = _sound_table(path)
    days = sorted({row.date for row in table})
    if len(days) > 1:
        at = next(at for at, row in enumerate(table.rows) if row.date != table.rows[0].date)
        message = (
            f"more than one day, found {table.rows[at].date} after {table.rows[0].date}; give a "
            "file of one day"
        )
        raise InvalidInput([table.problem(at, "date", message)])
    return Snapshot(days[0], {row.cell: row.total for row in table})


def shipped_snapshot() -> Snapshot:
    """The newest shipped table."""
    return read_snapshot(bundled("datasets") / FOLDER / LATEST)


def from_series(*months: str) -> tuple[Snapshot, ...]:
    """Snapshots of months (`2024-07`) from the shipped series, in the order asked for.

    Raises
    ------
    InvalidInput
        With every month that the series lacks.
    """
    path = bundled("datasets") / FOLDER / SERIES
    found: dict[str, dict[Cell, int]] = {}
    days: dict[str, date] = {}
    for row in _sound_table(path):
        month = f"{row.date:%Y-%m}"
        days[month] = row.date
        found.setdefault(month, {})[row.cell] = row.total
    known = f"the series has {len(found)} months from {min(found)} to {max(found)}"
    problems = [
        Problem(SERIES, 1, 1, "month", f"no such month, found {month!r}; {known}")
        for month in months
        if month not in found
    ]
    if problems:
        raise InvalidInput(problems)
    return tuple(Snapshot(days[month], found[month]) for month in months)


def _sound_table(path: Path) -> Table[ContributionRow]:
    """Rows of a file, none of which is wrong.

    Raises
    ------
    InvalidInput
        With everything that is wrong.
    """
    problems: list[Problem] = []
    try:
        table = read_table(Files(path.parent), path.name, ContributionRow, problems, unique=False)
    except Unreadable as error:
        raise InvalidInput([Problem(str(path), 1, 1, "file", str(error))]) from None
    seen: dict[tuple[date, Cell], int] = {}
    for at, row in enumerate(table.rows):
        if not ISO3.fullmatch(row.tcc_iso3):
            message = f"no code, found {row.tcc_iso3!r}; write it as three capitals (ISO 3166-1)"
            problems.append(table.problem(at, "tcc_iso3", message))
        if row.male + row.female != row.total:
            sum_ = row.male + row.female
            message = f"not the sum of male and female ({sum_}), found {row.total}; correct one"
            problems.append(table.problem(at, "total", message))
        first = seen.setdefault((row.date, row.cell), at)
        if first != at:
            message = (
                f"duplicate, found {' '.join(row.cell)} again after line {table.lines[first]}; "
                "name each only once"
            )
            problems.append(table.problem(at, "personnel_type", message))
    if problems:
        raise InvalidInput(problems)
    return table
