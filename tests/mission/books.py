"""Tables of the starter mission as spreadsheets have them, and what missions mean."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from planner.mission.mission import Mission
    from tests.mission.starter import Starter

Cell = str | float | date | None
TABLES = ("sites", "units", "pledges", "requirements")


def cell(text: str) -> Cell:
    """A cell of CSV as a person would have typed it: numbers and days are no texts."""
    for kind in (int, float, date.fromisoformat):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


def rows_of(path: Path) -> list[list[Cell]]:
    """Rows of a CSV, with the cells of a spreadsheet."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[cell(text) for text in row] for row in csv.reader(file)]


def write_book(path: Path, **sheets: Iterable[Sequence[Cell]]) -> Path:
    """A workbook with sheets of such names and rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def put_into_book(starter: Starter, *names: str) -> dict[str, list[list[Cell]]]:
    """Tables of a starter put into the sheets of `own.xlsx`; the CSVs are gone. What it holds."""
    held = {name: rows_of(starter.folder / f"{name}.csv") for name in names}
    for name in names:
        starter.change("mission.yaml", f": {name}.csv", f": own.xlsx[{name}]")
        (starter.folder / f"{name}.csv").unlink()
    write_book(starter.folder / "own.xlsx", **held)
    return held


def meaning(mission: Mission) -> Mission:
    """A mission without its digest, and without the files that its assumptions stand in."""
    said = tuple(replace(each, file="") for each in mission.assumptions)
    return replace(mission, digest="", assumptions=said)
