"""Sweeps: plans side by side, the same however they come about."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import ExportFailed, Infeasible, NoPlanFound, VerificationFailed
from planner.export.opened import open_plan
from planner.jobs import JobLost, Workers
from planner.scenario import Point, Sweep, SweepLimits, axis_of, grid_points, sweep
from planner.scenario.rows import Row, row_of_error
from planner.verify import verify
from tests.mission.starter import Starter

LIMITS = SweepLimits(seconds=60, gap=0.05)
NAMES = ["budget=0pct", "budget=-10pct", "budget=-60pct"]


def points_in(folder: Path, starter: Starter) -> list[Point]:
    """Three budgets, of which the last is too small for what is fixed."""
    return grid_points(starter.config, [axis_of("budget=0%,-10%,-60%")], folder)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Starter, Path, Sweep]:
    """A sweep that is finished, and where; not to be changed."""
    top = tmp_path_factory.mktemp("sweep")
    starter = Starter.copy(top / "mission")
    folder = top / "out"
    return starter, folder, sweep(points_in(folder, starter), folder, LIMITS)


def results(folder: Path) -> dict[str, bytes]:
    """Files of all plans that repeat byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.glob("*/**/*"))
        if path.is_file() and path.name != "run.json"
    }


def lasting(rows: list[Row]) -> list[Row]:
    """Rows without how long it took."""
    return [replace(row, seconds=None) for row in rows]


def test_every_point_has_a_row_and_a_verified_plan(done: tuple[Starter, Path, Sweep]) -> None:
    """Tests that an infeasible point is a row with its reason, and the others have plans."""
    _, folder, state = done
    usual, less, none = state.rows
    assert [row.point for row in state.rows] == NAMES
    assert (none.status, none.code, none.folder) == ("infeasible", 3, "")
    assert none.reason.startswith("budget: ")
    assert not (folder / NAMES[2]).exists()
    assert [row.begun_with for row in (usual, less)] == ["", NAMES[0]]
    for row in (usual, less):
        opened = open_plan(folder / row.folder)  # by the scenario that lies beside it
        assert verify(opened.mission, opened.plan).ok
        assert opened.changed == ()
        assert row.objective_usd == opened.plan.total_usd
        assert row.bound_usd == opened.plan.proof.bound_usd
        assert row.cost_usd is not None
        assert row.shortfall_usd is not None
        assert row.cost_usd + row.shortfall_usd == pytest.approx(row.objective_usd)
        assert row.code == 0
    scaled = json.loads((folder / NAMES[1] / "plan.json").read_text(encoding="utf-8"))
    told = "money.appropriations.I: changed = 36,000,000 (40,000,000 times 0.9)"
    assert f"{NAMES[1]}.yaml: {told}" in scaled["assumptions"]


def test_tables_of_the_sweep_hold_the_rows(done: tuple[Starter, Path, Sweep]) -> None:
    """Tests that sweep.json and sweep.csv say the same, with a column for what is swept over."""
    _, folder, state = done
    content = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    assert [Row(**row) for row in content["points"]] == state.rows
    with (folder / "sweep.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["budget"] for line in lines] == ["0%", "-10%", "-60%"]
    assert [line["status"] for line in lines] == [row.status for row in state.rows]
    gaps = [str(row.headline_gap) for row in state.rows[:2]]
    assert [line["headline_gap"] for line in lines] == [*gaps, ""]


def test_two_workers_and_an_interruption_give_the_same(
    done: tuple[Starter, Path, Sweep], tmp_path: Path
) -> None:
    """Tests that plans are the same, byte for byte, from two runs of which one ends after the first
    point, and the other does the rest with two workers, from the first one's plan.
    """
    starter, before, state = done
    folder = tmp_path / "out"

    def stop(_: Row) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(points_in(folder, starter), folder, LIMITS, on_row=stop)
    kept = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))["points"]
    assert len([row for row in kept if row["status"] == "not run"]) == 2

    there: list[int] = []
    new: list[str] = []
    again = sweep(
        points_in(folder, starter),
        folder,
        LIMITS,
        Workers(2),
        on_begin=lambda begun: there.append(sum(row.is_finished for row in begun.rows)),
        on_row=lambda row: new.append(row.point),
    )
    assert there == [1]
    assert len(new) == 2
    assert lasting(again.rows) == lasting(state.rows)
    assert results(folder) == results(before)


def test_what_is_there_is_not_done_again(done: tuple[Starter, Path, Sweep], tmp_path: Path) -> None:
    """Tests that a finished sweep does nothing, one whose plan was taken away does that plan."""
    starter, before, state = done
    folder = tmp_path / "out"
    shutil.copytree(before, folder)
    new: list[str] = []

    def note(row: Row) -> None:
        new.append(row.point)

    assert sweep(points_in(folder, starter), folder, LIMITS, on_row=note).rows == state.rows
    assert new == []
    shutil.rmtree(folder / NAMES[1])
    sweep(points_in(folder, starter), folder, LIMITS, on_row=note)
    assert new == [NAMES[1]]
    assert results(folder) == results(before)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda points, limits: (points[1:], limits), "point budget=0pct is gone"),
        (lambda points, limits: (points[::-1], limits), "the order of the points has changed"),
        (lambda points, limits: (points, replace(limits, gap=0.01)), "gap was 0.05, is 0.01"),
        (
            lambda points, limits: ([_aged(each) for each in points], limits),
            "point budget=0pct has changed",
        ),
    ],
)
def test_other_inputs_are_refused(
    done: tuple[Starter, Path, Sweep],
    change: Callable[[list[Point], SweepLimits], tuple[list[Point], SweepLimits]],
    words: str,
) -> None:
    """Tests that a folder keeps to its points, their order, their missions and its limits."""
    starter, folder, _ = done
    before = results(folder)
    points, limits = change(points_in(folder, starter), LIMITS)
    with pytest.raises(ExportFailed) as caught:
        sweep(points, folder, limits)
    assert words in str(caught.value)
    assert "--overwrite" in str(caught.value)
    assert results(folder) == before


def _aged(point: Point) -> Point:
    return replace(point, asked=replace(point.asked, digest="0" * 64))


def test_overwriting_takes_the_old_points_away(
    done: tuple[Starter, Path, Sweep], tmp_path: Path
) -> None:
    """Tests that with `overwrite` another sweep takes the place of one, and leaves other files."""
    starter, before, _ = done
    folder = tmp_path / "out"
    shutil.copytree(before, folder)
    (folder / "mine.txt").touch()
    points = grid_points(starter.config, [axis_of("budget=-60%")], folder)
    state = sweep(points, folder, LIMITS, overwrite=True)
    assert [row.status for row in state.rows] == ["infeasible"]
    names = {path.name for path in folder.iterdir()}
    assert names == {"NOTICE.txt", "budget=-60pct.yaml", "mine.txt", "sweep.csv", "sweep.json"}


def test_a_folder_of_something_else_is_left_alone(starter: Starter, tmp_path: Path) -> None:
    """Tests that neither a stranger's folder nor one with a broken sweep.json is written to."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name, content in (("letter.txt", "Dear"), ("sweep.json", "{")):
        (folder / name).write_text(content, encoding="utf-8")
        names = {path.name for path in folder.iterdir()}
        with pytest.raises(ExportFailed, match="holds no sweep"):
            sweep(points_in(folder, starter), folder, LIMITS, overwrite=True)
        assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize(
    ("error", "status", "code", "finished"),
    [
        (Infeasible(["a", "b"]), "infeasible", 3, True),
        (NoPlanFound("no plan in 3 s"), "no plan", 4, False),
        (VerificationFailed(["a"]), "not verified", 5, False),
        (JobLost("gone"), "failed", 1, False),
    ],
)
def test_points_without_a_plan(error: Exception, status: str, code: int, finished: bool) -> None:
    """Tests status, code and reason; only what is proven is not tried again."""
    row = row_of_error("x", {}, error)  # type: ignore[arg-type]
    assert (row.status, row.code, row.is_finished) == (status, code, finished)
    assert row.reason == str(error)
