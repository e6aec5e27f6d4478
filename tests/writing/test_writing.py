"""Outputs struck at every stage of their writing, and runs that meet in one place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planner.errors import ExportFailed
from planner.export.atomic import whole_file, whole_folder
from planner.export.folder import write_plan
from tests.writing.struck import MISSION, NEW, VERDICT

ROOT = Path(__file__).parent.parent.parent
KILLED, REFUSED, DONE = -9, 6, 0
FEWEST = 5  # stages that any writer has
STEPS = {"plan": 12}  # a plan's folder has some hundred stages: one in so many is tried


def struck(writer: str, how: str, folder: Path) -> dict[str, dict[str, Any]]:
    """What `tests.writing.struck` tells, without and with an old output."""
    step = STEPS.get(writer, 1)
    command = [sys.executable, "-m", "tests.writing.struck", writer, how, str(folder), str(step)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, dict[str, Any]] = json.loads(ended.stdout.splitlines()[-1])
    return told


@pytest.mark.parametrize("writer", ["new", "csv", "file", "plan"])
def test_a_killed_writer_leaves_the_old_output_or_the_new(writer: str, tmp_path: Path) -> None:
    """Tests SIGKILL at every stage: nothing is mixed, and the next run works and tidies up."""
    for told in struck(writer, "kill", tmp_path).values():
        assert len(told["stages"]) > FEWEST
        assert {stage["end"] for stage in told["stages"]} == {KILLED}
        assert {stage["left"] for stage in told["stages"]} <= {"old", "new"}
        assert all(stage["again"] for stage in told["stages"])


@pytest.mark.parametrize(("writer", "how"), [("new", "ENOSPC"), ("csv", "EROFS"),
                                             ("file", "EACCES"), ("plan", "ENOSPC")])  # fmt: skip
def test_a_system_that_writes_no_more_is_told(writer: str, how: str, tmp_path: Path) -> None:
    """Tests that the old output stays, with nothing beside it, from whichever stage on."""
    for told in struck(writer, how, tmp_path).values():
        assert len(told["stages"]) >= FEWEST
        assert {stage["end"] for stage in told["stages"]} == {REFUSED}
        assert {stage["left"] for stage in told["stages"]} == {"old"}
        assert not any(stage["beside"] for stage in told["stages"])


@pytest.mark.parametrize("whole", [whole_folder, whole_file])
def test_the_later_of_two_runs_does_not_replace_the_first(whole: Any, tmp_path: Path) -> None:
    """Tests two runs at once into one new place: the one that ends later says so and goes."""
    target = tmp_path / "output"

    def put(path: Path, word: str) -> None:
        (path / "a.txt" if whole is whole_folder else path).write_text(word)

    def meet() -> None:
        with whole(target, overwrite=False) as slow:
            put(slow, "slow")
            with whole(target, overwrite=False) as fast:
                put(fast, "fast")
            assert slow.exists()

    with pytest.raises(ExportFailed, match="exists; pass --overwrite"):
        meet()
    found = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert found == ["fast"]
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_hidden_folders_of_others_stay(tmp_path: Path) -> None:
    """Tests that only names as the planner gives them are taken for leftovers."""
    others = {".output.backup01", ".output.peaceplan-mine", ".other.peaceplan-abcdefgh"}
    for name in (*others, ".output.peaceplan-abcdefgh"):
        (tmp_path / name).mkdir()
    with whole_folder(tmp_path / "output", overwrite=False) as folder:
        (folder / "a.txt").touch()
    assert {path.name for path in tmp_path.iterdir()} == {*others, "output"}


@pytest.mark.parametrize("most_kb", [40, 120, 200])
def test_a_map_that_does_not_fit_is_told(most_kb: int, tmp_path: Path) -> None:
    """Tests that files which may grow no further, those that GDAL writes included, end in one line,
    and leave nothing.
    """
    made = tmp_path / "plan"
    write_plan(NEW, VERDICT, {}, MISSION, made, overwrite=False)
    whole = (made / "plan.gpkg").stat().st_size
    assert whole > most_kb * 1024
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from planner.errors import ExportFailed; from planner.export.gpkg import write_gpkg\n"
        "from planner.export.maps import maps\n"
        "from planner.export.atomic import whole_file; from tests.writing.struck import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most_kb * 1024}, resource.RLIM_INFINITY))\n"
        "try:\n"
        "    with whole_file(Path(sys.argv[1]), overwrite=False) as path:\n"
        "        write_gpkg(maps(MISSION, NEW), path)\n"
        "except ExportFailed as error:\n"
        "    print(error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "map" / "x.gpkg")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, "could not be written" in ended.stdout) == (0, True), ended.stderr
    assert list((tmp_path / "map").iterdir()) == []
