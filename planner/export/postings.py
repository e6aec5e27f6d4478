"""Postings that staff wrote by hand, as a plan's table: for `evaluate` and `plan --fix`."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput, Problem
from planner.plan import ARRIVALS, DEPARTURES, TABLES, table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from planner.mission.mission import Mission

COLUMNS = TABLES["postings"]
NEEDED = ("unit", "site", "start_week", "end_week")
_NUMBERS = ("start_week", "end_week", "strength_persons")


def read_postings(path: Path, mission: Mission) -> pd.DataFrame:
    """Read a CSV of postings: at least unit, site, start_week and end_week.

    The other columns of `tables/postings.csv` may be left out or empty, then they are filled in:
    contributor, unit type and strength from the unit, how it comes and goes from its other
    postings and the first movement option of a pledged unit.

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
            message = f"{len(header)} cells are needed, {len(cells)} were found"
            problems.append(Problem(str(path), line, 1, "row", message))
            continue
        row = dict(zip(header, cells, strict=True))
        found.append(_posting(path, line, row, mission, problems))
    if not found and not problems:
        problems.append(Problem(str(path), 2, 1, "row", "there are no postings"))
    if problems:
        raise InvalidInput(problems)
    return table("postings", _completed(found, mission))


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in row] for row in csv.reader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(
            [Problem(str(path), 1, 1, "file", f"cannot be read: {error}")]
        ) from error


def _header(path: Path, rows: list[list[str]]) -> list[str]:
    header = rows[0] if rows else []
    problems = [
        Problem(str(path), 1, 1, name, "this column is needed")
        for name in NEEDED
        if name not in header
    ]
    for place, name in enumerate(header, start=1):
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            problems.append(Problem(str(path), 1, place, name, f"unknown column; known: {known}"))
        elif name in header[: place - 1]:
            problems.append(Problem(str(path), 1, place, name, "this column stands twice"))
    if problems:
        raise InvalidInput(problems)
    return header


def _posting(
    path: Path, line: int, cells: dict[str, str], mission: Mission, problems: list[Problem]
) -> dict[str, Any]:
    """One row with numbers as numbers; what is wrong is added to `problems`."""
    places = {name: place for place, name in enumerate(cells, start=1)}

    def wrong(column: str, message: str) -> None:
        problems.append(Problem(str(path), line, places.get(column, 1), column, message))

    known: dict[str, tuple[set[str], bool]] = {
        "unit": (set(mission.units), True),
        "site": (set(mission.sites), True),
        "requirement": ({need.requirement for need in mission.requirements}, False),
        "arrival": (set(ARRIVALS), False),
        "departure": (set(DEPARTURES), False),
    }
    for column, (names, needed) in known.items():
        value = cells.get(column, "")
        if (value or needed) and value not in names:
            wrong(column, f"unknown {column}, found {value!r}; use one that the mission names")
    row: dict[str, Any] = dict(cells)
    for column in _NUMBERS:
        text = cells.get(column, "")
        try:
            row[column] = int(text) if text or column in NEEDED else None
        except ValueError:
            wrong(column, f"must be a whole number, found {text!r}")
            row[column] = None
    weeks, start, end = mission.calendar.weeks, row["start_week"], row["end_week"]
    if start is not None and end is not None and not 0 <= start < end <= weeks:
        wrong("end_week", f"0 <= start < end <= {weeks} must hold, found {start} and {end}")
    return row


def _completed(rows: list[dict[str, Any]], mission: Mission) -> list[dict[str, object]]:
    rows = sorted(rows, key=lambda row: (row["unit"], row["start_week"]))
    before: list[dict[str, Any] | None] = [None, *rows[:-1]]
    after: list[dict[str, Any] | None] = [*rows[1:], None]
    return [
        _filled(row, mission, first=_is_first(row, past), last=_is_first(row, coming))
        for row, past, coming in zip(rows, before, after, strict=True)
    ]


def _is_first(row: dict[str, Any], neighbour: dict[str, Any] | None) -> bool:
    """Whether the neighbour in the order of units and weeks belongs to another unit."""
    return neighbour is None or neighbour["unit"] != row["unit"]


def _filled(row: dict[str, Any], mission: Mission, *, first: bool, last: bool) -> dict[str, object]:
    unit = mission.units[row["unit"]]
    options = [option for option in unit.movement_options if option in ARRIVALS]
    comes = "redeploy" if not first else "in_place" if unit.in_place else (options or ["air"])[0]
    stays = row["end_week"] == mission.calendar.weeks
    goes = "redeploy" if not last else "stays" if stays else "leave"
    default: dict[str, object] = {
        "posting": f"{unit.unit}:{row['site']}:{row['start_week']}",
        "contributor": unit.contributor,
        "unit_type": unit.unit_type,
        "requirement": "",
        "strength_persons": unit.strength_persons,
        "arrival": comes,
        "departure": goes,
    }
    given = {column: value for column, value in row.items() if value not in ("", None)}
    return {**default, **given}
