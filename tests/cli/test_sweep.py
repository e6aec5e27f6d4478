"""`peaceplan sweep` and what `peaceplan check` says of scenarios."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from planner import scenario
from planner.scenario import SweepLimits
from planner.scenario.rows import Row
from tests.mission.starter import Starter

Run = Callable[..., Result]

MADE = Row("two", {}, "feasible", "gap", "", 3e6, 2.9e6, 0.05, 2e6, 1e6, 4.0, "two")
NONE = Row("one", {}, "no plan", code=4, reason="no plan in 3 s\nmore")
IMPOSSIBLE = Row("three", {}, "infeasible", code=3, reason="budget: too small")


class State:
    """A sweep that is done."""

    def __init__(self, *rows: Row) -> None:
        self.rows = list(rows)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the command asks of a sweep that plans nothing; its rows stand under `rows`."""
    seen: dict[str, object] = {"rows": [MADE]}

    def sweep(
        points: object, folder: object, limits: object, workers: object, **more: object
    ) -> State:
        seen.update(points=points, folder=folder, limits=limits, workers=workers, **more)
        rows = seen["rows"]
        assert isinstance(rows, list)
        state = State(*rows)
        more["on_begin"](state)  # type: ignore[operator]
        for row in rows:
            more["on_row"](row)  # type: ignore[operator]
        return state

    monkeypatch.setattr(scenario, "sweep", sweep)
    return seen


def test_a_sweep_over_a_budget_from_end_to_end(run: Run, starter: Starter, tmp_path: Path) -> None:
    """Tests that plans are written, the infeasible point gives the exit code, `verify` takes a
    point's folder, and a second run does nothing.
    """
    out = tmp_path / "out"
    words = ("sweep", starter.config, "--over", "budget=-60%,0%", "-o", out, "--gap", "0.05")
    result = run(*words)
    assert result.exit_code == 3, result.stderr
    assert result.stderr.startswith("budget=-60pct: infeasible: budget: ")
    assert result.stdout.endswith(f"SWEEP in {out}: sweep.csv, sweep.json\n")
    assert run("verify", out / "budget=0pct").exit_code == 0
    again = run(*words)
    assert (again.exit_code, again.stdout) == (3, result.stdout)
    assert again.stderr == "2 of 2 were there already\n"
    other = run(*words, "--time-limit", "30")
    assert other.exit_code == 6
    assert "seconds was 120.0, is 30.0" in other.stderr


def test_options_reach_the_sweep(
    run: Run, starter: Starter, asked: dict[str, object], tmp_path: Path
) -> None:
    """Tests points, limits, workers and --overwrite."""
    result = run(
        "sweep", starter.config, "--over", "budget=-10%..0%:10%", "--over", "notice_weeks=4,6",
        "-o", tmp_path / "out", "--time-limit", "7", "--memory-limit", "2", "--gap", "0.02",
        "--workers", "2", "--overwrite", "--cold",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    points = asked["points"]
    assert isinstance(points, list)
    assert [point.name for point in points] == [
        "budget=-10pct__notice_weeks=4", "budget=-10pct__notice_weeks=6",
        "budget=0pct__notice_weeks=4", "budget=0pct__notice_weeks=6",
    ]  # fmt: skip
    assert asked["limits"] == SweepLimits(7.0, 0.02, 2.0, cold=True)
    assert getattr(asked["workers"], "count", None) == 2
    assert asked["overwrite"] is True


def test_points_without_a_plan_are_told_and_the_others_kept(
    run: Run, starter: Starter, asked: dict[str, object], tmp_path: Path
) -> None:
    """Tests the table, the news and the exit code: the largest of 4, 0 and 3."""
    asked["rows"] = [NONE, MADE, IMPOSSIBLE]
    result = run("sweep", starter.config, "-o", tmp_path / "out")
    assert result.exit_code == 4
    one, two, three = result.stdout.splitlines()[1:4]
    assert one.split("  ")[0] == "one"
    assert one.endswith("no plan in 3 s")
    assert two.split()[2:] == ["3.00", "2.90", "5.00", "%", "2.00", "1.00"]
    assert three.endswith("budget: too small")
    news = result.stderr.splitlines()
    assert news[0] == "2 of 3 were there already"  # a plan, and what is proven infeasible
    assert news[1] == "one: no plan: no plan in 3 s"


def test_json(run: Run, starter: Starter, asked: dict[str, object], tmp_path: Path) -> None:
    """Tests that rows come as sweep.json has them."""
    asked["rows"] = [MADE, IMPOSSIBLE]
    result = run("sweep", starter.config, "-o", tmp_path / "out", "--format", "json")
    content = json.loads(result.stdout)
    assert content["folder"] == str(tmp_path / "out")
    assert content["points"] == [MADE.as_json(), IMPOSSIBLE.as_json()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--over", "budget=-25%..x"], "--over budget=-25%..x: cannot be read"),
        (["--over", "budgets=-25%"], "--over budgets: no such path, found 'budgets'"),
        (["--over", "notice_weeks=-4"], "--over notice_weeks=-4:1:1: notice_weeks: too small"),
        (["more.yaml", "--over", "budget=-25%"], "--over goes over one CONFIG"),
        (["more.yaml"], "more.yaml:1:1: config: no such file"),
        (["{portfolio}"], "is a portfolio, and others are missions; sweep over one kind"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_written(
    run: Run, starter: Starter, tmp_path: Path, words: list[str], said: str
) -> None:
    """Tests exit 2 and that there is no folder."""
    portfolio = tmp_path / "portfolio.yaml"
    portfolio.write_text("portfolio: {id: two, name: Two}\n", encoding="utf-8")
    spelt = [word.replace("{portfolio}", str(portfolio)) for word in words]
    result = run("sweep", starter.config, *spelt, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_check_says_what_a_scenario_changes(run: Run, starter: Starter) -> None:
    """Tests the list of changes on screen and as JSON; a mission has none."""
    path = starter.folder / "scenario.yaml"
    path.write_text("base: mission.yaml\nscale: {notice_weeks: 0.5}\n", encoding="utf-8")
    lines = run("check", path).stdout.splitlines()
    at = lines.index("CHANGED by the scenario")
    assert lines[at + 1 : at + 3] == ["  notice_weeks = 3 (6 times 0.5)", "CONNECTIONS"]
    assert json.loads(run("check", path, "--format", "json").stdout)["changes"] == [
        {"path": "notice_weeks", "value": "3", "note": "6 times 0.5", "file": "scenario.yaml"}
    ]
    assert "CHANGED" not in run("check", starter.config).stdout
