"""Tests of the plan folder."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.errors import ExportFailed, InvalidInput
from planner.export import folder
from planner.export.atomic import check_target
from planner.export.folder import changed_parts, config_of, read_plan, write_plan
from planner.export.proof import write_duals
from planner.mission.force import FixedPosting
from planner.plan import TABLES, Duals, Plan
from tests import builders
from tests.export.plans import Judgement, plan, posting, row

if TYPE_CHECKING:
    from planner.mission.mission import Mission

RUN = {"seconds": 1.5}
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def mission() -> Mission:
    """The tiny mission as it is."""
    return builders.mission()


def write(mission: Mission, made: Plan, target: Path, *, overwrite: bool = False) -> None:
    """Write a plan that the verifier accepted."""
    write_plan(made, Judgement(), RUN, mission, target, overwrite=overwrite)


def files(directory: Path) -> dict[str, bytes]:
    """Contents of every file below a folder, by name."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_a_plan_comes_back_as_it_was_written(mission: Mission, tmp_path: Path) -> None:
    """Tests that tables, terms and proof survive the way to disk and back."""
    made = plan(mission)
    write(mission, made, tmp_path / "out")
    back = read_plan(tmp_path / "out")
    for name in TABLES:
        pd.testing.assert_frame_equal(back.tables[name], made.tables[name])
    assert back.objective_usd == made.objective_usd
    assert back.proof == made.proof
    assert (back.digest, back.status, back.limit) == (made.digest, "optimal", "gap")
    assert changed_parts(tmp_path / "out", back) == []


DUALS = Duals("ab" * 32, np.array([0, 7, 70_000], np.int32), np.array([0.1, -2.5e-9, 1e9]))


def proved(mission: Mission) -> Plan:
    """A plan with the duals of its bound, for postings that were asked for beside the config."""
    made = plan(mission)
    fixed = {"u1": (FixedPosting("alpha", 0, None), FixedPosting(None, 9, 20, "need-bravo", "air"))}
    return replace(made, proof=replace(made.proof, duals=DUALS, fixed=fixed))


def test_duals_come_back_as_they_were(mission: Mission, tmp_path: Path) -> None:
    """Tests that duals keep every bit, and that a plan without them has no file of them."""
    write(mission, proved(mission), tmp_path / "out")
    back = read_plan(tmp_path / "out")
    assert back.proof == proved(mission).proof
    assert back.proof.duals is not None
    assert back.proof.duals.model == DUALS.model
    assert back.proof.duals.rows.tolist() == DUALS.rows.tolist()
    assert back.proof.duals.amounts.tolist() == DUALS.amounts.tolist()
    assert changed_parts(tmp_path / "out", back) == []
    write(mission, plan(mission), tmp_path / "bare")
    assert read_plan(tmp_path / "bare").proof.duals is None
    assert not (tmp_path / "bare" / "proof.npz").exists()


def test_changed_duals_are_named(mission: Mission, tmp_path: Path) -> None:
    """Tests that the hash in plan.json gives other duals away."""
    write(mission, proved(mission), tmp_path / "out")
    write_duals(tmp_path / "out" / "proof.npz", replace(DUALS, amounts=2 * DUALS.amounts))
    back = read_plan(tmp_path / "out")
    assert changed_parts(tmp_path / "out", back) == ["proof.npz"]


@pytest.mark.parametrize("content", ["text", "text archive", "kind", "shape", "none"])
def test_a_file_that_holds_no_duals_is_refused(
    mission: Mission, tmp_path: Path, content: str
) -> None:
    """Tests what is no archive, one of other things, other numbers, too few of them, no file."""
    write(mission, proved(mission), tmp_path / "out")
    path = tmp_path / "out" / "proof.npz"
    if content == "kind":
        np.savez(path, model=np.zeros(1, np.uint8), rows=np.zeros(1), duals=np.zeros(1))
    elif content == "shape":
        write_duals(path, replace(DUALS, rows=DUALS.rows[:2]))
    elif content == "text archive":
        np.savez(path, words=np.array(["a"]))
    elif content == "text":
        path.write_text("no archive")
    else:
        path.unlink()
    with pytest.raises(InvalidInput, match="holds no duals of a bound"):
        read_plan(tmp_path / "out")


def test_names_that_look_like_missing_values_survive(mission: Mission, tmp_path: Path) -> None:
    """Tests that Namibia's NA, commas, quotes and empty text are text in both directions."""
    odd = [row("costs", line="NA", item='a "b", c', usd=1.0), row("costs", line="", item="null")]
    write(mission, plan(mission, costs=odd), tmp_path / "out")
    back = read_plan(tmp_path / "out").tables["costs"]
    assert back["line"].tolist() == ["", "NA"]
    assert back["item"].tolist() == ["null", 'a "b", c']


def test_everything_but_the_run_repeats_byte_for_byte(mission: Mission, tmp_path: Path) -> None:
    """Tests that the same plan gives the same files, in another folder and at another time."""
    for name in ("one", "two"):
        write_plan(
            proved(mission), Judgement(), {"at": name}, mission, tmp_path / name, overwrite=False
        )
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert one.pop("run.json") != two.pop("run.json")
    assert one == two


def test_noise_below_a_millionth_is_not_written(mission: Mission, tmp_path: Path) -> None:
    """Tests that 0.1 + 0.2, minus nothing and 1e-9 are written as 0.3, 0.0 and 0.0."""
    noisy = [
        row("costs", line=line, usd=usd)
        for line, usd in (("a", 0.1 + 0.2), ("b", -0.0), ("c", 1e-9))
    ]
    write(mission, plan(mission, costs=noisy), tmp_path / "out")
    lines = (tmp_path / "out" / "tables" / "costs.csv").read_text().splitlines()
    assert lines == ["line,quarter,item,usd", "a,0,,0.3", "b,0,,0.0", "c,0,,0.0"]


def test_an_existing_folder_is_kept(mission: Mission, tmp_path: Path) -> None:
    """Tests that without --overwrite nothing of an older plan changes."""
    write(mission, plan(mission), tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(ExportFailed, match="--overwrite"):
        write(mission, plan(mission, costs=[]), tmp_path / "out")
    assert files(tmp_path / "out") == before


def test_overwrite_replaces_the_whole_folder(mission: Mission, tmp_path: Path) -> None:
    """Tests that nothing of the older plan stays behind, nor anything beside the new one."""
    write(mission, plan(mission), tmp_path / "out")
    (tmp_path / "out" / "left.over").touch()
    write(mission, plan(mission, costs=[]), tmp_path / "out", overwrite=True)
    assert read_plan(tmp_path / "out").tables["costs"].empty
    assert not (tmp_path / "out" / "left.over").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_overwrite_works_where_folders_cannot_be_swapped(
    mission: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the way of two renames, for systems without an atomic exchange."""
    monkeypatch.setattr("planner.export.atomic._exchanged", lambda *_: False)
    write(mission, plan(mission), tmp_path / "out")
    write(mission, plan(mission, costs=[]), tmp_path / "out", overwrite=True)
    assert read_plan(tmp_path / "out").tables["costs"].empty
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_not_replaced(mission: Mission, tmp_path: Path) -> None:
    """Tests that --overwrite does not wipe a folder without the planner's mark."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear all")
    with pytest.raises(ExportFailed, match="no folder that peaceplan wrote"):
        write(mission, plan(mission), tmp_path / "home", overwrite=True)
    assert files(tmp_path / "home") == {"letters.txt": b"dear all"}


@pytest.mark.parametrize("old", [False, True])
def test_a_failure_half_way_leaves_the_old_plan_or_none(
    mission: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, old: bool
) -> None:
    """Tests that a full disk leaves what was there, and a sentence."""
    if old:
        write(mission, plan(mission), tmp_path / "out")
    before = files(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "write_gpkg", full)
    with pytest.raises(ExportFailed, match="could not be written: No space left on device"):
        write(mission, plan(mission, costs=[]), tmp_path / "out", overwrite=True)
    assert files(tmp_path) == before


def test_a_place_that_cannot_be_written_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests a file where a folder is needed, and a folder without permission, before any work."""
    (tmp_path / "file").touch()
    with pytest.raises(ExportFailed, match="file is no folder"):
        check_target(tmp_path / "file" / "a" / "out", overwrite=True)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(ExportFailed, match="no permission to write in"):
        check_target(tmp_path / "new" / "out", overwrite=True)


def test_a_kill_half_way_leaves_the_old_plan(mission: Mission, tmp_path: Path) -> None:
    """Tests that a process killed while it writes the map leaves the older plan whole."""
    write(mission, plan(mission), tmp_path / "out")
    before = files(tmp_path / "out")
    code = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from planner.export import folder\n"
        "from tests import builders\n"
        "from tests.export.plans import Judgement, plan\n"
        "folder.write_gpkg = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "mission = builders.mission()\n"
        "made = plan(mission, costs=[])\n"
        "folder.write_plan(made, Judgement(), {}, mission, Path(sys.argv[1]), overwrite=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "out"], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert files(tmp_path / "out") == before


def test_a_number_that_is_none_is_refused(mission: Mission, tmp_path: Path) -> None:
    """Tests that a NaN never reaches a file."""
    broken = plan(mission, costs=[row("costs", line="travel", usd=float("nan"))])
    with pytest.raises(ExportFailed, match="table costs: usd"):
        write(mission, broken, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_changed_table_is_named(mission: Mission, tmp_path: Path) -> None:
    """Tests that the hashes in plan.json give an edit away."""
    write(mission, plan(mission), tmp_path / "out")
    path = tmp_path / "out" / "tables" / "postings.csv"
    path.write_text(path.read_text().replace("bravo", "alpha"))
    back = read_plan(tmp_path / "out")
    assert changed_parts(tmp_path / "out", back) == ["tables/postings.csv"]


def test_a_changed_headline_is_named(mission: Mission, tmp_path: Path) -> None:
    """Tests that a gap written by hand into plan.json is given away by its own parts."""
    write(mission, plan(mission), tmp_path / "out")
    path = tmp_path / "out" / "plan.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "headline_gap": 0.001}))
    back = read_plan(tmp_path / "out")
    assert changed_parts(tmp_path / "out", back) == ["plan.json: headline_gap"]


def test_bad_cells_are_reported_all_at_once(mission: Mission, tmp_path: Path) -> None:
    """Tests that each bad cell comes with file, line and column."""
    write(mission, plan(mission, postings=[posting("u1", "alpha", 0, 20)]), tmp_path / "out")
    path = tmp_path / "out" / "tables" / "postings.csv"
    path.write_text(path.read_text().replace(",0,20,", ",zero,2.5,"))
    with pytest.raises(InvalidInput) as caught:
        read_plan(tmp_path / "out")
    places = [(p.line, p.column, p.field) for p in caught.value.problems]
    assert places == [(2, 7, "start_week"), (2, 8, "end_week")]


@pytest.mark.parametrize("missing", ["plan.json", "tables/flows.csv"])
def test_a_missing_file_is_named(mission: Mission, tmp_path: Path, missing: str) -> None:
    """Tests that a folder that is not whole is refused by name of file."""
    write(mission, plan(mission), tmp_path / "out")
    (tmp_path / "out" / missing).unlink()
    with pytest.raises(InvalidInput, match=missing):
        read_plan(tmp_path / "out")


def test_the_config_is_found_again_after_a_move(mission: Mission, tmp_path: Path) -> None:
    """Tests that a plan folder finds its config where both were moved together."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mission.yaml").touch()
    write_plan(
        plan(mission), Judgement(), RUN, mission, tmp_path / "a" / "out", overwrite=False,
        config=tmp_path / "a" / "mission.yaml",
    )  # fmt: skip
    assert config_of(tmp_path / "a" / "out") == tmp_path / "a" / "mission.yaml"
    shutil.move(tmp_path / "a", tmp_path / "b")
    assert config_of(tmp_path / "b" / "out") == tmp_path / "b" / "mission.yaml"
    (tmp_path / "b" / "mission.yaml").unlink()
    assert config_of(tmp_path / "b" / "out") is None


def test_the_manifest_says_what_was_proved_and_verified(mission: Mission, tmp_path: Path) -> None:
    """Tests that gaps stand beside what they are made of.

    gap = (771000.25 - 770000) / 771000.25; headline = 1000.25 / (771000.25 - 700000).
    """
    write(mission, plan(mission), tmp_path / "out")
    said = json.loads((tmp_path / "out" / "plan.json").read_text())
    assert said["verdict"]["verified"] is True
    assert said["gap"] == pytest.approx(1000.25 / 771_000.25)
    assert said["headline_gap"] == pytest.approx(1000.25 / 71_000.25)
    assert list(said["tables"]) == list(TABLES)
