"""Tests of a portfolio's config, and of the folder of its plan, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from planner.errors import InvalidInput
from planner.portfolio.file import is_portfolio, load_portfolio
from planner.portfolio.pieces import do_alone
from tests.portfolio.bench import Bench

TWO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions:
  north: north/mission.yaml
  south: south/mission.yaml
budgets:
  - {id: support, name: Support office, usd: {value: 1000000, assumption: invented}}
apart:
  - {id: observers, name: Observers, note: another budget}
assumptions: [the missions start together]
"""


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two starters, the second with pledges of its own and of another size, and their portfolio."""
    made = tmp_path_factory.mktemp("portfolio")
    for name in ("north", "south"):
        assert run("new", str(made / name)).exit_code == 0
    (made / "two.yaml").write_text(TWO)
    return made


@pytest.fixture(scope="module")
def planned(folder: Path) -> Path:
    """The folder of a plan."""
    out = folder / "out"
    told = run("plan", str(folder / "two.yaml"), "-o", str(out), "--gap", "0.3")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("Two missions (two): 2 missions, 26 weeks\nverified")
    assert "BESIDE Support office: 1.00 M USD" in told.stdout
    assert "APART Observers: another budget" in told.stdout
    return out


def test_a_portfolio_has_its_missions_and_what_is_beside_them(folder: Path) -> None:
    """Tests missions, shared pledges, budgets and assumptions, and that paths are the file's."""
    loaded = load_portfolio(folder / "two.yaml")
    assert list(loaded.portfolio.missions) == ["north", "south"]
    assert loaded.portfolio.shared_units  # the same pledges are offered to both
    assert [item.usd for item in loaded.budgets] == [1e6]
    assert loaded.assumptions == (
        "two.yaml: the missions start together",
        "two.yaml: budgets[0].usd: value = 1000000 (invented)",
    )
    assert is_portfolio(folder / "two.yaml")
    assert not is_portfolio(folder / "north" / "mission.yaml")
    assert not is_portfolio(folder / "nowhere.yaml")


def lending(folder: Path, lenders: str) -> Path:
    """A portfolio of both starters, whose assessed funds are pooled, with a section `lenders`."""
    pool = "{lender: pool, fund: assessed, most_usd: 5000000, pooled: true}"
    for name in ("north", "south"):
        text = f"base: {name}/mission.yaml\nset: {{money.lenders: [{pool}]}}\n"
        (folder / f"{name}-pooled.yaml").write_text(text)
    path = folder / "pooled.yaml"
    text = TWO.replace("/mission.yaml", "-pooled.yaml")
    path.write_text(f"{text}lenders: {lenders}\n")
    return path


def test_lenders_of_a_portfolio(folder: Path) -> None:
    """Tests what missions owe a lender together, and that what is wrong is told at its place."""
    assert load_portfolio(lending(folder, "{pool: 0}")).portfolio.lenders == {"pool": 0.0}
    path = lending(folder, "{pol: 5}")
    with pytest.raises(InvalidInput) as caught:
        load_portfolio(path)
    [problem] = caught.value.problems
    line = len(path.read_text().splitlines())
    told = "lenders.pol: pol is a lender of 0 missions; at least 2 share a lender"
    assert str(problem) == f"{path}:{line}:16: {told}"


def test_a_changed_mission_changes_the_digest(folder: Path, tmp_path: Path) -> None:
    """Tests that a portfolio's digest rests on its missions', not on where they lie."""
    for name in ("north", "south"):
        run("new", str(tmp_path / name))
    (tmp_path / "two.yaml").write_text(TWO)
    first = load_portfolio(folder / "two.yaml").digest
    assert load_portfolio(tmp_path / "two.yaml").digest == first
    mission = tmp_path / "south" / "mission.yaml"
    mission.write_text(mission.read_text() + "# another line\n")
    assert load_portfolio(tmp_path / "two.yaml").digest != first


def test_everything_wrong_is_told_at_once_and_at_its_place(folder: Path) -> None:
    """Tests the portfolio's own lines together with those of its missions."""
    broken = folder / "broken.yaml"
    wrong = (folder / "north" / "mission.yaml").read_text().replace("peaceplan: 1", "peaceplan: 7")
    (folder / "north" / "wrong.yaml").write_text(wrong)
    broken.write_text(
        TWO.replace("north/mission", "north/wrong")
        .replace("south/mission", "south/absent")
        .replace("id: observers", "id: support")
    )
    with pytest.raises(InvalidInput) as caught:
        load_portfolio(broken)
    said = [str(problem) for problem in caught.value.problems]
    assert [
        line for line in said if line.startswith(f"{broken}:5:10: missions.south: no such file")
    ]
    assert [line for line in said if "wrong.yaml:" in line and "peaceplan: " in line]
    assert [line for line in said if f"{broken}:9:10: apart[0].id: there is another" in line]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("pools", "pools: {boats: 2}"), "pools.boats: boats is a fleet of 0 missions"),
        (("mission", "mission: x"), "mission: unknown key"),
        (("name: Two missions", ""), "portfolio.name: missing"),
    ],
)
def test_a_wrong_section_is_refused(folder: Path, change: tuple[str, str], told: str) -> None:
    """Tests pools, unknown keys and missing ones."""
    old, new = change
    text = TWO.replace(old, new) if old in TWO and new == "" else f"{TWO}{new}\n"
    (folder / "wrong.yaml").write_text(text)
    with pytest.raises(InvalidInput, match=told.replace("[", r"\[").replace(".", r"\.")):
        load_portfolio(folder / "wrong.yaml")


def test_check_says_key_numbers_of_each_mission(folder: Path) -> None:
    """Tests text and JSON."""
    text = run("check", str(folder / "two.yaml"))
    assert text.exit_code == 0
    assert "north: persons 586, units in place 4" in text.stdout
    said = json.loads(run("check", str(folder / "two.yaml"), "--format", "json").stdout)
    assert said["missions"]["south"]["units_in_place"] == 4
    assert said["beside_usd"] == {"Support office": 1e6}


def test_the_plan_is_written_and_verified_from_its_folder(planned: Path) -> None:
    """Tests the figures of portfolio.json, and that each mission's plan stands by itself."""
    told = json.loads((planned / "portfolio.json").read_text())
    assert told["total_usd"] == pytest.approx(sum(told["missions"].values()))
    assert told["bound_usd"] <= told["total_usd"]
    assert told["headline_gap"] <= 0.3
    assert (planned / "NOTICE.txt").is_file()
    whole = run("verify", str(planned))
    assert whole.exit_code == 0, whole.output
    assert "no unit serves twice" in whole.stdout
    alone = run("verify", str(planned / "south"))
    assert (alone.exit_code, "no duals are kept" in alone.stdout) == (0, True)
    said = json.loads(run("verify", str(planned), "--format", "json").stdout)
    assert said["missions_usd"] == pytest.approx(told["missions"])


def test_a_changed_plan_is_told(planned: Path) -> None:
    """Tests a table that was touched, and a total that is not the sum."""
    table = planned / "south" / "tables" / "postings.csv"
    before, manifest = table.read_bytes(), (planned / "portfolio.json").read_text()
    try:
        table.write_bytes(before.replace(b"stays", b"leave", 1))
        (planned / "portfolio.json").write_text(manifest.replace('"total_usd": ', '"total_usd": 1'))
        told = run("verify", str(planned))
    finally:
        table.write_bytes(before)
        (planned / "portfolio.json").write_text(manifest)
    assert told.exit_code != 0
    assert "south/tables/postings.csv was changed" in told.output
    assert "portfolio.json: total_usd was changed" in told.output


def test_options_of_the_other_kind_are_refused(folder: Path) -> None:
    """Tests that no option is taken that would do nothing."""
    out = str(folder / "none")
    mission = run("plan", str(folder / "north" / "mission.yaml"), "-o", out, "--workers", "2")
    assert (mission.exit_code, "are for portfolios" in mission.output) == (2, True)
    several = run("plan", str(folder / "two.yaml"), "-o", out, "--engine", "gscip")
    assert (several.exit_code, "are for single missions" in several.output) == (2, True)
    assert not Path(out).exists()


LESS = "set: {money.appropriations.all: {value: 40000000, assumption: as much as wanted}}\n"
CUT = """\
base: two.yaml
set:
  portfolio.name: Two missions, less money
  include: [less.yaml]
  appropriations: {all: 39000000}
"""


def test_a_scenario_of_a_portfolio_changes_every_mission(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests overrides of the portfolio itself and of its missions, kept beside their plans, so
    that each is verified by itself.
    """
    Bench(monkeypatch, do_alone)
    (folder / "less.yaml").write_text(LESS)
    (folder / "cut.yaml").write_text(CUT)
    assert is_portfolio(folder / "cut.yaml")
    loaded = load_portfolio(folder / "cut.yaml")
    for mission in loaded.portfolio.missions.values():
        assert {item.group: item.usd for item in mission.appropriations}["all"] == 40e6
    assert loaded.portfolio.appropriations == {"all": 39e6}
    out = folder / "cut"
    told = run("plan", str(folder / "cut.yaml"), "-o", str(out), "--gap", "0.3")
    assert told.exit_code == 0, told.output
    assert "SHARED appropriation all: 39.00 M USD" in told.stdout
    assert run("verify", str(out)).exit_code == 0
    alone = run("verify", str(out / "north"))
    assert alone.exit_code == 0, alone.output


def test_overrides_that_lead_nowhere_are_told_once(folder: Path) -> None:
    """Tests a file that is not there, and a path that no mission has."""
    (folder / "lost.yaml").write_text(CUT.replace("less.yaml", "lost-less.yaml"))
    with pytest.raises(InvalidInput, match=r"lost\.yaml:4:13: include\[0\]: no such file"):
        load_portfolio(folder / "lost.yaml")
    (folder / "wrong-less.yaml").write_text("set: {money.appropriation.I: 5}\n")
    (folder / "astray.yaml").write_text(CUT.replace("less.yaml", "wrong-less.yaml"))
    with pytest.raises(InvalidInput, match="did you mean") as caught:
        load_portfolio(folder / "astray.yaml")
    assert len(caught.value.problems) == 1
