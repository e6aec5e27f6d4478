"""Sweeps of portfolios."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from planner.compare import frontier
from planner.compare.points import plan_folders
from planner.errors import InvalidInput
from planner.jobs import Workers
from planner.portfolio.folder import open_portfolio
from planner.scenario import InvalidAxis, Sweep, SweepLimits, axis_of, grid_points, sweep, whole
from planner.scenario.points import listed_points
from planner.scenario.rows import Row
from planner.scenario.told import read_told
from planner.verify import verify
from tests.mission.starter import Starter

LIMITS = SweepLimits(seconds=120, gap=0.3)
NAMES = ["budget=0pct", "budget=-60pct", "budget=-5pct"]
TWO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions: {north: north/mission.yaml, south: south/mission.yaml}
"""


def portfolio_in(folder: Path) -> Path:
    """Two starter missions, to whom the same pledges are offered."""
    for name in ("north", "south"):
        Starter.copy(folder / name)
    config = folder / "two.yaml"
    config.write_text(TWO, encoding="utf-8")
    return config


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Sweep]:
    """A config, the folder of a finished sweep over three budgets, and the sweep."""
    top = tmp_path_factory.mktemp("portfolio")
    config, folder = portfolio_in(top), top / "out"
    points = grid_points(config, [axis_of("budget=0%,-60%,-5%")], folder)
    return config, folder, sweep(points, folder, LIMITS)


def lasting(rows: list[Row]) -> list[Row]:
    """Rows without how long it took."""
    return [replace(row, seconds=None) for row in rows]


def results(folder: Path) -> dict[str, bytes]:
    """Files of all plans that repeat byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.glob("*/**/*"))
        if path.is_file() and path.name != "run.json"
    }


def test_every_point_has_a_row_and_verified_plans(done: tuple[Path, Path, Sweep]) -> None:
    """Tests that the infeasible point is a row with its missions' reasons, the others have plans
    that the verifier accepts, by the scenarios beside them, and sums that are those of the plans.
    """
    _, folder, state = done
    usual, none, less = state.rows
    assert [row.point for row in state.rows] == NAMES
    assert (none.status, none.code, none.folder) == ("infeasible", 3, "")
    assert {line.partition(":")[0] for line in none.reason.splitlines()} == {"north", "south"}
    assert not (folder / NAMES[1]).exists()
    for row in (usual, less):
        opened = open_portfolio(folder / row.folder)
        assert opened.changed == ()
        plans = [each.plan for each in opened.missions.values()]
        assert all(verify(each.mission, each.plan).ok for each in opened.missions.values())
        assert row.objective_usd == pytest.approx(sum(plan.total_usd for plan in plans))
        assert row.cost_usd == pytest.approx(sum(plan.objective_usd["cost"] for plan in plans))
        assert row.bound_usd is not None
        assert row.objective_usd is not None
        assert row.bound_usd <= row.objective_usd
    scaled = json.loads((folder / NAMES[2] / "north" / "plan.json").read_text(encoding="utf-8"))
    told = "money.appropriations.I: changed = 38,000,000 (40,000,000 times 0.95)"
    assert f"north.yaml: {told}" in scaled["assumptions"]


def test_a_point_begins_with_the_one_before_it_that_has_plans(
    done: tuple[Path, Path, Sweep], tmp_path: Path
) -> None:
    """Tests that a point after an infeasible one begins anew, one after plans with those."""
    config, _, state = done
    assert [row.begun_with for row in state.rows] == ["", "", ""]
    folder = tmp_path / "out"
    points = grid_points(config, [axis_of("budget=0%,-1%")], folder)
    one, two = sweep(points, folder, LIMITS).rows
    assert (one.begun_with, two.begun_with) == ("", NAMES[0])
    # A hundredth less money leaves the plans of the first as they are: nothing is dearer.
    assert two.objective_usd == pytest.approx(one.objective_usd)


def test_plans_of_portfolios_are_told_side_by_side(done: tuple[Path, Path, Sweep]) -> None:
    """Tests that the frontier has the two points with plans, with the rows' objectives and bounds,
    and names the third; and that they are not set beside a mission's plan.
    """
    _, folder, state = done
    folders, missing = plan_folders([folder])
    assert [(name, reason.partition(":")[0]) for name, reason in missing] == [(NAMES[1], "north")]
    found = frontier(read_told(folders), missing)
    poor, rich = found.points
    by_name = {row.point: row for row in state.rows}
    for point in (poor, rich):
        assert point.objective_usd == pytest.approx(by_name[point.plan].objective_usd)
    bounds = [row.bound_usd for row in state.rows if row.bound_usd is not None]
    assert poor.optimum.least_usd == pytest.approx(max(bounds))  # the richer's holds for the poorer
    assert rich.budget_usd == pytest.approx(poor.budget_usd / 0.95)  # type: ignore[operator]
    with pytest.raises(InvalidInput, match="compare those of one kind"):
        read_told([folders[0], folders[0] / "north"])


def test_an_interruption_and_two_workers_give_the_same(
    done: tuple[Path, Path, Sweep], tmp_path: Path
) -> None:
    """Tests that plans are the same, byte for byte, from two runs of which the first ends after one
    point and the second has two workers.
    """
    config, before, state = done
    shutil.copytree(config.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("out"))
    folder = tmp_path / "copy" / "out"
    points = grid_points(tmp_path / "copy" / "two.yaml", [axis_of("budget=0%,-60%,-5%")], folder)

    def stop(_: Row) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(points, folder, LIMITS, on_row=stop)
    new: list[str] = []
    again = sweep(points, folder, LIMITS, Workers(2), on_row=lambda row: new.append(row.point))
    assert new == NAMES[1:]
    assert lasting(again.rows) == lasting(state.rows)
    assert results(folder) == results(before)


def test_a_point_that_somebody_ends_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that Ctrl-C within a point ends the sweep, and that plans cut short are no row."""
    cut = SimpleNamespace(interrupted=True, ok=True)
    monkeypatch.setattr(whole, "plan_portfolio", lambda *_, **__: cut)
    folder = tmp_path / "out"
    points = grid_points(portfolio_in(tmp_path), [axis_of("budget=0%")], folder)
    with pytest.raises(KeyboardInterrupt):
        sweep(points, folder, LIMITS)
    [row] = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))["points"]
    assert (row["status"], row["folder"]) == ("not run", "")


def test_paths_of_portfolios(tmp_path: Path) -> None:
    """Tests paths into all missions and into one, and what is said of paths that lead nowhere."""
    config = portfolio_in(tmp_path)
    axes = [
        axis_of("missions.*.notice_weeks=4"),
        axis_of("missions.north.rules.tour.parameters.weeks=40"),
    ]
    (point,) = grid_points(config, axes, tmp_path / "out")
    north, south = point.asked.portfolio.missions.values()  # type: ignore[union-attr]
    assert [north.notice_weeks, south.notice_weeks] == [4, 4]
    assert [each.rules_of("tour_length")[0].number("weeks") for each in (north, south)] == [40, 52]
    with pytest.raises(InvalidAxis, match=r"notice_weeks: no such path.*begin with missions\.\*"):
        grid_points(config, [axis_of("notice_weeks=4")], tmp_path / "out")
    with pytest.raises(
        InvalidInput, match=r"--over missions\.\*\.notice_week=4:1:1: .*did you mean"
    ):
        grid_points(config, [axis_of("missions.*.notice_week=4")], tmp_path / "out")


def test_a_list_is_of_one_kind(tmp_path: Path) -> None:
    """Tests that missions and portfolios are not swept together."""
    config = portfolio_in(tmp_path)
    with pytest.raises(InvalidInput, match=r"two\.yaml:1:1: config: is a portfolio, and others"):
        listed_points([config, tmp_path / "north" / "mission.yaml"])
