"""`peaceplan cost` says what units cost, in a plan and in what a config offers them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.mission.starter import Starter

MONTHS_PER_WEEK = 7 / 30.4375


def test_a_unit_in_a_plan(run: Callable[..., Result], planned: Path) -> None:
    """Tests the lines of one unit of 150 for 20 weeks, at 1,448 USD a month, and their total."""
    said = run("cost", planned, "u1")
    [unit] = json.loads(run("cost", planned, "u1", "--format", "json").stdout)["units"]

    pay = 150 * 1448 * 20 * MONTHS_PER_WEEK
    assert said.exit_code == 0, said.output
    line = next(each for each in said.stdout.splitlines() if "personnel:" in each)
    assert line.split() == [
        "personnel:", "reimbursement", "at", "alpha", "150", "persons", "1,448.00",
        "USD/person-month", "4.6", "months", f"{pay:,.0f}", "charged",
    ]  # fmt: skip
    assert unit["lines"][0]["usd"] == pytest.approx(pay)
    assert unit["total_usd"] == pytest.approx(sum(each["usd"] for each in unit["lines"]))


def test_all_units_and_the_rest_of_a_plan(run: Callable[..., Result], planned: Path) -> None:
    """Tests that without a unit all are told, and every line with what is charged to none."""
    told = json.loads(run("cost", planned, "--format", "json").stdout)
    said = run("cost", planned).stdout

    lines = {each["line"]: each for each in told["lines"]}
    assert [each["case"] for each in told["units"]] == ["planned", "planned", "unused"]
    assert lines["civilian"]["rest"] == [{"item": "fixed", "usd": 200_000}]  # 20 x 10,000
    assert lines["personnel"]["rest_usd"] == 0
    assert "all 2" in said
    assert "rest of civilian: fixed 0.20" in said
    assert "not used in this plan" in run("cost", planned, "p1").stdout


def test_a_unit_in_place_of_a_config(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that staying, leaving and the rotation that leaving cancels are told: due on 16
    September, week 11, or two weeks later.
    """
    said = run("cost", starter.config, "SEN-company-1").stdout
    told = json.loads(
        run("cost", starter.config, "SEN-company-1", "--leaving", "--format", "json").stdout
    )

    assert said.startswith("UNIT SEN-company-1: SEN, infantry_coy, 150 persons, in place at bangui")
    assert "cancelled by leaving by week 13 (2025-09-30); if it stays, only by waiving tour" in said
    [unit] = told["units"]
    assert [case["case"] for case in unit["cases"]] == ["stays", "leaves"]
    assert unit["not_allowed"][0]["why"] == "notice_weeks: 6 weeks of notice"
    useful = [each["week"] for each in unit["leaving"] if each["saves_usd"] > 0]
    assert unit["last_useful_week"] == useful[-1]


def test_weeks_of_leaving_are_a_table(run: Callable[..., Result], starter: Starter) -> None:
    """Tests a row for each week from the notice of six weeks to the one before the end."""
    said = run("cost", starter.config, "BGD-hospital-1", "--leaving").stdout

    rows = [line.split()[1] for line in said.splitlines() if line.startswith("  week ")]
    assert rows == [str(week) for week in range(6, 26)]
    assert "not in weeks 1 to 5: notice_weeks" in said


def test_a_pledge_of_a_config(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that a pledged unit's ways to come are told, and cost lines of the least of them."""
    said = run("cost", starter.config, "GHA-company-1").stdout

    assert "arrives at bangui by liner" in said
    assert "freight: arrive: charter:liner_block:GHA:sea>douala" in said


def test_all_units_of_a_config(run: Callable[..., Result], starter: Starter) -> None:
    """Tests a row for each unit."""
    said = run("cost", starter.config).stdout

    assert "all 6" in said
    assert "CMR-police-1" in said


def test_unknown_units_are_refused(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that each is told with the nearest one there is, and the exit code is 2."""
    said = run("cost", starter.config, "SEN-company-9", "XXX")

    assert said.exit_code == 2
    assert "UNIT: unknown unit, found 'SEN-company-9'; did you mean 'SEN-company-1'?" in said.stderr
    assert "2 problems" in said.stderr


@pytest.mark.parametrize("option", [["--leaving"], []])
def test_options_of_the_other_kind_are_refused(
    run: Callable[..., Result], planned: Path, starter: Starter, option: list[str]
) -> None:
    """Tests that a plan is not asked what else could be, and a config needs no second one."""
    place = [planned] if option else [starter.config, "--config", starter.config]

    assert run("cost", *place, *option).exit_code == 2
