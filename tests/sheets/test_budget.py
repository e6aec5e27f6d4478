"""The budget by line says what the plan costs, and follows from the sheet of costs by formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.mission.money import Appropriation
from tests.export.plans import plan
from tests.sheets.books import values, write, written

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan

GROUPS = ("I", "II", "III")


def budget(mission: Mission, made: Plan, path: Path) -> dict[str, tuple[Any, ...]]:
    """Apportionment, planned, variance and its share of each line and sum, as saved."""
    write(mission, made, path)
    _, *rows = values(written(path)["Budget"])
    return {line[1] or line[0]: line[2:] for line in rows if line[0]}


def test_the_budget_sums_what_the_tables_hold(mission: Mission, tmp_path: Path) -> None:
    """Tests lines, subtotals and total: 120,000 for travel and 651,000.25 for personnel, both of
    group I, of which 50 million are appropriated, as of the others.
    """
    made = plan(mission)
    found = budget(mission, made, tmp_path / "plan.xlsx")
    assert found["travel"] == ("", 120_000, "", "")
    assert found["personnel"] == ("", 651_000.25, "", "")
    spare = 50e6 - 771_000.25
    assert found["Subtotal, I"] == (50e6, 771_000.25, spare, pytest.approx(spare / 50e6))
    assert found["Subtotal, III"] == (50e6, 0, 50e6, 1)
    usd = made.tables["costs"]["usd"].sum()
    assert found["Gross requirements"][:3] == (150e6, usd, 150e6 - 771_000.25)
    assert {name for name in found if name in mission.budget_lines} == set(mission.budget_lines)


def test_everything_planned_follows_by_formulas(mission: Mission, tmp_path: Path) -> None:
    """Tests that lines ask the sheet of costs, and that a line's name is in its formula's row."""
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    sheet = written(tmp_path / "plan.xlsx", formulas=True)["Budget"]
    lines = {row[1].value: row[3].value for row in sheet.iter_rows(min_row=2) if row[1].value}
    assert set(lines) == set(mission.budget_lines)
    assert all(
        text.startswith("=SUMIFS('Costs'!$F$2:$F$3,'Costs'!$B$2:") for text in lines.values()
    )
    head = written(tmp_path / "plan.xlsx")["Costs"][1]
    assert [head[1].value, head[5].value] == ["line", "usd"]


@pytest.mark.parametrize(
    ("limits", "total"),
    [
        ({"all": 90e6, "I": 50e6, "II": 50e6, "III": 50e6}, 90e6),
        ({"all": 900e6, "I": 50e6, "II": 50e6, "III": 50e6}, 150e6),
        ({"all": 90e6}, 90e6),
        ({"I": 50e6}, ""),
        ({}, ""),
    ],
)
def test_what_is_not_limited_has_no_variance(
    mission: Mission, tmp_path: Path, limits: dict[Any, float], total: float | str
) -> None:
    """Tests appropriations of all groups together, of some, and none."""
    limited = replace(
        mission, appropriations=tuple(Appropriation(group, usd) for group, usd in limits.items())
    )
    found = budget(limited, plan(limited), tmp_path / "plan.xlsx")
    gross = found["Gross requirements"]
    assert gross[0] == total
    assert gross[2] == ("" if total == "" else total - 771_000.25)  # type: ignore[operator]
    for group in GROUPS:
        assert found[f"Subtotal, {group}"][0] == limits.get(group, "")
        assert (found[f"Subtotal, {group}"][2] == "") == (group not in limits)


def test_an_appropriation_of_nothing_has_no_share(mission: Mission, tmp_path: Path) -> None:
    """Tests that nothing is divided by zero."""
    none = replace(mission, appropriations=(Appropriation("I", 0.0),))
    found = budget(none, plan(none), tmp_path / "plan.xlsx")
    assert found["Subtotal, I"] == (0, 771_000.25, -771_000.25, "")
