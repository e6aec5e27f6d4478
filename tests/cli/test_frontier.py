"""`peaceplan frontier` sets cost against coverage."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def swept(planned: Path) -> Path:
    """A folder of two plan folders and of the rows of three points, one of them infeasible."""
    folder = planned.parent / "swept"
    folder.mkdir()
    for name in ("one", "two"):
        shutil.copytree(planned, folder / name)
    rows = [
        {"point": "one", "folder": "one"},
        {"point": "none", "folder": "", "status": "infeasible", "reason": "budget: 5 short\nmore"},
        {"point": "two", "folder": "two"},
    ]
    (folder / "sweep.json").write_text(json.dumps({"points": rows}), encoding="utf-8")
    return folder


def test_a_folder_of_plans_as_text(run: Callable[..., Result], swept: Path) -> None:
    """Tests both points with two needs of three held, and the point that has no plan."""
    said = run("frontier", swept)
    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    one = next(line for line in lines if line.startswith("  1 "))
    assert "66.7" in one.split()  # alpha and hub of alpha, bravo and hub
    assert "NO PLAN none: budget: 5 short" in lines
    assert "UNITS serve in the last week of all points alike" in lines


def test_as_files_and_as_a_chart(run: Callable[..., Result], swept: Path, tmp_path: Path) -> None:
    """Tests frontier.json, CSV files, and pictures by the name's ending."""
    told = json.loads(run("frontier", swept, "-o", tmp_path / "f", "--format", "json").stdout)
    assert told == json.loads((tmp_path / "f" / "frontier.json").read_text(encoding="utf-8"))
    assert {"points.csv", "steps.csv", "missing.csv"} <= {
        p.name for p in (tmp_path / "f").iterdir()
    }
    assert run("frontier", swept, "-o", tmp_path / "f.png").exit_code == 0
    assert (tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    assert run("frontier", swept, "-o", tmp_path / "f.svg").exit_code == 0
    assert "<svg" in (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert run("frontier", swept, "-o", tmp_path / "f.png").exit_code == 6


def test_a_folder_without_plans_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests exit code 2 with what to do."""
    said = run("frontier", tmp_path)
    assert said.exit_code == 2
    assert "make some with `peaceplan plan` or `peaceplan sweep`" in said.stderr


def test_a_chart_without_matplotlib_is_refused_before_any_work(
    run: Callable[..., Result], swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the extra is named and nothing is written."""
    monkeypatch.setattr("planner.compare.chart.find_spec", lambda _: None)
    said = run("frontier", swept, "-o", tmp_path / "f.png")
    assert said.exit_code == 2
    assert "pip install 'peaceplan[charts]'" in said.stderr
    assert not (tmp_path / "f.png").exists()
