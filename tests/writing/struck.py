"""Writes an output over and over, each time struck at a later stage, and tells what is left.

    python -m tests.writing.struck WRITER HOW FOLDER [STEP]

STEP: only every so many stages, of outputs that have many. A stage is a call that the writer makes
of the system: a file opened, a folder made, renamed or removed, a lock, a sync. HOW: `kill` ends
the process there with SIGKILL; `ENOSPC`, `EROFS` or `EACCES`: from there on the system refuses to
write.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.new import command as new
from planner.errors import ExportFailed
from planner.export.atomic import whole_file
from planner.export.folder import write_plan
from planner.export.formats import into_folder
from planner.export.tables import write_table
from planner.plan import TABLES, Plan
from planner.verify import verify
from tests import builders
from tests.export.plans import plan

if TYPE_CHECKING:
    from collections.abc import Callable

MISSION = builders.mission()
OLD = plan(MISSION)
NEW = replace(OLD, repeatable=False, tables=OLD.tables | {"costs": OLD.tables["costs"][:1]})

VERDICT = verify(MISSION, OLD)

# Calls that need room or leave; the others only look, or take away.
WRITES = {"open", "os.mkdir", "os.rename", "tempfile.mkdtemp", "fsync"}
STAGES = WRITES | {
    "os.chmod", "os.listdir", "os.remove", "os.rmdir", "os.scandir", "shutil.rmtree", "fcntl.flock",
}  # fmt: skip
DONE, REFUSED = 0, 6


def _new(made: Plan, target: Path) -> None:
    """The starter twice is twice the same: the old one has one file more."""
    new.callback(target, "mission", "text", overwrite=True)  # type: ignore[misc]
    if made is OLD:
        (target / "NOTICE.txt").touch()
        (target / "mine.txt").touch()


def _csv(made: Plan, target: Path) -> None:
    def tables(folder: Path) -> None:
        for name in TABLES:
            write_table(folder / f"{name}.csv", name, made.tables[name])

    into_folder(target, tables, overwrite=True)


def _file(made: Plan, target: Path) -> None:
    with whole_file(target, overwrite=True) as path:
        path.write_text("old" if made is OLD else "new", encoding="utf-8")


def _plan(made: Plan, target: Path) -> None:
    write_plan(made, VERDICT, {}, MISSION, target, overwrite=True)


WRITERS: dict[str, Callable[[Plan, Path], None]] = {
    "new": _new,
    "csv": _csv,
    "file": _file,
    "plan": _plan,
}


def strike_at(stage: int, how: str) -> None:
    """Have this process struck at a stage, counted from 1."""
    count = 0

    def arrive(event: str) -> None:
        nonlocal count
        count += 1
        if count < stage:
            return
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if event in WRITES:
            number = getattr(errno, how)
            raise OSError(number, os.strerror(number))

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not (arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            return
        if event in STAGES:
            arrive(event)

    os.fsync = lambda fd: arrive("fsync")  # noqa: ARG005 (named as in os)
    sys.addaudithook(audit)


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder in full, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes().hex()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def struck(write: Callable[[Plan, Path], None], stage: int, how: str, target: Path) -> int:
    """Write the new output in a process that is struck; its end as `os.waitpid` tells it."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    strike_at(stage, how)
    try:
        write(NEW, target)
    except ExportFailed:
        os._exit(REFUSED)
    except BaseException as error:  # noqa: BLE001 (told, not raised: this is another process)
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(DONE)


def run(writer: str, how: str, folder: Path, *, over: bool, step: int = 1) -> dict[str, Any]:
    """Strike at every stage, or every so many, until the writer ends first.

    over: there is an output already. Result: how many stages there were, what each left ("old",
    "new" or else the names of the files), ends, files left beside, and what the next run made.
    """
    write = WRITERS[writer]
    kinds = {}
    for name, made in {"old": OLD, "new": NEW}.items():
        write(made, folder / "kept" / "output")
        kinds[name] = content(folder / "kept")
        shutil.rmtree(folder / "kept")
    kinds = {"old": kinds["old"] if over else {}, "new": kinds["new"]}
    told: list[dict[str, Any]] = []
    while not told or told[-1]["end"] != DONE or told[-1]["left"] != "new" or told[-1]["struck"]:
        place = folder / "place"
        place.mkdir()
        if over:
            write(OLD, place / "output")
        stage = 1 + step * len(told)
        status = struck(write, stage, how, place / "output")
        found = content(place)
        seen = {name: data for name, data in found.items() if not name.startswith(".")}
        left = next((name for name, all_ in kinds.items() if all_ == seen), "|".join(seen))
        beside = [each.name for each in place.iterdir() if each.name.startswith(".")]
        write(NEW, place / "output")
        again = content(place) == kinds["new"] and not any(
            each.name.startswith(".") for each in place.iterdir()
        )
        shutil.rmtree(place)
        killed = os.WIFSIGNALED(status)
        end = -os.WTERMSIG(status) if killed else os.WEXITSTATUS(status)
        told.append({"end": end, "left": left, "beside": beside, "again": again, "struck": killed})
    return {"stages": told[:-1], "last": told[-1]}


if __name__ == "__main__":
    os.fsync = lambda fd: None  # noqa: ARG005 (named as in os): a killed process loses nothing that it had not synced
    asked = (sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    every = int(sys.argv[4]) if len(sys.argv) > len(asked) + 1 else 1
    said = {name: run(*asked, over=name == "over", step=every) for name in ("absent", "over")}
    click.echo(json.dumps(said))
