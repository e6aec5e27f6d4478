"""Cells of a workbook as they would stand in a CSV, sheet by sheet."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.workbook.faults import Fault, faults_by_sheet

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

WORKBOOK = ".xlsx"
EXTRA = "peaceplan[sheets]"
MOST_BYTES = 100_000_000  # unpacked
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000  # empty ones before others of their rows included

Rows = tuple[tuple[int, tuple[str, ...]], ...]


class NoWorkbook(Exception):
    """Not to be read as a workbook; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that are not empty, by their number from 1, and cells that show no value.

    shown: whether people see it as they open the workbook. Rows end with their last cell that is
    not empty; cells have no spaces around them.
    """

    title: str
    shown: bool
    rows: Rows
    faults: tuple[Fault, ...]


def read_workbook(content: bytes) -> list[Sheet]:
    """Sheets of a workbook, also those that hold nothing. Of a formula the saved value counts.

    Raises
    ------
    NoWorkbook
        If it cannot be read, is too large, or openpyxl is missing.
    """
    if find_spec("openpyxl") is None:
        message = f"workbooks need openpyxl; install the extra: pip install '{EXTRA}', or give CSVs"
        raise NoWorkbook(message)
    try:
        _limit(content)
        return _sheets(content)
    except NoWorkbook:
        raise
    except Exception as error:  # openpyxl raises whatever it comes upon
        message = f"cannot be read as a workbook ({error}); save it anew as .xlsx, or as CSVs"
        raise NoWorkbook(message) from error


def _limit(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(each.file_size for each in packed.infolist())
    if max(size, len(content)) > MOST_BYTES:
        raise NoWorkbook(f"larger than {MOST_BYTES:,} bytes unpacked; shorten it")


def _sheets(content: bytes) -> list[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 (an extra)

    faults = faults_by_sheet(content)
    with warnings.catch_warnings():  # of what it does not keep, such as colours by condition
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [_sheet(each, faults.get(each.title, [])) for each in book.worksheets]


def _sheet(sheet: ReadOnlyWorksheet, faults: list[Fault]) -> Sheet:
    sheet.reset_dimensions()  # programs write wrong ones
    rows, found, count = [], list(faults), 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        count += len(cells)
        row = _trimmed([text_of(cell.value) for cell in cells])
        found += [_error(number, at, cell) for at, cell in enumerate(cells) if _is_error(cell)]
        if row:
            rows.append((number, row))
        if len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS or count > MOST_CELLS:
            most = f"{MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns"
            raise NoWorkbook(f"sheet {sheet.title!r} is larger than {most}; shorten it")
    return Sheet(sheet.title, sheet.sheet_state == "visible", tuple(rows), tuple(found))


def _is_error(cell: ReadOnlyCell) -> bool:
    return cell.value is not None and cell.data_type == "e"


def _error(row: int, at: int, cell: ReadOnlyCell) -> Fault:
    return Fault(row, at + 1, f"the cell shows an error, found {str(cell.value)!r}; correct it")


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def text_of(value: object) -> str:
    """A cell as it would stand in a CSV: days as 2026-01-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
