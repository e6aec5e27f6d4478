"""A workbook that repeats byte for byte, in which text is never taken for a formula."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from planner.errors import ExportFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONGEST_TEXT = 32_767  # characters in a cell
DATE = "yyyy-mm-dd"
HEAD, SUM = "#D9E2EC", "#F0F4F8"  # fills
A4 = 9

ChartKind = Literal["line", "column"]


class Book:
    """A workbook under way; nothing is written before it is saved."""

    def __init__(self, path: Path, made: date) -> None:
        import xlsxwriter  # noqa: PLC0415 (an extra)

        # In memory: no parts lie in temporary files, and each bears the same time.
        options = {"in_memory": True, "use_future_functions": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._path = path
        self._formats: dict[tuple[str, bool, bool, str, bool], Any] = {}
        self._book.set_properties({"created": datetime.combine(made, time(), UTC)})

    def sheet(self, title: str) -> Sheet:
        """Add an empty sheet behind the others."""
        return Sheet(self, title, self._book.add_worksheet(title))

    def format(
        self, shown: str, *, bold: bool, wrapped: bool, fill: str = "", upright: bool = False
    ) -> Any:  # noqa: ANN401 (of an extra)
        """The one format of a look."""
        look = (shown, bold, wrapped, fill, upright)
        if look not in self._formats:
            form = self._book.add_format({"bold": bold, "text_wrap": wrapped, "valign": "top"})
            form.set_num_format(shown)
            if fill:
                form.set_bg_color(fill)
            if upright:
                form.set_rotation(90)
            self._formats[look] = form
        return self._formats[look]

    def chart(self, kind: ChartKind, *, stacked: bool = False) -> Any:  # noqa: ANN401 (of an extra)
        """A chart that stands on no sheet yet."""
        options = {"type": kind, **({"subtype": "stacked"} if stacked else {})}
        return self._book.add_chart(options)

    def save(self) -> None:
        """Write the file.

        Raises
        ------
        ExportFailed
            If it cannot be written.
        """
        from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415 (an extra)

        try:
            self._book.close()
        except (OSError, XlsxWriterException) as error:
            raise ExportFailed(f"{self._path.name} could not be written: {error}") from error


class Sheet:
    """A sheet under way; rows and columns count from 0."""

    def __init__(self, book: Book, title: str, sheet: Any) -> None:  # noqa: ANN401 (of an extra)
        self._book, self.title, self._sheet = book, title, sheet
        # On paper: as many pages long as it takes, and one wide.
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)

    def put(
        self,
        row: int,
        column: int,
        value: str | float | date | None,
        shown: str = "General",
        *,
        bold: bool = False,
        wrapped: bool = False,
        fill: str = "",
    ) -> None:
        """Write a value as what it is; None and empty text leave the cell empty.

        Raises
        ------
        ExportFailed
            If a number is not finite, or a text is longer than a cell.
        """
        if isinstance(value, date):
            form = self._book.format(DATE, bold=bold, wrapped=False, fill=fill)
            self._sheet.write_datetime(row, column, datetime.combine(value, time()), form)
        elif isinstance(value, str) and value:
            self._fits(value)
            form = self._book.format("General", bold=bold, wrapped=wrapped, fill=fill)
            self._sheet.write_string(row, column, value, form)
        elif isinstance(value, int | float):
            self._finite(value)
            form = self._book.format(shown, bold=bold, wrapped=False, fill=fill)
            self._sheet.write_number(row, column, value, form)
        elif fill:
            form = self._book.format(shown, bold=bold, wrapped=False, fill=fill)
            self._sheet.write_blank(row, column, None, form)

    def calculate(
        self,
        row: int,
        column: int,
        formula: str,
        value: float | str,
        shown: str,
        *,
        bold: bool = False,
        fill: str = "",
    ) -> None:
        """Write a formula with its value, for programs that do not calculate.

        Raises
        ------
        ExportFailed
            If the value is a number that is not finite.
        """
        if not isinstance(value, str):
            self._finite(value)
        form = self._book.format(shown, bold=bold, wrapped=False, fill=fill)
        self._sheet.write_formula(row, column, formula, form, value)

    def put_upright(self, row: int, column: int, day: date) -> None:
        """Write a day as the head of a narrow column, from below."""
        form = self._book.format(DATE, bold=True, wrapped=False, fill=HEAD, upright=True)
        self._sheet.write_datetime(row, column, datetime.combine(day, time()), form)

    def link(self, row: int, column: int, sheet: str) -> None:
        """Write the name of another sheet that leads there."""
        self._sheet.write_url(row, column, f"internal:'{sheet}'!A1", string=sheet)

    def widen(self, column: int, characters: float, until: int | None = None) -> None:
        """Set the width of a column, or of those up to another."""
        self._sheet.set_column(column, column if until is None else until, characters)

    def heighten(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self._sheet.set_row(row, points)

    def freeze(self, rows: int, columns: int = 0) -> None:
        """Keep the first rows and columns in sight, the rows also on each page of paper."""
        self._sheet.freeze_panes(rows, columns)
        if rows:
            self._sheet.repeat_rows(0, rows - 1)

    def filter(self, head_row: int, last_row: int, columns: int) -> None:
        """Let the rows below a head be filtered by each column."""
        self._sheet.autofilter(head_row, 0, last_row, columns - 1)

    def paint(
        self, first: tuple[int, int], last: tuple[int, int], rules: Sequence[tuple[str, str]]
    ) -> None:
        """Fill cells by formulas written for the first one, (formula, colour), the first that
        holds.
        """
        for formula, colour in rules:
            look = self._book.format("General", bold=False, wrapped=False, fill=colour)
            options = {"type": "formula", "criteria": formula, "format": look, "stop_if_true": True}
            self._sheet.conditional_format(*first, *last, options)

    def draw(self, row: int, column: int, chart: Any) -> None:  # noqa: ANN401 (of an extra)
        """Lay a chart on the sheet, its corner on a cell."""
        self._sheet.insert_chart(row, column, chart, {"object_position": 1})

    def _finite(self, value: float) -> None:
        if not math.isfinite(value):
            raise ExportFailed(f"sheet {self.title} holds {value}, which is no number")

    def _fits(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise ExportFailed(
                f"sheet {self.title} holds a text of {len(text):,} characters, and a cell holds "
                f"{LONGEST_TEXT:,}; export csv instead"
            )
