"""Whether the bound that a portfolio's folder tells follows from its prices and stored duals.

At prices p >= 0 of what is in common every portfolio of plans costs at least the sum of what each
mission costs at least with its use charged at p, less what the limits are worth at p. Apart from
what found them: it works from names of rows and columns, and with directed rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.plan import Duals, Origin
from planner.portfolio.portfolio import Portfolio
from planner.prove import BoundCheck, proven_bound, unpacked

MILLION = 1e6
# What floats of the search may lose against directed rounding: USD, and a share of the bound.
SLACK_USD = 1.0
SLACK_SHARE = 1e-9


@dataclass(frozen=True)
class ToldBound:
    """A bound with the prices and duals that are to prove it; see `PortfolioPlan`."""

    bound_usd: float
    bound_by: Origin
    unit_prices_usd: Mapping[str, float]
    hour_prices_usd: Mapping[tuple[str, int], float]
    account_prices: Mapping[str, float]
    duals: Mapping[str, Duals]
    transfer_prices_usd: Mapping[tuple[str, str, int], float] = field(default_factory=dict)


def check_portfolio_bound(
    portfolio: Portfolio, told: ToldBound | None, total_usd: float
) -> BoundCheck:
    """Build each mission's model anew and work the bound of the whole out.

    total_usd: objective of the plans, which no bound exceeds.
    """
    if told is None:
        return BoundCheck(None, None, None, "none was proven")
    try:
        found = _recomputed_usd(portfolio, told)
    except ValueError as error:
        said = f"cannot be recomputed: {error}"
        return BoundCheck(told.bound_usd, None, holds=False, sentence=said)
    return BoundCheck(told.bound_usd, found, *_judged(told, found, total_usd))


def _judged(told: ToldBound, found_usd: float, total_usd: float) -> tuple[bool | None, str]:
    stored, found = (f"{usd / MILLION:,.2f} M USD" for usd in (told.bound_usd, found_usd))
    slack = SLACK_USD + SLACK_SHARE * abs(found_usd)
    if min(found_usd, told.bound_usd) > total_usd + slack:
        return False, f"{stored}, {found} recomputed, lie above the objective of the plans"
    if told.bound_usd <= found_usd + slack:
        return True, f"{stored}, recomputed from prices and duals with directed rounding, holds"
    if told.bound_by != "duals":
        return None, f"{stored} is the solver's word ({told.bound_by}); the duals prove {found}"
    return False, f"{stored} does not follow from the prices and duals, which prove {found}"


def _recomputed_usd(portfolio: Portfolio, told: ToldBound) -> float:
    prices = [*told.unit_prices_usd.values(), *told.hour_prices_usd.values()]
    prices += [*told.transfer_prices_usd.values(), *told.account_prices.values()]
    if not all(np.isfinite(price) and price >= 0.0 for price in prices):
        raise ValueError("its prices are not all numbers of zero or more")
    if set(told.duals) != set(portfolio.missions):
        raise ValueError("it has no duals of some mission")
    apart = frozenset(portfolio.shared_units)
    bounds = []
    for name, mission in portfolio.missions.items():
        model = build_model(mission, build_options(mission, apart=apart))
        charged = _charged(model, told, portfolio)
        bounds.append(proven_bound(charged, unpacked(model, told.duals[name])) * MILLION)
    return sum(bounds) - sum(_worth_of_limits_usd(portfolio, told))


def _charged(model: Model, told: ToldBound, portfolio: Portfolio) -> Model:
    """The model in which use of what is in common costs what the prices say."""
    shared = portfolio.shared_units
    units = {name: usd / MILLION for name, usd in told.unit_prices_usd.items() if name in shared}
    hours: dict[tuple[str, ...], float] = {
        (fleet, str(week)): usd / MILLION
        for (fleet, week), usd in told.hour_prices_usd.items()
        if fleet in portfolio.pools
    }
    accounts = {
        name: price for name, price in told.account_prices.items() if name in _accounts(portfolio)
    }
    known = {item.transfer for item in portfolio.transfers}
    transfers: dict[tuple[str, ...], float] = {
        (side, transfer, str(week)): usd / MILLION
        for (side, transfer, week), usd in told.transfer_prices_usd.items()
        if transfer in known
    }
    weight = np.zeros(len(model.rows.row_lower))
    for position, block in enumerate(model.blocks):
        rows = model.first_row[position] + np.arange(block.size)
        labels = [list(map(str, axis)) for axis in block.axes.values()]
        if block.rule == "unit_once":
            weight[rows] = [units.get(name, 0.0) for name in labels[0]]
        elif block.rule == "fleet_hours":
            weight[rows] = [hours.get(pair, 0.0) for pair in product(*labels)]
        elif block.rule == "transfer":
            weight[rows] = [transfers.get(key, 0.0) for key in product(*labels)]
        elif block.rule == "budget":
            weight[rows] = [accounts.get(name, 0.0) for name in labels[0]]
        elif block.rule == "loans":
            weight[rows] = [accounts.get(":".join(pair), 0.0) for pair in product(*labels)]
    cost = np.asarray(model.columns.cost + model.rows.matrix.T @ weight)
    return replace(model, columns=model.columns.copy(cost=cost))


def _worth_of_limits_usd(portfolio: Portfolio, told: ToldBound) -> Iterator[float]:
    """What there is of each thing in common, at its price."""
    for unit in portfolio.shared_units:
        yield told.unit_prices_usd.get(unit, 0.0)
    for fleet, drawing in portfolio.drawing.items():
        hours = _hours_each(portfolio.missions[drawing[0]], fleet) * portfolio.pools[fleet]
        for (name, _), usd in told.hour_prices_usd.items():
            if name == fleet:
                yield usd * hours
    for account, limit_usd in _accounts(portfolio).items():
        yield told.account_prices.get(account, 0.0) * limit_usd


def _accounts(portfolio: Portfolio) -> dict[str, float]:
    """Limits in USD of appropriations by group, and of loans by `lender:quarter`."""
    some = next(iter(portfolio.missions.values()))
    quarters = range(some.calendar.quarters)
    loans = {f"{name}:{q}": usd for name, usd in portfolio.lenders.items() for q in quarters}
    return {**portfolio.appropriations, **loans}


def _hours_each(mission: Mission, fleet: str) -> float:
    return mission.fleets[fleet].hours_per_week_each or float(DAYS_PER_WEEK)
