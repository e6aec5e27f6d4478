"""The whole workbook of a plan."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.marking import ORGANISATION
from planner.sheets import budget, charts, contents, gantt, headline
from planner.sheets.book import Book
from planner.sheets.grid import write_grid
from planner.sheets.lowest import TITLE as LOWEST
from planner.sheets.lowest import lowest_grid
from planner.sheets.tables import table_grids
from planner.sheets.viewed import columns_grid, sheet_title, sheets_of_views, view_grid
from planner.views.catalogue import VIEWS
from planner.views.money import COSTS
from planner.views.supply import STOCK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from planner.export.marking import Reader
    from planner.sheets.contents import Entry
    from planner.sheets.grid import Placed
    from planner.views.view import Source

EXTRA = "peaceplan[sheets]"
FILE = "plan.xlsx"  # in a folder


def write_xlsx(source: Source, reader: Reader, path: Path, *, hxl: bool = False) -> None:
    """Write a workbook of what the reader may see: what the plan is, charts, deployments and moves
    by week, a sheet for each view, what their columns mean, and, for the organisation, the budget
    by line and each table that has rows.

    hxl: sheets of views have a row of hashtags below their heads.

    Raises
    ------
    ExportFailed
        If xlsxwriter is missing, the file cannot be written, or the plan holds what no sheet can.
    """
    if find_spec("xlsxwriter") is None:
        raise ExportFailed(f"workbooks need xlsxwriter; install the extra: pip install '{EXTRA}'")
    book = Book(path, source.mission.calendar.start)
    Workbook(source, reader, book, hxl=hxl).write()
    book.save()


class Workbook:
    """The sheets of one workbook, in their order; what rests on others is filled after them."""

    def __init__(self, source: Source, reader: Reader, book: Book, *, hxl: bool) -> None:
        self._source, self._reader, self._book = source, reader, book
        self._hxl = hxl
        self._whole = reader == ORGANISATION
        self._entries: list[Entry] = []

    def write(self) -> None:
        """Write all sheets."""
        mission, plan = self._source.mission, self._source.plan
        planned = budget.planned_usd(mission, plan)
        headline.write_headline(self._book, self._source, self._reader)
        index = self._book.sheet(contents.TITLE)
        shown = sheets_of_views(self._source, self._reader)
        drawn = self._book.sheet(charts.TITLE)
        self._tell(charts.TITLE, "Charts", "They follow the sheets whose cells they show.")
        if gantt.write_gantt(self._book, mission.calendar, shown):
            what = "Colours follow `from` and `until` of each row."
            self._tell(gantt.TITLE, "Deployments and moves by week", what)
        if self._whole:
            lines = self._book.sheet(budget.TITLE)
            self._tell(budget.TITLE, "Budget by line", "Planned against appropriated, in formulas.")
        placed = self._views(shown)
        if self._whole:
            budget.write_budget(lines, mission, planned, placed[COSTS.name])
        charts.write_charts(self._book, drawn, shown, placed)
        self._tables()
        contents.write_contents(index, self._entries)

    def _tell(self, sheet: str, title: str, what: str) -> None:
        self._entries.append((sheet, title, what))

    def _views(self, shown: Mapping[str, pd.DataFrame]) -> dict[str, Placed]:
        """Write the sheets of views, and say where they stand by the names of views."""
        placed = {}
        for name, frame in shown.items():
            placed[name] = write_grid(self._book, view_grid(name, frame, hxl=self._hxl))
            self._tell(sheet_title(name), VIEWS[name].title, VIEWS[name].what)
            if name == STOCK_DAYS.name:
                placed.update(self._lowest(frame, placed[name]))
        write_grid(self._book, columns_grid(shown))
        self._tell("Columns", "Meaning of columns", "A row for each column of each view.")
        return placed

    def _lowest(self, frame: pd.DataFrame, at: Placed) -> Iterator[tuple[str, Placed]]:
        grid = lowest_grid(frame, at)
        if grid is not None:
            self._tell(
                LOWEST, "Lowest days of supply", "Of all sites, by week and class; formulas."
            )
            yield LOWEST, write_grid(self._book, grid)

    def _tables(self) -> None:
        """The plan's own tables, for the organisation."""
        if not self._whole:
            return
        for grid in table_grids(self._source.mission, self._source.plan):
            write_grid(self._book, grid)
            self._tell(grid.title, "Table of the plan", "As in the plan folder, with dates.")
