"""What a portfolio's scenario changes inside its missions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.errors import InvalidInput
from planner.portfolio.file import LoadedPortfolio, load_portfolio
from tests.mission.starter import Starter

TWO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions: {north: north/mission.yaml, south: south/mission.yaml}
"""


@dataclass(frozen=True)
class Two:
    """A folder with two starter missions, their portfolio, and scenarios beside it."""

    folder: Path

    def scenario(self, text: str, name: str = "cuts/less.yaml") -> Path:
        """A scenario of the portfolio, in a folder of its own."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"base: ../two.yaml\n{text}", encoding="utf-8")
        return path

    def loaded(self, text: str) -> LoadedPortfolio:
        """The portfolio as a scenario has it."""
        return load_portfolio(self.scenario(text))

    def wrong(self, text: str) -> list[str]:
        """What is wrong with a scenario, without its folder."""
        path = self.scenario(text)
        with pytest.raises(InvalidInput) as caught:
            load_portfolio(path)
        return [str(each).replace(f"{path.parent}/", "") for each in caught.value.problems]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """Two copies of the starter mission: 40 M USD in group I, notice of 6 weeks."""
    for name in ("north", "south"):
        Starter.copy(tmp_path / name)
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    return Two(tmp_path)


def test_paths_lead_into_one_mission_or_all(two: Two) -> None:
    """Tests numbers set in one mission and scaled in both, and what plans list of that."""
    loaded = two.loaded(
        "set: {missions.south.notice_weeks: {value: 3, assumption: agreed}}\n"
        "scale: {missions.*.money.appropriations.I: 0.5}\n"
    )
    north, south = loaded.portfolio.missions.values()
    assert (north.notice_weeks, south.notice_weeks) == (6, 3)
    assert [each.appropriations[0].usd for each in (north, south)] == [20e6, 20e6]
    changed = [str(each.value) for each in south.assumptions if each.field == "changed"]
    noted = [each.note for each in south.assumptions if each.field == "changed"]
    assert changed == ["3", "20,000,000"]
    assert noted == ["was 6; agreed", "40,000,000 times 0.5"]


def test_budget_is_that_of_every_mission_and_what_they_share(two: Two) -> None:
    """Tests that 90 % of the budget is 36 M USD of 40 in each mission, and 63 of the 70 shared."""
    shared = "set: {appropriations: {I: 70000000}}\nscale: {budget: 0.9}\n"
    loaded = two.loaded(shared)
    usd = [each.appropriations[0].usd for each in loaded.portfolio.missions.values()]
    assert usd == [36e6, 36e6]
    assert loaded.portfolio.appropriations == {"I": 63e6}


def test_factors_of_scenarios_upon_scenarios_are_multiplied(two: Two) -> None:
    """Tests that half of 90 % is 45 %: 18 of 40 M USD; and a number set twice is the last."""
    two.scenario("scale: {budget: 0.9}\nset: {missions.*.notice_weeks: 3}\n")
    path = two.folder / "cuts" / "more.yaml"
    path.write_text(
        "base: less.yaml\nscale: {budget: 0.5}\nset: {missions.*.notice_weeks: 4}\n",
        encoding="utf-8",
    )
    missions = load_portfolio(path).portfolio.missions.values()
    assert [each.appropriations[0].usd for each in missions] == [18e6, 18e6]
    assert [each.notice_weeks for each in missions] == [4, 4]


def test_an_override_of_all_missions_bears_on_those_that_have_its_path(two: Two) -> None:
    """Tests that one mission without the path is left as it is, and a path that none has is told
    once, at its place.
    """
    config = two.folder / "north" / "mission.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("rule: tour,", "rule: turn,"), encoding="utf-8")
    missions = two.loaded("set: {missions.*.rules.tour.parameters.weeks: 40}\n").portfolio.missions
    tours = [each.rules_of("tour_length")[0].number("weeks") for each in missions.values()]
    assert tours == [52, 40]
    (told,) = two.wrong("scale: {missions.*.notice_week: 2}\n")
    assert told.startswith(
        "less.yaml:2:9: scale.missions.*.notice_week: in every mission: no such path"
    )


def test_what_is_wrong_is_told_where_it_stands(two: Two) -> None:
    """Tests a path that leads nowhere, a number out of range, words, and a mission unknown."""
    told = two.wrong(
        "set:\n"
        "  missions.south.notice_week: 2\n"
        "  missions.north.rules.tour.parameters.weeks: -1\n"
        "  missions.north.hub: bangui\n"
        "  missions.west.notice_weeks: 3\n"
    )
    assert [
        each.partition(", found")[0].partition(", of ")[0].partition(": out ")[0] for each in told
    ] == [
        "less.yaml:3:3: set.missions.south.notice_week: in mission.yaml: no such path",
        "less.yaml:4:3: set.missions.north.rules.tour.parameters.weeks: in mission.yaml",
        "less.yaml:5:23: set.missions.north.hub: leads into another config",
        "less.yaml:6:3: set.missions.west.notice_weeks: no such path",
    ]


def test_a_number_is_not_set_after_it_was_scaled(two: Two) -> None:
    """Tests that a scenario of a scenario cannot turn the order of setting and scaling round."""
    two.scenario("scale: {budget: 0.9}\n")
    path = two.folder / "cuts" / "more.yaml"
    path.write_text(
        "base: less.yaml\nset: {missions.north.money.appropriations.I: 1000000}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput, match=r"more.yaml:2:7: .* is set after 'budget' was scaled"):
        load_portfolio(path)


def test_the_file_of_a_mission_is_named_from_the_scenario(two: Two) -> None:
    """Tests that `missions.X` of a scenario leads from the scenario's own folder."""
    mine = two.folder / "cuts" / "south.yaml"
    two.scenario("", "cuts/nothing.yaml")
    mine.write_text("base: ../south/mission.yaml\nset: {notice_weeks: 2}\n", encoding="utf-8")
    loaded = two.loaded("set: {missions.south: south.yaml}\n")
    notice = [each.notice_weeks for each in loaded.portfolio.missions.values()]
    assert notice == [6, 2]
