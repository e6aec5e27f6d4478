"""What the sheets of a workbook are, each with a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sheets.book import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.sheets.book import Sheet

TITLE = "Contents"
HEADS = ("sheet", "title", "what")
WIDTHS = (34, 44, 100)

Entry = tuple[str, str, str]  # sheet, title, what


def write_contents(sheet: Sheet, entries: Iterable[Entry]) -> None:
    """Fill the sheet: a row for each of the others."""
    for column, (word, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.put(0, column, word, bold=True, fill=HEAD)
        sheet.widen(column, width)
    for row, (name, title, what) in enumerate(entries, start=1):
        sheet.link(row, 0, name)
        sheet.put(row, 1, title, wrapped=True)
        sheet.put(row, 2, what, wrapped=True)
    sheet.freeze(1)
