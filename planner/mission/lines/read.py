"""Lines of a table: of a CSV, or of a sheet of a workbook."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.mission.checks.messages import found, nearest
from planner.mission.files import Unreadable
from planner.mission.lines.line import Line
from planner.mission.lines.lines import Lines
from planner.mission.lines.name import parted
from planner.workbook.sheets import WORKBOOK, NoWorkbook, Sheet, read_workbook

if TYPE_CHECKING:
    from planner.mission.files import Files

MAX_LINES = 200_000
OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")


def is_workbook(name: str) -> bool:
    """Whether a file is a workbook, by its ending."""
    return parted(name)[0].lower().endswith(WORKBOOK)


def read_lines(file: str, content: bytes, name: str) -> Lines:
    """Lines of a table that are not empty, the header first.

    Parameters
    ----------
    file
        What to call it in problems.
    content
        Of the file.
    name
        As the config has it, with the sheet if it names one.

    Raises
    ------
    Unreadable
        If the file as a whole cannot be read, or has no such sheet.
    """
    if name.lower().endswith(OTHER_WORKBOOKS):
        raise Unreadable(f"a workbook of another kind, {found(name)}; save it as .xlsx, or as CSV")
    if is_workbook(name):
        return _sheet_lines(file, content, name)
    return _csv_lines(file, content)


def as_csv(files: Files, name: str) -> bytes:
    """Content of a CSV, or what that of a sheet would be.

    Raises
    ------
    Unreadable
        As `read_lines`; also of a sheet with cells that cannot be read.
    """
    if not is_workbook(name):
        return files.read(name)
    stored = parted(name)[0]
    lines = read_lines(str(files.path(stored)), files.read(stored), name)
    for line, _, _, message in lines.wrong:
        raise Unreadable(f"row {line} of {name}: {message}")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(each.cells for each in lines.lines)
    return text.getvalue().encode()


def _csv_lines(file: str, content: bytes) -> Lines:
    read = Lines(file)
    count = content.count(b"\n")
    if count > MAX_LINES:
        message = f"too many lines, found {count:,}; use at most {MAX_LINES:,}"
        read.wrong.append((MAX_LINES + 1, 1, "table", message))
        return read
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = f"{content[error.start]:#04x}"
        message = f"not UTF-8 text, found byte {byte}; save it as UTF-8"
        read.wrong.append((line, 1, "table", message))
        return read
    physical = io.StringIO(text, newline="").readlines()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start, lines = 1, []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(start, physical[start - 1].rstrip(), cells))
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"broken CSV, {error}; correct the quotes of this line"
        read.wrong.append((start, 1, "table", message))
        return read
    if not lines:
        message = "the file is empty; give it a header and rows"
        read.wrong.append((1, 1, "table", message))
    read.lines = lines
    return read


def _sheet_lines(file: str, content: bytes, name: str) -> Lines:
    sheet = _chosen(_workbook(content), name)
    read = Lines(f"{file}[{sheet.title}]", noun="row")
    read.wrong = [(each.row, each.column, None, each.message) for each in sheet.faults]
    if not sheet.rows:
        read.wrong.append((1, 1, "table", "the sheet is empty; give it a header and rows"))
        return read
    width = len(sheet.rows[0][1])
    read.lines = [
        Line(number, None, [*cells, *[""] * (width - len(cells))]) for number, cells in sheet.rows
    ]
    return read


@lru_cache(maxsize=4)  # the tables of a mission often share a workbook
def _workbook(content: bytes) -> tuple[Sheet, ...]:
    try:
        return tuple(read_workbook(content))
    except NoWorkbook as error:
        raise Unreadable(str(error)) from None


def _chosen(sheets: tuple[Sheet, ...], name: str) -> Sheet:
    """The sheet of that name; without a name the only one that people see and that holds rows."""
    stored, part = parted(name)
    titles = [each.title for each in sheets]
    if part is not None:
        chosen = next((each for each in sheets if each.title == part), None)
        if chosen is None:
            raise Unreadable(f"no such sheet, {found(part)}; {nearest(part, titles)}")
        if not chosen.shown:
            message = f"the sheet is hidden, {found(part)}; show it in the workbook, then check it"
            raise Unreadable(message)
        return chosen
    filled = [each for each in sheets if each.shown and each.rows]
    if not filled:
        raise Unreadable("no sheet that is shown holds anything; give it a header and rows")
    if len(filled) > 1:
        names = ", ".join(each.title for each in filled)
        message = f"several sheets, found {names}; name one: {stored}[{filled[0].title}]"
        raise Unreadable(message)
    return filled[0]
