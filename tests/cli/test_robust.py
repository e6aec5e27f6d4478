"""`peaceplan robust` looks for a plan that loses less under stress."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from planner.export import opened
from planner.export.folder import read_plan, write_plan
from planner.verify import verify
from tests.robust import small

Run = Callable[..., Result]


@pytest.fixture
def hedgeable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan folder of the mission in which hedging is known by hand."""
    mission, plan = small.asked(), small.planned()
    monkeypatch.setattr(opened, "load_mission", lambda _: mission)
    config = tmp_path / "tiny.yaml"
    config.touch()
    write_plan(plan, verify(mission, plan), {}, mission, tmp_path / "given", overwrite=False,
               config=config)  # fmt: skip
    return tmp_path / "given"


def test_a_better_plan(run: Run, hedgeable: Path, tmp_path: Path) -> None:
    """Tests that screen and files say the same, that the plan is an ordinary folder, verified, in
    which it stands what it was hedged against, that it is refused as a start for another, and that
    nothing is overwritten unasked.
    """
    out = tmp_path / "robust"
    asked = ("robust", hedgeable, "-o", out, "--from-week", "4", "--rounds", "1")
    result = run(*asked)
    assert result.exit_code == 0, result.stderr
    told = json.loads((out / "robust.json").read_text(encoding="utf-8"))
    assert (told["best"], told["measure"], told["against"]) == ("hedge 1", "worst", "contributors")
    assert f"worst {told['measure_less_usd'] / 1e6:,.2f} M USD less than as given" in result.stdout
    with (out / "robust.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["plan"] for row in rows] == ["as given"] * 3 + ["hedge 1"] * 3
    content = json.loads((out / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert content["verdict"]["verified"] is True
    assert content["total_usd"] == pytest.approx(told["plans"][1]["objective_usd"], abs=1.0)
    assert any("hedged against withdrawal of each" in note for note in content["notes"])
    checked = run("verify", out / "plan")
    assert checked.exit_code == 0, checked.stderr
    assert set(read_plan(out / "plan").tables["postings"]["unit"]) >= {"a1", "b1"}
    assert run("robust", out / "plan").exit_code == 2
    again = run(*asked, "--overwrite", "--format", "json")
    assert json.loads(again.stdout) == told
    assert run(*asked).exit_code == 6


def test_what_is_wrong_is_refused(run: Run, hedgeable: Path, tmp_path: Path) -> None:
    """Tests that all that is wrong is told at once, and nothing is written."""
    out = tmp_path / "robust"
    result = run("robust", hedgeable, "-o", out, "--measure", "cvar:2", "--against", "chance:0")
    assert result.exit_code == 2
    assert "--measure must be expected" in result.stderr
    assert "--against must be contributors" in result.stderr
    file = tmp_path / "stress.yaml"
    assert run("robust", hedgeable, "-o", out, "--distributions", file).exit_code == 2
    assert run("robust", hedgeable, "-o", out, "--from-week", "500").exit_code == 2
    assert not out.exists()
