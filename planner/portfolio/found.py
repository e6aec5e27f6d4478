"""What a portfolio's planning found, once it is over."""

from __future__ import annotations

from dataclasses import replace

from planner.plan import Origin, Plan, Proof
from planner.portfolio.bounding import MILLION, Bounding
from planner.portfolio.check import check_portfolio
from planner.portfolio.commons import Commons
from planner.portfolio.pieces import Planned
from planner.portfolio.plan import PortfolioPlan
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.standing import Standing

CLOSED = 1e-6  # relative gap that counts as none


def told_of(
    portfolio: Portfolio,
    commons: Commons,
    standing: Standing,
    *,
    clock_fired: bool,
    interrupted: bool,
    notes: tuple[str, ...] = (),
) -> PortfolioPlan:
    """The plans that stand, of each mission one, with what the rounds of prices say of them."""
    found, bounding = proved(standing), standing.bounding
    last, places = bounding.last, commons.places
    at = (bounding.prices.center * MILLION).tolist() if bounding.rounds else []
    plans = {name: found[name].plan for name in portfolio.missions}
    tables = {name: plan.tables for name, plan in plans.items()}
    return PortfolioPlan(
        portfolio=portfolio.portfolio,
        plans=plans,
        verdicts={name: found[name].verdict for name in plans},
        clashes=check_portfolio(portfolio, tables),
        bound_usd=standing.bound_usd,
        relaxed_usd=_relaxed_usd(bounding),
        floor_usd=standing.floor_usd,
        unit_prices_usd=dict(zip(commons.units, at[places["units"]], strict=False)),
        hour_prices_usd=dict(zip(commons.hours, at[places["hours"]], strict=False)),
        transfer_prices_usd=dict(zip(commons.transfers, at[places["transfers"]], strict=False)),
        account_prices=_account_prices(commons, bounding),
        duals={name: each.duals for name, each in bounding.proof.items()},
        bound_by=_bound_by(bounding),
        round_bounds_usd=tuple(value * MILLION for value in bounding.rounds),
        sizes={name: each.size for name, each in last.items()},
        repeatable=not (clock_fired or bounding.clock_fired or notes)
        and all(plan.repeatable for plan in plans.values()),
        interrupted=interrupted,
        notes=notes,
    )


def proved(standing: Standing) -> dict[str, Planned]:
    """The plans that stand, each with the proof of its mission alone."""
    return {
        name: replace(each, plan=_with_proof(standing.bounding, name, each.plan))
        for name, each in standing.adoption.plans.items()
    }


def _relaxed_usd(bounding: Bounding) -> float | None:
    """Value of a relaxation of the whole, if one has been found that fits what is shared."""
    mixed = bounding.mixture() if bounding.rounds and bounding.exact else None
    return mixed.value * MILLION if mixed is not None and mixed.fits else None


def _bound_by(bounding: Bounding) -> Origin:
    """What the bound rests on, which is no better than the weakest of the missions'."""
    words = {each.bound_by for each in bounding.proof.values()}
    return "branch and bound" if "branch and bound" in words else "duals"


def _account_prices(commons: Commons, bounding: Bounding) -> dict[str, float]:
    names = commons.accounts
    if not bounding.rounds or not names:
        return {}
    return dict(zip(names, bounding.prices.center[-len(names) :].tolist(), strict=True))


def _with_proof(bounding: Bounding, name: str, plan: Plan) -> Plan:
    """A mission's plan with the proof of the mission alone."""
    if not bounding.rounds:
        return replace(plan, status="feasible", proof=Proof(None, None))
    bound = bounding.alone[name] * MILLION
    closed = plan.total_usd - bound <= CLOSED * max(1.0, abs(plan.total_usd))
    return replace(
        plan,
        status="optimal" if closed else "feasible",
        proof=Proof(bound, bounding.last[name].floor * MILLION),
    )
