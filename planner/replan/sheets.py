"""Tables of what truly happened, as cells of text: from CSV files and the sheets of workbooks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.reading import read_plain, read_text
from planner.workbook.sheets import WORKBOOK, NoWorkbook, Rows, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from planner.workbook.faults import Fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was written: where it stands, its columns, and its rows that are not empty.

    where: the file, and for a sheet of a workbook its name in brackets; rows: number from 1 (the
    columns stand in the first), and cells without spaces around them; faults: cells that show no
    value; in_book: whether it is a sheet of a workbook.
    """

    where: str
    columns: tuple[str, ...]
    rows: Rows
    faults: tuple[Fault, ...] = ()
    in_book: bool = False

    def problem(self, line: int, column: int, field: str, message: str) -> Problem:
        """A problem at a line and column of the table."""
        return Problem(self.where, line, column, field, message, self.in_book)


def read_sheets(path: Path) -> list[Sheet]:
    """The table of a CSV, or those of a workbook (its sheets that hold anything).

    Of a formula the value counts that was saved with it.

    Raises
    ------
    InvalidInput
        If it cannot be read, holds nothing, or is a workbook and openpyxl is missing.
    """
    if path.suffix.lower() == WORKBOOK:
        return _workbook(path)
    try:
        text = io.StringIO(read_text(path, encoding="utf-8-sig"), newline="")
        reader = csv.reader(text)
        lines = [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"cannot be read ({error}); make it a CSV in UTF-8, or a workbook (.xlsx)"
        raise InvalidInput([Problem(str(path), 1, 1, "file", message)]) from error
    columns = lines[0][1] if lines else ()
    return [Sheet(str(path), columns, tuple(line for line in lines[1:] if any(line[1])))]


def _workbook(path: Path) -> list[Sheet]:
    file = str(path)
    try:
        sheets = read_workbook(read_plain(path))
    except OSError as error:
        message = f"cannot be read as a workbook ({error}); save it anew as .xlsx, or as CSVs"
        raise InvalidInput([Problem(file, 1, 1, "file", message)]) from error
    except NoWorkbook as error:
        raise InvalidInput([Problem(file, 1, 1, "file", str(error))]) from error
    found = [
        _padded(f"{file}[{each.title}]", each.rows, each.faults) for each in sheets if each.rows
    ]
    if not found:
        message = "no sheet holds anything; give it a sheet of arrivals, stocks or payments"
        raise InvalidInput([Problem(file, 1, 1, "file", message)])
    return found


def _padded(where: str, rows: Rows, faults: tuple[Fault, ...]) -> Sheet:
    """A sheet of which every row has a cell of each column; more cells stay, and are told."""
    first, columns = rows[0]
    if first != 1:
        return Sheet(where, (), (), faults, in_book=True)
    width = len(columns)
    padded = tuple((n, row + ("",) * (width - len(row))) for n, row in rows[1:])
    return Sheet(where, columns, padded, faults, in_book=True)
