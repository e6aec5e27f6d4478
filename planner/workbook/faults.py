"""Cells of a workbook that show no value of their own, which openpyxl reads as empty ones."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
UNSAVED = (
    "a formula whose value is not saved; open the workbook in a spreadsheet program and save it "
    "again, or write the value"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell (row and column from 1) whose value nobody can read, and what to do about it."""

    row: int
    column: int
    message: str


def faults_by_sheet(content: bytes) -> dict[str, list[Fault]]:
    """Merged cells, and formulas saved without a value, by the sheet's title.

    Programs that write workbooks without working them out save such formulas.
    """
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 (an extra)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(content), read_only=True)
        reader.read_manifest()
        reader.read_workbook()
        with reader.archive as packed:
            return {
                sheet.name: list(_faults(packed, relation.target))
                for sheet, relation in reader.parser.find_sheets()
                if relation.target in reader.valid_files and "chartsheet" not in relation.Type
            }


def _faults(packed: ZipFile, part: str) -> Iterator[Fault]:
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415 (an extra)

    with packed.open(part) as text:
        for _, element in iterparse(text):
            kind = element.tag.rpartition("}")[2]
            if kind == "c" and _is_unsaved(element):
                yield Fault(*_place(element.get("r", "")), UNSAVED)
            elif kind == "mergeCell":
                cells = element.get("ref", "")
                message = f"merged cells, found {cells}; part them and fill in each"
                yield Fault(*_place(cells), message)
            elif kind == "row":
                element.clear()


def _is_unsaved(cell: Any) -> bool:  # noqa: ANN401 (of whichever XML library openpyxl found)
    inner = {each.tag.rpartition("}")[2]: each for each in cell}
    saved = inner.get("v")
    if "f" not in inner:
        return False
    return saved is None or (not saved.text and cell.get("t") != "str")


def _place(cells: str) -> tuple[int, int]:
    """Row and column of the first of some cells; the first cell where they are not told."""
    found = PLACE.match(cells)
    if found is None:
        return 1, 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
