"""Deployments and moves by week: rows with their days, and formulas that colour the weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.export.marking import PUBLIC, contributor
from planner.plan import empty_tables
from planner.sheets.gantt import COLOURS, HEADS
from tests.export.plans import plan, row
from tests.sheets.books import values, write, written

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

START = date(2025, 7, 1)
END = START + timedelta(weeks=20)


def test_rows_are_by_contributor_and_unit(mission: Mission, tmp_path: Path) -> None:
    """Tests all rows of the hand-made plan: p1 flies in week 4, its cargo follows by road in week
    5, and both are one move, which ends before it is posted in week 6.
    """
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    legend, head, *rows = values(written(tmp_path / "plan.xlsx")["Gantt"])
    assert tuple(each for each in legend if each) == tuple(COLOURS)
    assert head[: len(HEADS)] == HEADS
    assert head[len(HEADS) :] == tuple(START + timedelta(weeks=week) for week in range(20))
    weeks = {week: START + timedelta(weeks=week) for week in (4, 6)}
    assert [line[: len(HEADS)] for line in rows] == [
        ("AAA", "p1", "arrive", "AAA:air, hub, bravo", "air road", weeks[4], weeks[6]),
        ("AAA", "p1", "posting", "bravo", "", weeks[6], END),
        ("AAA", "u1", "posting", "alpha", "", START, END),
        ("AAA", "u2", "posting", "hub", "", START, END),
    ]


def test_moves_with_weeks_between_are_rows_of_their_own(mission: Mission, tmp_path: Path) -> None:
    """Tests cargo that goes two weeks after the people have come."""
    late = [row("movements", consignment="p1:cargo", lane="road:hub>bravo", week=8, t=60.0)]
    write(mission, plan(mission, movements=late), tmp_path / "plan.xlsx")
    _, _, *rows = values(written(tmp_path / "plan.xlsx")["Gantt"])
    assert [line[3:5] for line in rows if line[2] == "arrive"] == [
        ("AAA:air, hub", "air"),
        ("hub, bravo", "road"),
    ]


def holds(formula: str, sheet: Any, line: int, column: int) -> bool:
    """What `=AND($C3="…",H$2<$G3,H$2+7>$F3)` is in a cell, worked out by hand."""
    assert formula.removeprefix("=").startswith('AND($C3="')
    assert formula.endswith('",H$2<$G3,H$2+7>$F3)')
    what = formula.split('"')[1]
    kind, since, until = (sheet.cell(line, at).value for at in (3, 6, 7))
    day = sheet.cell(2, column).value
    return bool(kind == what and day < until and day + timedelta(days=7) > since)


def test_formulas_colour_the_weeks_of_each_row(mission: Mission, tmp_path: Path) -> None:
    """Tests, for each row, the weeks that a rule of its own colour holds for."""
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    sheet = written(tmp_path / "plan.xlsx")["Gantt"]
    (painted,) = sheet.conditional_formatting
    assert str(painted.sqref) == "H3:AA6"
    rules = {rule.formula[0]: rule.dxf.fill.bgColor.rgb[2:] for rule in painted.rules}
    assert set(rules.values()) == {colour[1:] for colour in COLOURS.values()}
    coloured = {
        line: [column - 8 for column in range(8, 28)
               if any(holds(formula, sheet, line, column) for formula in rules)]
        for line in range(3, 7)
    }  # fmt: skip
    assert coloured == {3: [4, 5], 4: [*range(6, 20)], 5: [*range(20)], 6: [*range(20)]}


def test_there_is_none_where_nothing_may_be_seen(mission: Mission, tmp_path: Path) -> None:
    """Tests the public, a contributor without units, and a plan in which nothing happens."""
    path = tmp_path / "plan.xlsx"
    for reader in (PUBLIC, contributor("ZZZ")):
        write(mission, plan(mission), path, reader=reader)
        assert "Gantt" not in written(path).sheetnames
    write(mission, replace(plan(mission), tables=empty_tables()), path)
    assert "Gantt" not in written(path).sheetnames
