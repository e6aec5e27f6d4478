"""Money, stocks and objective of plans small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.mission.lift import Contract, Release
from planner.mission.money import Rate
from planner.mission.supply import Depot
from planner.verify import evaluate, verify
from tests.builders import mission, rule
from tests.rules.case import given, put, with_rule
from tests.verify.plans import STAYING, changed, make, pledge, posting, retell, rotation

if TYPE_CHECKING:
    from planner.mission.rules import Rule

MONTHS = 7 / 30.4375  # of a week


def _line(plan_costs: object, line: str, quarter: int | None = None) -> float:
    frame = plan_costs
    chosen = frame["line"] == line  # type: ignore[index]
    if quarter is not None:
        chosen &= frame["quarter"] == quarter  # type: ignore[index]
    return float(frame.loc[chosen, "usd"].sum())  # type: ignore[attr-defined]


def test_staying_units_are_paid_by_the_month() -> None:
    """Tests personnel, equipment and self-sustainment of 300 persons over 13 and 7 weeks."""
    costs = make(mission()).tables["costs"]
    # 300 persons x 1,448 USD x 7 / 30.4375 months a week
    assert _line(costs, "personnel", 0) == pytest.approx(300 * 1448 * MONTHS * 13)
    assert _line(costs, "personnel", 1) == pytest.approx(300 * 1448 * MONTHS * 7)
    assert _line(costs, "coe") == pytest.approx(300 * 600 * MONTHS * 20)
    assert _line(costs, "self_sustainment") == pytest.approx(300 * 300 * MONTHS * 20)


def test_individuals_and_standing_costs() -> None:
    """Tests 25 individuals at 100 USD a day for 20 weeks, and civilian staff each week."""
    costs = make(mission()).tables["costs"]
    assert _line(costs, "individuals") == pytest.approx(25 * 100 * 7 * 20)
    assert _line(costs, "civilian") == pytest.approx(10_000 * 20)


def test_supplies_are_bought_and_driven() -> None:
    """Tests that what is consumed is what is bought, and that each trip is charged."""
    plan = make(mission())
    # rations: (300 + 25) x 2 kg x 7 days x 20 weeks at 3 USD
    assert _line(plan.tables["costs"], "rations") == pytest.approx(325 * 2 * 7 * 20 * 3)
    # one trip port>hub and one hub>alpha a week at 2,000 USD
    assert _line(plan.tables["costs"], "ground_transport") == pytest.approx(2 * 20 * 2_000)
    # fuel: 300 x 8 l x 7 + 25 x 5 l x 7 + 1,000 l for the trucks, a week, at 1.2 USD
    litres = (300 * 8 * 7 + 25 * 5 * 7 + 1_000) * 20
    assert _line(plan.tables["costs"], "fuel") == pytest.approx(litres * 1.2)


def test_stocks_open_with_days_of_the_force_in_place() -> None:
    """Tests opening and closing stocks: 14 days x 150 x 2 kg at alpha; trips burn 200 l a week."""
    stocks = make(mission()).tables["stocks"].set_index(["site", "supply_class", "week"])
    assert stocks.loc[("alpha", "rations", 0), "opening"] == pytest.approx(14 * 150 * 2)
    assert stocks.loc[("alpha", "rations", 19), "closing"] == pytest.approx(14 * 150 * 2)
    # hub: 150 x 8 + 25 x 5 l a day in stock for 14 days, 1,000 l in and 2 x 100 l out each week
    opening = 14 * (150 * 8 + 25 * 5)
    assert stocks.loc[("hub", "ground_fuel", 0), "opening"] == pytest.approx(opening)
    assert stocks.loc[("hub", "ground_fuel", 19), "closing"] == pytest.approx(opening + 800 * 20)


def test_an_arriving_unit_brings_its_days() -> None:
    """Tests that p1 brings 30 days x 150 x 2 kg of rations to bravo in week 8, and no fuel."""
    asked = with_rule(
        "self_sufficiency",
        put(mission(), "units", "p1", self_sufficiency_days=30.0),
        parameters=given(days=30, classes=("rations",)),
    )
    plan = make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])
    stocks = plan.tables["stocks"].set_index(["site", "supply_class", "week"])["brought"]
    assert stocks.loc[("bravo", "rations", 8)] == pytest.approx(30 * 150 * 2)
    assert stocks.sum() == pytest.approx(30 * 150 * 2)
    assert verify(asked, plan).ok


def test_charters_of_an_arrival() -> None:
    """Tests one flight of 250 seats at 120,000 USD, and the liner: 100 lane-metres, 10 of 20 TEU,
    60 of 400 t are one trip at 90,000 USD.
    """
    costs = make(mission(), [*STAYING, pledge("p1", "bravo", "need-bravo", 8)]).tables["costs"]
    assert _line(costs, "travel") == pytest.approx(120_000)
    assert _line(costs, "freight") == pytest.approx(90_000)


def test_a_letter_of_assist_costs_its_factor() -> None:
    """Tests that flight and liner under a letter of assist cost 1.1 times as much."""
    asked = put(mission(), "units", "p1", movement_options=("loa",))
    plan = make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8, arrival="loa")])
    assert verify(asked, plan).ok
    assert _line(plan.tables["costs"], "travel") == pytest.approx(120_000 * 1.1)
    assert _line(plan.tables["costs"], "freight") == pytest.approx(90_000 * 1.1)
    assert plan.tables["movements"].empty


def test_equipment_of_a_leaver_waits_at_half_rate() -> None:
    """Tests that u1 leaves in week 10: 10 weeks in full, then 6 weeks of lead at 0.5."""
    rows = [posting("u1", "alpha", end_week=10, departure="leave"), STAYING[1]]
    plan = make(mission(), rows)
    assert verify(mission(), plan).ok
    full = 150 * 600 * MONTHS
    assert _line(plan.tables["costs"], "coe") == pytest.approx(full * (20 + 10 + 0.5 * 6))
    # flight home and the liner home, both once
    assert _line(plan.tables["costs"], "travel") == pytest.approx(120_000)
    assert _line(plan.tables["costs"], "freight") == pytest.approx(90_000)


def test_strength_falls_at_a_rotation() -> None:
    """Tests that u1 is 150 for 6 weeks and 75 for 14 after a rotation at half strength."""
    base = put(mission(rotation_strength_shares=(0.5,)), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    plan = make(asked, rotations=[rotation("u1", 6, 150, 75)])
    assert verify(asked, plan).ok
    persons = 150 * 20 + 150 * 6 + 75 * 14
    assert _line(plan.tables["costs"], "personnel") == pytest.approx(persons * 1448 * MONTHS)


def test_rates_are_those_of_the_day() -> None:
    """Tests a rate that changes: week 2 begins on 15 July 2025, so 2 weeks old, 18 weeks new."""
    base = mission()
    from_15 = Rate("personnel_reimbursement", base.calendar.first_day(2), 2_000.0, "USD")
    costs = make(replace(base, rates=(*base.rates, from_15))).tables["costs"]
    usd = 300 * MONTHS * (2 * 1448 + 18 * 2_000)
    assert _line(costs, "personnel") == pytest.approx(usd)


def test_contracts_depots_and_beds_cost() -> None:
    """Tests 2 vehicles at 500 to set up and 100 a week for weeks 3 to 12, a depot, 5 beds."""
    base = mission()
    contract = Contract("rent", "trucks", 2, 3, 13, 100.0, 500.0, "ground_transport")
    depot = Depot("shed", "alpha", 7_000.0, 100.0, 0.0, "facilities")
    asked = replace(base, contracts={"rent": contract}, depots={"shed": depot})
    plan = make(
        asked,
        contracts=[{"contract": "rent", "count": 2}],
        depots=[{"depot": "shed"}],
        beds=[{"site": "alpha", "week": 1, "built": 5.0}],
    )
    assert verify(asked, plan).ok
    rent = 2 * (500 + 10 * 100)
    trips = 2 * 20 * 2_000
    assert _line(plan.tables["costs"], "ground_transport") == pytest.approx(rent + trips)
    assert _line(plan.tables["costs"], "facilities") == pytest.approx(7_000 + 5 * 1_000)


def test_vehicles_given_back_cost_what_is_guaranteed() -> None:
    """Tests ten trucks at 500 USD a week, of which three go in week 12: 8 weeks at 100 USD each."""
    release = Release(4, 100.0, 0)
    asked = put(mission(), "fleets", "trucks", fixed_usd_per_week_each=500.0, release=release)
    plan = make(asked, releases=[{"fleet": "trucks", "week": 12, "vehicles": 3}])
    assert verify(asked, plan).ok
    standing = 10 * 500 * 20 - 3 * (500 - 100) * 8
    trips = 2 * 20 * 2_000
    assert _line(plan.tables["costs"], "ground_transport") == pytest.approx(standing + trips)


def test_individuals_cut_cost_less_and_have_a_price() -> None:
    """Tests that 4 staff officers fewer from week 15 on save 5 weeks and cost 2,000 USD each."""
    plan = make(
        mission(), individual_cuts=[{"category": "staff_officers", "week": 15, "persons": 4}]
    )
    assert verify(mission(), plan).ok
    saved = 4 * 100 * 7 * 5
    assert _line(plan.tables["costs"], "individuals") == pytest.approx(25 * 100 * 7 * 20 - saved)
    assert plan.objective_usd["individual_cuts"] == pytest.approx(4 * 5 * 2_000)


def test_a_site_that_closes_is_paid_until_then_and_once_more() -> None:
    """Tests alpha, which u1 leaves in week 10, at 5,000 USD a week for ten weeks and 20,000 USD as
    it closes; bravo, which may not, at 1,000 USD for all 20 weeks.
    """
    asked = put(mission(), "sites", "alpha", running_usd_per_week=5_000.0, closing_usd=20_000.0)
    asked = put(asked, "sites", "bravo", running_usd_per_week=1_000.0)
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="leave")
    plan = make(asked, [gone, STAYING[1]], site_closures=[{"site": "alpha", "week": 10}])
    assert verify(asked, plan).ok
    costs = plan.tables["costs"]
    assert _line(costs, "facilities") == pytest.approx(10 * 5_000 + 20_000 + 20 * 1_000)
    assert _line(costs, "facilities", 0) == pytest.approx(10 * 5_000 + 20_000 + 13 * 1_000)


def test_equipment_handed_over_is_paid_once() -> None:
    """Tests u1 gone after week 10: its contributor is paid 200 USD for each of 150 persons in week
    10, and neither half the rate while it waits, nor a ship.
    """
    asked = put(mission(), "units", "u1", hand_over_usd_per_person=200.0)
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="hand_over")
    plan = make(asked, [gone, STAYING[1]])
    assert verify(asked, plan).ok
    costs = plan.tables["costs"]
    assert _line(costs, "coe") == pytest.approx(150 * 600 * MONTHS * (10 + 20) + 150 * 200)
    assert _line(costs, "coe", 0) == pytest.approx(150 * 600 * MONTHS * (10 + 13) + 150 * 200)
    assert _line(costs, "freight") == 0.0


def test_lines_cost_by_the_head() -> None:
    """Tests 13 USD a week for each of 300 persons in units and 25 individuals over 20 weeks, but
    for 4 staff officers from week 15 on.
    """
    lines = mission().budget_lines
    linked = lines | {"civilian": replace(lines["civilian"], usd_per_person_week=13.0)}
    asked = mission(budget_lines=linked)
    cuts = [{"category": "staff_officers", "week": 15, "persons": 4}]
    plan = make(asked, individual_cuts=cuts)
    assert verify(asked, plan).ok
    heads = 13.0 * (325 * 20 - 4 * 5)
    assert _line(plan.tables["costs"], "civilian") == pytest.approx(10_000 * 20 + heads)


def test_unmet_demand_has_its_price() -> None:
    """Tests that 10 kg of rations that alpha lacks in week 3 cost 500 USD."""
    plan = make(mission())
    where = {"site": "alpha", "supply_class": "rations", "week": 3}
    plan = retell(mission(), changed(plan, "stocks", where, unmet=10.0).tables)
    verdict = verify(mission(), plan)
    assert verdict.ok
    assert verdict.objective_usd["stockout"] == pytest.approx(500.0)
    row = verdict.shortfalls[verdict.shortfalls["kind"] == "stock_balance"].iloc[0]
    assert (row["subject"], row["week"], row["amount"]) == ("alpha|rations", 3, 10.0)


def test_claims_fall_due_a_quarter_later() -> None:
    """Tests that claims of quarter 0 are due in 1, those of 1 are not seen, the rest is cash."""
    plan = make(mission())
    claims = 300 * (1448 + 600 + 300) * MONTHS * 13
    due = plan.tables["arrears"].set_index("quarter")["due_usd"]
    assert due.to_dict() == {0: 0.0, 1: pytest.approx(claims)}
    cash = plan.tables["cash"].set_index("quarter")["paid_usd"]
    total = plan.objective_usd["cost"]
    all_claims = 300 * (1448 + 600 + 300) * MONTHS * 20
    assert cash.sum() == pytest.approx(total - all_claims + claims)


def test_arrears_are_priced_by_the_quarter() -> None:
    """Tests that 1,000 USD overdue at the start and never paid cost 1 % in each of 2 quarters."""
    base = mission()
    asked = replace(base, arrears=replace(base.arrears, opening_usd=1_000.0))
    plan = make(asked)
    for table in ("arrears", "cash"):
        first = plan.tables[table].set_index("quarter")["paid_usd"].loc[0]
        plan = changed(plan, table, {"quarter": 0}, paid_usd=first - 1_000.0)
    plan = retell(asked, plan.tables, pay=False)
    assert verify(asked, plan).ok
    assert plan.objective_usd["arrears"] == pytest.approx(2 * 0.01 * 1_000)


def test_a_requirement_counts_only_in_its_weeks() -> None:
    """Tests that bravo, asked for in weeks 5 to 7 only, is missed three times at 100,000 USD."""
    base = mission()
    late = replace(base.requirements[2], from_week=5, until_week=8)
    asked = replace(base, requirements=(*base.requirements[:2], late))
    verdict = verify(asked, make(asked))
    assert verdict.ok
    assert verdict.objective_usd["requirement_shortfall"] == pytest.approx(300_000.0)
    assert list(verdict.shortfalls["week"]) == [5, 6, 7]


def test_evaluate_is_what_verify_finds() -> None:
    """Tests that the terms and tables made from decisions are those that the verdict holds."""
    asked = mission(rules=(*mission().rules, _soft()))
    plan = make(asked)
    tables, terms = evaluate(asked, plan.tables)
    verdict = verify(asked, plan)
    assert verdict.ok
    assert terms == verdict.objective_usd
    assert tables["shortfalls"].equals(verdict.shortfalls)
    # 30 women of 300 against 0.2 x 300: 30 short in 20 weeks at 3 USD
    assert terms["rule_shortfall"] == pytest.approx(30 * 20 * 3.0)


def _soft() -> Rule:
    parameters = given(category="military", share=0.2)
    return rule("gender_share", hard=False, penalty_usd=3.0, parameters=parameters)
