"""The bound of a portfolio, worked out again from its prices and duals, and broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from planner.portfolio import Portfolio, PortfolioLimits, PortfolioPlan
from planner.portfolio.prove import ToldBound, check_portfolio_bound
from tests.portfolio import test_money
from tests.portfolio.bench import planned_here
from tests.portfolio.builders import SHARED, pair

LIMITS = PortfolioLimits(gap=1e-2, rounds=3, passes=0)
PORTFOLIOS: dict[str, Callable[[], Portfolio]] = {
    "a shared pledge": pair,
    "a pledge and a pool": lambda: pair({"trucks": 1}),
    "money": lambda: test_money.pair(5e6),
}


@cache
def planned(name: str) -> tuple[Portfolio, PortfolioPlan]:
    """A portfolio and its plan."""
    portfolio = PORTFOLIOS[name]()
    return portfolio, planned_here(portfolio, LIMITS)


def told(made: PortfolioPlan) -> ToldBound:
    """What a plan says of its bound."""
    assert made.bound_usd is not None
    return ToldBound(
        made.bound_usd, made.bound_by, made.unit_prices_usd, made.hour_prices_usd,
        made.account_prices, made.duals,
    )  # fmt: skip


@pytest.mark.parametrize("name", PORTFOLIOS)
def test_the_bound_follows_from_prices_and_duals(name: str) -> None:
    """Tests that what is proven is the bound that is told, or that the rest is a solver's word."""
    portfolio, made = planned(name)
    found = check_portfolio_bound(portfolio, told(made), made.total_usd)
    assert found.recomputed_usd is not None
    assert found.recomputed_usd <= made.total_usd * (1 + 1e-9)
    # Of a solver's word the duals may prove less; of a bound by duals they prove all.
    assert found.holds in ({True} if made.bound_by == "duals" else {True, None})
    # Small missions are solved whole: their duals prove less than the solver says, but not nothing.
    assert found.recomputed_usd >= 0.5 * told(made).bound_usd


@pytest.mark.parametrize("name", PORTFOLIOS)
def test_a_bound_that_was_raised_is_found_out(name: str) -> None:
    """Tests a bound above the plans, and one that the duals do not prove."""
    portfolio, made = planned(name)
    high = replace(told(made), bound_usd=made.total_usd + 1e5, bound_by="duals")
    assert check_portfolio_bound(portfolio, high, made.total_usd).holds is False
    proven = check_portfolio_bound(portfolio, told(made), made.total_usd).recomputed_usd
    assert proven is not None
    more = replace(told(made), bound_usd=proven + 100.0, bound_by="duals")
    said = check_portfolio_bound(portfolio, more, made.total_usd)
    assert (said.holds, "does not follow" in said.sentence) == (False, True)
    exact = replace(told(made), bound_usd=proven, bound_by="duals")
    assert check_portfolio_bound(portfolio, exact, made.total_usd).holds is True


def test_prices_change_what_is_proven() -> None:
    """Tests that a pledge whose price is dropped, at the same duals, proves another bound: by the
    price that its limit no longer costs, and by what its two offers are no longer charged.
    """
    portfolio, made = planned("a shared pledge")
    before = told(made)
    free = replace(before, unit_prices_usd={SHARED: 0.0})
    dear = replace(before, unit_prices_usd={SHARED: 50e6})
    found = [
        check_portfolio_bound(portfolio, each, made.total_usd).recomputed_usd or 0.0
        for each in (before, free, dear)
    ]
    assert max(found[1:]) < found[0]


@pytest.mark.parametrize(
    "broken",
    [
        {"unit_prices_usd": {SHARED: -1.0}},
        {"unit_prices_usd": {SHARED: float("nan")}},
        {"duals": {}},
    ],
)
def test_what_proves_nothing_is_refused(broken: dict[str, Any]) -> None:
    """Tests prices below zero, prices that are none, and duals that are missing."""
    portfolio, made = planned("a shared pledge")
    said = check_portfolio_bound(
        portfolio,
        replace(told(made), **broken),
        made.total_usd,
    )
    assert (said.holds, "cannot be recomputed" in said.sentence) == (False, True)


def test_no_bound_is_no_fault() -> None:
    """Tests a folder that tells none."""
    portfolio, _ = planned("a shared pledge")
    assert check_portfolio_bound(portfolio, None, 1.0).holds is None
