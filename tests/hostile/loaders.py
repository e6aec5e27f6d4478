"""Every loader: the files that it reads, to be spoiled, and the command that reads them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.hostile.material import (
    CATALOGUE,
    joined_folder,
    kept_folder,
    mission_folder,
    planned_folder,
)
from tests.hostile.spoil import spoiled
from tests.hostile.values import NUMBERS, TEXTS

Words = list[str | Path]
QUICK = ("--time-limit", "2", "--gap", "0.2")


@dataclass(frozen=True)
class Loader:
    """Where sound files come from, which of them are spoiled (one at a time), and the command."""

    source: Callable[[], Path]
    files: tuple[str, ...]
    words: Callable[[Path], Words]


def _tables() -> tuple[str, ...]:
    own = ("sites.csv", "units.csv", "pledges.csv", "requirements.csv", "sectors.geojson")
    return (*own, *(f"{name}.csv" for name in CATALOGUE))


LOADERS: dict[str, Loader] = {
    "mission": Loader(mission_folder, ("mission.yaml",), lambda f: ["check", f / "mission.yaml"]),
    "tables": Loader(mission_folder, _tables(), lambda f: ["check", f / "mission.yaml"]),
    "scenario": Loader(
        mission_folder, ("scenario.yaml", "cuts.yaml"), lambda f: ["check", f / "scenario.yaml"]
    ),
    "portfolio": Loader(
        mission_folder, ("two.yaml",), lambda f: ["check", f / "two.yaml", "--format", "json"]
    ),
    "contributions": Loader(
        mission_folder, ("new.csv",), lambda f: ["data", "diff", f / "new.csv"]
    ),
    "key": Loader(
        planned_folder,
        ("key.csv", "risk.csv"),
        lambda f: ["burden", f / "plan", "--key", f / "key.csv", "--risk", f / "risk.csv"],
    ),
    "postings": Loader(
        planned_folder,
        ("postings.csv",),
        lambda f: ["evaluate", f / "mission.yaml", f / "postings.csv", "-o", f / "out", *QUICK[:2]],
    ),
    "fixed": Loader(
        planned_folder,
        ("postings.csv",),
        lambda f: [
            "plan", f / "mission.yaml", "--fix", f / "postings.csv", "-o", f / "out", *QUICK,
        ],
    ),
    "distributions": Loader(
        planned_folder,
        ("stress.yaml",),
        lambda f: [
            "stress", f / "plan", "--distributions", f / "stress.yaml", "--scenarios", "1",
            "-o", f / "out",
        ],
    ),
    "changes": Loader(
        planned_folder,
        ("changes.yaml",),
        lambda f: [
            "replan", f / "plan", "--changes", f / "changes.yaml", "--as-of", "2025-09-03",
            "-o", f / "out", *QUICK,
        ],
    ),
}  # fmt: skip

# Commands that read a plan's folder. The last ones begin a search where the folder is sound enough.
READERS: dict[str, Callable[[Path], Words]] = {
    "verify": lambda f: ["verify", f / "plan"],
    "compare": lambda f: ["compare", f / "plan", f / "plan", "--config", f / "mission.yaml"],
    "frontier": lambda f: ["frontier", f / "plan", "-o", f / "out"],
    "burden": lambda f: ["burden", f / "plan", "--format", "json"],
    "export csv": lambda f: ["export", f / "plan", "-o", f / "out", "--to", "csv"],
    "export geojson": lambda f: ["export", f / "plan", "-o", f / "out", "--to", "geojson"],
    "explain": lambda f: ["explain", f / "plan"],
    "stress": lambda f: ["stress", f / "plan", "-o", f / "out", "--pairs", "0"],
    "replan": lambda f: [
        "replan", f / "plan", "--changes", f / "changes.yaml", "--as-of", "2025-09-03",
        "-o", f / "out", *QUICK,
    ],
    "flips": lambda f: ["flips", f / "plan", "--time-limit", "0.1", "--gap", "1"],
}  # fmt: skip


def _begun(folder: Path) -> Words:
    one, joined, out = folder / "one.yaml", folder / "joined", folder / "out"
    return ["plan", one, "--start", joined, "-o", out, "--time-limit", "1", "--gap", "1"]


# Commands that read the folder of a portfolio's plan, or what is kept of one.
WHOLES: dict[str, Loader] = {
    "verify whole": Loader(joined_folder, (), lambda f: ["verify", f / "joined"]),
    "compare whole": Loader(joined_folder, (), lambda f: ["compare", f / "joined", f / "joined"]),
    "explain whole": Loader(joined_folder, (), lambda f: ["explain", f / "joined"]),
    "start": Loader(joined_folder, (), _begun),
    "start from kept": Loader(kept_folder, (), _begun),
}


def copy_of(source: Path, folder: Path) -> Path:
    """A copy of sound files, to be spoiled."""
    shutil.copytree(source, folder)
    return folder


def hostile_case(name: str, folder: Path, chance: Random) -> Words:
    """The files of a loader in `folder`, one of them spoiled, and the command to run on them."""
    loader = LOADERS[name]
    copy_of(loader.source(), folder)
    path = folder / chance.choice(loader.files)
    if chance.randrange(20) == 0:
        misplace(path, chance)
    else:
        spoiled(path, chance)
    return loader.words(folder)


def hostile_plan(folder: Path, chance: Random) -> None:
    """A plan's folder in `folder`, with one of its files spoiled, gone or another's."""
    copy_of(planned_folder(), folder)
    _spoil_one(folder / "plan", chance)


def hostile_whole(name: str, folder: Path, chance: Random) -> Words:
    """The folder of a portfolio's plan in `folder`, spoiled likewise, and the command to run."""
    whole = WHOLES[name]
    copy_of(whole.source(), folder)
    _spoil_one(folder / "joined", chance)
    return whole.words(folder)


def _spoil_one(plan: Path, chance: Random) -> None:
    files = sorted(path for path in plan.rglob("*") if path.is_file() and path.suffix != ".gpkg")
    filled = [path for path in files if path.suffix != ".csv" or path.read_bytes().count(b"\n") > 1]
    named = [path for path in files if path.suffix in (".json", ".npz")]
    path = chance.choice([*filled, *named, *named])
    what = chance.randrange(12)
    if what == 0:
        misplace(path, chance)
    elif what == 1:
        path.write_bytes(chance.choice(files).read_bytes())
    else:
        spoiled(path, chance)


def misplace(path: Path, chance: Random) -> None:
    """Put something else in a file's place."""
    path.unlink()
    what = chance.randrange(5)
    if what == 0:
        path.mkdir()
    elif what == 1:
        os.mkfifo(path)
    elif what == 2:
        path.symlink_to(path)
    elif what == 3:
        path.symlink_to("/dev/zero")


def over_words(chance: Random) -> str:
    """A text for `--over`, near to one that can be read."""
    parts = ["budget", "=", "-25", "%", "..", "+10", "%", ":", "5", "%", ",", "notice_weeks"]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(parts))
        what = chance.randrange(4)
        if what == 0:
            del parts[at]
        elif what == 1:
            parts.insert(at, chance.choice(parts))
        else:
            parts[at] = chance.choice(NUMBERS if what == 2 else TEXTS)
        parts = parts or ["="]
    return "".join(parts)
