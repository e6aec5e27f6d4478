"""Postings that staff wrote by hand, as a plan's table: for `evaluate` and `plan --fix`."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from planner.errors import InvalidInput, Problem
from planner.mission.schema.force import MovementOption
from planner.plan import ARRIVALS, DEPARTURES, TABLES, table
from planner.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    import pandas as pd

    from planner.mission.mission import Mission

COLUMNS = TABLES["postings"]
DATES = {"start_week": "start", "end_week": "end"}  # a week, or the date in its place
NEEDED = ("unit", "site")
WAYS: tuple[str, ...] = (*get_args(MovementOption), "transfer")


def read_postings(path: Path, mission: Mission, *, whole: bool = False) -> pd.DataFrame:
    """Read a CSV of postings: unit, site, and start and end as weeks or as dates.

    Other columns of `tables/postings.csv` may be given too. A requirement, and the way in which a
    pledged unit comes, are read if they are given and stay empty (open) if not. Contributor and
    unit type must be the unit's own; strength is the mission's where it is left open. The posting's
    id follows from the rest and is not read, nor how it ends, but for `hand_over` and `transfer` of
    one that leaves.

    Parameters
    ----------
    whole
        Each unit in place that is named must begin where it stands, in week 0.

    Raises
    ------
    InvalidInput
        With every problem found, each with its line and column.
    """
    rows = _rows(path)
    header = _header(path, rows)
    problems: list[Problem] = []
    found = []
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = f"{len(header)} cells are needed, {len(cells)} were found; add or remove some"
            problems.append(Problem(str(path), line, 1, "row", message))
            continue
        row = _Row(str(path), line, dict(zip(header, cells, strict=True)), problems)
        row.read(mission)
        found.append(row)
    _sequences([row for row in found if row.sound], mission, whole=whole)
    if not found and not problems:
        problems.append(Problem(str(path), 2, 1, "row", "there are no postings; add some"))
    if problems:
        raise InvalidInput(problems)
    return table("postings", _completed(found, mission))


def _rows(path: Path) -> list[list[str]]:
    try:
        text = io.StringIO(read_text(path, encoding="utf-8-sig"), newline="")
        return [[cell.strip() for cell in row] for row in csv.reader(text)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(
            [Problem(str(path), 1, 1, "file", f"cannot be read: {error}")]
        ) from error


def _header(path: Path, rows: list[list[str]]) -> list[str]:
    header = rows[0] if rows else []
    problems = [
        Problem(str(path), 1, 1, name, "this column is needed; add it")
        for name in NEEDED
        if name not in header
    ]
    for week, day in DATES.items():
        if (week in header) == (day in header):
            which = "both were found" if week in header else "neither was found"
            message = f"one of {week} and {day} (a date) is needed, {which}"
            problems.append(Problem(str(path), 1, 1, week, message))
    known = (*COLUMNS, *DATES.values())
    for place, name in enumerate(header, start=1):
        if name not in known:
            message = f"unknown column, found {name!r}; known: {', '.join(known)}"
            problems.append(Problem(str(path), 1, place, name, message))
        elif name in header[: place - 1]:
            problems.append(
                Problem(str(path), 1, place, name, "this column stands twice; remove one")
            )
    if problems:
        raise InvalidInput(problems)
    return header


@dataclass
class _Row:
    """One row: its cells, and what they say; what is wrong goes to `problems`."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem]
    value: dict[str, Any] = field(default_factory=dict)
    sound: bool = True

    def wrong(self, column: str, message: str) -> None:
        """Note a problem in a column."""
        places = {name: place for place, name in enumerate(self.cells, start=1)}
        place = places.get(column, places.get(DATES.get(column, ""), 1))
        self.problems.append(Problem(self.file, self.line, place, column, message))
        self.sound = False

    def read(self, mission: Mission) -> None:
        """Values of all cells that are read."""
        needs = {need.requirement for need in mission.requirements}
        self._name("unit", mission.units, needed=True)
        self._name("site", mission.sites, needed=True)
        self._name("requirement", needs, needed=False)
        self._name("arrival", ARRIVALS, needed=False)
        self._name("departure", DEPARTURES, needed=False)
        unit = mission.units.get(self.cells["unit"])
        if unit is not None:
            for column in ("contributor", "unit_type"):
                given, right = self.cells.get(column, ""), getattr(unit, column)
                if given not in ("", right):
                    what = f"{unit.unit} is of {right}, found {given!r}; correct one or leave it"
                    self.wrong(column, f"{what} empty")
            way = self.cells.get("arrival", "")
            self.value["arrival"] = way if not unit.in_place and way in WAYS else ""
        strength = self.cells.get("strength_persons", "")
        self.value["strength_persons"] = self._whole("strength_persons") if strength else None
        start, end = self._week(mission, "start_week"), self._week(mission, "end_week")
        self.value |= {"start_week": start, "end_week": end}
        weeks = mission.calendar.weeks
        if start is not None and end is not None and not 0 <= start < end <= weeks:
            found = f"0 <= start < end <= {weeks} must hold, found {start} and {end}"
            self.wrong("end_week", f"{found}; correct them")

    def _name(self, column: str, known: Container[str], *, needed: bool) -> None:
        value = self.cells.get(column, "")
        if (value or needed) and value not in known:
            self.wrong(column, f"unknown {column}, found {value!r}; use one that the mission names")
        self.value[column] = value

    def _week(self, mission: Mission, column: str) -> int | None:
        day = self.cells.get(DATES[column])
        if day is None:
            return self._whole(column)
        try:
            return mission.calendar.week_of(date.fromisoformat(day))
        except ValueError:
            self.wrong(DATES[column], f"must be a date like 2026-01-31, found {day!r}; correct it")
            return None

    def _whole(self, column: str) -> int | None:
        text = self.cells[column]
        try:
            return int(text)
        except ValueError:
            self.wrong(column, f"must be a whole number, found {text!r}; correct it")
            return None


def _sequences(rows: list[_Row], mission: Mission, *, whole: bool) -> None:
    """What is wrong with the postings of one unit as a sequence."""
    by_unit: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: int(row.value["start_week"])):
        by_unit.setdefault(row.value["unit"], []).append(row)
    for name, own in by_unit.items():
        for before, row in pairwise(own):
            start, until = row.value["start_week"], before.value["end_week"]
            if start < until:
                where = f"{before.value['site']} until week {until} (line {before.line})"
                row.wrong("start_week", f"{name} is at {where}, found {start}; correct one of them")
        unit, first = mission.units[name], own[0]
        begins = first.value["site"], first.value["start_week"]
        if whole and unit.in_place and begins != (unit.site, 0):
            first.wrong(
                "start_week",
                f"{name} is in place at {unit.site}: its first posting begins there in week 0, "
                f"found {begins[0]} in week {begins[1]}; add or correct the posting there",
            )


def _completed(rows: list[_Row], mission: Mission) -> list[dict[str, object]]:
    rows = sorted(rows, key=lambda row: (row.value["unit"], row.value["start_week"]))
    names = [row.value["unit"] for row in rows]
    return [
        _filled(row, mission, first=name != before, last=name != after)
        for row, name, before, after in zip(
            rows, names, [None, *names[:-1]], [*names[1:], None], strict=True
        )
    ]


def _filled(row: _Row, mission: Mission, *, first: bool, last: bool) -> dict[str, object]:
    """A row of a plan's table; open are its requirement and the way a pledged unit comes."""
    value, unit = row.value, mission.units[row.value["unit"]]
    stays = value["end_week"] == mission.calendar.weeks
    strength = value["strength_persons"]
    told = value["departure"]
    leaves = told if told in ("hand_over", "transfer") else "leave"
    return {
        **value,
        "posting": f"{unit.unit}:{value['site']}:{value['start_week']}",
        "contributor": unit.contributor,
        "unit_type": unit.unit_type,
        "strength_persons": unit.strength_persons if strength is None else strength,
        "arrival": "redeploy" if not first else "in_place" if unit.in_place else value["arrival"],
        "departure": "redeploy" if not last else "stays" if stays else leaves,
    }
