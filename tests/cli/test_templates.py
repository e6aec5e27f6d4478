"""Every template of `peaceplan new` is a config that plans at once, as the screen promises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cli.new import TEMPLATES
from planner.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_every_shipped_template_may_be_asked_for() -> None:
    """Tests that the templates named and the folders shipped are the same, main files included."""
    shipped = bundled("configs") / "templates"

    assert {folder.name for folder in shipped.iterdir()} == set(TEMPLATES)
    assert all((shipped / name / main).is_file() for name, main in TEMPLATES.items())


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_plans_at_once(
    run: Callable[..., Result], tmp_path: Path, template: str
) -> None:
    """Tests that the file that is hinted at passes `check`, is planned, and its plan verified."""
    made = run("new", tmp_path / "mine", "--template", template)
    hinted = re.search(r"^next: peaceplan check (.+)$", made.stderr, re.MULTILINE)
    assert hinted is not None
    config, plan = hinted[1], tmp_path / "plan"

    checked = run("check", config)
    planned = run("plan", config, "-o", plan, "--time-limit", "20", "--gap", "0.05")
    verified = run("verify", plan)

    assert (made.exit_code, checked.exit_code) == (0, 0), checked.stderr
    assert f"wrote {config}" in made.stdout
    assert planned.exit_code == 0, planned.stderr
    assert "verified" in planned.stdout
    assert verified.exit_code == 0, verified.stderr


def test_the_draw_down_draws_down(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that all units but none before its time leave, two hand their equipment over, and both
    sites outside the capital close once they have gone.
    """
    run("new", tmp_path / "mine", "--template", "draw-down")
    run("plan", tmp_path / "mine" / "mission.yaml", "-o", tmp_path / "plan", "--gap", "0.05")
    tables = tmp_path / "plan" / "tables"
    postings = pd.read_csv(tables / "postings.csv")
    closed = pd.read_csv(tables / "site_closures.csv").set_index("site")["week"]

    assert set(postings["departure"]) == {"leave", "hand_over"}
    assert set(closed.index) == {"bambari", "kaga-bandoro"}
    last = postings.groupby("site")["end_week"].max()
    assert all(closed[site] >= last[site] for site in closed.index)
