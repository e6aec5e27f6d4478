"""Tests of single events, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.errors import InvalidInput
from planner.pipeline import evaluate_postings
from planner.stress.events import Event, routes, singles
from planner.stress.run import one_at_a_time, program_of
from tests.stress.small import WEEK, planned, stress


def test_a_contributor_withdraws() -> None:
    """Tests that u1 of AAA, which withdraws in week 4, is gone after the window of two weeks that
    people have for it: need-alpha lacks it in weeks 6 to 19, at 100,000 USD each, 14 of the 40
    unit-weeks that are asked for.
    """
    base, found = stress(Event("contributor", "AAA", WEEK))
    assert (base.coverage, base.lacking, base.broken) == (1.0, {1: 0.0}, {})
    assert found.lacking == {1: 14.0}
    assert found.coverage == 0.65  # 26 / 40
    assert found.usd["requirement_shortfall"] == 1_400_000.0
    assert found.broken == {}


def test_what_a_withdrawal_saves() -> None:
    """Tests the cost against the relaxation that bounds every plan with the same postings: of a
    withdrawal from week 0, before which nothing is held.
    """
    asked, plan = planned()
    result = one_at_a_time(asked, plan, 0, 1, 0)
    found = next(each for each in result.results if each.scenario.key == "contributor:AAA")
    postings = plan.tables["postings"].copy()
    postings.loc[postings["unit"] == "u1", "end_week"] = 2  # the window of two weeks
    postings.loc[postings["unit"] == "u1", "departure"] = "leave"
    whole, _, verdict = evaluate_postings(asked, postings, time_limit_s=60.0)
    assert [each.rule for each in verdict.violations] == ["unit_once"]  # u1 goes without notice
    assert whole.proof.bound_usd is not None
    assert found.usd["objective"] == pytest.approx(whole.proof.bound_usd, rel=1e-5)
    assert found.usd["objective"] <= whole.total_usd + 1.0


def test_a_pledge_that_has_not_set_out_never_comes() -> None:
    """Tests that p1 of BBB, which was to hold need-bravo in weeks 10 to 19, does not come if BBB
    withdraws in week 0, and nothing is paid for its ship.
    """
    asked, plan = planned(pledged=True)
    [row] = plan.tables["postings"][plan.tables["postings"]["unit"] == "p1"].to_dict("records")
    assert row["start_week"] <= 10
    program = program_of(asked, plan, 0, singles(asked, 0, 1))
    assert program.ways.of["p1"]["lost", 0] == -1
    base, found = stress(Event("contributor", "BBB", 0), pledged=True)
    assert (base.lacking[2], found.lacking[2]) == (0.0, 10.0)


def test_a_pledge_that_is_late() -> None:
    """Tests that p1, six weeks late, lacks in need-bravo in as many of its weeks, at 500,000 USD
    each, as its coming is behind week 10.
    """
    _, plan = planned(pledged=True)
    postings = plan.tables["postings"]
    [start] = postings[postings["unit"] == "p1"]["start_week"]
    base, found = stress(Event("readiness", "p1", WEEK, amount=6.0), pledged=True)
    late = found.lacking[2] - base.lacking[2]
    assert late == start + 6 - 10
    assert found.usd["requirement_shortfall"] == 500_000.0 * late


def test_an_airfield_with_a_road() -> None:
    """Tests that alpha, to which roads lead, loses nothing with its airfield, and more than 100,000
    USD of stock-outs with both.
    """
    base, found = stress(Event("airfield", "alpha", WEEK))
    assert found.usd["objective"] >= base.usd["objective"]
    assert (found.stockout_t, found.broken) == (base.stockout_t, base.broken)
    _, cut_off = stress(Event("airfield", "alpha", WEEK), Event("route", "alpha<>hub", WEEK))
    assert cut_off.usd["stockout"] > base.usd["stockout"] + 100_000.0


def test_a_road_without_an_airfield() -> None:
    """Tests that the road's closing costs more where no flight goes to alpha."""
    base, found = stress(Event("route", "alpha<>hub", WEEK))
    alone, cut_off = stress(Event("route", "alpha<>hub", WEEK), flies=False)
    flown = found.usd["objective"] - base.usd["objective"]
    assert flown < cut_off.usd["objective"] - alone.usd["objective"]
    assert found.stockout_t == {}
    assert set(cut_off.stockout_t) == {"rations", "ground_fuel"}


def test_loads_that_cannot_move_are_told() -> None:
    """Tests that u1, whose only way out is closed as it withdraws, breaks the window of its load
    instead of having no answer: its 150 persons stay.
    """
    events = (Event("contributor", "AAA", WEEK), Event("route", "alpha<>hub", WEEK))
    _, found = stress(*events, flies=False)
    assert found.broken["lift_window (persons)"] == pytest.approx(150.0)


def test_a_fund_that_does_not_matter() -> None:
    """Tests that a fund may fail where another one has 20 M USD for costs of less than 10."""
    base, found = stress(Event("fund", "gift", WEEK))
    assert found.usd == base.usd
    assert found.broken == {}


def test_a_fund_that_pays_for_all() -> None:
    """Tests that funds that end up overdrawn are told: without the second 20 M USD there is enough,
    with prices of civilians at 200 times (10,000 USD x 13 weeks x 200 a quarter) there is not.
    """
    base, found = stress(Event("fund", "assessed", WEEK), Event("price", "civilian", 0, amount=200))
    assert base.broken == {}
    assert {"cash", "budget"} & set(found.broken)


def test_a_price() -> None:
    """Tests that civilians at 1.5 times their price from the quarter on that begins with week 13
    cost 7 weeks x 10,000 USD x 0.5 more.
    """
    base, found = stress(Event("price", "civilian", 13, amount=1.5))
    assert found.usd["cost"] - base.usd["cost"] == 35_000.0


def test_late_pay_without_need() -> None:
    """Tests that money that comes a quarter late costs nothing where there is enough of it."""
    base, found = stress(Event("late_pay", "assessed", 13, amount=1.0))
    assert found.usd == base.usd


def test_what_was_decided_before_stays() -> None:
    """Tests that trips before the first week of stress are those of the plan, and no others."""
    asked, plan = planned()
    program = program_of(asked, plan, WEEK, [])
    trips = program.model.columns.families["trips"].grid[:, :WEEK].ravel()
    lower, upper = program.rows.lower[trips], program.rows.upper[trips]
    assert (lower == upper).all()
    sorties = plan.tables["sorties"]
    shared = sorties[(sorties["consignment"] == "") & (sorties["week"] < WEEK)]
    assert upper.sum() == shared["trips"].sum() > 0


def test_every_event_once() -> None:
    """Tests the list of single events of the small mission."""
    asked, _ = planned()
    assert routes(asked) == ["alpha<>hub", "bravo<>hub", "hub<>port"]
    assert [each.key for each in singles(asked, WEEK, 2)] == [
        "contributor:AAA", "contributor:BBB", "airfield:hub", "airfield:alpha",
        "route:alpha<>hub", "route:bravo<>hub", "route:hub<>port", "sector_roads:north",
        "fund:assessed", "fund:gift", "convoys:all", "flights:all",
    ]  # fmt: skip


def test_worst_first_then_pairs() -> None:
    """Tests that singles go down by objective, and that three of the worst make three pairs, none
    of which is better than what it is made of.
    """
    asked, plan = planned()
    found = one_at_a_time(asked, plan, WEEK, 2, 3)
    alone, both = found.results[:-3], found.results[-3:]
    values = [each.usd["objective"] for each in alone]
    assert values == sorted(values, reverse=True)
    worst = {each.scenario.events[0]: each.usd["objective"] for each in alone[:3]}
    for each in both:
        assert len(each.scenario.events) == 2
        assert set(each.scenario.events) <= set(worst)
    assert found.base.usd["objective"] <= np.min(values) + 1.0


def test_more_postings_than_itineraries_have() -> None:
    """Tests that a plan that staff made with three postings of a unit is refused by name."""
    asked, plan = planned()
    postings = plan.tables["postings"]
    thrice = pd.concat([postings, *[postings[postings["unit"] == "u1"]] * 2], ignore_index=True)
    plan.tables["postings"], kept = thrice, postings
    try:
        with pytest.raises(InvalidInput, match="two postings at most; more have u1"):
            program_of(asked, plan, WEEK, [])
    finally:
        plan.tables["postings"] = kept
