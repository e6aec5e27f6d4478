"""Transfers in a portfolio's config: what they make of its missions, and what is wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from planner.errors import InvalidInput
from planner.mission.load import load_mission
from planner.portfolio.file import LoadedPortfolio, load_portfolio

TWO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions:
  north: north/mission.yaml
  south: south/mission.yaml
transfers:
"""
MOVES = """\
  - unit: RWA-company-2
    from: south
    to: north
    as: RWA-company-9
    weeks: 2
    consent: exercise, June 2025
    cost_usd: {value: 150000, assumption: one flight and one ship}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two starters."""
    made = tmp_path_factory.mktemp("transfers")
    for name in ("north", "south"):
        assert CliRunner().invoke(main, ["new", str(made / name)]).exit_code == 0
    return made


def written(folder: Path, moves: str) -> Path:
    """The portfolio with transfers."""
    path = folder / "two.yaml"
    path.write_text(TWO + moves)
    return path


@pytest.fixture
def loaded(folder: Path) -> LoadedPortfolio:
    """With the one transfer above."""
    return load_portfolio(written(folder, MOVES))


def test_both_missions_have_the_terms(loaded: LoadedPortfolio) -> None:
    """Tests the unit in place that may go, the same as a pledge that comes, and what it costs;
    notice of 6 weeks and 2 on the way let it be there in week 8 at the earliest.
    """
    missions = loaded.portfolio.missions
    gone, come = missions["south"].units["RWA-company-2"], missions["north"].units["RWA-company-9"]
    assert gone.goes_to is not None
    assert (gone.goes_to.transfer, gone.goes_to.mission) == ("south/RWA-company-2", "north")
    assert come.comes_from is not None
    assert (come.comes_from.mission, come.comes_from.from_week) == ("south", 8)
    assert (come.movement_options, come.in_place, come.ready_week) == (("transfer",), False, 0)
    same = ("contributor", "unit_type", "strength_persons", "women_persons")
    assert all(getattr(gone, name) == getattr(come, name) for name in same)
    costs = [item for item in missions["north"].posting_costs if item.unit == "RWA-company-9"]
    assert {item.site for item in costs} == set(missions["north"].sites)
    assert {(item.usd, item.budget_line) for item in costs} == {(150_000.0, "freight")}
    [item] = loaded.portfolio.transfers
    assert (item.origin, item.destination) == ("south", "north")
    assert "RWA-company-9" not in loaded.portfolio.shared_units
    assert any("transfers[0].cost_usd" in text for text in loaded.assumptions)


def test_a_mission_is_the_same_from_the_folder_of_the_plan(
    loaded: LoadedPortfolio, folder: Path
) -> None:
    """Tests that the scenario of each mission, as plans keep it, is that mission."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for name, inside in loaded.insides.items():
        path = out / f"{name}.yaml"
        path.write_text(inside.text(out))
        again, mission = load_mission(path), loaded.portfolio.missions[name]
        assert (again.digest, again.units) == (mission.digest, mission.units)
        assert again.posting_costs == mission.posting_costs


WRONG = {
    "no such mission": ("to: north", "to: west", "to", "unknown mission, found 'west'"),
    "to itself": ("to: north", "to: south", "to", "goes to where it stands"),
    "not in place": ("RWA-company-2", "GHA-company-1", "unit", "unknown unit in place in south"),
    "no consent": ("    consent: exercise, June 2025\n", "", "consent", "missing; add it"),
    "empty consent": ("exercise, June 2025", '""', "consent", "must not be empty"),
    "negative weeks": ("weeks: 2", "weeks: -2", "weeks", "too small, found -2"),
    "its id is taken": ("    as: RWA-company-9\n", "", "unit", "north has a unit of this id"),
    "no such line": (
        "    weeks: 2", "    weeks: 2\n    budget_line: boats", "budget_line",
        "unknown budget line of north, found 'boats'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_place(folder: Path, name: str) -> None:
    """Tests one mistake at a time: file, line, column, field and words."""
    old, new, field, words = WRONG[name]
    assert old in MOVES
    path = written(folder, MOVES.replace(old, new))
    with pytest.raises(InvalidInput) as caught:
        load_portfolio(path)
    [problem] = caught.value.problems
    assert (problem.file, problem.field) == (str(path), f"transfers[0].{field}")
    assert words in problem.message
    lines = path.read_text().splitlines()
    at = next((line for line in lines if line.strip(" -").startswith(f"{field}:")), lines[6])
    assert lines[problem.line - 1] == at
    assert at[problem.column - 1 :].strip() in (at.partition(": ")[2], at[4:])


def test_all_mistakes_come_at_once(folder: Path) -> None:
    """Tests a unit that is named twice, and one that comes under an id that another has."""
    twice = MOVES + MOVES.replace("as: RWA-company-9", "as: RWA-company-8")
    other = MOVES.replace("unit: RWA-company-2", "unit: SEN-company-1")
    with pytest.raises(InvalidInput) as caught:
        load_portfolio(written(folder, twice + other))
    said = [f"{each.field}: {each.message}" for each in caught.value.problems]
    assert len(said) == 2
    assert said[0].startswith("transfers[1].unit: named twice, found 'RWA-company-2'")
    assert said[1].startswith("transfers[2].unit: another comes to north under this id")
