"""Tables of what truly happened, as cells of text: from CSV files and the sheets of workbooks."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.reading import MOST_BYTES, read_plain, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKBOOK = ".xlsx"
EXTRA = "peaceplan[sheets]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was written: where it stands, its columns, and its rows that are not empty.

    where: the file, and for a sheet of a workbook its name in brackets; rows: number from 1 (the
    columns stand in the first), and cells without spaces around them.
    """

    where: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


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
    if find_spec("openpyxl") is None:
        message = f"workbooks need openpyxl; install the extra: pip install '{EXTRA}', or give CSVs"
        raise InvalidInput([Problem(file, 1, 1, "file", message)])
    try:
        sheets = list(_cells(path))
    except Exception as error:  # openpyxl raises whatever it comes upon
        message = f"cannot be read as a workbook ({error}); save it anew as .xlsx, or as CSVs"
        raise InvalidInput([Problem(file, 1, 1, "file", message)]) from error
    found = [_padded(f"{file}[{name}]", rows) for name, rows in sheets if rows]
    if not found:
        message = "no sheet holds anything; give it a sheet of arrivals, stocks or payments"
        raise InvalidInput([Problem(file, 1, 1, "file", message)])
    return found


def _cells(path: Path) -> Iterator[tuple[str, list[tuple[int, tuple[str, ...]]]]]:
    """Name of each sheet, and its rows that are not empty, without empty cells at their ends."""
    from openpyxl import load_workbook  # noqa: PLC0415 (an extra)

    content = io.BytesIO(read_plain(path))
    with zipfile.ZipFile(content) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
            message = f"unpacked larger than {MOST_BYTES:,} bytes"
            raise ValueError(message)
    with warnings.catch_warnings():  # of what it does not keep, such as colours by condition
        warnings.simplefilter("ignore")
        book = load_workbook(content, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # programs write wrong ones
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            texts = [(number, _trimmed([_text(cell) for cell in row])) for number, row in rows]
            yield sheet.title, [(number, row) for number, row in texts if row]


def _padded(where: str, rows: list[tuple[int, tuple[str, ...]]]) -> Sheet:
    """A sheet of which every row has a cell of each column; more cells stay, and are told."""
    first, columns = rows[0]
    if first != 1:
        return Sheet(where, (), ())
    width = len(columns)
    return Sheet(
        where, columns, tuple((n, row + ("",) * (width - len(row))) for n, row in rows[1:])
    )


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _text(value: object) -> str:
    """A cell as it would stand in a CSV: days as 2026-01-31, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
