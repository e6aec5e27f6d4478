"""`peaceplan compare` sets plans side by side."""

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
def pair(planned: Path) -> tuple[Path, Path]:
    """A plan folder and a copy of it."""
    return planned, shutil.copytree(planned, planned.parent / "copy")


def test_as_text(run: Callable[..., Result], pair: tuple[Path, Path]) -> None:
    """Tests two plans of one mission: the same optimum, no unit elsewhere, within 100 columns."""
    said = run("compare", *pair)
    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert "  A = out" in lines
    assert "  B: plans +0.00; best plans are the same: one mission" in lines
    stays = next(line for line in lines if line.startswith("  stays"))
    assert stays.split() == ["stays", "2", "2"]
    assert max(map(len, lines)) <= 100


def test_as_json_and_as_files(
    run: Callable[..., Result], pair: tuple[Path, Path], tmp_path: Path
) -> None:
    """Tests that stdout holds what compare.json holds, and that nothing is overwritten unasked."""
    words = ("compare", *pair, "-o", tmp_path / "tables", "--format", "json")
    told = json.loads(run(*words).stdout)
    assert told == json.loads((tmp_path / "tables" / "compare.json").read_text(encoding="utf-8"))
    assert told["changes"] == {"copy": []}
    rows = (tmp_path / "tables" / "burden.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "plan,contributor,person_weeks,usd"
    assert rows[1].startswith("out,AAA,6000.0,")  # two companies of 150 for 20 weeks
    again = run(*words)
    assert (again.exit_code, again.stdout) == (6, "")
    assert run(*words, "--overwrite").exit_code == 0


def test_one_plan_is_not_compared(run: Callable[..., Result], planned: Path) -> None:
    """Tests exit code 2."""
    said = run("compare", planned)
    assert said.exit_code == 2
    assert "at least two" in said.stderr


def test_all_that_are_no_plans_are_named(
    run: Callable[..., Result], planned: Path, tmp_path: Path
) -> None:
    """Tests exit code 2 with both folders, and that no table is written."""
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    said = run("compare", planned, tmp_path / "x", tmp_path / "y", "-o", tmp_path / "tables")
    assert said.exit_code == 2
    assert str(tmp_path / "x" / "plan.json") in said.stderr
    assert str(tmp_path / "y" / "plan.json") in said.stderr
    assert not (tmp_path / "tables").exists()


def test_a_plan_that_was_changed_is_refused(
    run: Callable[..., Result], pair: tuple[Path, Path]
) -> None:
    """Tests exit code 5 for a table that is not as it was written."""
    with (pair[1] / "tables" / "depots.csv").open("a", encoding="utf-8") as file:
        file.write("more\n")
    said = run("compare", *pair)
    assert said.exit_code == 5
    assert "tables/depots.csv was changed" in said.stderr
