"""Bottlenecks of what missions share: the prices that prove a portfolio's bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.explain.bottlenecks import Worth
from planner.portfolio.accounts import loan_of
from planner.portfolio.commons import hours_each
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.prove import ToldBound


def shared_worth(portfolio: Portfolio, told: ToldBound | None) -> tuple[Worth, ...] | None:
    """What one more of what is shared would take off the bound that a plan's folder tells, the
    dearest of each kind first; None if it tells none. Transfers have no more or less of them.
    """
    if told is None:
        return None
    found = [*_accounts(told.account_prices), *_fleets(portfolio, told), *_pledges(told)]
    kinds = list(dict.fromkeys(item.kind for item in found))
    return tuple(sorted(found, key=lambda item: (kinds.index(item.kind), -item.usd)))


def _accounts(prices: Mapping[str, float]) -> Iterator[Worth]:
    """Appropriations, then lenders over their quarters."""
    lenders: dict[str, dict[int, float]] = {}
    for account, price in prices.items():
        loan = loan_of(account)
        if loan is not None:
            lenders.setdefault(loan[0], {})[loan[1]] = price
        elif price > 0.0:
            yield Worth("budget", account, "M USD", "", price, 1, 0, price, None)
    for lender, by_quarter in lenders.items():
        yield from _over("loans", lender, "M USD", "quarter", by_quarter, None)


def _fleets(portfolio: Portfolio, told: ToldBound) -> Iterator[Worth]:
    for fleet, drawing in portfolio.drawing.items():
        mission = portfolio.missions[drawing[0]]
        hours = hours_each(mission, fleet)
        flies = mission.fleets[fleet].hours_per_week_each is not None
        by_week = {w: usd for (name, w), usd in told.hour_prices_usd.items() if name == fleet}
        measure = "hours" if flies else "vehicle-days"
        yield from _over("fleet_hours", fleet, measure, "week", by_week, hours)


def _pledges(told: ToldBound) -> Iterator[Worth]:
    for unit, usd in told.unit_prices_usd.items():
        if usd > 0.0:
            yield Worth("unit_once", unit, "units", "", usd, 1, 0, usd, None)


def _over(
    kind: str, subject: str, measure: str, period: str, prices: Mapping[int, float],
    each: float | None,
) -> Iterator[Worth]:  # fmt: skip
    """One thing's prices over weeks or quarters. each: hours that one vehicle gives a week."""
    total = sum(prices.values())
    if total <= 0.0:
        return
    at = max(prices, key=lambda when: prices[when])
    vehicle = None if each is None else total * each
    count = sum(price > 0.0 for price in prices.values())
    yield Worth(kind, subject, measure, period, total, count, at, prices[at], vehicle)
