"""The search of one run: its news as figures, and the verifier's word on its plans."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model
from planner.plan import Plan, Proof
from planner.solve.direct import find_plan
from planner.solve.engines import Engine
from planner.solve.extract import extract_tables, objective_terms
from planner.solve.floor import floor_usd
from planner.solve.state import Limits, Progress, Search
from planner.verify import Verdict, verify
from tests.benchmarks.counting import Count, counted
from tests.benchmarks.run import Asked, Run, headline_gap

MILLION = 1e6
ONE_PERCENT = 0.01
TOLD_VIOLATIONS = 3
Floats = NDArray[np.float64]


@dataclass
class Watch:
    """Listens to a search. points: seconds of each plan that was better than those before it."""

    run: Run
    floor: float
    report: Callable[[], None]
    point: Callable[[], Floats]
    points: list[tuple[float, Floats]] = field(default_factory=list)

    def news(self, news: Progress) -> None:
        """The search has something to tell."""
        self.note(news.seconds, news.objective_usd, news.bound_usd)

    def note(self, seconds: float, objective: float | None, bound: float | None) -> None:
        """Keep the figures if one has changed."""
        history = self.run.history
        last = history[-1][1:3] if history else [None, None]
        if [objective, bound] == last:
            return
        if objective != last[0]:
            self.points.append((seconds, self.point()))
        gap = headline_gap(objective, bound, self.floor)
        history.append([round(seconds, 2), objective, bound, gap])
        self.run.seconds, self.run.objective, self.run.bound = round(seconds, 2), objective, bound
        fill_figures(self.run)  # what is told so far stands, should the run not come to its end
        self.report()


def search(
    run: Run, model: Model, asked: Asked, engine: Engine, report: Callable[[], None]
) -> None:
    """Search a plan and a bound, verify the first and the last plan, and fill in the run."""
    run.floor = floor_usd(model)
    count = Count()
    watch = Watch(run, run.floor, report, lambda: state.point)
    limits = Limits(asked.time_limit_s, asked.gap)
    state = Search(model, engine, limits, watch.news)
    with counted(count):
        try:
            run.bound_by = find_plan(state)
        except (Infeasible, NoPlanFound) as error:
            run.status = f"{type(error).__name__}: {error}"[:200]
        else:
            run.status = "planned"
    run.seconds = round(asked.time_limit_s - state.left, 2)
    run.objective, run.bound, run.relaxed = (
        value * MILLION if isfinite(value) else None
        for value in (state.best, state.bound, state.relaxed)
    )
    watch.note(run.seconds, run.objective, run.bound)
    run.lp_solves, run.mip_solves = count.lps, count.mips
    fill_figures(run)
    run.stage = "verifying"
    report()
    _verify(run, model, watch.points)


def fill_figures(run: Run) -> None:
    """What follows from a run's objective, bound, relaxation, floor and history."""
    floor = run.floor or 0.0
    run.gap = headline_gap(run.objective, run.bound, floor)
    if run.objective is not None and run.bound is not None:
        run.plain_gap = (run.objective - run.bound) / max(1.0, abs(run.objective))
    if run.relaxed is not None and run.bound is not None:
        run.relaxed_gap = (run.relaxed - run.bound) / max(1.0, abs(run.relaxed))
    if run.objective is not None and run.relaxed is not None:
        run.integrality_loss = (run.objective - run.relaxed) / max(1.0, run.objective - floor)
    plans = [seconds for seconds, objective, *_ in run.history if objective is not None]
    run.first_plan_s = plans[0] if plans else None
    if run.bound is not None:
        run.bound_s = next(seconds for seconds, _, bound, _ in run.history if bound == run.bound)
    close = [row[0] for row in run.history if row[3] is not None and row[3] <= ONE_PERCENT]
    run.to_1pct_s = close[0] if close else None


def _verify(run: Run, model: Model, points: list[tuple[float, Floats]]) -> None:
    """Plans are verified in the order of their making until one is accepted, and the last."""
    for number, (seconds, point) in enumerate(points):
        last = number == len(points) - 1
        if run.first_verified_s is not None and not last:
            continue
        begin = perf_counter()
        verdict = verdict_on(model, point)
        took = perf_counter() - begin
        if verdict.ok and run.first_verified_s is None:
            run.first_verified_s = round(seconds + took, 2)
        if last:
            run.verified = verdict.ok
            run.violations = [str(item)[:200] for item in verdict.violations[:TOLD_VIOLATIONS]]


def verdict_on(model: Model, point: Floats) -> Verdict:
    """The verifier's word on a point, unpacked into a plan without a timetable."""
    plan = Plan(
        mission=model.mission.mission,
        digest=model.mission.digest,
        status="feasible",
        limit="work",
        tables=extract_tables(model, point),
        objective_usd=objective_terms(model, point),
        proof=Proof(None, None),
        repeatable=False,
    )
    return verify(model.mission, plan)
