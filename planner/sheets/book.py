"""A workbook that repeats byte for byte, in which text is never taken for a formula."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from planner.errors import ExportFailed

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_TEXT = 32_767  # characters in a cell
DATE = "yyyy-mm-dd"


class Book:
    """A workbook under way; nothing is written before it is saved."""

    def __init__(self, path: Path, made: date) -> None:
        import xlsxwriter  # noqa: PLC0415 (an extra)

        # In memory: no parts lie in temporary files, and each bears the same time.
        self._book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        self._path = path
        self._formats: dict[tuple[str, bool, bool], Any] = {}
        self._book.set_properties({"created": datetime.combine(made, time(), UTC)})

    def sheet(self, title: str) -> Sheet:
        """Add an empty sheet behind the others."""
        return Sheet(self, title, self._book.add_worksheet(title))

    def format(self, shown: str, *, bold: bool, wrapped: bool) -> Any:  # noqa: ANN401 (of an extra)
        """The one format of a look."""
        look = (shown, bold, wrapped)
        if look not in self._formats:
            form = self._book.add_format({"bold": bold, "text_wrap": wrapped, "valign": "top"})
            form.set_num_format(shown)
            self._formats[look] = form
        return self._formats[look]

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
        self._book, self._title, self._sheet = book, title, sheet

    def put(
        self,
        row: int,
        column: int,
        value: str | float | date | None,
        shown: str = "General",
        *,
        bold: bool = False,
        wrapped: bool = False,
    ) -> None:
        """Write a value as what it is; None and empty text leave the cell empty.

        Raises
        ------
        ExportFailed
            If a number is not finite, or a text is longer than a cell.
        """
        if isinstance(value, date):
            form = self._book.format(DATE, bold=bold, wrapped=False)
            self._sheet.write_datetime(row, column, datetime.combine(value, time()), form)
        elif isinstance(value, str) and value:
            self._fits(value)
            form = self._book.format("General", bold=bold, wrapped=wrapped)
            self._sheet.write_string(row, column, value, form)
        elif isinstance(value, int | float):
            self._finite(value)
            form = self._book.format(shown, bold=bold, wrapped=False)
            self._sheet.write_number(row, column, value, form)

    def calculate(
        self, row: int, column: int, formula: str, value: float, shown: str, *, bold: bool = False
    ) -> None:
        """Write a formula with its value, for programs that do not calculate.

        Raises
        ------
        ExportFailed
            If the value is not finite.
        """
        self._finite(value)
        form = self._book.format(shown, bold=bold, wrapped=False)
        self._sheet.write_formula(row, column, formula, form, value)

    def widen(self, column: int, characters: int) -> None:
        """Set the width of a column."""
        self._sheet.set_column(column, column, characters)

    def freeze(self, rows: int) -> None:
        """Keep the first rows in sight."""
        self._sheet.freeze_panes(rows, 0)

    def filter(self, last_row: int, columns: int) -> None:
        """Let the rows below the first be filtered by each column."""
        self._sheet.autofilter(0, 0, last_row, columns - 1)

    def _finite(self, value: float) -> None:
        if not math.isfinite(value):
            raise ExportFailed(f"sheet {self._title} holds {value}, which is no number")

    def _fits(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise ExportFailed(
                f"sheet {self._title} holds a text of {len(text):,} characters, and a cell holds "
                f"{LONGEST_TEXT:,}; export csv instead"
            )
