"""`peaceplan flips` says which choices flip when prices move."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from planner.scenario import flips
from tests.mission.starter import Starter

Run = Callable[..., Result]
ALL = flips.weighings


def test_from_end_to_end(
    run: Run, starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the police unit, which serves a requirement of the third priority, stays at home
    once that is worth a quarter less, and that files say what the screen says.
    """
    monkeypatch.setattr(
        flips, "weighings",
        lambda mission: {"requirements of priority 3": ALL(mission)["requirements of priority 3"]},
    )  # fmt: skip
    plan, out = tmp_path / "plan", tmp_path / "flips"
    assert run("plan", starter.config, "-o", plan, "--gap", "0.02").exit_code == 0
    result = run("flips", plan, "-o", out, "--gap", "0.02")
    assert result.exit_code == 0, result.stderr
    assert "CHOICES that flip: 1 of 6 units" in result.stdout
    assert "CMR-police-1: comes, bangui" in result.stdout
    told = json.loads((out / "flips.json").read_text(encoding="utf-8"))
    low, high = told["weights"]
    assert (low["factor"], low["status"], high["factor"]) == (0.75, "flips", 1.25)
    assert 0.0 < low["gain_usd"] <= low["most_usd"]
    assert {path.name for path in out.glob("*.csv")} == {"weights.csv", "flips.csv"}
    assert run("flips", plan, "-o", out).exit_code == 6  # nothing is overwritten unasked


def test_a_plan_says_what_flips(
    run: Run, starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that `plan --flips` finds what `flips` does and keeps it in the plan's folder, which
    the verifier still accepts.
    """
    monkeypatch.setattr(
        flips, "weighings",
        lambda mission: {"requirements of priority 3": ALL(mission)["requirements of priority 3"]},
    )  # fmt: skip
    plan = tmp_path / "plan"
    result = run("plan", starter.config, "-o", plan, "--gap", "0.02", "--flips")
    assert result.exit_code == 0, result.stderr
    words = "FLIPS 1 of 2 prices moved by 25 % have a better plan: 1 of 6 units and 0 other choices"
    assert words in result.stdout
    assert "  CMR-police-1\n" in result.stdout
    told = json.loads((plan / "flips" / "flips.json").read_text(encoding="utf-8"))
    assert told["weights"][0]["status"] == "flips"
    assert run("verify", plan).exit_code == 0
    again = run("plan", starter.config, "-o", plan, "--gap", "0.02", "--flips", "--overwrite",
                "--format", "json")  # fmt: skip
    assert json.loads(again.stdout)["flips"] == told["weights"]


def test_a_portfolio_that_shares_pledges_is_refused_before_it_is_planned(
    run: Run, starter: Starter, tmp_path: Path
) -> None:
    """Tests exit 2, a message that says why, and no folder."""
    config, out = tmp_path / "two.yaml", tmp_path / "out"
    config.write_text(
        "peaceplan: 1\n"
        "portfolio: {id: two, name: Two}\n"
        "missions: {north: mission/mission.yaml, south: mission/mission.yaml}\n",
        encoding="utf-8",
    )
    assert starter.config.exists()
    result = run("plan", config, "-o", out, "--flips")
    assert result.exit_code == 2
    assert "--flips is for missions that share nothing" in result.stderr
    assert not out.exists()


def test_a_folder_without_a_plan(run: Run, tmp_path: Path) -> None:
    """Tests exit 2."""
    result = run("flips", tmp_path)
    assert result.exit_code == 2
    assert "plan.json" in result.stderr
