"""Writes workbooks and reads them back, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from planner.export.marking import ORGANISATION
from planner.sheets.workbook import write_xlsx
from planner.views.view import Source
from tests.export.plans import Judgement

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.marking import Reader
    from planner.mission.mission import Mission
    from planner.plan import Plan


def write(
    mission: Mission,
    made: Plan,
    path: Path,
    verdict: Judgement | None = None,
    reader: Reader = ORGANISATION,
) -> None:
    """Write the workbook of a plan."""
    write_xlsx(Source(mission, made, verdict or Judgement()), reader, path)


def written(path: Path, *, formulas: bool = False) -> Any:
    """A workbook read back: the values saved with its formulas, or the formulas."""
    return load_workbook(path, data_only=not formulas)


def values(sheet: Any) -> list[tuple[Any, ...]]:
    """Rows of a sheet; what is empty is empty text, days are days."""
    return [tuple(_value(cell) for cell in line) for line in sheet.iter_rows(values_only=True)]


def table(sheet: Any) -> list[tuple[Any, ...]]:
    """Rows of a sheet from its head on, without sums above it."""
    rows = values(sheet)
    return rows[1:] if rows[0][0] == "sum of rows shown" else rows


def _value(cell: Any) -> Any:
    if cell is None:
        return ""
    return cell.date() if isinstance(cell, datetime) else cell
