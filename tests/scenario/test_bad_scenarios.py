"""What is wrong with scenarios: all of it at once, each at its own place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.errors import InvalidInput
from planner.mission.load import load_mission
from planner.resources import bundled
from tests.mission.starter import Starter
from tests.scenario.writing import changes, problems, write, wrong

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("overrides", "place", "words"),
    [
        ("set: {money.appropriation.I: 5}", "2:7", "did you mean 'money.appropriations.I'?"),
        ("set: {appropriations.II: 5}", "2:7", "did you mean 'money.appropriations.II'?"),
        ("scale: {rules.tours.parameters: 2}", "2:9", "did you mean 'rules.tour.parameters'?"),
        ("remove: [rules.tours]", "2:10", "no such path, found 'rules.tours'; did you mean"),
        ("set: {calendar.weeks.x: 3}", "2:7", "did you mean 'calendar.weeks'?"),
        ("set: {rules.tour.kindd: x}", "2:7", "did you mean 'rules.tour.kind'?"),
        ("set: {supply.classes.ration.opening_days: 3}", "2:7", "'supply.classes.rations.opening"),
        ("scale: {qqq: 2}", "2:9", "inside the config use one of airfields, assumptions, calendar"),
        ("scale: {seaport.wpi: 2}", "2:9", "no such path, found 'seaport.wpi'"),
        ("scale: {hub: 2}", "2:14", "not a number at hub, found 'bangui'; scale numbers only"),
        ("scale: {budget: -0.9}", "2:17", "too small, found -0.9; use at least 0.0"),
        ("scale: {budget: '0.9'}", "2:17", "must be a number, found '0.9'; correct it"),
        ("set: {money.appropriations.I: -5}", "2:31", "too small, found -5; use at least 0.0"),
        ("set: {money.funds.assessed.inflow_usd: [5, -1]}", "2:44", "too small, found -1"),
        ("set: {notice_weeks: six}", "2:21", "must be a whole number, found 'six'; correct it"),
        ("set: {rules.tour.kind: tourlength}", "2:24", "did you mean 'tour_length'?"),
        ("set: {hub: bangi}", "2:12", "unknown site, found 'bangi'; did you mean 'bangui'?"),
        ("add: {hub: [1]}", "2:12", "not a list, found 'bangui'; name a list"),
        ("add: {rules: [{rule: x}]}", "2:15", "rules[13].kind: missing; add it"),
        ("remove: [seaport.node]", "2:10", "seaport.node: missing; add it"),
        ("sett: {}", "2:1", "sett: unknown key, found 'sett'; did you mean 'set'?"),
        ("set: {units.in_place.SEN-company-2.site: x}", "2:42", "did you mean 'SEN-company-1'?"),
        ("set: {units.in_place.SEN-company-1.strength: 3}", "2:46", "'strength_persons'?"),
        ("set: {units.in_place.SEN-company-1.strength_persons: 0}", "2:54", "too small, found '0'"),
        ("set: {units.in_place.SEN-company-1.site: bambary}", "2:42", "unknown site"),
        ("set: {units.in_place.SEN-company-1: bambari}", "2:37", "names a row, not a cell"),
        ("set: {units.in_place.SEN-company-1.site: {x: 1}}", "2:42", "not a single value"),
        ("scale: {units.in_place.SEN-company-1.site: 2}", "2:44", "not a number in row SEN-comp"),
        ("set: {units.terms.SEN-company-1.mou_end: 2026-01-01}", "2:42", "names no table"),
        ("set: {units.pledges: ../pledges.csv}", "2:22", "leads out of the config's folder"),
        ("include: [nowhere.yaml]", "2:11", "no such file, found 'nowhere.yaml'; use one of"),
    ],
)
def test_bad_overrides(starter: Starter, overrides: str, place: str, words: str) -> None:
    """Tests that each is told at its place in the scenario, with what to do."""
    told = wrong(starter, overrides)
    assert any(each.startswith(f"scenario.yaml:{place}: ") and words in each for each in told), told


def test_all_problems_are_told_at_once(starter: Starter) -> None:
    """Tests a wrong path, a wrong value, the base's own error and the base's table together."""
    starter.change("mission.yaml", "hub: bangui", "hub: bangi")
    told = wrong(starter, "set: {notice_weeks: six, calendar.week: 3}\nscale: {budget: -1}")
    places = [each.split(": ")[0].rpartition("/")[2] for each in told]
    hub = starter.place("mission.yaml", "hub: bangi", "bangi").rpartition("/")[2]
    assert hub in places
    assert {"scenario.yaml:2:21", "scenario.yaml:2:26", "scenario.yaml:3:17"} <= set(places)


def test_problems_of_the_base_are_told_there(starter: Starter) -> None:
    """Tests that an override elsewhere does not move an error of the base."""
    starter.change("mission.yaml", "opening_usd: 10000000", "opening_usd: -1")
    place = starter.place("mission.yaml", "opening_usd: ¦-1").rpartition("/")[2]
    (told,) = wrong(starter, "set: {notice_weeks: 5}\nremove: [rules.ceiling]")
    assert told == f"{place}: money.funds[0].opening_usd: too small, found -1; use at least 0.0"


def test_bases_in_a_circle(starter: Starter) -> None:
    """Tests that the circle is named, where it closes, and so for a file that is its own base."""
    path = write(starter, "base: b.yaml\n", "a.yaml")
    write(starter, "base: a.yaml\n", "b.yaml")
    found = "goes in a circle, found a.yaml → b.yaml → a.yaml; remove one of these"
    assert problems(path) == [f"b.yaml:1:7: base: {found}"]
    found = "goes in a circle, found c.yaml → c.yaml; remove one of these"
    assert problems(write(starter, "base: c.yaml\n", "c.yaml")) == [f"c.yaml:1:7: base: {found}"]


def test_includes_in_a_circle(starter: Starter) -> None:
    """Tests that the circle is named, and one that comes twice without a circle is none."""
    write(starter, "include: [j.yaml]\n", "i.yaml")
    write(starter, "include: [i.yaml]\n", "j.yaml")
    path = write(starter, "base: mission.yaml\ninclude: [i.yaml]\n")
    found = "goes in a circle, found i.yaml → j.yaml → i.yaml; remove one of these"
    assert problems(path) == [f"j.yaml:1:11: include[0]: {found}"]
    write(starter, "scale: {notice_weeks: 2}\n", "j.yaml")
    path = write(starter, "base: mission.yaml\ninclude: [i.yaml, j.yaml]\n")
    assert load_mission(path).notice_weeks == 24


def test_a_scenario_in_the_place_of_overrides(starter: Starter) -> None:
    """Tests that a file with a base of its own is not included."""
    write(starter, "base: mission.yaml\n", "other.yaml")
    (told,) = wrong(starter, "include: [other.yaml]")
    assert told.startswith("scenario.yaml:2:11: include[0]: a scenario with a base of its own")


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("mision.yaml", "no such file, found 'mision.yaml'; did you mean 'mission.yaml'?"),
        ("[mission.yaml]", "must be text, found ['mission.yaml']; put it in quotes"),
    ],
)
def test_a_base_that_is_not_there(starter: Starter, base: str, message: str) -> None:
    """Tests that the base's name is where it is told."""
    assert problems(write(starter, f"base: {base}\n")) == [f"scenario.yaml:1:7: base: {message}"]


def test_a_broken_base(starter: Starter) -> None:
    """Tests that YAML errors of a base are told in its file, beside those of the scenario."""
    starter.change("mission.yaml", "hub: bangui", "hub: [bangui")
    told = wrong(starter, "sett: {}")
    assert [each.partition(":")[0] for each in told] == ["mission.yaml", "scenario.yaml"]


def test_the_shipped_scenario_loads() -> None:
    """Tests that MINUSCA's cut is 15 % of each group, quarter and of civilian staff, no more."""
    configs = bundled("configs")
    base = load_mission(configs / "missions" / "minusca.yaml")
    cut = load_mission(configs / "scenarios" / "minusca-cut15.yaml")
    assert [each.usd for each in cut.appropriations] == pytest.approx(
        [0.85 * each.usd for each in base.appropriations]
    )
    assert cut.funds["assessed"].inflow_usd == pytest.approx(
        [0.85 * usd for usd in base.funds["assessed"].inflow_usd]
    )
    paths = [each.split(": ")[1].partition(" =")[0] for each in changes(cut)]
    assert len(paths) == 9  # the name, three groups, four quarters, civilian staff
    for group in ("I", "II", "III"):  # what is fixed in a group can be paid
        fixed = sum(
            each.fixed_usd_per_week for each in cut.budget_lines.values() if each.group == group
        )
        usd = next(each.usd for each in cut.appropriations if each.group == group)
        assert fixed * cut.calendar.weeks < usd
    assert cut.units == base.units
    assert cut.digest != base.digest


def test_includes_only_are_no_scenario(starter: Starter) -> None:
    """Tests that a file of overrides alone, given as a config, is refused."""
    with pytest.raises(InvalidInput):
        load_mission(write(starter, "set: {notice_weeks: 5}\n"))


def test_the_example_of_the_page_loads(tmp_path: Path) -> None:
    """Tests that the scenario shown in configs/README.md is one of MINUSCA."""
    page = (ROOT / "configs" / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(base:.*?)```", page, re.DOTALL)
    mission = bundled("configs") / "missions" / "minusca.yaml"
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(shown.replace("../missions/minusca.yaml", str(mission)), encoding="utf-8")
    fuel = "scale: {supply.classes.ground_fuel.stockout_usd_per_unit: 2}\n"
    (tmp_path / "dear-fuel.yaml").write_text(fuel, encoding="utf-8")
    loaded = load_mission(scenario)
    assert loaded.units["PAK-infantry_bn-1"].site == "bria"
    assert loaded.notice_weeks == 4
