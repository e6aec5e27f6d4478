"""Every output is the same, byte for byte, for the same input: on another day, desk and screen."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from cli.main import COMMANDS

ROOT = Path(__file__).parent.parent.parent
GAP = "--gap 0.05 --time-limit 60"
CHANGES = "base: mine/mission.yaml\nremove: [units.pledges.CMR-police-1]\n"
# What is not asked here, and why.
ELSEWHERE = {
    "flips": "its many plans are those of a sweep",
    "tornado": "as flips; its charts: tests/compare/test_tornado.py",
}
LINES = (
    "new mine",
    "check mine/mission.yaml",
    f"plan mine/mission.yaml -o plan {GAP}",
    "verify plan",
    "evaluate mine/mission.yaml plan/tables/postings.csv -o evaluated",
    f"replan plan --as-of 2025-08-05 --changes changes.yaml -o again {GAP}",
    f"sweep mine/mission.yaml --over budget=0% -o swept {GAP}",
    "explain mine/mission.yaml",
    "explain plan",
    "explain plan --unmet",
    "cost plan",
    "cost mine/mission.yaml SEN-company-1 --leaving",
    "burden plan",
    "compare plan evaluated -o compared",
    "frontier plan -o frontier",
    "frontier plan -o chart.png",
    "stress plan -o stress",
    "stress plan -o chance --scenarios 4",
    f"robust plan -o robust --rounds 1 {GAP}",
    f"price mine/mission.yaml --rule budget --only budget -o price {GAP}",
    "data",
    "data diff --from 2024-07 --to 2025-07",
    "report plan -o report.html",
    "export plan -o map.gpkg --to gpkg",
    "export plan -o tables --to csv",
    "export plan -o book.xlsx --to xlsx",
    "schema",
    "completion zsh",
    "man -o man",
)
RUN = """
import json, sys
from click.testing import CliRunner
from cli.main import main
for line in sys.stdin.read().splitlines():
    done = CliRunner().invoke(main, line.split())
    print(json.dumps([line, done.exit_code, done.stdout]))
"""


class Desk(NamedTuple):
    """A folder in which all lines were run: exit codes, what they said, and every file."""

    codes: dict[str, int]
    said: dict[str, str]
    files: dict[str, bytes]


def worked(folder: Path, **around: str) -> Desk:
    """All lines in one new process."""
    folder.mkdir(parents=True)
    (folder / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN], input="\n".join(LINES), cwd=folder, capture_output=True,
        text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)} | around,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    files = {str(path.relative_to(folder)): path.read_bytes()
             for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip
    return Desk({line: code for line, code, _ in told}, {line: said for line, _, said in told},
                files)  # fmt: skip


def without_seconds(name: str, content: bytes) -> object:
    """What a file holds; of a sweep, all but the seconds that its searches took."""
    if name.endswith("sweep.csv"):
        rows = csv.DictReader(content.decode().splitlines())
        return [row | {"seconds": ""} for row in rows]
    if name.endswith("sweep.json"):
        told = json.loads(content)
        return told | {"points": [point | {"seconds": 0} for point in told["points"]]}
    return content


def test_every_command_is_asked() -> None:
    """Tests that each command has a line here, or a reason."""
    assert {line.split()[0] for line in LINES} | set(ELSEWHERE) == set(COMMANDS)


def test_two_desks_say_and_write_the_same(tmp_path: Path) -> None:
    """Tests all lines with other hashes of words, time zones, screens and places: what is said, and
    names and bytes of all files but run.json, which tells of the run.
    """
    one = worked(tmp_path / "one" / "desk", PYTHONHASHSEED="1", TZ="UTC", COLUMNS="60")
    other = worked(tmp_path / "other" / "desk", PYTHONHASHSEED="2", TZ="Asia/Tokyo", COLUMNS="200")
    assert {line for line, code in one.codes.items() if code != 0} == set()
    assert [
        line for line in LINES if one.said[line] != other.said[line] or not one.said[line]
    ] == []
    assert set(one.files) == set(other.files)
    kinds = {Path(name).suffix for name in one.files}
    assert kinds >= {".csv", ".json", ".yaml", ".npz", ".gpkg", ".png", ".1"}
    differ = [
        name
        for name, content in one.files.items()
        if Path(name).name != "run.json"
        and without_seconds(name, content) != without_seconds(name, other.files[name])
    ]
    assert differ == []
