"""What overrides make of a config."""

from __future__ import annotations

import pytest

from planner.mission.inputs import KEYED, read_tables
from planner.mission.load import load_mission
from planner.mission.overrides.shape import Shape
from planner.mission.schema import Config
from tests.mission.starter import Starter
from tests.scenario.writing import changes, loaded, write


def test_set_replaces_and_adds_what_the_schema_knows(starter: Starter) -> None:
    """Tests values that the base gives, one that it leaves out, and one inside a list's entry."""
    mission = loaded(
        starter,
        """
        set:
          notice_weeks: {value: 4, assumption: told sooner}
          rotation.strength_shares: [1.0, 0.9]
          airfields.nearest_km: 9.0
          rules.tour.parameters.weeks: 40
          money.funds.assessed.inflow_usd[1]: 1000
        """,
    )
    assert mission.notice_weeks == 4
    assert mission.rotation_strength_shares == (1.0, 0.9)
    assert mission.rules_of("tour_length")[0].number("weeks") == 40
    assert list(mission.funds["assessed"].inflow_usd) == [25_000_000, 1000]
    assert changes(mission) == [
        "scenario.yaml: notice_weeks = 4 (was 6; told sooner)",
        "scenario.yaml: rotation.strength_shares = [1.0, 0.9] (was not given)",
        "scenario.yaml: airfields.nearest_km = 9 (was not given)",
        "scenario.yaml: rules.tour.parameters.weeks = 40 (was 52)",
        "scenario.yaml: money.funds.assessed.inflow_usd.1 = 1,000 (was 25,000,000)",
    ]
    notice = [each for each in mission.assumptions if each.subject == "notice_weeks"]
    assert [(each.field, each.note) for each in notice[1:]] == [("value", "told sooner")]


def test_scale_multiplies_every_number_below(starter: Starter) -> None:
    """Tests a number, a list, a mapping and `*`; whole numbers are rounded and say so."""
    mission = loaded(
        starter,
        """
        scale:
          money.individual_cut_usd: 1
          money.funds.assessed.inflow_usd: 0.1
          money.appropriations: 1.1
          lift.fleets.*.number: 0.7
        """,
    )
    assert list(mission.funds["assessed"].inflow_usd) == [2_500_000, 2_500_000]
    assert [each.usd for each in mission.appropriations] == [44e6, 5.5e6, 33e6]
    # 2, 8, 6 and 4 times 0.7 are 1.4, 5.6, 4.2 and 2.8; fleets without number are left alone.
    numbers = {name: mission.fleets[name].number for name in ("helicopters", "trucks", "tankers")}
    assert numbers == {"helicopters": 1, "trucks": 6, "tankers": 4}
    told = changes(mission)
    assert "scenario.yaml: lift.fleets.trucks.number = 6 (8 times 0.7, rounded)" in told
    assert not any("individual_cut_usd" in each for each in told)  # times 1 changes nothing


def test_budget_is_appropriations_and_what_is_not_earmarked(starter: Starter) -> None:
    """Tests the short name: 15 % less for each group and quarter, and trust funds as they were."""
    mission = loaded(starter, "scale: {budget: 0.85}")
    assert [each.usd for each in mission.appropriations] == [34e6, 4.25e6, 25.5e6]
    assert list(mission.funds["assessed"].inflow_usd) == [21_250_000, 21_250_000]
    assert mission.funds["assessed"].opening_usd == 10_000_000
    assert list(mission.funds["fuel-trust-fund"].inflow_usd) == [200_000, 100_000]


def test_a_scaled_assumption_keeps_its_reason(starter: Starter) -> None:
    """Tests that base value, factor, and both reasons are told."""
    mission = loaded(
        starter,
        "scale: {units.defaults.women_share: {value: 2, assumption: twice as many}}",
    )
    (told,) = changes(mission)
    assert told.startswith("scenario.yaml: units.defaults.women_share = 0.18 (0.09 times 2; ")
    assert told.endswith("; where the table does not tell; twice as many)")


def test_remove_and_add(starter: Starter) -> None:
    """Tests entries of lists: two go, one comes, and what stands behind them keeps its name."""
    mission = loaded(
        starter,
        """
        remove: [rules.ceiling, rules.share-cap, money.arrears.opening_due_usd]
        set: {rules.mandate.source: the scenario}
        add:
          rules: [{rule: late, kind: site_capacity}]
        assumptions: [Nobody minds.]
        """,
    )
    rules = {rule.rule: rule for rule in mission.rules}
    assert "ceiling" not in rules
    assert "share-cap" not in rules
    assert next(iter(rules)) == "requirements"
    assert list(rules)[-1] == "late"
    assert rules["mandate"].source == "the scenario"
    assert sum(mission.arrears.opening_due_usd) == 0
    assert "Nobody minds." in [each.note for each in mission.assumptions]


def test_rows_and_cells_of_tables(starter: Starter) -> None:
    """Tests a cell, a column that the table lacks, a scaled column, a row that goes, a default
    table of the catalogue.
    """
    mission = loaded(
        starter,
        """
        remove: [units.pledges.GHA-company-1]
        set:
          units.in_place.SEN-company-1.strength_persons: 140
          units.in_place.RWA-company-1.women_persons: 30
          units.pledges.CMR-police-1.movement_options: [road]
        scale:
          catalogue.unit_types.*.coe_usd_per_person_month: 1.1
        """,
    )
    assert "GHA-company-1" not in mission.units
    assert mission.units["SEN-company-1"].strength_persons == 140
    assert mission.units["RWA-company-1"].women_persons == 30
    assert mission.units["CMR-police-1"].movement_options == ("road",)
    usual = starter.load().unit_types["fpu"].coe_usd_per_person_month
    assert mission.unit_types["fpu"].coe_usd_per_person_month == pytest.approx(1.1 * usual)
    told = changes(mission)
    assert "scenario.yaml: units.pledges.GHA-company-1 =  (removed)" in told
    assert "scenario.yaml: units.in_place.SEN-company-1.strength_persons = 140 (was 150)" in told
    assert "scenario.yaml: units.in_place.RWA-company-1.women_persons = 30 (was nothing)" in told


def test_bases_and_includes_apply_in_order(starter: Starter) -> None:
    """Tests a scenario on a scenario that includes a file: each sees what those before it made."""
    write(starter, "set: {notice_weeks: 10}\n", "shared/notice.yaml")
    write(starter, "base: mission.yaml\ninclude: [shared/notice.yaml]\n", "first.yaml")
    path = write(
        starter, "base: ../first.yaml\nscale: {notice_weeks: 0.5}\n", "scenarios/second.yaml"
    )
    mission = load_mission(path)
    assert mission.notice_weeks == 5
    assert changes(mission) == [
        "notice.yaml: notice_weeks = 10 (was 6)",
        "second.yaml: notice_weeks = 5 (10 times 0.5)",
    ]


def test_a_table_beside_the_scenario(starter: Starter) -> None:
    """Tests that a scenario's tables lie beside it, wherever its base lies."""
    table = starter.folder / "scenarios" / "pledges.csv"
    table.parent.mkdir()
    lines = (starter.folder / "pledges.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("GHA")]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    text = "base: ../mission.yaml\nset: {units.pledges: pledges.csv}\n"
    mission = load_mission(write(starter, text, "scenarios/fewer.yaml"))
    assert "GHA-company-1" not in mission.units
    assert "CMR-police-1" in mission.units


def test_the_digest_is_that_of_the_result(starter: Starter) -> None:
    """Tests that it depends on values, reasons, cells and tables, and not on names of files."""
    same = [
        load_mission(write(starter, "base: mission.yaml\nset: {notice_weeks: 5}\n", name)).digest
        for name in ("one.yaml", "two.yaml")
    ]
    assert same[0] == same[1]
    overrides = (
        "set: {notice_weeks: 4}",
        "set: {notice_weeks: {value: 5, assumption: why}}",
        "set: {units.in_place.SEN-company-1.strength_persons: 140}",
        "scale: {units.in_place.SEN-company-1.strength_persons: 0.9}",
    )
    digests = [
        starter.load().digest,
        same[0],
        *(loaded(starter, each).digest for each in overrides),
    ]
    assert len(set(digests)) == len(digests)
    starter.change(
        "units.csv", "RWA-company-2,RWA,infantry_coy,150", "RWA-company-2,RWA,infantry_coy,151"
    )
    assert loaded(starter, overrides[0]).digest not in digests


def test_the_base_is_left_as_it_was(starter: Starter) -> None:
    """Tests that a scenario's cells do not stay in tables that are kept for the next mission."""
    before = starter.load()
    loaded(starter, "set: {units.in_place.SEN-company-1.strength_persons: 140}")
    assert starter.load().units == before.units
    assert changes(starter.load()) == []


def test_rows_are_named_in_every_table_that_has_keys() -> None:
    """Tests that KEYED has files of the schema only, and all tables whose keys are unique."""
    shape = Shape.of(Config)
    for path in KEYED:
        place = shape
        for part in path:
            place = place.into(part)
        assert place.is_file, path
    asked: dict[tuple[str | int, ...], bool] = {}

    class Spy:
        def read(self, path: tuple[str, ...], _row: object, *, unique: bool = True) -> object:
            asked[path] = unique
            return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.mission.inputs._TableReader", lambda *_: Spy())
        read_tables(None, None)  # type: ignore[arg-type]
    assert {path for path, unique in asked.items() if unique} == KEYED
