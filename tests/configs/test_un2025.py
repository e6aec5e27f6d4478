"""The nine missions of un2025: they load, and their money follows the rule of configs/README.md."""

import pytest

from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.money import GROUPS
from planner.resources import bundled

NINE_USD = 4.4e9
NINE_PERSONS, NINE_FORMED = 59_718, 55_660
INDIVIDUAL_USD = 365 * (125 + 7.52)
FORMED_USD = (0.46 * NINE_USD - (NINE_PERSONS - NINE_FORMED) * INDIVIDUAL_USD) / NINE_FORMED
PERSONS = {"minusca": 17_074, "unmiss": 15_452, "monusco": 11_629, "unifil": 10_044,
           "unisfa": 3_295, "undof": 1_171, "unficyp": 869, "minurso": 167,
           "unmik": 17}  # fmt: skip
# Read, or for UNMIK remembered; all others by persons.
TOTAL_USD = {"unmiss": 1120e6, "unifil": 582.63e6, "unisfa": 259.66e6, "undof": 64.54e6,
             "minurso": 71.8984e6, "unmik": 40e6}  # fmt: skip
INFANTRY = {"infantry_bn", "infantry_coy", "infantry_platoon", "qrf"}


@pytest.fixture(scope="module", params=PERSONS)
def mission(request: pytest.FixtureRequest) -> Mission:
    """One of the nine."""
    return load_mission(bundled("configs") / "missions" / "un2025" / f"{request.param}.yaml")


def formed(mission: Mission) -> int:
    """Persons in units."""
    return sum(unit.strength_persons for unit in mission.units.values())


def test_everyone_in_uniform_is_there(mission: Mission) -> None:
    """Tests that units in place and individuals make up the total of 31 July 2025."""
    alone = sum(site.individuals for site in mission.sites.values())
    assert formed(mission) + alone == PERSONS[mission.mission]
    assert all(unit.in_place for unit in mission.units.values())


def test_appropriations_follow_the_rule(mission: Mission) -> None:
    """Tests group I by persons, II and III by the rest 24 : 30, to 10,000 USD."""
    total = TOTAL_USD.get(mission.mission, NINE_USD * PERSONS[mission.mission] / NINE_PERSONS)
    troops = formed(mission)
    one = troops * FORMED_USD + (PERSONS[mission.mission] - troops) * INDIVIDUAL_USD
    found = {item.group: item.usd for item in mission.appropriations}
    assert found["all"] == sum(found[group] for group in GROUPS)
    assert found["all"] == pytest.approx(total, abs=5_001)
    assert found["I"] == pytest.approx(one, abs=5_001)
    assert found["II"] == pytest.approx((total - one) * 24 / 54, abs=5_001)


def test_operations_cost_by_the_head_and_by_service(mission: Mission) -> None:
    """Tests that group III is spent to 98 % by heads at 30 % of the nine's and on services."""
    lines = mission.budget_lines
    head = 0.98 * 0.3 * 0.3 * NINE_USD / 52 / NINE_PERSONS
    assert lines["operations"].usd_per_person_week == pytest.approx(head, abs=0.01)
    assert {line.fixed_usd_per_week for line in lines.values()} == {0.0}
    services = sum(item.number * item.usd_per_week for item in mission.services.values())
    weekly = services + head * PERSONS[mission.mission]
    found = {item.group: item.usd for item in mission.appropriations}
    assert weekly * 52 == pytest.approx(0.98 * found["III"], rel=1e-3)


def test_each_sector_keeps_its_own_minimum(mission: Mission) -> None:
    """Tests that the least is 40 % of the infantry that stands in the sector, in tens."""
    there: dict[str, int] = {}
    for unit in mission.units.values():
        if unit.unit_type in INFANTRY and unit.site is not None:
            sector = mission.sites[unit.site].sector
            there[sector] = there.get(sector, 0) + unit.strength_persons
    least = {}
    for rule in mission.rules_of("security_minimum"):
        (sector,) = {site.sector for site in mission.sites.values()} - set(rule.waived)
        least[sector] = rule.parameter("persons")
    expected = {sector: persons * 2 // 5 // 10 * 10 for sector, persons in there.items()}
    assert least == {sector: persons for sector, persons in expected.items() if persons}


def test_nobody_in_place_lacks_a_bed_or_a_mandate(mission: Mission) -> None:
    """Tests that beds suffice on the first day and that the mandate reaches past the horizon."""
    present = {name: site.individuals for name, site in mission.sites.items()}
    for unit in mission.units.values():
        assert unit.site is not None
        present[unit.site] += unit.strength_persons
    assert all(persons <= mission.sites[name].beds for name, persons in present.items())
    assert mission.authorisations[-1].until_week >= mission.calendar.weeks
