"""Portfolios planned whole, against every way to give away what is shared."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner.errors import Infeasible
from planner.jobs import Workers
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.portfolio import PortfolioLimits, PortfolioPlan, check_portfolio, plan_portfolio
from planner.portfolio.pieces import Relaxing, do_alone, relax_alone
from tests.builders import requirement, unit_type
from tests.jobs.clusters import cluster
from tests.portfolio.bench import Bench
from tests.portfolio.builders import SHARED, USD, WEEKS, common, pair, tiny

LIMITS = PortfolioLimits(gap=1e-6)
CENTS = 1e-6  # relative: what solvers' tolerances may do


def without_pledge(mission: Mission) -> Mission:
    """The mission without the pledge that is shared."""
    units = {name: unit for name, unit in mission.units.items() if name != SHARED}
    return replace(mission, units=units)


@cache
def alone_usd(name: str, *, with_pledge: bool) -> float:
    """The best plan of one mission, with or without the pledge, solved to the end."""
    mission = tiny(name, USD[name])
    given = mission if with_pledge else without_pledge(mission)
    plan, _, verdict = plan_mission(given, time_limit_s=60.0, gap=1e-6)
    assert verdict.ok
    assert plan.status == "optimal"
    return plan.total_usd


@cache
def best_usd() -> float:
    """The best sum over who gets the pledge: a, b or nobody."""
    return min(
        alone_usd("a", with_pledge=to == "a") + alone_usd("b", with_pledge=to == "b")
        for to in ("a", "b", "nobody")
    )


@cache
def planned(workers: int) -> PortfolioPlan:
    """The pair, planned by so many workers."""
    return plan_portfolio(pair(), Workers(workers), LIMITS)


def test_bound_and_plan_meet_at_the_best_way_to_give_the_pledge_away() -> None:
    """Tests that the plan is the best of all three ways, and that the bound reaches it: pieces
    are solved to the end, and any price between what the pledge is worth to b and to a proves it.
    """
    made = planned(2)
    assert made.ok
    assert made.total_usd == pytest.approx(best_usd(), rel=CENTS)
    assert made.bound_usd is not None
    assert made.bound_usd <= best_usd() * (1 + CENTS)
    assert made.bound_usd == pytest.approx(best_usd(), rel=1e-5)
    assert made.headline_gap == pytest.approx(0.0, abs=1e-4)
    worth = {
        name: alone_usd(name, with_pledge=False) - alone_usd(name, with_pledge=True) for name in USD
    }
    assert worth["b"] - 1 <= made.unit_prices_usd[SHARED] <= worth["a"] + 1
    assert SHARED in set(made.plans["a"].tables["postings"]["unit"])
    assert SHARED not in set(made.plans["b"].tables["postings"]["unit"])


def test_without_prices_the_bound_counts_the_pledge_twice() -> None:
    """Tests that one round gives the sum of both missions' best plans with the pledge, which is
    what prices then raise.
    """
    both = sum(alone_usd(name, with_pledge=True) for name in USD)
    made = planned(2)
    assert made.round_bounds_usd[0] == pytest.approx(both, rel=1e-5)
    assert both < best_usd() * (1 - 1e-3)
    assert len(made.round_bounds_usd) > 1


def test_each_plan_has_the_proof_of_its_mission_alone() -> None:
    """Tests that a mission's bound is that of all its plans, the pledge at its own disposal."""
    made = planned(2)
    for name in USD:
        bound = made.plans[name].proof.bound_usd
        assert bound is not None
        assert bound == pytest.approx(alone_usd(name, with_pledge=True), rel=1e-5)
    assert (made.plans["a"].status, made.plans["b"].status) == ("optimal", "feasible")


def test_the_same_from_one_worker_and_two() -> None:
    """Tests that plans, bounds and prices do not depend on the number of workers."""
    assert planned(1).repeatable
    assert pickle.dumps(_plain(planned(1))) == pickle.dumps(_plain(planned(2)))


def test_the_same_on_a_cluster_as_here(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests plans, prices and bounds, byte for byte: who does the jobs decides nothing."""
    with cluster(tmp_path_factory) as made:
        made.work(count=2)
        made.wait_for(2)
        there = plan_portfolio(pair(), Workers(cluster=made.address), LIMITS)
    assert there.ok
    assert there.repeatable
    assert pickle.dumps(there) == pickle.dumps(planned(1))


def _plain(made: PortfolioPlan) -> tuple[object, ...]:
    """All of it, tables as text."""
    plans = [
        (name, {key: table.to_csv() for key, table in plan.tables.items()},
         sorted(plan.objective_usd.items()), plan.proof.bound_usd, plan.proof.floor_usd, plan.notes)
        for name, plan in made.plans.items()
    ]  # fmt: skip
    figures = made.bound_usd, made.relaxed_usd, made.floor_usd, made.round_bounds_usd
    prices = sorted(made.unit_prices_usd.items()), sorted(made.hour_prices_usd.items())
    return plans, figures, prices, sorted(made.sizes.items(), key=str)


@pytest.mark.parametrize("usd", [0.0, 20_000.0, 500_000.0, 3e6])
def test_any_price_proves_a_bound(usd: float) -> None:
    """Tests that prices that are right, wrong or far too high give no bound above the best plan.

    A price of p counts against the bound once: sum of both at p, less p.
    """
    portfolio = pair()
    total = -usd
    for name, mission in portfolio.missions.items():
        job = Relaxing(mission, common(portfolio, name), np.array([usd / 1e6]), 60.0, 1e-6)
        total += 1e6 * relax_alone(job).bound
    assert total <= best_usd() * (1 + CENTS)


def test_a_pool_holds_in_every_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that two missions that would use more truck-days in a week than one truck gives keep
    within it when they share one, the plans verified and the bound still below.

    A truck gives 7 days a week; every trip takes 2.
    """
    free = planned(2)
    days = {name: _truck_days(plan.tables["sorties"]) for name, plan in free.plans.items()}
    assert max(days["a"] + days["b"]) > 7.0
    portfolio = pair({"trucks": 1})
    Bench(monkeypatch, do_alone)
    made = plan_portfolio(portfolio, limits=replace(LIMITS, passes=3))
    days = {name: _truck_days(plan.tables["sorties"]) for name, plan in made.plans.items()}
    assert max(days["a"] + days["b"]) <= 7.0
    assert made.ok
    assert made.bound_usd is not None
    assert best_usd() * (1 - 1e-3) <= made.bound_usd <= made.total_usd * (1 + CENTS)
    tables = {name: plan.tables for name, plan in free.plans.items()}
    assert {clash.kind for clash in check_portfolio(portfolio, tables)} == {"pool"}


def _truck_days(sorties: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Days that trucks are away by week: all shared trips by road take two."""
    days = np.zeros(WEEKS)
    for row in sorties.to_dict("records"):  # type: ignore[attr-defined]
        if row["lane"].startswith("road:") and not row["consignment"]:
            days[row["week"]] += 2.0 * row["trips"]
    return days


def test_a_mission_that_cannot_be_planned_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that rules that clash in one mission are told with its id, and not the other's."""
    missions = dict(pair().missions)
    needs = requirement("must", ("alpha",), capability="ships", essential=True, until_week=WEEKS)
    missions["b"] = replace(
        missions["b"],
        requirements=(*missions["b"].requirements, needs),
        unit_types={**missions["b"].unit_types, "ships": unit_type("ships")},
    )
    portfolio = replace(pair(), missions=missions)
    Bench(monkeypatch, do_alone)
    with pytest.raises(Infeasible) as caught:
        plan_portfolio(portfolio, limits=replace(LIMITS, rounds=1, passes=0))
    assert caught.value.reasons
    assert all(reason.startswith("b: ") for reason in caught.value.reasons)
