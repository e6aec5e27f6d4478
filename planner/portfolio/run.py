"""Plan a portfolio: first plans by a simple rule, prices and a bound, plans in the shares that the
prices lead to, and some of these once more with what the others leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import TypeVar

from planner.errors import Infeasible, NoPlanFound, PlannerError, VerificationFailed
from planner.jobs import Outcome, Workers, run_jobs
from planner.plan import Plan, Proof
from planner.portfolio.adoption import Adoption
from planner.portfolio.bounding import MILLION, Bounding
from planner.portfolio.check import check_portfolio
from planner.portfolio.commons import commons_of
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, plan_alone, relax_alone
from planner.portfolio.plan import (
    PortfolioLimits,
    PortfolioPlan,
    PortfolioProgress,
    headline_gap,
)
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.shares import Shares, first_shares, guided_shares

Given = TypeVar("Given")
T = TypeVar("T")
News = Callable[[PortfolioProgress], None]

CLOSED = 1e-6  # relative gap that counts as none
LEAST_SECONDS = 1.0  # for a job to be worth giving
HERE, USUAL = Workers(), PortfolioLimits()


def plan_portfolio(
    portfolio: Portfolio,
    workers: Workers = HERE,
    limits: PortfolioLimits = USUAL,
    *,
    on_progress: News | None = None,
) -> PortfolioPlan:
    """Plan the missions of a portfolio together, with a lower bound on all plans of the whole.

    The same from any number of workers, unless a clock fires.

    Raises
    ------
    Infeasible
        If the hard rules of a mission clash; its id stands before each reason.
    NoPlanFound
        If there is no plan of some mission within the limits.
    VerificationFailed
        If the verifier accepts no plan of some mission.
    """
    work = _Work(portfolio, workers, limits, on_progress or _silent)
    work.first_plans()
    work.bound_it()
    work.guided_plans()
    for _ in range(limits.passes):
        if not work.once_more():
            break
    work.require_plans()
    return work.result()


class TimeIsUp(Exception):
    """The clock of the whole has fired."""


class _Work:
    """The state of one portfolio's planning."""

    def __init__(
        self, portfolio: Portfolio, workers: Workers, limits: PortfolioLimits, news: News
    ) -> None:
        self.portfolio, self.workers, self.limits, self._news = portfolio, workers, limits, news
        self.missions = dict(portfolio.missions)
        self.commons = commons_of(portfolio)
        self._begin = perf_counter()
        self.clock_fired = False
        self.adoption = Adoption(self.missions, self.commons)
        self.errors: dict[str, PlannerError] = {}
        self._stage = ""
        self.bounding = Bounding(
            self.missions,
            self.commons,
            limits.gap,
            limits.relax_seconds,
            self._all_or_none,
        )

    def first_plans(self) -> None:
        """A plan of each mission, in little time, in shares by a simple rule."""
        shares = first_shares(self.missions, self.commons)
        self._plan("first plans", shares, self.limits.first_seconds)

    def bound_it(self) -> None:
        """Rounds of prices."""
        if not self.bounding.begin():
            return
        self.tell()
        for _ in range(self.limits.rounds - 1):
            if self._near() or not self.bounding.again():
                break
            self.tell()

    def guided_plans(self) -> None:
        """A plan of each mission in a share like its use at the best prices."""
        if self._near():
            return
        mixed = self.bounding.mixture() if self.bounding.rounds else None
        if mixed is None:
            shares = first_shares(self.missions, self.commons)
        else:
            worth = self.bounding.worth()
            shares = guided_shares(self.missions, self.commons, mixed.use, worth)
        order = sorted(self.missions, key=lambda name: -self._own_gap(name))
        self._plan("plans", {name: shares[name] for name in order}, self.limits.plan_seconds)

    def once_more(self) -> bool:
        """Plan missions again that share nothing with each other, in order of their own gaps, with
        all that the others leave; whether there was one worth it.
        """
        if self._near():
            return False
        order = sorted(self.missions, key=lambda name: -self._own_gap(name))
        chosen = self.adoption.apart([name for name in order if not self._own_near(name)])
        shares = {name: self.adoption.left_to(name) for name in chosen}
        if not shares:
            return False
        self._plan("once more", shares, self.limits.plan_seconds)
        return True

    def require_plans(self) -> None:
        """All missions have plans.

        Raises
        ------
        Infeasible, NoPlanFound, VerificationFailed
            What became of the last try for those that have none, each sentence with its mission.
        """
        missing = [name for name in self.missions if name not in self.adoption.plans]
        if not missing:
            return
        said = [(name, self.errors.get(name)) for name in missing]
        clashes = [
            f"{name}: {reason}"
            for name, error in said
            if isinstance(error, Infeasible)
            for reason in error.reasons
        ]
        if clashes:
            raise Infeasible(clashes)
        broken = [
            f"{name}: {sentence}"
            for name, error in said
            if isinstance(error, VerificationFailed)
            for sentence in error.violations
        ]
        if broken:
            raise VerificationFailed(broken)
        raise NoPlanFound("; ".join(f"{name}: {error or 'no time for it'}" for name, error in said))

    def result(self) -> PortfolioPlan:
        """What was found."""
        found, last = self.adoption.plans, self.bounding.last
        mixed = self.bounding.mixture() if self.bounding.rounds else None
        count = len(self.commons.units)
        at = (self.bounding.prices.at * MILLION).tolist() if self.bounding.rounds else []
        plans = {name: self._with_proof(name, found[name].plan) for name in self.missions}
        return PortfolioPlan(
            portfolio=self.portfolio.portfolio,
            plans=plans,
            verdicts={name: found[name].verdict for name in self.missions},
            clashes=check_portfolio(
                self.portfolio, {name: plan.tables for name, plan in plans.items()}
            ),
            bound_usd=self._bound_usd,
            relaxed_usd=None if mixed is None else mixed.value * MILLION,
            floor_usd=self._floor_usd,
            unit_prices_usd=dict(zip(self.commons.units, at[:count], strict=False)),
            hour_prices_usd=dict(zip(self.commons.hours, at[count:], strict=False)),
            round_bounds_usd=tuple(value * MILLION for value in self.bounding.rounds),
            sizes={name: each.size for name, each in last.items()},
            repeatable=not (self.clock_fired or self.bounding.clock_fired)
            and all(plan.repeatable for plan in plans.values()),
        )

    def tell(self) -> None:
        """Report where the whole stands."""
        seconds = perf_counter() - self._begin
        objective, planned = self._objective_usd, len(self.adoption.plans)
        self._news(PortfolioProgress(self._stage, seconds, objective, self._bound_usd, planned))

    @property
    def _objective_usd(self) -> float | None:
        plans = self.adoption.plans
        if len(plans) < len(self.missions):
            return None
        return sum(each.plan.total_usd for each in plans.values())

    @property
    def _bound_usd(self) -> float | None:
        return self.bounding.prices.best * MILLION if self.bounding.rounds else None

    @property
    def _floor_usd(self) -> float | None:
        return self.bounding.floor * MILLION if self.bounding.rounds else None

    def _near(self) -> bool:
        """Whether the whole is within the gap asked for."""
        objective, bound, floor = self._objective_usd, self._bound_usd, self._floor_usd
        if objective is None or bound is None or floor is None:
            return False
        return headline_gap(objective, bound, floor) <= self.limits.gap

    def _own_gap(self, name: str) -> float:
        """How far a mission's plan, its use priced, is above its bound at the best prices; in
        millions of USD. Without a plan: the most.
        """
        planned = self.adoption.plans.get(name)
        if planned is None:
            return float("inf")
        charges = 0.0
        bound = planned.bound
        if self.bounding.rounds:
            charges = float(self.bounding.prices.at @ self.adoption.used[name])
            bound = self.bounding.prices.bounds[name]
        return planned.plan.total_usd / MILLION + charges - bound

    def _own_near(self, name: str) -> bool:
        """Whether a mission's own gap is within the share of the whole's that is asked for."""
        planned = self.adoption.plans.get(name)
        if planned is None or name not in self.bounding.last:
            return False
        above = planned.plan.total_usd / MILLION - self.bounding.last[name].floor
        return self._own_gap(name) <= self.limits.gap * max(above, 1.0)

    def _with_proof(self, name: str, plan: Plan) -> Plan:
        """A mission's plan with the proof of the mission alone."""
        if not self.bounding.rounds:
            return replace(plan, status="feasible", proof=Proof(None, None))
        bound = self.bounding.alone[name] * MILLION
        closed = plan.total_usd - bound <= CLOSED * max(1.0, abs(plan.total_usd))
        return replace(
            plan,
            status="optimal" if closed else "feasible",
            proof=Proof(bound, self.bounding.last[name].floor * MILLION),
        )

    def _plan(self, stage: str, shares: Shares, seconds: float) -> None:
        """Plan missions in shares, and take what is better."""
        self._stage = stage
        given = min(seconds, self._left)
        self.clock_fired |= given < seconds
        if given < LEAST_SECONDS:
            return
        jobs = {
            name: Planning(
                self.missions[name],
                self.commons.part(self.commons.open_to(self.missions[name])),
                share[self.commons.open_to(self.missions[name])],
                given,
                self.limits.gap,
            )
            for name, share in shares.items()
        }
        found: dict[str, Planned] = {}
        for done in self._run(plan_alone, jobs):
            if done.error is not None:
                self.errors[done.key] = done.error
            elif not done.result().verdict.ok:
                violations = [str(item) for item in done.result().verdict.violations]
                self.errors[done.key] = VerificationFailed(violations)
            else:
                found[done.key] = done.result()
        self.adoption.offer(found)
        self.tell()

    def _all_or_none(
        self, stage: str, jobs: Mapping[str, Relaxing]
    ) -> list[Outcome[Relaxed]] | None:
        """Relaxations of all jobs, or None if the time is up before.

        Raises
        ------
        Infeasible
            If a mission has no relaxation, with its id.
        """
        self._stage = stage
        outcomes = self._run(relax_alone, jobs)
        for done in outcomes:
            if isinstance(done.error, Infeasible):
                raise Infeasible([f"{done.key}: {reason}" for reason in done.error.reasons])
            done.result()
        return outcomes if len(outcomes) == len(jobs) else None

    @property
    def _left(self) -> float:
        return self.limits.seconds - (perf_counter() - self._begin)

    def _run(self, function: Callable[[Given], T], jobs: Mapping[str, Given]) -> list[Outcome[T]]:
        """Outcomes of jobs, in their order; when the time is up, of those done by then."""
        done: dict[str, Outcome[T]] = {}

        def take(outcome: Outcome[T]) -> None:
            done[outcome.key] = outcome
            self.tell()
            if self._left <= 0 and len(done) < len(jobs):
                raise TimeIsUp

        if self._left <= 0:
            self.clock_fired = True
            return []
        try:
            run_jobs(function, list(jobs.items()), self.workers, on_done=take)
        except TimeIsUp:
            self.clock_fired = True
        return [done[name] for name in jobs if name in done]


def _silent(_: PortfolioProgress) -> None:
    """Nobody listens."""
