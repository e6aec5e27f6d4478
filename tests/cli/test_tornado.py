"""`peaceplan tornado` runs one input at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.mission.starter import Starter

Run = Callable[..., Result]


def test_from_end_to_end(run: Run, starter: Starter, tmp_path: Path) -> None:
    """Tests runs that begin with the base's plan, an infeasible one that gives the exit code, files
    that say what the screen says, and that a second run plans nothing.
    """
    out, chart = tmp_path / "out", tmp_path / "chart.png"
    words = ("tornado", starter.config, "--over", "budget=-60%..+5%", "-o", out, "--gap", "0.1")
    result = run(*words, "--chart", chart)
    assert result.exit_code == 3, result.stderr
    assert "NO PLAN budget -60%: budget: " in result.stdout
    assert result.stdout.endswith("tornado.csv, tornado.json, a plan folder for each run\n")
    assert chart.read_bytes().startswith(b"\x89PNG")
    told = json.loads((out / "tornado.json").read_text(encoding="utf-8"))
    [bar] = told["bars"]["objective"]
    assert (bar["path"], bar["low"]["value"], bar["high"]["value"]) == ("budget", "-60%", "+5%")
    assert bar["low"]["verdict"] == "no plan"
    rows = json.loads((out / "sweep.json").read_text(encoding="utf-8"))["points"]
    assert [(row["point"], row["begun_with"]) for row in rows] == [
        ("base", ""), ("budget=-60pct", ""), ("budget=+5pct", "base"),
    ]  # fmt: skip
    with (out / "tornado.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4 * 3
    again = run(*words, "--format", "json")
    assert again.stderr == "3 of 3 were there already\n"
    assert json.loads(again.stdout) == told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--over", "budget=-25%"], "--over budget=-25%: cannot be read; write PATH=LOW..HIGH"),
        (["--over", "notice_weeks=4..8%"], "cannot be read"),
        (["--over", "notice_weeks=8..4"], "goes nowhere; write the lower value first"),
        (["--over", "budget=-120%..0%"], "less than nothing is left at -120 %"),
        (["--over", "notice_week=4..8"], "did you mean 'notice_weeks'?"),
        (["--over", "notice_weeks=-1..8"], "--over notice_weeks=-1:1:1: notice_weeks: too small"),
        (["--over", "budget=-5%..0%", "--chart", "x.pdf"], "name it .png or .svg"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_written(
    run: Run, starter: Starter, tmp_path: Path, words: list[str], said: str
) -> None:
    """Tests exit 2 and that there is no folder."""
    result = run("tornado", starter.config, *words, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_base_without_a_plan_is_an_error(run: Run, starter: Starter, tmp_path: Path) -> None:
    """Tests exit code 4 with the reason: there is nothing to set the others against."""
    text = starter.config.read_text(encoding="utf-8")
    assert "40000000" in text
    starter.config.write_text(text.replace("40000000", "4000000"), encoding="utf-8")
    result = run("tornado", starter.config, "--over", "budget=0%..+1%", "-o", tmp_path / "out")
    assert result.exit_code == 4
    assert "the config as it is has no plan (infeasible): budget" in result.stderr
