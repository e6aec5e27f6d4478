"""The whole workbook of a plan."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.marking import ORGANISATION
from planner.sheets.book import Book
from planner.sheets.budget import write_budget
from planner.sheets.grid import write_grid
from planner.sheets.headline import write_headline
from planner.sheets.tables import table_grids
from planner.sheets.viewed import columns_grid, sheets_of_views, view_grids

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.marking import Reader
    from planner.views.view import Source

EXTRA = "peaceplan[sheets]"
FILE = "plan.xlsx"  # in a folder


def write_xlsx(source: Source, reader: Reader, path: Path) -> None:
    """Write a workbook of what the reader may see: the headline, a sheet for each view, what their
    columns mean, and, for the organisation, the budget by line and each table that has rows.

    Raises
    ------
    ExportFailed
        If xlsxwriter is missing, the file cannot be written, or the plan holds what no sheet can.
    """
    if find_spec("xlsxwriter") is None:
        raise ExportFailed(f"workbooks need xlsxwriter; install the extra: pip install '{EXTRA}'")
    mission, plan = source.mission, source.plan
    book = Book(path, mission.calendar.start)
    write_headline(book, source, reader)
    if reader == ORGANISATION:
        write_budget(book, mission, plan)
    shown = sheets_of_views(source, reader)
    for grid in view_grids(shown):
        write_grid(book, grid)
    write_grid(book, columns_grid(shown))
    if reader == ORGANISATION:
        for grid in table_grids(mission, plan):
            write_grid(book, grid)
    book.save()
