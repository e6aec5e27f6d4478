"""Sheets that are one table: a head row that stays in sight, a filter, and typed columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.plan import decimals_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.sheets.book import Book

MOST_ROWS = 1_048_576  # of a sheet, head row included
NARROWEST, WIDEST = 8, 48  # columns, in characters
WHOLE, MEASURED, USD, PLAIN = "#,##0", "#,##0.000", "#,##0.00", "0"
PLAIN_COLUMNS = ("week", "quarter", "trip")  # numbers that name something

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be written: its columns with types (str, int64, float64, date), and its rows."""

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[Cell]]


def write_grid(book: Book, grid: Grid) -> None:
    """Add a sheet that holds the table from its first cell on.

    Raises
    ------
    ExportFailed
        If it has more rows than a sheet, or a cell cannot be written.
    """
    if len(grid.rows) >= MOST_ROWS:
        raise ExportFailed(
            f"table {grid.title} has {len(grid.rows):,} rows, and a sheet holds "
            f"{MOST_ROWS - 1:,}; export csv instead"
        )
    sheet = book.sheet(grid.title)
    for place, (column, kind) in enumerate(grid.columns.items()):
        shown = number_format(column, kind)
        cells = [_exact(column, row[place]) for row in grid.rows]
        sheet.put(0, place, column, bold=True)
        for number, value in enumerate(cells, start=1):
            sheet.put(number, place, value, shown)
        sheet.widen(place, _width(column, cells))
    sheet.freeze(1)
    sheet.filter(len(grid.rows), len(grid.columns))


def number_format(column: str, kind: str) -> str:
    """How the numbers of a column are shown; the cells hold all their decimals."""
    if column in PLAIN_COLUMNS or column.endswith("_week"):
        return PLAIN
    if column.endswith("usd"):
        return USD
    return MEASURED if kind == "float64" else WHOLE


def _exact(column: str, value: Cell) -> Cell:
    """The number that a plan folder holds."""
    return round(value, decimals_of(column)) + 0.0 if isinstance(value, float) else value


def _width(column: str, cells: Sequence[Cell]) -> int:
    longest = max((_length(value) for value in cells), default=0)
    # The head row has an arrow for the filter beside its text.
    return min(WIDEST, max(NARROWEST, len(column) + 3, longest + 2))


def _length(value: Cell) -> int:
    return len(f"{value:,.3f}" if isinstance(value, float) else str(value))
