"""Write a plan's tables as CSV, with a calendar that turns weeks into dates."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from planner.export.tables import write_table
from planner.plan import TABLES, Plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.calendar import Calendar
    from planner.mission.mission import Mission

CALENDAR_FILE = "weeks.csv"


def write_csv(mission: Mission, plan: Plan, directory: Path) -> None:
    """Write `<table>.csv` for every table, and the calendar, into a folder that exists."""
    for name in TABLES:
        write_table(directory / f"{name}.csv", name, plan.tables[name])
    _write_calendar(mission.calendar, directory / CALENDAR_FILE)


def _write_calendar(calendar: Calendar, path: Path) -> None:
    # One week more than the horizon: exclusive ends may name it.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["week", "first_day", "quarter"])
        for week in range(calendar.weeks + 1):
            writer.writerow([week, calendar.first_day(week), calendar.quarter_of(week)])
