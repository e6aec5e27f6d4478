"""`peaceplan stress` says on whom a plan hangs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_one_at_a_time(run: Run, planned: Path, tmp_path: Path) -> None:
    """Tests that screen and files say the same, plainly that it is a lower bound, and that nothing
    is overwritten unasked.
    """
    out = tmp_path / "stress"
    result = run("stress", planned, "-o", out, "--from-week", "4", "--pairs", "2")
    assert result.exit_code == 0, result.stderr
    assert "lower bound" in result.stdout
    told = json.loads((out / "stress.json").read_text(encoding="utf-8"))
    assert "lower bound" in told["recourse"]
    assert told["from_week"] == 4
    with (out / "stress.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["scenario"] for row in rows] == [
        "as planned", *[each["scenario"] for each in told["scenarios"]]
    ]  # fmt: skip
    first = told["scenarios"][0]
    assert float(rows[1]["objective_more_usd"]) == first["objective_more_usd"] > 0.0
    assert f"{first['objective_more_usd'] / 1e6:+,.2f} M USD" in result.stdout
    assert run("stress", planned, "-o", out).exit_code == 6


def test_by_chance(run: Run, planned: Path, tmp_path: Path) -> None:
    """Tests that seed and distributions stand in the result, and that assumptions are named."""
    file = tmp_path / "stress.yaml"
    file.write_text("withdrawals: {probability: 0.5}\n", encoding="utf-8")
    asked = ("stress", planned, "--scenarios", "4", "--seed", "3", "--distributions", file)
    result = run(*asked)
    assert result.exit_code == 0, result.stderr
    assert "ASSUMED distributions: withdrawals" in result.stdout
    told = json.loads(run(*asked, "--format", "json").stdout)
    assert told["seed"] == 3
    assert told["distributions"]["withdrawals"]["probability"] == 0.5
    assert told["distributions"]["withdrawals"]["assumption"] is True
    assert len(told["scenarios"]) == 4
    assert set(told["by_chance"]["coverage"]) == {"p5", "p25", "p50", "p75", "p95", "mean"}


def test_what_is_wrong_is_refused(run: Run, planned: Path, tmp_path: Path) -> None:
    """Tests that nothing is written where the file is wrong, the week lies behind the plan, or
    distributions are given for single events.
    """
    file, out = tmp_path / "stress.yaml", tmp_path / "stress"
    file.write_text("routes: {probability: 2}\n", encoding="utf-8")
    result = run("stress", planned, "-o", out, "--scenarios", "4", "--distributions", file)
    assert result.exit_code == 2
    assert f"{file}:1:23: routes.probability: must be a probability" in result.stderr
    assert run("stress", planned, "--from-week", "500").exit_code == 2
    assert run("stress", planned, "--distributions", file).exit_code == 2
    assert not out.exists()
