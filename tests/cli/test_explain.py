"""Tests of `peaceplan explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from click.testing import Result

    from tests.mission.starter import Starter

Run = Callable[..., "Result"]
ROOM_FOR = 1000  # the starter's military ceiling


@pytest.fixture
def clashing(starter: Starter) -> Path:
    """The starter mission with a ceiling below the force that stands there on the first day."""
    text = starter.config.read_text(encoding="utf-8")
    changed = text.replace(f"military: {ROOM_FOR}", "military: 400")
    assert changed != text
    starter.config.write_text(changed, encoding="utf-8")
    return starter.config


def test_what_clashes_is_told(run: Run, clashing: Path) -> None:
    """Tests that the screen has at most ten lines: the rule with its weeks, its arithmetic, its
    source and what it would have to give. 531 are there: 520 in units, 11 of 20 individuals.
    """
    told = run("explain", clashing)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert len(lines) <= 10
    assert "1 rule stands against all laws" in lines[0]
    assert "minimal" in lines[0]
    assert lines[1].startswith("  ceiling military, week 0: needed 531, offered 400 persons.")
    assert lines[1].endswith("[exercise resolution 1]")
    assert lines[3].startswith("  ceiling military: 131 persons in week 0")


def test_json_has_it_all(run: Run, clashing: Path) -> None:
    """Tests the same as JSON, with an order in which rules give."""
    told = json.loads(
        run("explain", clashing, "--give-way", "budget,ceiling", "--format", "json").stdout
    )
    assert (told["status"], told["minimal"]) == ("clash", True)
    [member] = told["members"]
    assert (member["kind"], member["subject"], member["first"]) == ("ceiling", "military", 0)
    assert member["amount"] == {
        "needed": pytest.approx(531.0), "offered": 400.0, "short": pytest.approx(131.0),
        "measure": "persons",
    }  # fmt: skip
    [gift] = told["gives"]
    assert (gift["kind"], gift["rank"]) == ("ceiling", 1)


def test_a_mission_that_can_be(run: Run, starter: Starter) -> None:
    """Tests that nothing clashes in the starter as it is."""
    told = run("explain", starter.config)
    assert told.exit_code == 0
    assert "no rules clash" in told.stdout


def test_rules_that_cannot_give_are_refused(run: Run, starter: Starter) -> None:
    """Tests that a slip and a rule that holds or does not are both told, and nothing is done."""
    told = run("explain", starter.config, "--give-way", "celing,mandate_expiry")
    assert told.exit_code == 2
    assert told.stdout == ""
    assert "did you mean 'ceiling'" in told.stderr
    assert "found 'mandate_expiry'" in told.stderr


def test_why_a_plan_has_not_what_is_asked(run: Run, planned: Path) -> None:
    """Tests the pledge of the tiny mission, which its plan leaves at home, at bravo: the screen
    says what it costs, and JSON has the two plans side by side.
    """
    asked = (
        "explain",
        planned,
        "--why",
        "unit=p1,site=bravo",
        "--time-limit",
        "20",
        "--gap",
        "0.5",
    )
    told = run(*asked)
    assert told.exit_code == 0, told.stderr
    lines = told.stdout.splitlines()
    assert len(lines) <= 10
    assert lines[0].startswith("p1 at bravo: ")
    assert any(line.startswith("  p1: not used; with it: bravo") for line in lines)
    told = json.loads(run(*asked, "--format", "json").stdout)
    assert (told["status"], told["asked"]["site"]) == ("possible", "bravo")
    assert "p1" in told["comparison"]["changes"]["the plan with it"]
    assert (
        run("explain", planned, "--why", "unit=u2,site=hub").stdout
        == "u2 at hub: the plan has it\n"
    )


def test_a_plan_is_told_by_its_bottlenecks(run: Run, planned: Path) -> None:
    """Tests a plan whose bound rests on no duals."""
    told = run("explain", planned)
    assert told.exit_code == 0, told.stderr
    assert "no duals of this mission are stored" in told.stdout
    assert json.loads(run("explain", planned, "--format", "json").stdout)["bottlenecks"] is None


def test_what_a_plan_lacks(run: Run, starter: Starter, planned: Path) -> None:
    """Tests the option on a plan, that JSON says nothing was solved, and where it is refused."""
    told = run("explain", planned, "--unmet")
    assert told.exit_code == 0, told.stderr
    found = json.loads(run("explain", planned, "--unmet", "--format", "json").stdout)
    assert found["checked_by_solving"] is False
    assert bool(found["unmet"]) == ("every requirement is met" not in told.stdout)
    assert run("explain", starter.config, "--unmet").exit_code == 2
    assert run("explain", planned, "--unmet", "--why", "unit=p1,site=bravo").exit_code == 2


def test_what_a_plan_lacks_checked_by_solving(run: Run, starter: Starter, planned: Path) -> None:
    """Tests the option on a plan, its JSON, and where it is refused."""
    told = run("explain", planned, "--unmet", "--check", "--format", "json")
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["checked_by_solving"] is True
    assert all(item["checked"] or not item["reasons"] for item in found["unmet"])
    assert run("explain", planned, "--check").exit_code == 2
    assert run("explain", starter.config, "--check").exit_code == 2


def test_each_has_its_options(run: Run, starter: Starter, planned: Path) -> None:
    """Tests that options of configs are refused for plans, and the other way round."""
    assert run("explain", planned, "--give-way", "budget").exit_code == 2
    assert run("explain", planned, "--why", "unit=u9,site=hub").exit_code == 2
    assert (
        run("explain", planned, "--why", "unit=u2,site=hub", "--give-way", "budget").exit_code == 2
    )
    assert run("explain", starter.config, "--why", "unit=a,site=b").exit_code == 2


def test_the_time_may_be_up(run: Run, clashing: Path) -> None:
    """Tests that a limit that allows nothing is an answer of its own."""
    told = run("explain", clashing, "--time-limit", "0.001")
    assert told.exit_code == 0
    assert "not told within the limit" in told.stdout
