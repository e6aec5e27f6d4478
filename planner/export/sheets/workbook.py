"""The whole workbook of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.export.sheets.book import Book
from planner.export.sheets.budget import write_budget
from planner.export.sheets.carried import movement_grid
from planner.export.sheets.grid import write_grid
from planner.export.sheets.headline import write_headline
from planner.export.sheets.tables import table_grids

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.manifest import Judged
    from planner.mission.mission import Mission
    from planner.plan import Plan


def write_xlsx(mission: Mission, plan: Plan, path: Path, verdict: Judged | None = None) -> None:
    """Write a workbook: the headline, the movement table, the budget, and each table with rows.

    verdict: what the verifier found, for the headline; None: it says nothing about that.

    Raises
    ------
    ExportFailed
        If the file cannot be written, or the plan holds what no sheet can.
    ImportError
        If xlsxwriter is missing.
    """
    book = Book(path, mission.calendar.start)
    write_headline(book, mission, plan, verdict)
    write_grid(book, movement_grid(mission, plan))
    write_budget(book, mission, plan)
    for grid in table_grids(mission, plan):
        write_grid(book, grid)
    book.save()
