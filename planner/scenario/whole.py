"""A point that is a portfolio: planned by all workers together, and kept like any other."""

from __future__ import annotations

import platform
from pathlib import Path
from time import perf_counter

from planner.errors import VerificationFailed
from planner.jobs import Workers
from planner.portfolio import PortfolioLimits, PortfolioPlan, PortfolioStart, plan_portfolio
from planner.portfolio.file import LoadedPortfolio
from planner.portfolio.folder import read_start, write_portfolio
from planner.scenario.inputs import SweepLimits
from planner.scenario.points import Point
from planner.scenario.rows import Row


def plan_whole(point: Point, folder: Path, lead: str, limits: SweepLimits, workers: Workers) -> Row:
    """Plan and verify the portfolio of a point, write it into the folder of its name, say its row.

    lead: name of the point whose plan it begins with; none if empty.

    Raises
    ------
    Infeasible, NoPlanFound
        As `plan_portfolio`.
    VerificationFailed
        If the plans do not fit beside each other, or the verifier does not accept one.
    ExportFailed
        If the folder cannot be written.
    Interrupted, KeyboardInterrupt
        If somebody wants the sweep to end, without and with plans of this point.
    """
    loaded, begin = point.asked, perf_counter()
    assert isinstance(loaded, LoadedPortfolio)
    made = plan_portfolio(
        loaded.portfolio,
        workers,
        PortfolioLimits.within(
            limits.seconds,
            len(loaded.portfolio.missions),
            workers.count,
            limits.gap,
            limits.memory_gb,
        ),
        start=read_start(folder / lead) if lead else PortfolioStart(),
    )
    if made.interrupted:  # the sweep ends here; the point is planned to its end another time
        raise KeyboardInterrupt
    if not made.ok:
        raise VerificationFailed(made.broken)
    seconds = round(perf_counter() - begin, 3)
    run = {
        "seconds": {"portfolio": seconds},
        "machine": platform.platform(),
        "python": platform.python_version(),
    }
    target = folder / point.name
    write_portfolio(loaded, made, run, target, overwrite=True, config=point.config)
    return _row(point, made, seconds, lead, limits.gap)


def _row(point: Point, made: PortfolioPlan, seconds: float, lead: str, gap: float) -> Row:
    """The row of a portfolio that has plans."""
    plans = made.plans.values()
    cost = sum(plan.objective_usd["cost"] for plan in plans)
    return Row(
        point.name,
        point.values,
        "optimal" if all(plan.status == "optimal" for plan in plans) else "feasible",
        _ended_by(made, gap),
        lead,
        made.total_usd,
        made.bound_usd,
        made.headline_gap,
        cost,
        made.total_usd - cost,
        round(seconds, 1),
        point.name,
    )


def _ended_by(made: PortfolioPlan, gap: float) -> str:
    """What ended the search, in the words of a mission's plan."""
    if made.headline_gap is not None and made.headline_gap <= gap:
        return "gap"
    return "work" if made.repeatable else "time"
