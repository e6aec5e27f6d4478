"""Missions of a portfolio that share nothing."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest

from planner.errors import Infeasible, NoPlanFound
from planner.mission.money import ALL_GROUPS, Appropriation
from planner.pipeline import plan_mission
from planner.portfolio import Portfolio, PortfolioLimits, ending, plan_portfolio
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, do_alone
from planner.portfolio.prove import ToldBound, check_portfolio_bound
from tests.portfolio.bench import Bench, planned_here
from tests.portfolio.builders import USD
from tests.portfolio.test_money import given, pair

LIMITS = PortfolioLimits(gap=1e-3)


def test_plans_and_bounds_are_those_of_the_missions_alone() -> None:
    """Tests sums of objectives and bounds, each mission's own proof, and the proof of the whole."""
    portfolio = pair()
    assert not portfolio.shares_something
    made = planned_here(portfolio, LIMITS)
    alone = {name: plan_mission(given(name, usd), gap=1e-3)[0] for name, usd in USD.items()}
    assert made.total_usd == pytest.approx(sum(plan.total_usd for plan in alone.values()))
    bounds = [plan.proof.bound_usd for plan in alone.values()]
    assert made.bound_usd == pytest.approx(sum(usd for usd in bounds if usd is not None))
    assert made.ok
    assert all(plan.proof.duals is not None for plan in made.plans.values())
    assert made.bound_usd is not None
    told = ToldBound(made.bound_usd, made.bound_by, {}, {}, {}, made.duals)
    found = check_portfolio_bound(portfolio, told, made.total_usd)
    assert found.holds in ({True} if made.bound_by == "duals" else {True, None})
    assert found.recomputed_usd is not None


def test_a_mission_that_cannot_be_planned_names_itself() -> None:
    """Tests money that does not pay what is fixed: civilian staff of 10,000 USD a week."""
    poor = replace(given("a", 1.0), appropriations=(Appropriation(ALL_GROUPS, 1_000.0),))
    portfolio = Portfolio("poor", {"a": poor, "b": given("b", 1.0)}, {})
    with pytest.raises(Infeasible, match=r"^a: budget: "):
        planned_here(portfolio, LIMITS)


def test_time_that_is_up_leaves_the_others_without_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that no job counts that would begin after the clock, and which missions are told of."""
    late_s = [0.0]

    def slow(job: Planning | Relaxing) -> Planned | Relaxed:
        made = do_alone(job)
        late_s[0] += 2 * LIMITS.seconds
        return made

    Bench(monkeypatch, slow)
    monkeypatch.setattr(ending, "perf_counter", lambda: perf_counter() + late_s[0])
    with pytest.raises(NoPlanFound, match=r"^b: no time for it$"):
        plan_portfolio(pair(), limits=replace(LIMITS, plan_seconds=30.0))
