"""CSV: the plan's tables for the organisation, views and the calendar for everybody."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd

from planner.export.marking import ORGANISATION, PUBLIC
from planner.plan import TABLES
from planner.views.catalogue import VIEWS, views
from planner.views.csv import CALENDAR_FILE, write_csv
from planner.views.view import Source
from tests import builders
from tests.export.plans import Judgement, plan

if TYPE_CHECKING:
    from pathlib import Path


def source() -> Source:
    """A hand-made plan of the tiny mission."""
    mission = builders.mission()
    return Source(mission, plan(mission), Judgement())


def test_csv_holds_every_table_every_view_and_the_calendar(tmp_path: Path) -> None:
    """Tests that week 13 opens quarter 1 on 30 September 2025."""
    write_csv(source(), ORGANISATION, tmp_path)
    assert {path.stem for path in tmp_path.glob("*.csv")} == {*TABLES, "weeks"}
    assert {path.stem for path in (tmp_path / "views").glob("*.csv")} == {*VIEWS, "columns"}
    with (tmp_path / CALENDAR_FILE).open(newline="") as file:
        assert list(csv.reader(file))[14] == ["13", "2025-09-30", "1"]


def test_every_column_of_a_view_is_told(tmp_path: Path) -> None:
    """Tests the heads of all views against the file that explains them."""
    write_csv(source(), ORGANISATION, tmp_path)
    told = pd.read_csv(tmp_path / "views" / "columns.csv")
    for name in VIEWS:
        head = pd.read_csv(tmp_path / "views" / f"{name}.csv").columns
        assert list(told.loc[told["view"] == name, "column"]) == list(head)


def test_the_public_gets_public_views_and_no_table(tmp_path: Path) -> None:
    """Tests which files there are."""
    write_csv(source(), PUBLIC, tmp_path)
    assert {path.stem for path in tmp_path.glob("*.csv")} == {"weeks"}
    shown = {path.stem for path in (tmp_path / "views").glob("*.csv")}
    assert shown == {*views(source(), PUBLIC), "columns"}
