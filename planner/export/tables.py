"""Plan tables as CSV that repeats byte for byte, and back."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import ExportFailed, InvalidInput, Problem
from planner.plan import TABLES, decimals_of
from planner.reading import read_plain, read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_WHOLE = 2**53  # beyond it, a float no longer tells whole numbers apart


def write_table(path: Path, name: str, frame: pd.DataFrame) -> None:
    """Write the table `name` with the columns of the contract, rounded as `decimals_of` says.

    Raises
    ------
    ExportFailed
        If a number is not finite.
    """
    columns = [
        [_cell(name, column, value) for value in frame[column].tolist()] for column in TABLES[name]
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TABLES[name])
        writer.writerows(zip(*columns, strict=True))


def _cell(name: str, column: str, value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    if not math.isfinite(value):
        raise ExportFailed(f"table {name}: {column} holds {value}, which is no number")
    return repr(round(value, decimals_of(column)) + 0.0)  # + 0.0 turns -0.0 into 0.0


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read the table `name` in the row order of the file.

    Raises
    ------
    InvalidInput
        If the file is missing, or a column or a cell is not what the contract says.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_text(path), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput([Problem(str(path), 1, 1, name, f"cannot be read: {error}")]) from error
    columns = TABLES[name]
    if not rows or rows[0] != list(columns):
        wanted = ",".join(columns)
        raise InvalidInput([Problem(str(path), 1, 1, name, f"the first line must be {wanted}")])
    problems: list[Problem] = []
    values = _parse(path, rows[1:], columns, problems)
    if problems:
        raise InvalidInput(problems)
    return pd.DataFrame(values, columns=list(columns)).astype(columns)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _whole(text: str) -> int:
    value = int(text)
    if abs(value) > MOST_WHOLE:
        raise ValueError(text)
    return value


_PARSERS: dict[str, Callable[[str], object]] = {"str": str, "int64": _whole, "float64": _finite}


def _parse(
    path: Path, rows: list[list[str]], columns: dict[str, str], problems: list[Problem]
) -> dict[str, list[object]]:
    values: dict[str, list[object]] = {column: [] for column in columns}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            message = f"{len(columns)} cells are needed, {len(row)} were found"
            problems.append(Problem(str(path), number, 1, "row", message))
            continue
        for place, (column, kind) in enumerate(columns.items(), start=1):
            try:
                values[column].append(_PARSERS[kind](row[place - 1]))
            except ValueError:
                message = f"{row[place - 1]!r} is not a number of type {kind}"
                problems.append(Problem(str(path), number, place, column, message))
    return values


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(read_plain(path)).hexdigest()
