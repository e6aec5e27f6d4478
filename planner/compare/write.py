"""Tables of a comparison or a frontier as a folder of CSV files and one JSON file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from planner.export.atomic import whole_folder
from planner.export.manifest import write_json
from planner.export.notice import write_notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DECIMALS = 9


def write_tables(
    directory: Path,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    name: str,
    content: Mapping[str, Any],
    *,
    overwrite: bool,
) -> None:
    """Write `<table>.csv` for each table and `<name>.json` with `content`, whole or not at all.

    Tables without a row have no file.

    Raises
    ------
    ExportFailed
        If the folder exists and `overwrite` is off, or it cannot be written whole.
    """
    with whole_folder(directory, overwrite=overwrite) as scratch:
        for table, rows in tables.items():
            if rows:
                write_rows(scratch / f"{table}.csv", rows)
        write_json(scratch / f"{name}.json", content)
        write_notice(scratch)


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of the same keys as a CSV file; floats with nine decimals at most."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return repr(round(value, DECIMALS) + 0.0)
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if value is None else value
