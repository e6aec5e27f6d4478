"""Why a portfolio has no plan: missions that clash by themselves, else what they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.explain.clash import Explained, explain_clash
from planner.explain.judge import judge_of
from planner.explain.programs import RELAXATION, WHOLE, Clock
from planner.explain.sides import relaxable
from planner.model.build import build_model
from planner.options.options import build_options
from planner.portfolio.accounts import loan_of
from planner.portfolio.commons import Commons, commons_of, rows_of
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.shares import capabilities_of
from planner.solve.engines import Engine

Floats = NDArray[np.float64]

FOR_SHARED = 0.4  # of all time: what is kept for what missions share
SLACK = 1e-5  # relative: what solvers' tolerances may do to a sum


@dataclass(frozen=True)
class Shared:
    """What missions share, with what each uses of it at the least, whatever it costs elsewhere.

    kind: `budget`, `loans`, `fleet_hours` (over all weeks) or `unit_once` (pledges that have a
    capability, the subject). quarter: of loans. least: by mission; measure: of that and of the
    limit.
    """

    kind: str
    subject: str
    quarter: int | None
    measure: str
    limit: float
    least: Mapping[str, float]

    @property
    def needed(self) -> float:
        """What all missions use together at the least."""
        return sum(self.least.values())

    @property
    def clashes(self) -> bool:
        """Whether that is more than there is."""
        return self.needed - self.limit > SLACK * (1.0 + abs(self.limit))


@dataclass(frozen=True)
class ExplainedPortfolio:
    """Whether a portfolio has no plan, and why.

    status: `clash`, `none`, or `unknown` if the time was up first. missions: each as by itself,
    those that clash first. shared: what does not suffice, looked for only where no mission is seen
    to clash by itself.
    """

    status: str
    missions: Mapping[str, Explained]
    shared: tuple[Shared, ...] = ()


@dataclass(frozen=True)
class _Sum:
    """What is summed of what missions share: positions in it."""

    kind: str
    subject: str
    quarter: int | None
    measure: str
    at: tuple[int, ...]


def explain_portfolio(portfolio: Portfolio, engine: Engine, seconds: float) -> ExplainedPortfolio:
    """Which missions clash by themselves; if none does, what is shared and too little.

    Of each thing shared the missions' least uses are summed, one thing at a time: where several are
    too little only together, that is not seen.

    Parameters
    ----------
    seconds: for all of it.
    """
    clock = Clock(seconds)
    kept = FOR_SHARED * seconds if portfolio.shares_something else 0.0
    found: dict[str, Explained] = {}
    for number, (name, mission) in enumerate(portfolio.missions.items()):
        each_s = max(0.0, clock.left - kept) / (len(portfolio.missions) - number)
        found[name] = explain_clash(mission, engine, each_s)
    found = dict(sorted(found.items(), key=lambda item: item[1].status != "clash"))
    seen = {each.status for each in found.values()}
    if "clash" in seen:
        return ExplainedPortfolio("clash", found)
    shared, whole = _too_little(portfolio, engine, clock)
    status = "clash" if shared else "none" if whole and seen == {"none"} else "unknown"
    return ExplainedPortfolio(status, found, shared)


def _too_little(
    portfolio: Portfolio, engine: Engine, clock: Clock
) -> tuple[tuple[Shared, ...], bool]:
    """What is shared and does not suffice, and whether all was looked at in time."""
    commons = commons_of(portfolio)
    sums = list(_sums(portfolio, commons))
    least: list[dict[str, float]] = [{} for _ in sums]
    is_whole = True
    for name in portfolio.missions if sums else ():
        for place, use in enumerate(_least_uses(portfolio, name, sums, engine, clock)):
            is_whole &= use is not None
            if use is not None:
                least[place][name] = use
    shared = [
        Shared(item.kind, item.subject, item.quarter, item.measure,
               float(commons.limit[list(item.at)].sum()), uses)
        for item, uses in zip(sums, least, strict=True)
        if len(uses) == len(portfolio.missions)
    ]  # fmt: skip
    return tuple(item for item in shared if item.clashes), is_whole


def _sums(portfolio: Portfolio, commons: Commons) -> Iterator[_Sum]:
    """Accounts one by one, fleets over all weeks, pledges by what they can do."""
    places = commons.places
    for place, account in enumerate(commons.accounts, places["accounts"].start):
        loan = loan_of(account)
        kind, subject = ("budget", account) if loan is None else ("loans", loan[0])
        yield _Sum(kind, subject, None if loan is None else loan[1], "M USD", (place,))
    for fleet, drawing in portfolio.drawing.items():
        first = places["hours"].start
        mine = [first + at for at, (name, _) in enumerate(commons.hours) if name == fleet]
        flies = portfolio.missions[drawing[0]].fleets[fleet].hours_per_week_each is not None
        yield _Sum("fleet_hours", fleet, None, "hours" if flies else "vehicle-days", tuple(mine))
    able: dict[str, list[int]] = {}
    for place, unit in enumerate(commons.units):
        offered = portfolio.missions[portfolio.shared_units[unit][0]]
        for capability in capabilities_of(offered, unit):
            able.setdefault(capability, []).append(place)
    for capability, places_of in able.items():
        yield _Sum("unit_once", capability, None, "units", tuple(places_of))


def _least_uses(
    portfolio: Portfolio, name: str, sums: Sequence[_Sum], engine: Engine, clock: Clock
) -> Iterator[float | None]:
    """What a mission uses of each sum at the least, under all its own rules and limits; None where
    that was not found in time. In whole numbers of small missions, of others in the relaxation.
    """
    mission, commons = portfolio.missions[name], commons_of(portfolio)
    mine = commons.open_to(mission)
    model = build_model(mission, build_options(mission, apart=frozenset(commons.units)))
    uses = model.rows.matrix.tocsr()[rows_of(model, commons.part(mine))]
    sides, judge = relaxable(model), judge_of(model, engine, clock)
    program = judge.named(WHOLE if judge.programs[-1].name == WHOLE else RELAXATION)
    for item in sums:
        factors = np.isin(mine, item.at).astype(float)
        cost = np.asarray(uses.T @ factors).ravel()
        yield program.least_of(sides, cost) if cost.any() else 0.0
