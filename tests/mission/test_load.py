"""What a sound config becomes: units converted once, defaults filled in, assumptions gathered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.mission.force import FixedPosting
from planner.mission.lift import Release
from planner.mission.load import load_mission
from planner.mission.money import Hire
from planner.resources import bundled

if TYPE_CHECKING:
    from tests.mission.starter import Starter


def test_starter_loads(starter: Starter) -> None:
    """Tests that the starter mission is sound and holds what its tables say."""
    mission = starter.load()

    assert list(mission.units) == [
        "SEN-company-1", "RWA-company-1", "RWA-company-2", "BGD-hospital-1",
        "GHA-company-1", "CMR-police-1",
    ]  # fmt: skip
    assert sorted(mission.contributors) == ["BGD", "CMR", "GHA", "RWA", "SEN"]
    assert sorted(mission.sites) == ["bambari", "bangui", "kaga-bandoro"]
    assert mission.sectors["north"].hq_site == "kaga-bandoro"
    assert [rule.rule for rule in mission.rules_of("tour_length")] == ["tour"]
    assert mission.rules_of("tour_length")[0].number("weeks") == 52


def test_dates_become_weeks(starter: Starter) -> None:
    """Tests that dates of mandates, units and requirements become weeks from 1 July 2025."""
    mission = starter.load()

    authorisation = mission.authorisations[0]
    # 1 January 2025 is 181 days before the start: week floor(-181 / 7) = -26;
    # 1 July 2026 is 365 days after it: week floor(365 / 7) = 52.
    assert (authorisation.from_week, authorisation.until_week) == (-26, 52)
    # 16 September is day 77: week 11.
    assert mission.units["SEN-company-1"].rotation_due_week == 11
    north = next(each for each in mission.requirements if each.requirement == "north-infantry")
    # 7 October is day 98: week 14; no end: the horizon of 26 weeks.
    assert (north.from_week, north.until_week) == (14, 26)


def test_readiness_rounds_up_to_whole_weeks(starter: Starter) -> None:
    """Tests that a unit ready after 15 days leaves in week 3, and a dated one likewise."""
    starter.change("pledges.csv", "3,21,air;liner", "3,15,air;liner")

    mission = starter.load()

    assert mission.units["GHA-company-1"].ready_week == 3  # 15 days are more than two weeks
    assert mission.units["CMR-police-1"].ready_week == 2  # 14 days
    assert mission.units["SEN-company-1"].ready_week == 0  # in place


def test_women_by_published_shares(starter: Starter) -> None:
    """Tests that women are counted by row, by the contributor's share here, or elsewhere."""
    starter.change("units.csv", "mou_end,source", "mou_end,women_persons,source")
    for unit, women in (("SEN-company-1", 7), ("RWA-company-1", ""), ("RWA-company-2", ""),
                        ("BGD-hospital-1", "")):  # fmt: skip
        path = starter.folder / "units.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [
            line.replace(",,exercise", f",,{women},exercise") if line.startswith(unit) else line
            for line in lines
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    mission = starter.load()

    assert mission.units["SEN-company-1"].women_persons == 7
    # Rwanda's troops in MINUSCA on 31 July 2025: 195 women of 2,109; 150 x 195 / 2109 = 13.87.
    assert mission.units["RWA-company-1"].women_persons == 14


def test_site_takes_kind_then_table_then_override(starter: Starter) -> None:
    """Tests that storage comes from the kind, beds from the table, and overrides beat both."""
    starter.change(
        "mission.yaml",
        "airfields:\n  overrides:",
        "  overrides:\n    bambari: {beds: 77, storage_dry_t: 55}\n\nairfields:\n  overrides:",
    )

    mission = starter.load()

    assert mission.sites["kaga-bandoro"].storage_dry_t == 400
    assert mission.sites["kaga-bandoro"].beds == 600
    assert mission.sites["bambari"].beds == 77
    assert mission.sites["bambari"].storage_dry_t == 55


def test_days_of_supply_by_site_then_kind_then_class(starter: Starter) -> None:
    """Tests that a site's own number goes before its kind's, and that before the class's."""
    starter.change(
        "mission.yaml",
        "days_of_supply_at: {mission_hq: 30, bambari: 10}",
        "days_of_supply_at: {mission_hq: 30, base: 21, bambari: 10}",
    )
    starter.change(
        "mission.yaml",
        "  table: sites.csv",
        "  table: sites.csv\n  overrides: {kaga-bandoro: {kind: base}}",
    )

    fuel = starter.load().supply_classes["ground_fuel"]

    sites = ("bangui", "bambari", "kaga-bandoro")
    assert [fuel.days_of_supply_at(site) for site in sites] == [30, 10, 21]
    assert [fuel.opening_days_at(site) for site in sites] == [45, 30, 30]
    assert starter.load().supply_classes["rations"].days_of_supply_at("bangui") == 14


def test_mission_from_nothing(starter: Starter) -> None:
    """Tests that unoccupied sites have neither beds nor individuals, unless overridden."""
    starter.change(
        "mission.yaml",
        "  table: sites.csv",
        "  table: sites.csv\n  occupied: false\n  overrides: {bangui: {beds: 300}}",
    )

    mission = starter.load()

    assert mission.sites["bangui"].beds == 300
    assert mission.sites["bambari"].beds == 0
    assert sum(site.individuals for site in mission.sites.values()) == 0


def test_airfield_known_default_and_override(starter: Starter) -> None:
    """Tests that a strip's length is read, a class default, or overridden, and says which."""
    sites = starter.load().sites

    bangui, bambari, kaga = (sites[name].airfield for name in ("bangui", "bambari", "kaga-bandoro"))
    assert bangui is not None
    assert bambari is not None
    assert kaga is not None
    assert (bangui.runway_m, bangui.runway_known, bangui.mog) == (2600, True, 4)
    assert (bambari.runway_m, bambari.runway_known) == (1200, False)
    assert bambari.closed_fixed_wing_when_wet
    assert not kaga.closed_fixed_wing_when_wet


def test_requirement_without_sites_counts_all_of_its_sector(starter: Starter) -> None:
    """Tests that `sites` left open stands for every site of the sector."""
    requirements = {each.requirement: each for each in starter.load().requirements}

    assert requirements["north-infantry"].sites == ("bambari", "kaga-bandoro")
    assert requirements["bambari-infantry"].sites == ("bambari",)
    assert requirements["north-infantry"].penalty_usd_per_week == 250_000
    assert requirements["hospital"].essential


def test_fixed_decisions(starter: Starter) -> None:
    """Tests that decisions already taken reach the units in weeks."""
    starter.change(
        "mission.yaml",
        "requirements:\n  table",
        "  fixed:\n    - {unit: RWA-company-2, site: bambari, start: 2025-09-02}\n\n"
        "requirements:\n  table",
    )

    units = starter.load().units

    # 2 September is day 63: week 9.
    assert units["RWA-company-2"].fixed == (FixedPosting("bambari", 9, None),)
    assert units["RWA-company-1"].fixed is None


def test_fixed_sequences(starter: Starter) -> None:
    """Tests that several decisions on one unit are its postings in order of time."""
    starter.change(
        "mission.yaml",
        "requirements:\n  table",
        "  fixed:\n    - {unit: RWA-company-2, site: bambari, start: 2025-09-02}\n"
        "    - {unit: RWA-company-2, site: bangui, end: 2025-08-12}\n\n"
        "requirements:\n  table",
    )

    first, second = starter.load().units["RWA-company-2"].fixed or ()

    assert first == FixedPosting("bangui", None, 6)  # 12 August is day 42
    assert second == FixedPosting("bambari", 9, None)


def test_fixed_rows(starter: Starter) -> None:
    """Tests that `fixed` holds a unit in place where it stands, and has a pledge serve."""
    starter.change("units.csv", "mou_end,source", "mou_end,fixed,source")
    path = starter.folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",,exercise", ",,1,exercise"))
    starter.change("pledges.csv", "movement_options,synthetic", "movement_options,fixed,synthetic")
    starter.change("pledges.csv", "air;liner,1", "air;liner,1,1")
    starter.change("pledges.csv", "air;road,1", "air;road,0,1")

    units = starter.load().units

    assert units["RWA-company-2"].fixed == (FixedPosting("bangui", 0, None),)
    assert units["GHA-company-1"].fixed == (FixedPosting(None, None, None),)
    assert units["CMR-police-1"].fixed is None


def test_terms_of_release(starter: Starter) -> None:
    """Tests that terms are read, with nothing guaranteed and nothing that must stay by default."""
    starter.change("mission.yaml", "number: 8,", "number: 8, release: {notice_weeks: 7},")
    fleets = starter.load().fleets
    [fleet] = [each for each in fleets.values() if each.release is not None]
    assert (fleet.release, fleet.most_released) == (Release(7, 0.0, 0), 8)


def test_what_sites_cost_and_whether_they_close(starter: Starter) -> None:
    """Tests values of a kind of sites, that a site's own replace them, and that without a price for
    it a site does not close.
    """
    plain = starter.load()
    assert {site.closing_usd for site in plain.sites.values()} == {None}
    kind = plain.sites["bambari"].kind
    terms = "running_usd_per_week: 6000, closing_usd: 150000"
    starter.change("mission.yaml", f"    {kind}: {{", f"    {kind}: {{{terms}, ")
    found = starter.load().sites["bambari"]
    assert (found.running_usd_per_week, found.closing_usd) == (6_000.0, 150_000.0)


def test_notice_of_individuals(starter: Starter) -> None:
    """Tests that individuals may go home at once unless a notice is given."""
    assert starter.load().individual_notice_weeks == 0
    notice = "  individual_notice_weeks: 6\n  individual_cut_usd:"
    starter.change("mission.yaml", "  individual_cut_usd:", notice)
    assert starter.load().individual_notice_weeks == 6


def test_terms_of_handing_equipment_over(starter: Starter) -> None:
    """Tests that the first terms that name a unit's type and contributor hold for it, in place or
    pledged, and that a unit of another type has none.
    """
    terms = "[{unit_types: [infantry_coy], contributors: [RWA], usd_per_person: 300}, "
    terms += "{unit_types: [infantry_coy], usd_per_person: 0}]"
    starter.change(
        "mission.yaml", "  pledges: pledges.csv", f"  pledges: pledges.csv\n  hand_over: {terms}"
    )
    usd = {name: unit.hand_over_usd_per_person for name, unit in starter.load().units.items()}
    assert (usd["RWA-company-1"], usd["RWA-company-2"]) == (300.0, 300.0)
    assert (usd["SEN-company-1"], usd["GHA-company-1"]) == (0.0, 0.0)
    assert usd["BGD-hospital-1"] is None


def test_posts_with_what_is_left_out(starter: Starter) -> None:
    """Tests that without a cap all may end, and without a separation at no cost."""
    given = (
        "{post: international, line: civilian, number: 90, usd_per_week: 3000, notice_weeks: 9, "
    )
    given += "cut_usd: {value: 4000, assumption: what a vacancy loses}}"
    starter.change("mission.yaml", "  appropriations:", f"  posts: [{given}]\n  appropriations:")
    mission = starter.load()
    post = Hire("international", "civilian", 90, 3_000.0, 9, 0.0, 1.0, 4_000.0)
    assert mission.posts == {"international": post}
    assert post.most_cut == 90
    assert "money.posts[0].cut_usd" in {each.subject for each in mission.assumptions}


def test_services_with_what_is_left_out(starter: Starter) -> None:
    """Tests that without a cap all may end, at no cost, and nothing is guaranteed."""
    given = "{service: planes, line: air_operations, number: 4, usd_per_week: 50000, "
    given += "notice_weeks: 10, cut_usd: 60000}"
    starter.change("mission.yaml", "  appropriations:", f"  services: [{given}]\n  appropriations:")
    planes = Hire("planes", "air_operations", 4, 50_000.0, 10, 0.0, 1.0, 60_000.0)
    assert starter.load().services == {"planes": planes}
    assert (planes.most_cut, planes.saved_usd_per_week) == (4, 50_000.0)


def test_assumptions_are_gathered(starter: Starter) -> None:
    """Tests that assumed values, assumed rows and sentences are listed, and no unused row."""
    assumptions = starter.load().assumptions

    subjects = {each.subject for each in assumptions}
    assert "units.defaults.self_sufficiency_days" in subjects
    assert "SEN-company-1" in subjects
    assert "infantry_coy" in subjects
    assert "riverine" not in subjects  # a unit type that nobody has
    assert any("invented for exercise" in each.note for each in assumptions)


def test_assumptions_name_the_config_however_it_is_reached(
    starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that plans do not depend on the folder from which their config was named."""
    by_full_path = load_mission(starter.config).assumptions
    monkeypatch.chdir(starter.folder)
    by_name = load_mission(Path("mission.yaml")).assumptions

    assert by_name == by_full_path
    assert by_name[0].file == "mission.yaml"


def test_digest_covers_config_and_tables(starter: Starter) -> None:
    """Tests that the digest is the same for the same input and changes with each file."""
    first = starter.load().digest
    again = starter.load().digest
    starter.change("requirements.csv", "public order", "law and order")
    table_changed = starter.load().digest
    starter.change("mission.yaml", "A starter mission\n", "Another mission\n")
    config_changed = starter.load().digest

    assert first == again
    assert len({first, table_changed, config_changed}) == 3


@pytest.mark.parametrize(("name", "sites"), [("minusca", 28), ("minusca-startup", 19)])
def test_shipped_missions_load(name: str, sites: int) -> None:
    """Tests that the shipped missions are sound; the start-up leaves nine small sites out."""
    mission = load_mission(bundled("configs") / "missions" / f"{name}.yaml")

    assert len(mission.sites) == sites
