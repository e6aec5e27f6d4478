"""Jobs of a portfolio done here and at once, in place of workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from planner.errors import PlannerError
from planner.jobs import JobsStopped, Outcome, Workers
from planner.portfolio import Portfolio, PortfolioLimits, PortfolioPlan, apart, plan_portfolio
from planner.portfolio import run as running
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, do_alone

Answer = Callable[[Planning | Relaxing], Planned | Relaxed]


class Bench:
    """Stands in for workers: does each job at once, and keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, function: Answer) -> None:
        self.asked: list[list[str]] = []
        self.answer = function
        for module in (running, apart):
            monkeypatch.setattr(module, "run_jobs", self.run)

    def run(
        self,
        _: object,
        jobs: Iterable[tuple[str, Any]],
        workers: Workers,
        on_done: Callable[[Outcome[Any]], None],
        stop: Callable[[], bool],
    ) -> None:
        """As `run_jobs`, with its errors as outcomes; asks whether to stop before each job."""
        del workers
        listed = list(jobs)
        self.asked.append([key for key, _ in listed])
        for key, job in listed:
            if stop():
                raise JobsStopped
            try:
                outcome = Outcome(key, self.answer(job))
            except PlannerError as error:
                outcome = Outcome(key, error=error)
            on_done(outcome)


def planned_here(portfolio: Portfolio, limits: PortfolioLimits) -> PortfolioPlan:
    """Plan a portfolio in this process: as workers do, without waiting for them to start."""
    with pytest.MonkeyPatch.context() as patch:
        Bench(patch, do_alone)
        return plan_portfolio(portfolio, limits=limits)
