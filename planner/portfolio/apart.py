"""Plan missions that share nothing: each by itself, whose bounds add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import perf_counter

import numpy as np

from planner.errors import PlannerError, VerificationFailed
from planner.jobs import JobsStopped, Outcome, Workers, run_jobs
from planner.plan import Origin
from planner.portfolio.commons import Commons
from planner.portfolio.ending import ending
from planner.portfolio.haste import STAGE, Haste, seconds_each
from planner.portfolio.lacking import require_plans
from planner.portfolio.pieces import Planned, Planning, Relaxed, do_alone
from planner.portfolio.plan import PortfolioLimits, PortfolioPlan, PortfolioProgress
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.start import PortfolioStart
from planner.solve.interrupt import Interrupt

NOTHING = Commons((), (), np.zeros(0))


def plan_apart(
    portfolio: Portfolio,
    workers: Workers,
    limits: PortfolioLimits,
    news: Callable[[PortfolioProgress], None],
    start: PortfolioStart,
    interrupt: Interrupt,
    keep: Callable[[Mapping[str, Planned]], None],
) -> PortfolioPlan:
    """Plan each mission by itself, those with most units first. start: to begin with. keep: hears
    the plans that there are if some mission has none.

    Raises
    ------
    Infeasible, NoPlanFound, VerificationFailed
        If a mission has no plan that is accepted; each sentence begins with the mission.
    Interrupted
        If somebody wants it to end before each has one.
    """
    begin = perf_counter()
    planned: dict[str, Planned] = {}
    errors: dict[str, PlannerError] = {}

    def take(done: Outcome[Planned | Relaxed]) -> None:
        made = None if done.error is not None else done.result()
        if isinstance(made, Planned) and made.verdict.ok:
            planned[done.key] = made
        elif isinstance(made, Planned):
            errors[done.key] = VerificationFailed([str(each) for each in made.verdict.violations])
        elif done.error is not None:
            errors[done.key] = done.error
        seconds = perf_counter() - begin
        news(_progress(planned, seconds, complete=len(planned) == len(portfolio.missions)))

    each_s = min(limits.plan_seconds, limits.seconds)
    order = sorted(portfolio.missions.items(), key=lambda item: -len(item[1].units))
    jobs = [
        (
            name,
            Planning(
                mission,
                NOTHING,
                np.zeros(0),
                each_s,
                limits.gap,
                start.plan_of(name),
                limits.memory_gb,
            ),
        )
        for name, mission in order
    ]
    stop = ending(
        begin, limits, interrupt, lambda: len(planned) + len(errors) == len(portfolio.missions)
    )
    with suppress(JobsStopped):  # those that have no plan then are told of
        run_jobs(do_alone, jobs, workers, on_done=take, stop=stop)
    interrupted = interrupt.asked()
    if interrupted and len(planned) < len(jobs):
        news(PortfolioProgress(STAGE, perf_counter() - begin, None, None, None, len(planned)))
        _in_haste(jobs, planned, Haste.begun(begin, limits), workers, take)
    require_plans(portfolio.missions, planned, errors, keep, interrupted=interrupted)
    return replace(_whole(portfolio, planned), interrupted=interrupted)


def _in_haste(
    jobs: Sequence[tuple[str, Planning]],
    planned: Mapping[str, Planned],
    haste: Haste,
    workers: Workers,
    take: Callable[[Outcome[Planned | Relaxed]], None],
) -> None:
    """Plans in little time for those that have none; planned: grows as they are taken."""
    for seconds, hasty in haste.tries():
        lacking = [(name, job) for name, job in jobs if name not in planned]
        each_s = seconds_each(seconds, max(1, len(lacking)), workers)
        tried = [(name, replace(job, seconds=each_s, hasty=hasty)) for name, job in lacking]
        with suppress(JobsStopped):
            run_jobs(do_alone, tried, workers, on_done=take, stop=haste.over)


def _progress(planned: dict[str, Planned], seconds: float, *, complete: bool) -> PortfolioProgress:
    """Figures of the whole, once all missions have plans."""
    if not complete:
        return PortfolioProgress("plans", seconds, None, None, None, len(planned))
    plans = [each.plan for each in planned.values()]
    bounds = [each.plan.proof.bound_usd for each in planned.values()]
    proven = [usd for usd in bounds if usd is not None]
    return PortfolioProgress(
        "plans",
        seconds,
        sum(plan.total_usd for plan in plans),
        sum(proven) if len(proven) == len(plans) else None,
        sum(plan.proof.floor_usd or 0.0 for plan in plans),
        len(planned),
    )


def _whole(portfolio: Portfolio, planned: dict[str, Planned]) -> PortfolioPlan:
    plans = {name: planned[name].plan for name in portfolio.missions}
    said = _progress({name: planned[name] for name in plans}, 0.0, complete=True)
    by: Origin = "duals"
    if any(plan.proof.bound_by != "duals" for plan in plans.values()):
        by = "branch and bound"
    return PortfolioPlan(
        portfolio=portfolio.portfolio,
        plans=plans,
        verdicts={name: planned[name].verdict for name in plans},
        clashes=(),
        bound_usd=said.bound_usd,
        relaxed_usd=None,
        floor_usd=said.floor_usd,
        unit_prices_usd={},
        hour_prices_usd={},
        account_prices={},
        duals={
            name: plan.proof.duals for name, plan in plans.items() if plan.proof.duals is not None
        },
        bound_by=by,
        round_bounds_usd=(said.bound_usd,) if said.bound_usd is not None else (),
        sizes={},
        repeatable=all(plan.repeatable for plan in plans.values()),
    )
