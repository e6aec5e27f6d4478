"""Portfolios whose missions share an appropriation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner.mission.mission import Mission
from planner.mission.money import ALL_GROUPS, Appropriation
from planner.model.build import build_model
from planner.options.options import build_options
from planner.portfolio import (
    InvalidPortfolio,
    Portfolio,
    PortfolioLimits,
    PortfolioPlan,
    check_portfolio,
)
from planner.portfolio.commons import commons_of, priced
from planner.portfolio.pieces import Relaxing, balanced, relax_alone
from planner.portfolio.shares import guided_shares, money_is_short, with_more_money
from planner.prove import unpacked
from planner.solve.bound import lower_bound
from tests.builders import rule
from tests.portfolio.bench import planned_here
from tests.portfolio.builders import SHARED, USD, tiny

CENTS = 1e-6  # relative: what solvers' tolerances may do
LIMITS = PortfolioLimits(gap=1e-3, rounds=8)


def given(name: str, usd_per_week: float) -> Mission:
    """A mission with a pledge of its own, and money for all groups together."""
    mission = tiny(name, usd_per_week)
    own = replace(mission.units[SHARED], unit=f"{name}-{SHARED}")
    units = {key: unit for key, unit in mission.units.items() if key != SHARED}
    return replace(
        mission,
        units={**units, own.unit: own},
        appropriations=(Appropriation(ALL_GROUPS, 50e6),),
        rules=(*(item for item in mission.rules if item.kind != "budget"), rule("budget")),
    )


def pair(usd: float | None = None) -> Portfolio:
    """Missions a and b; a asks for its pledge twice as much. usd: what they may commit together."""
    missions = {name: given(name, each) for name, each in USD.items()}
    return Portfolio("pair", missions, {}, {} if usd is None else {ALL_GROUPS: usd})


@cache
def free() -> PortfolioPlan:
    """The pair with as much money as it likes."""
    return planned_here(pair(), LIMITS)


def committed_usd(plan: PortfolioPlan) -> dict[str, float]:
    """Costs by mission."""
    return {name: each.objective_usd["cost"] for name, each in plan.plans.items()}


def test_money_is_cut_where_it_costs_least() -> None:
    """Tests half a million less than both would commit: the plans keep within it, a proven bound
    lies below them and above what free money costs, and its price says what money is worth.
    """
    before = committed_usd(free())
    limit = sum(before.values()) - 500_000.0
    portfolio = pair(limit)
    cut = planned_here(portfolio, LIMITS)
    after = committed_usd(cut)
    assert cut.ok
    assert sum(after.values()) <= limit + 1.0
    assert free().total_usd * (1 - 1e-3) < cut.total_usd
    assert cut.bound_usd is not None
    assert free().total_usd * (1 - 1e-3) <= cut.bound_usd <= cut.total_usd * (1 + CENTS)
    assert cut.account_prices[ALL_GROUPS] > 0.0
    told = check_portfolio(portfolio, {name: each.tables for name, each in free().plans.items()})
    assert [(clash.kind, clash.subject) for clash in told] == [("appropriation", ALL_GROUPS)]
    # b's pledge is worth half of a's: b goes without rather than a.
    served = {name: f"{name}-{SHARED}" in set(each.tables["postings"]["unit"])
              for name, each in cut.plans.items()}  # fmt: skip
    assert served == {"a": True, "b": False}


def test_enough_money_for_all_changes_nothing() -> None:
    """Tests that a limit which does not bind has no price."""
    same = planned_here(pair(100e6), LIMITS)
    assert same.total_usd == pytest.approx(free().total_usd, rel=1e-3)
    assert same.account_prices == {ALL_GROUPS: 0.0}


def test_what_cannot_be_shared_is_refused() -> None:
    """Tests a group that a mission has no appropriation of, and less than nothing."""
    missions = {name: given(name, each) for name, each in USD.items()}
    with pytest.raises(InvalidPortfolio) as caught:
        Portfolio("wrong", missions, {}, {"II": -1.0})
    said = caught.value.problems
    assert "appropriations: II is -1 USD; give 0 or more" in said
    assert sum("has no appropriation of that name" in each for each in said) == 2


def test_money_goes_where_it_is_used_with_a_little_more_for_all() -> None:
    """Tests shares of an appropriation: as wanted, and the same more for everybody, cut in
    proportion to what there is; and that it is short if less than missions were given.
    """
    for usd, short in ((40e6, True), (99e6, True), (100e6, False)):
        portfolio = pair(usd)
        assert money_is_short(portfolio.missions, commons_of(portfolio)) is short
    portfolio = pair(40e6)
    use = {"a": np.array([30.0]), "b": np.array([10.0])}
    nothing = {name: np.zeros(1) for name in use}
    shares = guided_shares(portfolio.missions, commons_of(portfolio), use, nothing, spare=0.1)
    assert shares["a"] == pytest.approx([32.0 / 44.0 * 40.0])
    assert shares["b"] == pytest.approx([12.0 / 44.0 * 40.0])


@pytest.mark.parametrize("price", [0.0, 1.5, 4.0])
def test_duals_of_other_prices_prove_something(price: float) -> None:
    """Tests that duals of a relaxation, and none at all, are made to fit a price of money: a bound
    below that of the relaxation at this price, but no nonsense.
    """
    portfolio = pair(90e6)
    commons, mission = commons_of(portfolio), portfolio.missions["a"]
    model = build_model(mission, build_options(mission))
    heard = relax_alone(Relaxing(mission, commons, np.array([1.5]), 60.0, 1e-6))
    there = relax_alone(Relaxing(mission, commons, np.array([price]), 60.0, 1e-6))
    charged = priced(model, commons, np.array([price]))
    for duals in (unpacked(model, heard.duals), np.zeros(len(model.rows.row_lower))):
        bound = lower_bound(charged, balanced(charged, duals)).value
        assert -100.0 < bound <= there.bound + 1e-6
        assert lower_bound(charged, duals).value < -1e4 or price == 1.5


def test_who_lacks_money_has_more_of_him_who_has_most() -> None:
    """Tests that three per cent come from the largest share, and nothing else moves."""
    commons = commons_of(pair(90e6))
    shares = {"a": np.array([10.0]), "b": np.array([50.0]), "c": np.array([30.0])}
    changed = with_more_money(shares, ["a"], commons)
    assert {name: float(each[0]) for name, each in changed.items()} == pytest.approx(
        {"a": 10.3, "b": 49.7, "c": 30.0}
    )
    assert changed["c"] is shares["c"]


def test_small_missions_are_not_asked_for_what_they_cannot_save() -> None:
    """Tests missions of which one must spend nearly all that it has: the other, which may save
    more, has less than its part in proportion.
    """
    needed = committed_usd(free())
    missions = dict(pair().missions)
    fixed = {name: replace(missions[name], appropriations=(Appropriation(ALL_GROUPS, usd),))
             for name, usd in (("a", needed["a"] + 1e6), ("b", 60e6))}  # fmt: skip
    limit = sum(needed.values()) - 500_000.0
    made = planned_here(Portfolio("uneven", fixed, {}, {ALL_GROUPS: limit}), LIMITS)
    assert made.ok
    spent = committed_usd(made)
    in_proportion = limit * (needed["a"] + 1e6) / (needed["a"] + 61e6)
    assert spent["a"] > in_proportion
    assert sum(spent.values()) <= limit + 1.0
