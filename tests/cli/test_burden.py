"""`peaceplan burden` says who bears how much of a plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_as_text(run: Callable[..., Result], planned: Path) -> None:
    """Tests a plan of one contributor: two companies of 150 for 20 weeks, all of it; weights of
    risk are assumed.
    """
    said = run("burden", planned)

    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert lines[0].split() == ["STRENGTH", "person-weeks", "share", "%"]
    assert lines[1].split() == ["AAA", "6,000", "100.00"]
    assert "Gini 0.000, largest over smallest 1.000" in lines[2]
    assert lines[-1] == "assumption: risk weight 1 at hub, alpha, bravo"


def test_against_a_key(run: Callable[..., Result], planned: Path, tmp_path: Path) -> None:
    """Tests that AAA bears all where the key gives it three quarters, as JSON and as CSV; risk is
    given for the whole sector.
    """
    key, risk = tmp_path / "key.csv", tmp_path / "risk.csv"
    key.write_text("party,share\nAAA,0.75\nBBB,0.25\n")
    risk.write_text("place,weight\nnorth,2\n")
    words = ("burden", planned, "--key", key, "--risk", risk, "--format")

    told = json.loads(run(*words, "json").stdout)
    rows = run(*words, "csv").stdout.splitlines()

    strength, weighted = told["measures"][:2]
    assert strength["largest_deviation"] == "AAA"
    assert strength["gini_to_key"] == 0.25  # BBB's quarter bears nothing: 1 - 0.75
    assert weighted["shares"][0]["amount"] == 12_000
    assert told["assumed_risk_weight_1"] == []
    assert rows[0] == "measure,party,amount,unit,share,key_share,deviation"
    assert rows[1] == "strength,AAA,6000.0,person-weeks,1.0,0.75,0.25"
    assert rows[2] == "strength,BBB,0.0,person-weeks,0.0,0.25,-0.25"


def test_a_wrong_key_is_refused(run: Callable[..., Result], planned: Path, tmp_path: Path) -> None:
    """Tests exit code 2 and the place of the mistake."""
    key = tmp_path / "key.csv"
    key.write_text("party,share\nAAA,0.75\n")
    said = run("burden", planned, "--key", key)

    assert said.exit_code == 2
    assert f"{key}:1:1: share: shares of contributors must sum up to 1, found 0.75" in said.stderr
