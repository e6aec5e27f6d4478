"""What is kept of a portfolio of which a mission has no plan, and going on from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.errors import NoPlanFound
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, do_alone
from tests.portfolio.bench import Bench
from tests.portfolio.test_file import TWO, run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A portfolio of two starters."""
    for name in ("north", "south"):
        assert run("new", str(tmp_path / name)).exit_code == 0
        mission = tmp_path / name / "mission.yaml"
        mission.write_text(mission.read_text().replace("id: starter", f"id: {name}", 1))
    (tmp_path / "two.yaml").write_text(TWO)
    return tmp_path / "two.yaml"


def test_plans_of_some_missions_are_kept_beside_and_lent(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where south has no plan, that of north is kept and stands by itself, no folder of
    the whole is written, and a later run begins with it.
    """
    jobs: list[Planning] = []

    def but_south(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning) and job.mission.mission == "south":
            raise NoPlanFound("no time")
        return do_alone(job)

    def noted(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning):
            jobs.append(job)
        return do_alone(job)

    out, rest = config.parent / "out", config.parent / "out-unfinished"
    words = ["plan", str(config), "-o", str(out), "--gap", "0.3"]
    Bench(monkeypatch, but_south)
    told = run(*words)
    assert (told.exit_code, told.stdout) == (4, "")
    assert "south: no time" in told.stderr
    assert f"kept the plans of 1 of 2 missions, a folder each, in {rest}" in told.stderr
    assert not out.exists()
    said = json.loads((rest / "unfinished.json").read_text())
    assert (list(said["missions"]), said["lacking"]) == (["north"], ["south"])
    assert run("verify", str(rest / "north")).exit_code == 0
    again = run(*words)
    assert (again.exit_code, f"{rest} exists" in again.stderr) == (6, True)
    Bench(monkeypatch, noted)
    whole = run(*words, "--start", str(rest), "--overwrite")
    assert whole.exit_code == 0, whole.output
    lent = {job.mission.mission: job.start for job in jobs}
    assert lent["north"] is not None
    assert lent["north"].total_usd == pytest.approx(said["missions"]["north"])
    assert lent["south"] is None
    assert run("verify", str(out)).exit_code == 0


def test_a_mission_begins_with_the_plan_of_a_folder(config: Path) -> None:
    """Tests that a plan is no worse than the one it began with, and that a folder which holds none
    is refused before anything is planned.
    """
    mission, first = config.parent / "north" / "mission.yaml", config.parent / "first"
    words = ["plan", str(mission), "--time-limit", "20"]
    assert run(*words, "-o", str(first), "--gap", "0.3").exit_code == 0
    then = config.parent / "then"
    told = run(*words, "-o", str(then), "--gap", "0.2", "--start", str(first), "--format", "json")
    assert told.exit_code == 0, told.output
    before = json.loads((first / "plan.json").read_text())["total_usd"]
    assert json.loads((then / "plan.json").read_text())["total_usd"] <= before + 1.0
    lost = run(*words, "-o", str(config.parent / "none"), "--start", str(config.parent))
    assert (lost.exit_code, "plan.json" in lost.stderr) == (2, True)
