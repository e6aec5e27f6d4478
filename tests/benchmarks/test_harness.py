"""The harness of the benchmarks: limits of a run, counts, figures, tables, options."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import highspy
import numpy as np
import pytest
from click.testing import CliRunner

from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve.engines import MipAnswer
from planner.solve.engines.child import Killable
from planner.solve.state import Progress
from tests import builders
from tests.benchmarks import __main__ as command
from tests.benchmarks import apart_cases
from tests.benchmarks.__main__ import main, seeds_of
from tests.benchmarks.apart import RunLimits, run_apart
from tests.benchmarks.counting import Count, counted
from tests.benchmarks.figures import growth, remarks, table, with_baselines
from tests.benchmarks.memory import Peak, family
from tests.benchmarks.monolith import outcome
from tests.benchmarks.run import Run
from tests.benchmarks.searching import Watch
from tests.benchmarks.sizes import SIZES, Tightness


def test_news_become_figures() -> None:
    """Tests gap, loss and times by hand: floor 50, plans of 250 and 152, bounds of 100 and 151.

    (250 - 100) / 200 = 75 %, (152 - 100) / 102 = 51 %, (152 - 151) / 102 = 0.98 %.
    """
    run = Run("S", 1, "mid", floor=50.0)
    watch = Watch(run, 50.0, lambda: None, lambda: np.zeros(1))
    for second, objective, bound in (
        (1.0, None, 100.0), (2.0, 250.0, 100.0), (3.0, 250.0, 100.0), (4.0, 152.0, 100.0),
        (5.0, 152.0, 151.0),
    ):  # fmt: skip
        watch.news(Progress("turn", second, objective, bound))
    assert [row[0] for row in run.history] == [1.0, 2.0, 4.0, 5.0]
    assert [row[3] for row in run.history[1:]] == pytest.approx([150 / 200, 52 / 102, 1 / 102])
    assert [seconds for seconds, _ in watch.points] == [2.0, 4.0]
    assert (run.first_plan_s, run.bound_s, run.to_1pct_s) == (2.0, 5.0, 5.0)
    assert run.gap == pytest.approx(1 / 102)
    assert run.plain_gap == pytest.approx(1 / 152)


def test_solves_are_counted() -> None:
    """Tests that a linear program counts once, here or in another process, and none after."""
    mission = builders.mission()
    model = build_model(mission, build_options(mission))
    count = Count()
    original = highspy.Highs.run
    with counted(count), Killable("highs") as solver:
        highspy.Highs().run()
        solver.solve_lp(model.rows, seconds=30.0)
    highspy.Highs().run()
    assert (count.lps, count.mips) == (2, 0)
    assert highspy.Highs.run is original


def test_a_baseline_that_found_nothing_has_no_figures() -> None:
    """Tests that an engine's answer gets its constant, in USD, and infinities become nothing.

    Value 3 and bound 2 million, constant 1 million, floor 2 million: (4 - 3) / (4 - 2) = 50 %.
    """
    found = outcome(MipAnswer("feasible", "time", 3.0, 2.0, np.zeros(1)), 1.0, 2e6)
    assert (found.status, found.objective, found.bound) == ("feasible, time", 4e6, 3e6)
    assert found.gap == pytest.approx(0.5)
    none = outcome(MipAnswer("none", "time", np.inf, -1e20, np.zeros(0)), 1.0, 2e6)
    assert (none.status, none.objective, none.bound, none.gap) == ("none, time", None, None, None)


@pytest.mark.parametrize(
    ("case", "argument", "seconds", "cause"),
    [
        (apart_cases.ends, 5, 60.0, ""),
        (apart_cases.sleeps, None, 3.0, "out of time"),
        (apart_cases.is_killed, None, 60.0, "killed by SIGKILL"),
        (apart_cases.exits, None, 60.0, "ended with code 7"),
        (apart_cases.fails, None, 60.0, "failed: LookupError: nothing there"),
        (apart_cases.takes, 3000, 60.0, "out of memory"),
        (apart_cases.takes, 10, 60.0, ""),
    ],
)
def test_however_a_run_ends_there_is_a_record(
    case: Any, argument: object, seconds: float, cause: str
) -> None:
    """Tests that what a run told of is kept with the cause of its end, whatever that was.

    3,000 MB are more than the 2 GB that it may have, 10 MB are not.
    """
    heard: list[dict[str, object]] = []
    ended = run_apart(case, argument, RunLimits(seconds, 2.0), heard.append)
    assert ended.cause == cause
    assert heard == [{"stage": "first"}]
    assert ended.record == heard[0] or not cause


def test_seeds() -> None:
    """Tests that seeds are read as ranges and lists."""
    assert seeds_of("1..3") == [1, 2, 3]
    assert seeds_of("4,2") == [4, 2]


def test_command_runs_every_combination(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests that lists and repeated options are combined, and that a run that dies is a row."""
    monkeypatch.setattr(command, "measure", apart_cases.echoes)
    path = tmp_path / "runs.json"
    text = "--size S,M --size S --tightness low --tightness high --seeds 1..2 --json"
    result = CliRunner().invoke(main, [*text.split(), str(path)], catch_exceptions=False)
    runs = json.loads(path.read_text())
    assert [(run["size"], run["tightness"], run["seed"]) for run in runs] == [
        (size, level, seed) for size in "SM" for level in ("low", "high") for seed in (1, 2)
    ]
    assert {run["status"] for run in runs if run["seed"] == 1} == {"not solved"}
    assert {run["status"] for run in runs if run["seed"] == 2} == {"out of memory while building"}
    assert "- M seed 2 high: out of memory while building" in result.stdout.splitlines()


def test_portfolios_have_no_baselines() -> None:
    """Tests that baselines, which get one mission, are refused of portfolios before any run."""
    result = CliRunner().invoke(main, ["--size", "S,L", "--baselines", "highs"])
    assert result.exit_code == 2
    assert "L has several; take S, M or L-one" in " ".join(result.output.split())


def test_memory_of_processes_that_were_started_counts() -> None:
    """Tests that a child that takes 200 MB is added to the peak, and belongs to the family."""
    before = Peak()
    before.look()
    code = "block = bytearray(200 * 2**20); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as child:
        after = Peak()
        for _ in range(200):
            after.look()
            if after.mb > before.mb + 150:
                break
            sleep(0.05)
        assert child.pid in family(os.getpid())
        assert child.stdin is not None
        child.stdin.close()
    assert after.mb > before.mb + 150
    assert child.pid not in family(os.getpid())


def test_command_names_what_there_is() -> None:
    """Tests that an unknown size is an error of usage that names the sizes."""
    result = CliRunner().invoke(main, ["--size", "S,Q"])
    assert result.exit_code == 2
    assert "there is no 'Q'; there are S, M, L, XL, L-one" in result.output


def _ran(seed: int, tightness: Tightness, **figures: object) -> dict[str, object]:
    """A record of a search with some figures."""
    run = Run("S", seed, tightness, time_limit_s=20.0, status="planned").record()
    return run | figures


def test_table_counts_what_was_not_reached_as_the_worst() -> None:
    """Tests medians, worst and counts: three searches of which one has no plan, at two tightnesses.

    Gaps of high: 0.4 % and none, so half way between them is none; of all 0.2, 0.4 % and none.
    """
    runs = [
        _ran(1, "low", gap=0.002, objective=1.0, rows=1),
        _ran(1, "high", gap=0.004, objective=1.0, rows=5),
        _ran(2, "high", rows=9),
    ]
    lines = table(runs).splitlines()
    assert lines[0] == "| median / worst | S low | S high | S all |"
    assert "| with a plan | 1 | 1 | 2 |" in lines
    assert "| rows | 1 | 7 | 5 |" in lines
    assert "| gap, % | 0.2 | none / none | 0.4 / none |" in lines


def test_ratios_hold_baselines_against_the_search() -> None:
    """Tests ratios: 4 % against 2 % is 2; no plan against 2 % is ours only; 0.5 % after 18 s
    against never is 0; a plan below the bound of another is remarked on.
    """
    made: dict[str, object] = {
        "objective": None,
        "bound": None,
        "first_plan_s": None,
        "status": "feasible",
    }
    theirs = made | {"gap": 0.04, "seconds": 20.0}
    found = with_baselines(_ran(1, "mid", gap=0.02, baselines={"highs": theirs}))
    assert (found["highs_gap_ratio"], found["highs_to_1pct_s"]) == (2.0, np.inf)
    theirs = made | {"gap": None, "seconds": 20.0}
    lines = table([_ran(1, "mid", gap=0.02, baselines={"highs": theirs})]).splitlines()
    assert {"| highs_gap, % | none |", "| highs_gap_ratio | ours only |"} <= set(lines)
    theirs = made | {"gap": 0.005, "seconds": 18.0, "objective": 90.0}
    run = _ran(1, "mid", gap=0.02, bound=95.0, objective=97.0, baselines={"gscip": theirs})
    found = with_baselines(run)
    assert found["gscip_gap_ratio"] == pytest.approx(0.25)
    assert (found["gscip_to_1pct_s"], found["gscip_to_1pct_ratio"]) == (18.0, 0.0)
    assert remarks([run]) == "- S seed 1 mid: bound 95 of the search above plan 90 of gscip"


def test_growth_is_an_exponent_of_units() -> None:
    """Tests exponents on times that are powers: builds as units^1.5 of single missions, portfolios
    left out, and bounds as units^2 from S to M; that of L-one is 1 % below its relaxation and does
    not count.
    """
    runs: list[dict[str, object]] = [
        {
            "size": size.name,
            "build_s": 1e-4 * size.units**1.5,
            "bound_s": 1e-3 * size.units**2,
            "relaxed_gap": 0.01 if size.name == "L-one" else 0.001,
        }
        for size in SIZES.values()
    ]
    runs += [{"size": "L", "build_s": 7.0, "bound_s": 7.0, "relaxed_gap": 0.001}]
    runs[2]["bound_s"] = 5.0
    told = "Growth: build_s as units^1.50 (S M L-one), bound_s as units^2.00 (S M)."
    assert growth(runs) == told
    assert growth(runs[:1]) == ""
