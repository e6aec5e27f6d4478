"""What beginning with a neighbour's plan saves, and how long a frontier takes.

python -m tests.benchmarks.warm CONFIG --over budget=-9%..0%:1% --gap 0.03 --json warm.json

Every point is planned twice in one process, anew and from the plan of the first point; which of
both comes first changes from point to point. Seconds are of the processor, those of the solver's
process included, so that other work on the machine disturbs them little; they end at the verified
plan. With --sweep all points are planned once instead, as `peaceplan sweep` does it.
"""

from __future__ import annotations

import json
import os
import resource
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import click

from planner.jobs import Workers
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.scenario import Point, SweepLimits, axis_of, grid_points, sweep


@dataclass(frozen=True)
class Pair:
    """A point planned anew (cold) and from another point's plan (warm): seconds of the processor,
    headline gaps. kept: whether the plan that it began with is the one that it ended with. clock:
    whether a clock ended either search, so that the seconds say nothing.
    """

    point: str
    cold_s: float
    warm_s: float
    cold_gap: float | None
    warm_gap: float | None
    kept: bool
    clock: bool = False

    @property
    def ratio(self) -> float:
        """How many times longer it takes anew."""
        return self.cold_s / self.warm_s


@dataclass(frozen=True)
class Swept:
    """A sweep: seconds by the clock, load of the machine at its end, and the points' gaps."""

    points: int
    planned: int
    workers: int
    clock_s: float
    load: float
    gaps: tuple[float, ...]


def warm_and_cold(
    points: Sequence[Point], limits: SweepLimits, tell: Callable[[str], None]
) -> list[Pair]:
    """Each point but the first, planned anew and from the plan of the first; tell: of each."""
    first, *others = points
    lead, _ = _timed(first.asked, limits, None)
    pairs = []
    for number, point in enumerate(others):
        order = (None, lead) if number % 2 else (lead, None)
        (one, one_s), (two, two_s) = [_timed(point.asked, limits, start) for start in order]
        cold, warm = ((one, one_s), (two, two_s)) if number % 2 else ((two, two_s), (one, one_s))
        kept = warm[0].tables["postings"].equals(lead.tables["postings"])
        gaps = cold[0].headline_gap, warm[0].headline_gap
        clock = not (cold[0].repeatable and warm[0].repeatable)
        pairs.append(Pair(point.name, cold[1], warm[1], *gaps, kept, clock))
        tell(_line(pairs[-1]))
    return pairs


def _timed(mission: object, limits: SweepLimits, start: Plan | None) -> tuple[Plan, float]:
    """A verified plan, and the processor's seconds that it took."""
    assert isinstance(mission, Mission)
    begin = _cpu_s()
    plan, _, verdict = plan_mission(
        mission, time_limit_s=limits.seconds, gap=limits.gap, start=start
    )
    assert verdict.ok
    return plan, _cpu_s() - begin


def _cpu_s() -> float:
    """Seconds of this process and of those that it started and that have ended."""
    return sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def swept(points: Sequence[Point], folder: Path, limits: SweepLimits, workers: Workers) -> Swept:
    """Plan all points as a sweep."""
    begin = perf_counter()
    rows = sweep(points, folder, limits, workers).rows
    gaps = tuple(row.headline_gap for row in rows if row.headline_gap is not None)
    clock = perf_counter() - begin
    planned = sum(bool(row.folder) for row in rows)
    return Swept(len(rows), planned, workers.count, clock, os.getloadavg()[0], gaps)


def _line(pair: Pair) -> str:
    gaps = " / ".join(
        "-" if gap is None else f"{gap:.2%}" for gap in (pair.cold_gap, pair.warm_gap)
    )
    return (
        f"{pair.point}: {pair.cold_s:.1f} s anew, {pair.warm_s:.1f} s from the plan of the first, "
        f"{pair.ratio:.1f} times; gaps {gaps}; {'kept' if pair.kept else 'another plan'}"
        f"{'; ended by a clock' if pair.clock else ''}"
    )


def summary(pairs: Sequence[Pair]) -> str:
    """Median and least of the ratios of points that no clock ended."""
    whole = [pair for pair in pairs if not pair.clock]
    if not whole:
        return "no point was measured: a clock ended each; give it more --time-limit"
    ratios = [pair.ratio for pair in whole]
    kept = sum(pair.kept for pair in whole)
    return (
        f"{len(whole)} points: {median(ratios):.1f} times in the median, {min(ratios):.1f} at the "
        f"least; {kept} kept the plan of the first"
    )


@click.command(help=__doc__)
@click.argument("config", type=click.Path(path_type=Path))
@click.option("--over", multiple=True, required=True)
@click.option("--gap", type=float, default=0.03)
@click.option("--time-limit", "seconds", type=float, default=600.0)
@click.option("--sweep", "as_sweep", is_flag=True)
@click.option("--workers", type=int, default=1)
@click.option("--json", "to_file", type=click.Path(path_type=Path))
def main(
    config: Path,
    over: tuple[str, ...],
    gap: float,
    seconds: float,
    workers: int,
    to_file: Path | None,
    *,
    as_sweep: bool,
) -> None:
    """Measure what the command line asks for."""
    limits = SweepLimits(seconds, gap)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "points"
        points = grid_points(config, [axis_of(text) for text in over], folder)
        if as_sweep:
            done = swept(points, folder, limits, Workers(workers))
            click.echo(
                f"{done.planned} of {done.points} points in {done.clock_s:.0f} s, {done.workers} "
                f"workers, load {done.load:.1f}; largest gap {max(done.gaps):.2%}"
            )
            told: object = asdict(done)
        else:
            pairs = warm_and_cold(points, limits, tell=click.echo)
            click.echo(summary(pairs))
            told = [asdict(pair) for pair in pairs]
    if to_file:
        to_file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
