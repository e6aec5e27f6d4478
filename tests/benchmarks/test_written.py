"""Tests that drawn missions can be written as configs, which load as what was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.mission.load import load_mission
from planner.portfolio.file import load_portfolio
from tests.benchmarks.__main__ import main
from tests.benchmarks.generator import generate
from tests.benchmarks.portfolio import draw_portfolio
from tests.benchmarks.sizes import SizeName


@pytest.mark.parametrize("size", ["S", "M"])
def test_a_written_mission_is_the_drawn_one(size: SizeName, tmp_path: Path) -> None:
    """Tests units, needs, sites and money, by the command; what `check` refuses would not load."""
    said = CliRunner().invoke(main, ["--size", size, "--seeds", "2", "--write", str(tmp_path)])
    config = tmp_path / f"{size}-2-mid" / "mission.yaml"
    assert (said.exit_code, said.stdout) == (0, f"{config}\n"), said.output
    drawn, loaded = generate(size, 2, "mid"), load_mission(config)
    assert {name: unit.strength_persons for name, unit in loaded.units.items()} == {
        name: unit.strength_persons for name, unit in drawn.units.items()
    }
    assert [(need.sites, need.quantity, need.from_week) for need in loaded.requirements] == [
        (need.sites, need.quantity, need.from_week) for need in drawn.requirements
    ]
    assert {site.beds for site in loaded.sites.values()} == {
        site.beds for site in drawn.sites.values()
    }
    assert loaded.appropriations == drawn.appropriations
    assert [rule.kind for rule in loaded.rules] == [rule.kind for rule in drawn.rules]
    reached = {lane.destination for lane in loaded.lanes.values() if lane.mode == "road"}
    assert reached >= set(drawn.sites)


def test_a_written_portfolio_shares_what_was_drawn(tmp_path: Path) -> None:
    """Tests missions, pledges offered twice, and pools, in size L."""
    CliRunner().invoke(main, ["--size", "L", "--seeds", "1", "--write", str(tmp_path)])
    loaded = load_portfolio(tmp_path / "L-1-mid" / "portfolio.yaml").portfolio
    drawn = draw_portfolio("L", 1, "mid")
    assert list(loaded.missions) == list(drawn.missions)
    assert loaded.shared_units == drawn.shared_units
    assert loaded.pools == drawn.pools
