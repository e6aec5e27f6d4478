"""Penalties dominate the prices of what they stand for, or the config is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.mission.checks.prices import individual_least_usd, reserve_usd_per_t
from planner.mission.lift import Capacity
from planner.mission.load import load_mission
from planner.mission.prices import Supplies, dearest, delivered_usd_per_t
from planner.resources import bundled
from tests.builders import WEEKS, mission, rule, unit_type
from tests.rules.case import put

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from tests.mission.starter import Starter

YAML = "mission.yaml"
SHIPPED = (
    "missions/minusca.yaml",
    "missions/minusca-startup.yaml",
    "templates/mission/mission.yaml",
)


def supplies(asked: Mission) -> Supplies:
    """The parts of a mission that prices follow from."""
    return Supplies(
        asked.hub,
        asked.sites,
        asked.lanes,
        asked.supply_classes,
        asked.sources,
        asked.units,
        asked.unit_types,
        asked.requirements,
    )


def fuel_free(asked: Mission) -> Mission:
    """The mission with trips that take no fuel."""
    lanes = {
        name: replace(item, ground_fuel_l_per_trip=0.0, aviation_fuel_l_per_trip=0.0)
        for name, item in asked.lanes.items()
    }
    return replace(asked, lanes=lanes)


def test_a_tonne_costs_what_is_paid_for_it_and_for_its_trips() -> None:
    """Tests rations: 3,000 USD a tonne at the port, and 2,000 USD / (50 + 40) t on each road."""
    price = delivered_usd_per_t(supplies(fuel_free(mission())))
    assert price["port", "rations"] == pytest.approx(3_000.0)
    assert price["hub", "rations"] == pytest.approx(3_000.0 + 2_000.0 / 90)
    assert price["alpha", "rations"] == pytest.approx(3_000.0 + 2 * 2_000.0 / 90)
    # Fuel is 1.2 USD a litre of 0.8 kg.
    assert price["hub", "ground_fuel"] == pytest.approx(1_500.0 + 2_000.0 / 90)


def test_trips_pay_for_their_fuel_where_they_take_it() -> None:
    """Tests 100 l, 0.08 t, at the hub's 1,500 + 2,000 / 90 USD a tonne on each of two trips."""
    price = delivered_usd_per_t(supplies(mission()))
    trip = 2_000.0 + 0.08 * (1_500.0 + 2_000.0 / 90)
    assert price["alpha", "rations"] == pytest.approx(3_000.0 + 2 * trip / 90)


def test_lanes_that_are_never_open_or_carry_another_kind_bring_nothing() -> None:
    """Tests alpha without its road: by air, 6,000 USD / (5 + 4) t; without liquids, no fuel."""
    asked = put(fuel_free(mission()), "lanes", "road:hub>alpha", open_weeks=(False,) * WEEKS)
    price = delivered_usd_per_t(supplies(asked))
    assert price["alpha", "rations"] == pytest.approx(price["hub", "rations"] + 6_000.0 / 9)
    dry = Capacity(40.0, 5.0, 30.0, 0.0, 0.0, 0.0, 3.0)
    price = delivered_usd_per_t(supplies(put(asked, "lanes", "air:hub>alpha", capacity=dry)))
    assert ("alpha", "ground_fuel") not in price
    assert price["alpha", "rations"] == pytest.approx(price["hub", "rations"] + 6_000.0 / 5)


def test_only_sites_that_can_consume_a_class_count() -> None:
    """Tests a dear site at which nobody stands and nothing is asked for, and one with a unit."""
    base = put(fuel_free(mission()), "lanes", "road:hub>bravo", usd_per_trip=90_000.0)
    rations = base.supply_classes["rations"]
    wanted, nobody = supplies(base), supplies(replace(base, requirements=base.requirements[:2]))
    price = delivered_usd_per_t(wanted)
    assert dearest(wanted, price, rations, base.sites) == (price["bravo", "rations"], "bravo")
    assert dearest(nobody, price, rations, base.sites) == (price["alpha", "rations"], "alpha")
    flown = replace(rations, basis="flying_hour")
    assert dearest(wanted, price, flown, base.sites) is None
    wings = unit_type(flying_hours_per_week=5.0, aviation_fuel_l_per_hour=500.0)
    flying = supplies(replace(base, unit_types={"infantry_coy": wings}))
    assert dearest(flying, price, flown, base.sites) == (price["bravo", "rations"], "bravo")


def test_a_reserve_is_held_against_the_dearest_tonne_it_asks_for() -> None:
    """Tests bravo at 1,000 USD a tonne from the hub: waived sites, classes without days of supply
    and hard rules do not ask for it.
    """
    base = put(fuel_free(mission()), "lanes", "road:hub>bravo", usd_per_trip=90_000.0)
    parts = supplies(base)
    price = delivered_usd_per_t(parts)
    reserve = rule("days_of_supply", hard=False, penalty_usd=1.0)
    hub_usd = 3_000.0 + 2_000.0 / 90
    for asked, usd, what in (
        (reserve, hub_usd + 1_000.0, "rations at bravo"),
        (replace(reserve, waived=("bravo",)), hub_usd + 2_000.0 / 90, "rations at alpha"),
    ):
        least = reserve_usd_per_t(parts, price, asked)
        assert least is not None
        assert least[0] == pytest.approx(usd)
        assert least[1] == what
    assert reserve_usd_per_t(parts, price, replace(reserve, hard=True)) is None
    fuel_only = supplies(put(base, "supply_classes", "rations", days_of_supply=0.0))
    least = reserve_usd_per_t(fuel_only, price, reserve)
    assert least is not None
    assert least[1] == "ground_fuel at bravo"


def test_an_individual_costs_allowance_and_supplies() -> None:
    """Tests 7 x (100 USD + 2 kg of rations + 5 l of fuel at the hub), and a dearer rate later; none
    where no individual stands at the hub.
    """
    base = fuel_free(mission())
    parts = supplies(base)
    price = delivered_usd_per_t(parts)
    supplied = 0.002 * (3_000.0 + 2_000.0 / 90) + 5 * 0.0008 * (1_500.0 + 2_000.0 / 90)
    usd = individual_least_usd(parts, price, base.rates, base.calendar)
    assert usd == pytest.approx(7 * (100.0 + supplied))
    later = replace(base.rates[1], valid_from=base.calendar.first_day(WEEKS - 1), value=130.0)
    usd = individual_least_usd(parts, price, (*base.rates, later), base.calendar)
    assert usd == pytest.approx(7 * (130.0 + supplied))
    empty = supplies(put(base, "sites", "hub", ipo=0, staff_officers=0, experts=0))
    assert individual_least_usd(empty, price, base.rates, base.calendar) is None


# What stands in the starter config, a price too low, the message, and one that is high enough.
TOO_LOW = {
    "reserve": (
        "penalty_usd: 60000", "penalty_usd: 3700", "rules[6].penalty_usd",
        ("a tonne missing for a week is cheaper than one brought, found 3,700 USD; "
         "use more than 3,794, the price of rations at bambari"),
        "penalty_usd: 3800",
    ),
    "individual": (
        "individual_cut_usd: 6000", "individual_cut_usd: 1000", "money.individual_cut_usd",
        ("cutting an individual is cheaper than keeping one, found 1,000 USD a week; "
         "use more than 1,035"),
        "individual_cut_usd: 1040",
    ),
    "stock-out": (
        "stockout_usd_per_unit: 100,", "stockout_usd_per_unit: 3.7,",
        "supply.classes.rations.stockout_usd_per_unit",
        ("going without is cheaper than bringing it, found 3.70 USD per kg; "
         "use more than 3.79, the price at bambari"),
        "stockout_usd_per_unit: 3.8,",
    ),
}  # fmt: skip


@pytest.mark.parametrize("penalty", TOO_LOW)
def test_penalty_below_its_price_is_told(starter: Starter, penalty: str) -> None:
    """Tests that a penalty below the price that it must dominate is told with both, at its place,
    beside other mistakes; and that one above it is accepted.
    """
    old, low, field, message, enough = TOO_LOW[penalty]
    starter.change(YAML, old, low)
    place = starter.place(YAML, low, low.partition(": ")[2])
    assert starter.problems() == [f"{place}: {field}: {message}"]
    starter.change(YAML, "kind: budget}", "kind: budgets}")
    assert {each.split(": ")[1] for each in starter.problems()} == {field, "rules[10].kind"}
    starter.change(YAML, "kind: budgets}", "kind: budget}")
    starter.change(YAML, low, enough)
    assert starter.load().mission == "starter"


def test_price_of_cutting_individuals_counts_what_lines_cost_by_the_head(starter: Starter) -> None:
    """Tests 100 USD for each person and week on top of the 1,035 USD above."""
    line = "- {line: facilities, name: Facilities, group: III"
    starter.change(YAML, line, f"{line}, usd_per_person_week: 100")
    starter.change(YAML, "individual_cut_usd: 6000", "individual_cut_usd: 1100")
    [problem] = starter.problems()
    assert "found 1,100 USD a week; use more than 1,135" in problem


def test_price_of_cutting_individuals_may_not_be_left_out(starter: Starter) -> None:
    """Tests that without a price, which is then nothing, cutting individuals is refused."""
    starter.change(YAML, "  individual_cut_usd: 6000\n", "")
    [problem] = starter.problems()
    assert "money.individual_cut_usd: cutting an individual is cheaper" in problem


@pytest.mark.parametrize("name", ["tiny", *SHIPPED])
def test_shipped_penalties_dominate(name: str) -> None:
    """Tests that the penalties of the builders' mission and of shipped ones are high enough."""
    asked = mission() if name == "tiny" else load_mission(bundled("configs") / name)
    parts = supplies(asked)
    price = delivered_usd_per_t(parts)
    [reserve] = asked.rules_of("days_of_supply")
    least = reserve_usd_per_t(parts, price, reserve)
    assert least is not None
    assert least[0] < reserve.penalty_usd
    usd = individual_least_usd(parts, price, asked.rates, asked.calendar)
    assert usd is not None
    assert usd < asked.individual_cut_usd
