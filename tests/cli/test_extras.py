"""What needs an optional package says which extra has it, before any work, and writes nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
FOR_DEVELOPERS = {"dev", "fuzz"}
MODULES = {
    "psycopg[binary]": "psycopg",
    "vl-convert-python": "vl_convert",
    "resvg-py": "resvg_py",
}  # where they are not named like their package
NOBODY = "tcp://127.0.0.1:1"
# Runs lines in one process to which no package of an extra can be imported.
WITHOUT_ANY = """
import json, sys
for name in {blocked!r}:
    sys.modules[name] = None
from pathlib import Path
from click.testing import CliRunner
from cli.main import main
def there():
    return {{str(path): path.stat().st_mtime_ns for path in Path().rglob("*")}}
told = {{}}
for line in {lines!r}:
    before = there()
    done = CliRunner().invoke(main, line.split())
    told[line] = [done.exit_code, done.stdout, done.stderr, there() == before]
print(json.dumps(told))
"""
SOUND = (
    "new mine", "check mine/mission.yaml", "plan mine/mission.yaml -o plan --gap 0.05",
    "verify plan", "frontier plan -o frontier", "explain plan",
    *(f"export plan -o {kind} --to {kind}"
      for kind in ("gpkg", "geojson", "flatgeobuf", "kml", "shapefile", "sql", "csv")),
)  # fmt: skip


class Case(NamedTuple):
    """A command that needs an extra, and the exit code by which it refuses without it."""

    extra: str
    line: str
    code: int


CASES = [
    Case("charts", "frontier plan -o new.png", 2),
    Case("charts", "tornado mine/mission.yaml --over notice_weeks=4..8 -o new --chart new.svg", 2),
    Case("cluster", f"sweep mine/mission.yaml --over budget=0% -o new --cluster {NOBODY}", 2),
    Case("cluster", f"price mine/mission.yaml -o new --cluster {NOBODY}", 2),
    Case("maps", "export plan -o new.kmz --to kmz", 6),
    Case("parquet", "export plan -o new --to parquet", 6),
    Case("postgis", "export plan --to postgresql://nobody@127.0.0.1:1/none", 6),
    Case("report", "report plan -o new.html", 6),
    Case("sheets", "export plan -o new.xlsx --to xlsx", 6),
    Case("sheets", "check mine/book.yaml", 2),
    Case("sheets", "export plan -o new.xlsx --to xlsx", 6),
    Case("sheets", "plan mine/book.yaml -o new", 2),
    Case("sheets", "replan plan --as-of 2025-09-02 --only-deviations --actuals mine/own.xlsx", 2),
]


class Ended(NamedTuple):
    """How a command ended: exit code, what it said, and whether every file is as before."""

    code: int
    result: str
    news: str
    untouched: bool


def extras() -> dict[str, list[str]]:
    """Modules of every extra that is for users."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        found = tomllib.load(file)["project"]["optional-dependencies"]
    return {
        name: [MODULES.get(item, item) for item in (re.split(r"[<>=]", p)[0] for p in packages)]
        for name, packages in found.items()
        if name not in FOR_DEVELOPERS
    }


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """Every line, run without any extra."""
    folder = tmp_path_factory.mktemp("without")
    blocked = [package for packages in extras().values() for package in packages]

    def run(lines: list[str]) -> dict[str, Ended]:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_ANY.format(blocked=blocked, lines=lines)], cwd=folder,
            capture_output=True, text=True, check=False,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {line: Ended(*each) for line, each in json.loads(done.stdout).items()}

    sound = run(list(SOUND))
    text = (folder / "mine" / "mission.yaml").read_text(encoding="utf-8")
    (folder / "mine" / "book.yaml").write_text(text.replace(": units.csv", ": own.xlsx"))
    (folder / "mine" / "own.xlsx").write_bytes(b"PK")
    return sound | run([case.line for case in CASES])


def test_every_extra_has_a_case() -> None:
    """Tests that each extra of pyproject.toml that users may install is asked for below."""
    assert set(extras()) == {case.extra for case in CASES}


@pytest.mark.parametrize("line", SOUND)
def test_what_needs_no_extra_works_without(without: dict[str, Ended], line: str) -> None:
    """Tests that a mission is written, checked, planned, verified, set out and exported."""
    assert without[line].code == 0, without[line].news


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.extra}-{case.line.split()[0]}")
def test_a_missing_extra_is_named(without: dict[str, Ended], case: Case) -> None:
    """Tests the words, the exit code, and that no file has come or changed."""
    ended = without[case.line]
    assert (ended.code, ended.result) == (case.code, ""), ended.news
    assert f"pip install 'peaceplan[{case.extra}]'" in ended.news
    assert ended.untouched
