"""Portfolios whose missions lend each other cash, or borrow from one reserve."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from planner.mission.mission import Mission
from planner.mission.money import Fund, Lender
from planner.portfolio import (
    InvalidPortfolio,
    Portfolio,
    PortfolioLimits,
    PortfolioPlan,
    check_portfolio,
)
from planner.portfolio.accounts import loan_account, loan_of
from planner.portfolio.commons import commons_of
from planner.portfolio.prove import ToldBound, check_portfolio_bound
from planner.portfolio.shares import guided_shares
from tests.portfolio.bench import planned_here
from tests.portfolio.builders import SHARED, USD, tiny

LIMITS = PortfolioLimits(gap=1e-4, rounds=8)
POOL = Lender("pool", "assessed", 5e6, pooled=True)
RICH = 20e6


def holding(name: str, opening_usd: float, *lenders: Lender) -> Mission:
    """A mission with a pledge of its own, whose fund holds so much and gets nothing more."""
    mission = tiny(name, USD[name])
    own = replace(mission.units[SHARED], unit=f"{name}-{SHARED}")
    units = {key: unit for key, unit in mission.units.items() if key != SHARED}
    return replace(
        mission,
        units={**units, own.unit: own},
        funds={"assessed": Fund("assessed", (), opening_usd, (0.0,))},
        lenders={item.lender: item for item in lenders},
    )


def pair(a_usd: float, b_usd: float, lent_usd: float | None, lender: Lender = POOL) -> Portfolio:
    """Missions a and b that hold so much; lent_usd: what both may owe a lender together."""
    given = {"a": a_usd, "b": b_usd}
    if lent_usd is None:
        return Portfolio("pair", {name: holding(name, usd) for name, usd in given.items()}, {})
    missions = {name: holding(name, usd, lender) for name, usd in given.items()}
    return Portfolio("pair", missions, {}, {}, {lender.lender: lent_usd})


@cache
def rich() -> PortfolioPlan:
    """The pair with as much cash as it likes, which nobody lends."""
    return planned_here(pair(RICH, RICH, None), LIMITS)


@cache
def needed_usd(name: str) -> float:
    """What a mission pays out if it has cash enough."""
    return float(rich().plans[name].tables["cash"]["paid_usd"].sum())


@cache
def lending() -> PortfolioPlan:
    """The pair, of which a lacks a third of what it pays, and b has twice what it pays."""
    return planned_here(poor(), LIMITS)


def poor() -> Portfolio:
    """Its portfolio."""
    return pair(needed_usd("a") * 2 / 3, needed_usd("b") * 2, 0.0)


def owed_usd(plan: PortfolioPlan) -> dict[str, float]:
    """What each mission owes at the end of its one quarter."""
    return {name: float(each.tables["loans"]["owed_usd"].sum())
            for name, each in plan.plans.items()}  # fmt: skip


def test_one_account_lends_to_another() -> None:
    """Tests that a pool makes of two accounts one: the plans cost what they do with cash enough, b
    lends what a lacks, and the bound holds, worked out again from prices and duals.
    """
    made = lending()
    assert made.ok
    assert made.total_usd == pytest.approx(rich().total_usd, rel=1e-4)
    owed = owed_usd(made)
    assert owed["a"] >= needed_usd("a") / 3 - 1.0
    assert sum(owed.values()) == pytest.approx(0.0, abs=1.0)
    assert made.bound_usd is not None
    assert made.total_usd * (1 - 1e-3) <= made.bound_usd <= made.total_usd + 1.0
    told = ToldBound(made.bound_usd, made.bound_by, made.unit_prices_usd, made.hour_prices_usd,
                     made.account_prices, made.duals)  # fmt: skip
    said = check_portfolio_bound(poor(), told, made.total_usd)
    assert said.holds is not False
    if made.bound_by == "duals":
        assert said.holds


def test_cash_goes_where_it_is_worth_most() -> None:
    """Tests cash for the flight of one pledge of two, which b has and a lacks: of both ways to
    spend it, each planned by itself, the plans of the pool are the cheaper one. b stays without.
    """
    short = {name: needed_usd(name) * 0.75 for name in ("a", "b")}
    pooled = planned_here(pair(short["a"], needed_usd("b") + 1.0, 0.0), LIMITS)
    ways = [planned_here(pair(*usd, None), LIMITS).total_usd
            for usd in ((RICH, short["b"]), (short["a"], RICH))]  # fmt: skip
    assert pooled.ok
    assert pooled.total_usd == pytest.approx(min(ways), rel=1e-4)
    assert ways[0] < ways[1]
    assert owed_usd(pooled)["b"] < -1.0
    assert pooled.bound_usd is not None
    assert pooled.bound_usd <= pooled.total_usd + 1.0


def test_a_reserve_that_both_draw_on() -> None:
    """Tests that two missions owe one reserve no more than it has, which is enough for one of two
    pledges: that of a, worth twice as much, comes.
    """
    reserve = Lender("reserve", "assessed", 5e6)
    short = {name: needed_usd(name) * 0.75 for name in ("a", "b")}
    limit = needed_usd("a") * 0.25 + 10_000.0
    made = planned_here(pair(short["a"], short["b"], limit, reserve), LIMITS)
    assert made.ok
    assert sum(owed_usd(made).values()) <= limit + 1.0
    served = {name: f"{name}-{SHARED}" in set(each.tables["postings"]["unit"])
              for name, each in made.plans.items()}  # fmt: skip
    assert served == {"a": True, "b": False}
    assert made.account_prices[loan_account("reserve", 0)] >= 0.0


def test_loans_that_nobody_lends_are_told() -> None:
    """Tests the check of the whole: what a owes is told once b has lent nothing."""
    made = lending()
    tables = {name: dict(each.tables) for name, each in made.plans.items()}
    assert check_portfolio(poor(), tables) == ()
    tables["b"]["loans"] = pd.DataFrame(columns=tables["b"]["loans"].columns)
    [clash] = check_portfolio(poor(), tables)
    assert (clash.kind, clash.subject, clash.week) == ("loan", "pool", None)
    assert clash.sentence.startswith("owed to pool by all missions at the end of quarter 0: needed")


def test_what_is_lent_and_not_owed_is_told() -> None:
    """Tests the check of the whole: what b lends is told once a owes nothing."""
    made = lending()
    tables = {name: dict(each.tables) for name, each in made.plans.items()}
    tables["a"]["loans"] = tables["a"]["loans"].assign(owed_usd=0.0)
    [clash] = check_portfolio(poor(), tables)
    assert (clash.kind, clash.subject, clash.week) == ("loan", "pool", None)
    assert clash.sentence.startswith("lent to pool at the end of quarter 0 beyond what is owed: ")


def test_nobody_has_more_of_a_pool_than_he_may_owe() -> None:
    """Tests 5 million USD at the most of 9 million that are lent: 4 of them are not lent."""
    portfolio = pair(1e6, 1e6, 0.0)
    commons = commons_of(portfolio)
    none = dict.fromkeys(portfolio.missions, commons.limit * 0.0)
    use = {name: commons.limit + amount for name, amount in (("a", 9), ("b", -9))}
    shares = guided_shares(portfolio.missions, commons, use, none)
    assert [shares[name][0] for name in portfolio.missions] == pytest.approx([5.0, -5.0])


def test_shares_of_a_pool_add_up() -> None:
    """Tests that those who would borrow 3 and 6 get a third less where only 6 are lent, and that 2
    lent too many are there for all, in proportion to their caps.
    """
    portfolio = pair(1e6, 1e6, 0.0, replace(POOL, most_usd=20e6))
    missions = {**portfolio.missions, "c": holding_like_b(portfolio)}
    commons = commons_of(Portfolio("three", missions, {}, {}, {"pool": 0.0}))
    none = dict.fromkeys(missions, commons.limit * 0.0)
    use = {name: commons.limit + amount for name, amount in (("a", 3), ("b", 6), ("c", -6))}
    shares = guided_shares(missions, commons, use, none)
    assert [shares[name][0] for name in missions] == pytest.approx([2.0, 4.0, -6.0])
    use["c"] = commons.limit - 12.0
    shares = guided_shares(missions, commons, use, none)
    assert [shares[name][0] for name in missions] == pytest.approx([4.0, 7.0, -11.0])


def holding_like_b(portfolio: Portfolio) -> Mission:
    """A third mission with units of its own."""
    b = portfolio.missions["b"]
    units = {f"c{name}": replace(item, unit=f"c{name}") for name, item in b.units.items()}
    return replace(b, mission="c", units=units)


def test_names_of_accounts() -> None:
    """Tests that a loan's name says lender and quarter, and a group's neither."""
    assert loan_of(loan_account("reserve", 3)) == ("reserve", 3)
    assert loan_of("all") is None


def test_what_cannot_be_lent_is_refused() -> None:
    """Tests less than nothing, a lender of one mission, and a pool of no accounts."""
    reserve = Lender("reserve", "assessed", 5e6)
    missions = {"a": holding("a", 1e6, reserve, POOL), "b": holding("b", 1e6, reserve)}
    with pytest.raises(InvalidPortfolio) as caught:
        Portfolio("wrong", missions, {}, {}, {"reserve": 0.0, "pool": -1.0})
    assert caught.value.problems == [
        "lenders: reserve lends nothing, and is `pooled` in no mission; give it money",
        "lenders: pool lends -1 USD; give 0 or more",
        "lenders: pool is a lender of 1 missions; at least 2 share a lender",
    ]
