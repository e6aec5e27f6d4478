"""Tests of what is said of portfolios: missions that clash, what is shared, and its prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.explain import judge, pool
from planner.explain.portfolio import ExplainedPortfolio, explain_portfolio
from planner.explain.shared_worth import shared_worth
from planner.mission.mission import Mission
from planner.mission.money import ALL_GROUPS, Appropriation
from planner.portfolio import Portfolio
from planner.portfolio.accounts import loan_account
from planner.portfolio.prove import ToldBound
from planner.solve.direct import Extent
from planner.solve.engines.highs import HighsEngine
from tests.portfolio.builders import SHARED, USD, WEEKS, tiny
from tests.portfolio.test_money import free, given
from tests.portfolio.test_money import pair as with_money

SECONDS = 60.0


def explained(portfolio: Portfolio) -> ExplainedPortfolio:
    """Why the portfolio has no plan."""
    return explain_portfolio(portfolio, HighsEngine(), SECONDS)


def must_hold(mission: Mission) -> Mission:
    """The mission, which must have a company at alpha in its last week."""
    asked = tuple(
        replace(item, essential=True, from_week=WEEKS - 1) if item.requirement == "need" else item
        for item in mission.requirements
    )
    return replace(mission, requirements=asked)


def test_money_for_all_is_less_than_the_least() -> None:
    """Tests an appropriation of 1 M USD, which either mission alone would have, and both do not."""
    single = {
        name: explained(Portfolio(name, {name: given(name, usd)}, {}, {}))
        for name, usd in USD.items()
    }
    assert {each.status for each in single.values()} == {"none"}
    found = explained(with_money(1e6))
    assert found.status == "clash"
    assert {each.status for each in found.missions.values()} == {"none"}
    [item] = found.shared
    assert (item.kind, item.subject, item.measure, item.limit) == ("budget", "all", "M USD", 1.0)
    assert set(item.least) == {"a", "b"}
    assert item.needed == pytest.approx(sum(item.least.values()))
    # No plan commits less than the least of its mission.
    for name, plan in free().plans.items():
        assert 0.0 < item.least[name] <= plan.objective_usd["cost"] / 1e6 + 1e-6
    enough = explained(with_money((item.needed + 0.01) * 1e6))
    assert (enough.status, enough.shared) == ("none", ())
    short = explained(with_money((item.needed - 0.01) * 1e6))
    assert [each.subject for each in short.shared] == ["all"]


def test_a_pledge_that_both_must_have() -> None:
    """Tests two missions that must each hold alpha in their last weeks, which the one pledge that
    both are offered could do for either; as small and as large models.
    """
    missions = {name: must_hold(tiny(name, usd)) for name, usd in USD.items()}
    for name, mission in missions.items():
        assert explained(Portfolio(name, {name: mission}, {}, {})).status == "none"
    found = explained(Portfolio("pair", missions, {}))
    [item] = found.shared
    assert (item.kind, item.subject, item.limit) == ("unit_once", "infantry_coy", 1.0)
    assert item.least == pytest.approx({"a": 1.0, "b": 1.0})
    free_to_lack = {"a": missions["a"], "b": tiny("b", USD["b"])}
    assert explained(Portfolio("pair", free_to_lack, {})).status == "none"


def test_relaxations_of_large_models_say_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the least of a large model, with few itineraries at first, is not above that in
    whole numbers, and shows the same clash.
    """
    small = explained(with_money(1e6)).shared[0].least
    monkeypatch.setattr(pool, "MANY", 0)
    monkeypatch.setattr(judge, "extent_of", lambda _: Extent(10**6, 0, 10**6))
    [item] = explained(with_money(1e6)).shared
    for name, use in item.least.items():
        assert 0.0 < use <= small[name] + 1e-6


def test_a_mission_that_clashes_by_itself_is_told_first() -> None:
    """Tests a mission without a way to keep its own appropriation, the second of two: it comes
    first, with what it needs, and what is shared is not looked at.
    """
    poor = replace(given("b", USD["b"]), appropriations=(Appropriation(ALL_GROUPS, 1e4),))
    found = explained(
        Portfolio("pair", {"a": given("a", USD["a"]), "b": poor}, {}, {ALL_GROUPS: 1e6})
    )
    assert found.status == "clash"
    assert [(name, each.status) for name, each in found.missions.items()] == [
        ("b", "clash"), ("a", "none"),
    ]  # fmt: skip
    assert found.shared == ()
    assert [(each.kind, each.subject) for each in found.missions["b"].members] == [
        ("budget", "all")
    ]


def test_prices_of_what_is_shared() -> None:
    """Tests prices by kind: of a fleet summed over weeks and by the vehicle, of a lender over
    quarters, dearest pledges first; what has no price is not told.
    """
    missions = {name: tiny(name, usd) for name, usd in USD.items()}
    portfolio = Portfolio("pair", missions, {"planes": 2})
    hours = missions["a"].fleets["planes"].hours_per_week_each
    assert hours is not None
    told = ToldBound(
        1e6, "duals", {SHARED: 700.0, "p2": 900.0, "p3": 0.0},
        {("planes", 1): 10.0, ("planes", 3): 30.0},
        {ALL_GROUPS: 2.5, "I": 0.0, loan_account("bank", 0): 0.0, loan_account("bank", 1): 0.5},
        {},
    )  # fmt: skip
    found = shared_worth(portfolio, told)
    assert found is not None
    assert [(each.kind, each.subject, each.usd) for each in found] == [
        ("budget", ALL_GROUPS, 2.5), ("loans", "bank", 0.5), ("fleet_hours", "planes", 40.0),
        ("unit_once", "p2", 900.0), ("unit_once", SHARED, 700.0),
    ]  # fmt: skip
    fleet, loans = found[2], found[1]
    assert (fleet.periods, fleet.at, fleet.most_usd) == (2, 3, 30.0)
    assert fleet.vehicle_usd == pytest.approx(40.0 * hours)
    assert (loans.period, loans.periods, loans.at) == ("quarter", 1, 1)
    assert shared_worth(portfolio, None) is None
