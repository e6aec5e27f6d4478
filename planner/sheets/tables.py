"""The plan's tables as sheets, with a date beside every week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.rows import records
from planner.plan import TABLES
from planner.sheets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.mission.calendar import Calendar
    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.sheets.grid import Cell


PREFIX = "table "  # views may have the name of a table


def table_grids(mission: Mission, plan: Plan) -> Iterator[Grid]:
    """Each table that has rows. `<week>_date` is the first day of the week; beside a week that
    ends something it is the first day after.

    Raises
    ------
    ExportFailed
        If a week lies beyond every date.
    """
    for name, columns in TABLES.items():
        rows = records(plan.tables[name])
        if rows:
            filled = [_row(mission.calendar, name, row) for row in rows]
            yield Grid(f"{PREFIX}{name}", _dated(columns), filled)


def first_day(calendar: Calendar, where: str, week: int) -> date:
    """First day of a week that `where` names.

    Raises
    ------
    ExportFailed
        If it lies beyond every date.
    """
    try:
        return calendar.first_day(week)
    except OverflowError as error:
        raise ExportFailed(f"table {where} names week {week}, which has no date") from error


def _is_week(column: str) -> bool:
    return column == "week" or column.endswith("_week")


def _dated(columns: dict[str, str]) -> dict[str, str]:
    found = {}
    for column, kind in columns.items():
        found[column] = kind
        if _is_week(column):
            found[f"{column}_date"] = "date"
    return found


def _row(calendar: Calendar, name: str, row: dict[str, Cell]) -> list[Cell]:
    cells: list[Cell] = []
    for column in TABLES[name]:
        value = row[column]
        cells.append(value)
        if _is_week(column) and isinstance(value, int):
            cells.append(first_day(calendar, name, value))
    return cells
