"""The mission as it really is, against what is published and what its tables add up to."""

import pytest

from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.paths import cargo_path, corridor_lanes, pax_corridor
from planner.resources import bundled


@pytest.fixture(scope="module")
def minusca() -> Mission:
    """The shipped mission."""
    return load_mission(bundled("configs") / "missions" / "minusca.yaml")


# Driven distances published by road authorities and carriers, km.
PUBLISHED_KM = [
    ("road:trucks:bangui>sibut", 186),
    ("road:trucks:bangui>bria", 595),
    ("road:trucks:bangui>bangassou", 725),
    ("road:hauliers:douala>bangui", 1475),
]


@pytest.mark.parametrize(("lane", "published_km"), PUBLISHED_KM)
def test_roads_are_as_long_as_published(minusca: Mission, lane: str, published_km: float) -> None:
    """Tests that computed road distances lie within 10 % of published ones."""
    assert minusca.lanes[lane].distance_km == pytest.approx(published_km, rel=0.10)


def test_every_site_has_ways_for_people_and_cargo(minusca: Mission) -> None:
    """Tests that each site is reached from the hub by people, and from the seaport by cargo."""
    for site in minusca.sites:
        corridor = pax_corridor(minusca, site)
        carriers = [] if corridor is None else corridor_lanes(minusca, corridor)
        assert corridor is None or any(lane.capacity.pax > 0 for lane in carriers), site
        assert cargo_path(minusca, minusca.seaport, site), site


def test_west_is_supplied_through_its_gateway(minusca: Mission) -> None:
    """Tests that cargo from Douala to Berbérati turns off at Bouar, that to Bria does not."""
    west = cargo_path(minusca, minusca.seaport, "berberati")
    assert west == ("douala>bouar", "bouar>berberati")
    assert cargo_path(minusca, minusca.seaport, "bria") == ("douala>bangui", "bangui>bria")


def test_force_is_that_of_july_2025(minusca: Mission) -> None:
    """Tests that the units in place add up to the totals published for 31 July 2025."""
    strengths = {"military": 0, "fpu": 0}
    for unit in minusca.units.values():
        if unit.in_place:
            strengths[minusca.unit_types[unit.unit_type].category] += unit.strength_persons
    assert strengths == {"military": 13_482, "fpu": 2_418}
    sites = minusca.sites.values()
    individuals = [sum(getattr(site, name) for site in sites) for name in
                   ("ipo", "staff_officers", "experts")]  # fmt: skip
    assert individuals == [595, 425, 154]


def test_opening_force_has_beds_and_meets_what_is_essential(minusca: Mission) -> None:
    """Tests that nobody in place lacks a bed, and that essential requirements can be held."""
    present: dict[str, int] = {name: site.individuals for name, site in minusca.sites.items()}
    for unit in minusca.units.values():
        if unit.site is not None:
            present[unit.site] += unit.strength_persons
    assert {name: persons for name, persons in present.items()
            if persons > minusca.sites[name].beds} == {}  # fmt: skip
    for need in minusca.requirements:
        able = [
            unit for unit in minusca.units.values()
            if unit.site in need.sites
            and need.capability in minusca.unit_types[unit.unit_type].capabilities
        ]  # fmt: skip
        assert not need.essential or len(able) >= need.quantity, need.requirement


def test_ceilings_change_in_november(minusca: Mission) -> None:
    """Tests that the assumed renewal lowers the ceilings in the week of 14 November 2025."""
    first, second = minusca.authorisations
    # 14 November is day 136 of the horizon: week 19.
    assert (first.until_week, second.from_week, second.assumed) == (19, 19, True)
    assert dict(first.ceilings)["military"] - dict(second.ceilings)["military"] == 354
    assert dict(second.ceilings)["fpu"] == 2_410


@pytest.mark.parametrize("site", ["birao", "obo", "sam-ouandja"])
def test_far_east_is_cut_off_by_road_in_the_rains(minusca: Mission, site: str) -> None:
    """Tests that tracks are shut from June to October and open in January, flights go on."""
    road = minusca.lanes[f"road:trucks:bangui>{site}"]
    weeks = {minusca.calendar.first_day(week).month: road.open_weeks[week] for week in range(50)}
    assert (weeks[8], weeks[1]) == (False, True)
    flights = [lane for lane in corridor_lanes(minusca, f"bangui>{site}") if lane.mode == "air"]
    assert any(all(lane.open_weeks) and lane.capacity.pax > 0 for lane in flights)


def test_soft_strips_close_and_kept_ones_do_not(minusca: Mission) -> None:
    """Tests that a strip of unknown surface is closed to aeroplanes when wet unless overridden."""
    bossangoa, birao = minusca.sites["bossangoa"].airfield, minusca.sites["birao"].airfield
    assert bossangoa is not None
    assert birao is not None
    assert (bossangoa.runway_m, bossangoa.runway_known) == (1200.0, False)
    assert bossangoa.closed_fixed_wing_when_wet
    assert not birao.closed_fixed_wing_when_wet


def test_barges_run_from_june_to_january(minusca: Mission) -> None:
    """Tests the river season of the Ubangi."""
    barge = minusca.lanes["river:tank-barges:brazzaville>bangui"]
    months = {minusca.calendar.first_day(week).month
              for week, open_ in enumerate(barge.open_weeks) if open_}  # fmt: skip
    assert {7, 8, 9, 10, 11, 12, 1} <= months
    assert not {3, 4} & months


def test_opening_stocks_fit_the_stores(minusca: Mission) -> None:
    """Tests that the days of the force's consumption at the start fit what each site can store."""
    classes = minusca.supply_classes
    ground, flown = classes["ground_fuel"], classes["aviation_fuel"]
    persons = {name: float(site.individuals) for name, site in minusca.sites.items()}
    liquid_t = {
        name: site.individuals * ground.opening_days_at(name) * ground.t_per_unit
        * ground.consumption_per_person_day
        for name, site in minusca.sites.items()
    }  # fmt: skip
    for unit in minusca.units.values():
        if unit.site is None:
            continue
        kind = minusca.unit_types[unit.unit_type]
        persons[unit.site] += unit.strength_persons
        burnt_l = unit.strength_persons * kind.ground_fuel_l_per_person_day
        flown_l = kind.flying_hours_per_week * kind.aviation_fuel_l_per_hour / 7
        liquid_t[unit.site] += burnt_l * ground.opening_days_at(unit.site) * ground.t_per_unit
        liquid_t[unit.site] += flown_l * flown.opening_days_at(unit.site) * flown.t_per_unit
    for name, site in minusca.sites.items():
        dry_t = sum(
            each.opening_days_at(name) * each.consumption_per_person_day * each.t_per_unit
            for each in classes.values()
            if each.basis == "person"
        )
        assert dry_t * persons[name] <= site.storage_dry_t, name
        assert liquid_t[name] <= site.storage_liquid_t, name


def test_the_hub_holds_more_fuel(minusca: Mission) -> None:
    """Tests that fuel is held for 30 days at the hub and 14 elsewhere, and that both are marked."""
    for name in ("ground_fuel", "aviation_fuel"):
        fuel = minusca.supply_classes[name]
        held = {site: fuel.days_of_supply_at(site) for site in minusca.sites}
        assert held.pop(minusca.hub) == 30
        assert set(held.values()) == {14}
        assert fuel.opening_days_at(minusca.hub) > 30
    subjects = {item.subject for item in minusca.assumptions}
    assert "supply.classes.ground_fuel.days_of_supply_at.mission_hq" in subjects


def test_money_and_rules_are_complete(minusca: Mission) -> None:
    """Tests groups of the appropriation, the earmarked fund, and that rules are all named once."""
    assert sum(item.usd for item in minusca.appropriations) == pytest.approx(1258e6, rel=1e-3)
    assert [fund.fund for fund in minusca.funds.values() if fund.earmarked] == [
        "medical-trust-fund"
    ]
    assert not minusca.rules_of("neighbour_excluded")
    names = [rule.rule for rule in minusca.rules]
    assert len(names) == len(set(names))


def test_assumptions_are_listed(minusca: Mission) -> None:
    """Tests that marked values of the config are on the mission's list of assumptions."""
    texts = " ".join(f"{item.subject} {item.field} {item.note}" for item in minusca.assumptions)
    for words in ("cash in hand on 1 July", "S/RES/2800", "no such pledge is known"):
        assert words in texts


def test_obo_is_beyond_helicopters(minusca: Mission) -> None:
    """Tests that no helicopter lane leads to Obo: 415 km from the nearest fuel, and back."""
    flights = [lane for lane in corridor_lanes(minusca, "bangui>obo") if lane.mode == "air"]
    assert flights
    assert not [lane.lane for lane in flights if lane.rotary]
