"""One run of the benchmark on a portfolio: draw, build each mission, plan all of them together."""

from collections.abc import Callable
from math import isfinite
from os import getloadavg
from time import perf_counter, process_time

from planner.errors import Infeasible, NoPlanFound
from planner.jobs import Workers
from planner.model.build import build_model
from planner.options.options import build_options
from planner.portfolio import (
    Portfolio,
    PortfolioLimits,
    PortfolioPlan,
    PortfolioProgress,
    plan_portfolio,
)
from tests.benchmarks.measure import Report, children_s, kept_bytes
from tests.benchmarks.memory import Peak, watched
from tests.benchmarks.portfolio import draw_portfolio
from tests.benchmarks.run import Asked, Run, headline_gap
from tests.benchmarks.searching import TOLD_VIOLATIONS, fill_figures


def measure_portfolio(asked: Asked, tell: Report) -> dict[str, object]:
    """One run, in this process and its workers, as a mapping that JSON takes."""
    run = Run(asked.size, asked.seed, asked.tightness, workers=asked.workers)
    with watched() as peak:

        def report() -> None:
            run.peak_mb = peak.mb
            tell(run.record())

        run.stage = "drawing"
        report()
        portfolio = draw_portfolio(asked.size, asked.seed, asked.tightness)
        run.missions = len(portfolio.missions)
        _build(run, portfolio, report)
        if asked.solve:
            run.stage, run.time_limit_s = "searching", asked.time_limit_s
            report()
            _search(run, portfolio, asked, report, peak)
    run.peak_mb = peak.mb
    run.stage = "done"
    return run.record()


def _build(run: Run, portfolio: Portfolio, report: Callable[[], None]) -> None:
    """Build the model of each mission once, one after the other, and add up."""
    run.stage = "building"
    report()
    totals = dict.fromkeys(("itineraries", "rows", "columns", "nonzeros"), 0)
    options_s = build_s = kept = 0.0
    clock = perf_counter()
    for mission in portfolio.missions.values():
        begin = process_time()
        options = build_options(mission, apart=frozenset(portfolio.shared_units))
        options_s += process_time() - begin
        begin = process_time()
        model = build_model(mission, options)
        matrix = model.rows.matrix
        build_s += process_time() - begin
        kept += kept_bytes(model)
        for name, value in zip(
            totals, (len(options.itineraries), *matrix.shape, matrix.nnz), strict=True
        ):
            totals[name] += value
    run.prepare_s = round(perf_counter() - clock, 2)
    run.itineraries, run.rows, run.columns, run.nonzeros = totals.values()
    run.options_s, run.build_s = round(options_s, 3), round(build_s, 3)
    run.us_per_nonzero = round(build_s * 1e6 / totals["nonzeros"], 3)
    run.bytes_per_nonzero = round(kept / totals["nonzeros"], 1)
    report()


def _search(
    run: Run, portfolio: Portfolio, asked: Asked, report: Callable[[], None], peak: Peak
) -> None:
    begin, spent = perf_counter(), process_time() + children_s()

    def news(item: PortfolioProgress) -> None:
        note(run, item, report)

    limits = PortfolioLimits(
        seconds=asked.time_limit_s,
        gap=asked.gap,
        rounds=asked.rounds,
        first_seconds=asked.first_seconds,
        relax_seconds=asked.mission_seconds,
        plan_seconds=asked.mission_seconds,
    )
    workers = Workers(asked.workers, asked.cluster)
    try:
        made = plan_portfolio(portfolio, workers, limits, on_progress=news)
    except (Infeasible, NoPlanFound) as error:
        run.status = f"{type(error).__name__}: {error}"[:200]
    else:
        run.status = "planned"
        _fill(run, made)
    run.seconds = round(perf_counter() - begin, 2)
    run.load = round(getloadavg()[0], 2)
    run.cpu_s = round(process_time() + children_s() - spent, 2)
    peak.look()
    fill_figures(run)


def note(run: Run, item: PortfolioProgress, report: Callable[[], None]) -> None:
    """Keep what a portfolio's news say, if a figure has changed. A plan of the whole is verified
    before it is told of.
    """
    run.stage = f"searching: {item.stage}, {item.planned} missions planned"
    objective, bound = item.objective_usd, item.bound_usd
    if bound is not None and not isfinite(bound):
        bound = None
    run.floor = item.floor_usd if item.floor_usd is not None else run.floor
    last = run.history[-1][1:3] if run.history else [None, None]
    if [objective, bound] != last:
        gap = headline_gap(objective, bound, run.floor or 0.0)
        run.history.append([round(item.seconds, 2), objective, bound, gap])
        run.objective, run.bound = objective, bound
        fill_figures(run)
        run.first_verified_s = run.first_plan_s
    run.seconds = round(item.seconds, 2)
    report()


def _fill(run: Run, made: PortfolioPlan) -> None:
    run.bound_by = "duals"
    run.floor, run.bound, run.objective = made.floor_usd, made.bound_usd, made.total_usd
    run.relaxed = made.relaxed_usd
    run.round_bounds = list(made.round_bounds_usd)
    run.repeatable = made.repeatable
    run.verified = made.ok
    run.violations = [
        *(item.sentence for item in made.clashes),
        *(str(item) for each in made.verdicts.values() for item in each.violations),
    ][:TOLD_VIOLATIONS]
