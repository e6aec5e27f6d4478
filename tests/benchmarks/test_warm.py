"""The benchmark of beginning with a neighbour's plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.benchmarks.warm import Pair, main, summary
from tests.mission.starter import Starter


def test_points_are_planned_anew_and_from_the_first(tmp_path: Path) -> None:
    """Tests that one of two points is measured against the first, whose plan it keeps: a hundredth
    less money leaves the plan as it is.
    """
    starter, told = Starter.copy(tmp_path / "mission"), tmp_path / "warm.json"
    words = [str(starter.config), "--over", "budget=0%,-1%", "--gap", "0.3", "--json", str(told)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.output.startswith("budget=-1pct: ")
    [pair] = json.loads(told.read_text(encoding="utf-8"))
    assert pair["kept"] is True
    assert pair["cold_s"] > 0.0
    assert pair["warm_gap"] <= 0.3


def test_a_sweep_is_measured_whole(tmp_path: Path) -> None:
    """Tests points, gaps and workers of a sweep of two points."""
    starter, told = Starter.copy(tmp_path / "mission"), tmp_path / "sweep.json"
    words = [str(starter.config), "--over", "budget=0%,-1%", "--gap", "0.3", "--sweep"]
    result = CliRunner().invoke(main, [*words, "--json", str(told)], catch_exceptions=False)
    assert result.output.startswith("2 of 2 points in ")
    found = json.loads(told.read_text(encoding="utf-8"))
    assert (found["points"], found["planned"], found["workers"]) == (2, 2, 1)
    assert max(found["gaps"]) <= 0.3


def test_ratios_are_cold_by_warm() -> None:
    """Tests ratios 6, 2 and 3: 3 in the median; what a clock ended is left out."""
    pairs = [
        Pair("a", 12.0, 2.0, 0.01, 0.01, kept=True),
        Pair("b", 12.0, 6.0, 0.01, 0.01, kept=False),
        Pair("c", 12.0, 4.0, 0.01, 0.01, kept=True),
        Pair("d", 12.0, 1.0, 0.75, 0.01, kept=True, clock=True),
    ]
    assert [pair.ratio for pair in pairs] == pytest.approx([6.0, 2.0, 3.0, 12.0])
    assert summary(pairs[3:]).startswith("no point was measured")
    assert summary(pairs) == (
        "3 points: 3.0 times in the median, 2.0 at the least; 2 kept the plan of the first"
    )
