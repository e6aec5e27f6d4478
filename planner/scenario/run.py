"""Plan the points of a sweep, each as a job of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.errors import NoPlanFound, VerificationFailed
from planner.export.folder import read_plan, write_plan
from planner.jobs import Outcome, Workers, run_jobs
from planner.mission.mission import Mission
from planner.pipeline import RunInfo, plan_mission
from planner.plan import Plan
from planner.scenario.folder import Sweep, open_sweep
from planner.scenario.inputs import SweepLimits, inputs_of
from planner.scenario.points import Point
from planner.scenario.rows import Row, row_of_error, row_of_plan
from planner.verify import Verdict

HERE, USUAL = Workers(), SweepLimits()
# One point of so many in a row begins anew, and lends its plan to the others. More would keep more
# workers waiting for it, fewer would share less.
LENT_TO = 4


@dataclass(frozen=True)
class Job:
    """A mission to be planned, how, and the plan of another one to begin with."""

    mission: Mission
    limits: SweepLimits
    start: Plan | None = None


@dataclass(frozen=True)
class Made:
    """A plan that the verifier accepts."""

    plan: Plan
    run: RunInfo
    verdict: Verdict


def plan_point(job: Job) -> Made:
    """Plan one mission, in whatever process.

    Raises
    ------
    Infeasible, NoPlanFound
        As `plan_mission`; where memory runs out too.
    VerificationFailed
        If the verifier does not accept the plan.
    """
    limits = job.limits
    try:
        plan, run, verdict = plan_mission(
            job.mission,
            engine=limits.engine,
            time_limit_s=limits.seconds,
            gap=limits.gap,
            memory_gb=limits.memory_gb,
            start=job.start,
        )
    except MemoryError as error:
        raise NoPlanFound("memory ran out: a larger --memory-limit may help") from error
    if not verdict.ok:
        raise VerificationFailed([str(violation) for violation in verdict.violations])
    return Made(plan, run, verdict)


def sweep(
    points: Sequence[Point],
    folder: Path,
    limits: SweepLimits = USUAL,
    workers: Workers = HERE,
    *,
    overwrite: bool = False,
    on_begin: Callable[[Sweep], None] | None = None,
    on_row: Callable[[Row], None] | None = None,
) -> Sweep:
    """Plan, verify and write every point that is not there yet; the rows of all are kept.

    Points that have no plan are rows like others. The list of points decides which of them begins
    with whose plan, so a point's plan depends on that list and the limits alone, unless a clock
    ended a search, whoever works and whatever was there.

    Parameters
    ----------
    on_begin
        Called once, with what was there already.
    on_row
        Called with each new row, in the order in which points are done.

    Raises
    ------
    ExportFailed
        If the folder holds something else, or a sweep of other inputs and `overwrite` is off; or
        if it cannot be written: what is finished by then stays.
    """
    state = open_sweep(folder, points, inputs_of(points, limits), overwrite=overwrite)
    if on_begin is not None:
        on_begin(state)
    by_name = {point.name: point for point in points}
    leads = {} if limits.cold else _leads([point.name for point in points])

    def keep(outcome: Outcome[Made]) -> None:
        lead = leads.get(outcome.key, "")
        row = _written(
            by_name[outcome.key], outcome, folder, lead if _has_plan(state, lead) else ""
        )
        state.put(row)
        if on_row is not None:
            on_row(row)

    def job(name: str) -> Job:
        lead = leads.get(name, "")
        # As it stands in its folder, whether it was made now or before an interruption.
        start = read_plan(folder / lead) if _has_plan(state, lead) else None
        return Job(by_name[name].mission, limits, start)

    for wave in (by_name.keys() - leads.keys(), leads.keys()):
        left = [row.point for row in state.rows if row.point in wave and not row.is_finished]
        if left:
            run_jobs(plan_point, [(name, job(name)) for name in left], workers, on_done=keep)
    return state


def _leads(names: Sequence[str]) -> dict[str, str]:
    """The point whose plan each point begins with, but for those that begin anew."""
    return {name: names[at - at % LENT_TO] for at, name in enumerate(names) if at % LENT_TO}


def _has_plan(state: Sweep, name: str) -> bool:
    return any(row.point == name and row.folder for row in state.rows)


def _written(point: Point, outcome: Outcome[Made], folder: Path, begun_with: str) -> Row:
    """The row of a point whose job is done; its plan, if any, is in its folder then."""
    if outcome.error is not None:
        return row_of_error(point.name, point.values, outcome.error)
    made = outcome.result()
    target = folder / point.name
    write_plan(
        made.plan,
        made.verdict,
        asdict(made.run),
        point.mission,
        target,
        overwrite=True,
        config=point.config,
    )
    seconds = sum(made.run.seconds.values())
    return row_of_plan(point.name, point.values, made.plan, seconds, begun_with)
