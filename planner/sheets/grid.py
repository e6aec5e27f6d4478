"""Sheets that are one table: a head row that stays in sight, a filter, and typed columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import fsum
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.plan import decimals_of
from planner.sheets.book import HEAD, SUM
from planner.sheets.places import cell_name, span_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.sheets.book import Book, Sheet

MOST_ROWS = 1_048_576  # of a sheet
NARROWEST, WIDEST = 8, 48  # columns, in characters
WHOLE, MEASURED, USD, PLAIN = "#,##0", "#,##0.000", "#,##0.00", "0"
PLAIN_COLUMNS = ("week", "quarter", "trip")  # numbers that name something
SUMMED = 109  # of SUBTOTAL: a sum of the rows that a filter leaves and nobody has hidden

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be written: its columns with types (str, int64, float64, date, bool), its rows.

    formulas: by column, how its cells follow from others of their row, named in braces, as
    `={persons}*{rate_usd}`; the rows hold their values. totals: columns whose sums stand above the
    head, of the rows that a filter leaves. tags: a row of hashtags below the head, if any.
    """

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[Cell]]
    formulas: Mapping[str, str] = field(default_factory=dict)
    totals: Sequence[str] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands on its sheet, rows counted from 0: the first of its rows, and how many
    there are.
    """

    title: str
    columns: tuple[str, ...]
    first: int
    rows: int

    def span(self, column: str, since: int = 0, until: int | None = None) -> str:
        """Cells of a column in rows [since, until) of the table, for formulas elsewhere."""
        place = self.columns.index(column)
        last = self.rows if until is None else until
        return span_name(
            self.title, (self.first + since, place), (self.first + max(last, since + 1) - 1, place)
        )


def write_grid(book: Book, grid: Grid) -> Placed:
    """Add a sheet that holds the table, and say where its rows stand.

    Raises
    ------
    ExportFailed
        If it has more rows than a sheet, or a cell cannot be written.
    """
    head = 1 if grid.totals else 0
    first = head + (2 if grid.tags else 1)
    if len(grid.rows) > MOST_ROWS - first:
        raise ExportFailed(
            f"table {grid.title} has {len(grid.rows):,} rows, and a sheet holds "
            f"{MOST_ROWS - first:,}; export csv instead"
        )
    sheet = book.sheet(grid.title)
    placed = Placed(grid.title, tuple(grid.columns), first, len(grid.rows))
    for place, (column, kind) in enumerate(grid.columns.items()):
        cells = [_exact(column, row[place]) for row in grid.rows]
        sheet.put(head, place, column, bold=True, fill=HEAD)
        if grid.tags:
            sheet.put(head + 1, place, grid.tags[place], fill=HEAD)
        _write_column(sheet, grid, placed, place, cells)
        sheet.widen(place, _width(column, cells))
        if grid.totals:
            _write_total(sheet, grid, placed, place, number_format(column, kind), cells)
    sheet.freeze(first)
    sheet.filter(first - 1, first + len(grid.rows) - 1, len(grid.columns))
    return placed


def _write_column(
    sheet: Sheet, grid: Grid, placed: Placed, place: int, cells: Sequence[Cell]
) -> None:
    column = placed.columns[place]
    shown = number_format(column, grid.columns[column])
    formula = grid.formulas.get(column)
    for row, value in enumerate(cells, start=placed.first):
        if formula is not None and isinstance(value, int | float):
            names = {name: cell_name(row, at) for at, name in enumerate(placed.columns)}
            sheet.calculate(row, place, formula.format_map(names), value, shown)
        else:
            sheet.put(row, place, value, shown)


def _write_total(
    sheet: Sheet, grid: Grid, placed: Placed, place: int, shown: str, cells: Sequence[Cell]
) -> None:
    """A cell of the row of sums, empty where nothing is summed."""
    if placed.columns[place] not in grid.totals:
        sheet.put(0, place, "sum of rows shown" if place == 0 else None, bold=True, fill=SUM)
        return
    numbers = [value for value in cells if isinstance(value, int | float)]
    last = max(placed.first, placed.first + placed.rows - 1)
    span = f"{cell_name(placed.first, place)}:{cell_name(last, place)}"
    formula = f"=SUBTOTAL({SUMMED},{span})"
    sheet.calculate(0, place, formula, fsum(numbers), shown, bold=True, fill=SUM)


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
