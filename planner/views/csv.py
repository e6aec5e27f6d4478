"""Write what a reader may see as CSV: the views, and for the organisation the plan's own tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.marking import ORGANISATION
from planner.export.tables import write_table
from planner.plan import TABLES, decimals_of
from planner.views.catalogue import VIEWS, views
from planner.views.hxl import hashtag
from planner.views.requirements_list import TPFDD

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from planner.export.marking import Reader
    from planner.mission.calendar import Calendar
    from planner.views.view import Source

CALENDAR_FILE = "weeks.csv"
VIEWS_FOLDER = "views"
COLUMNS_FILE = "columns.csv"
TPFDD_FILE = "tpfdd.csv"


def write_csv(source: Source, reader: Reader, directory: Path, *, hxl: bool = False) -> None:
    """Write into a folder that exists: a calendar, `views/<view>.csv` with `views/columns.csv`,
    which tells what each column means, and, for the organisation, `<table>.csv` for every table.

    hxl: views have a row of hashtags below their heads.
    """
    if reader == ORGANISATION:
        for name in TABLES:
            write_table(directory / f"{name}.csv", name, source.plan.tables[name])
    _write_calendar(source.mission.calendar, directory / CALENDAR_FILE)
    folder = directory / VIEWS_FOLDER
    folder.mkdir()
    shown = views(source, reader)
    for name, frame in shown.items():
        write_view(frame, folder / f"{name}.csv", hxl=hxl)
    _write_columns(shown, folder / COLUMNS_FILE)


def write_tpfdd(source: Source, reader: Reader, path: Path, *, hxl: bool = False) -> None:
    """Write the list of what is to be moved, as far as the reader may see it.

    Raises
    ------
    ExportFailed
        If the reader may see nothing of it.
    """
    frame = TPFDD.released(source, reader)
    if frame is None:
        raise ExportFailed(f"nothing of the list of movements may be released to {reader}")
    write_view(frame, path, hxl=hxl)


def write_view(frame: pd.DataFrame, path: Path, *, hxl: bool = False) -> None:
    """Numbers keep the decimals that a plan folder has; what is not known is empty."""
    rounded = frame.copy()
    for name in frame.columns[frame.dtypes == "float64"]:
        rounded[name] = frame[name].round(decimals_of(str(name))) + 0.0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(frame.columns)
        if hxl:
            writer.writerow(hashtag(str(column)) for column in frame)
        rounded.to_csv(file, index=False, header=False, lineterminator="\n", date_format="%Y-%m-%d")


def _write_columns(shown: dict[str, pd.DataFrame], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["view", "column", "type", "what"])
        for name, frame in shown.items():
            for column in frame:
                told = VIEWS[name].columns[str(column)]
                writer.writerow([name, column, told.kind, told.what])


def _write_calendar(calendar: Calendar, path: Path) -> None:
    # One week more than the horizon: exclusive ends may name it.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["week", "first_day", "quarter"])
        for week in range(calendar.weeks + 1):
            writer.writerow([week, calendar.first_day(week), calendar.quarter_of(week)])
