"""Plan the points of a sweep: each mission a job of its own, each portfolio by all workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.errors import Infeasible, NoPlanFound, VerificationFailed
from planner.export.folder import read_plan, write_plan
from planner.jobs import Outcome, Workers, run_jobs
from planner.mission.mission import Mission
from planner.pipeline import RunInfo, plan_mission
from planner.plan import Plan
from planner.portfolio.file import LoadedPortfolio
from planner.scenario.folder import Sweep, open_sweep
from planner.scenario.inputs import SweepLimits, inputs_of
from planner.scenario.points import Point
from planner.scenario.rows import Row, row_of_error, row_of_plan
from planner.scenario.whole import plan_whole
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
    lead: str = "",
    on_begin: Callable[[Sweep], None] | None = None,
    on_row: Callable[[Row], None] | None = None,
) -> Sweep:
    """Plan, verify and write every point that is not there yet; the rows of all are kept.

    Points that have no plan are rows like others. The list of points decides which of them begins
    with whose plan, so a point's plan depends on that list and the limits alone, unless a clock
    ended a search, whoever works and whatever was there. Missions are planned beside each other;
    portfolios one after the other, the missions of each beside each other.

    Parameters
    ----------
    lead
        Name of the point whose plan all others begin with; else it is a neighbour's.
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
    whole = any(isinstance(point.asked, LoadedPortfolio) for point in points)
    leads = {} if limits.cold else _leads([point.name for point in points], lead, in_turn=whole)
    work = _Work(
        state, {point.name: point for point in points}, folder, limits, workers, leads, on_row
    )
    for wave in (work.points.keys() - leads.keys(), leads.keys()):
        left = [row.point for row in state.rows if row.point in wave and not row.is_finished]
        if whole:
            work.plan_wholes(left)
        elif left:
            work.plan_missions(left)
    return state


@dataclass(frozen=True)
class _Work:
    """A sweep that goes on. leads: the point whose plan each point begins with."""

    state: Sweep
    points: Mapping[str, Point]
    folder: Path
    limits: SweepLimits
    workers: Workers
    leads: Mapping[str, str]
    on_row: Callable[[Row], None] | None

    def plan_missions(self, names: Sequence[str]) -> None:
        """Plan points that are missions, a job each."""
        jobs = [(name, self._job(name)) for name in names]
        run_jobs(plan_point, jobs, self.workers, on_done=self._keep_outcome)

    def plan_wholes(self, names: Sequence[str]) -> None:
        """Plan points that are portfolios, one after the other."""
        for name in names:
            point, lead = self.points[name], self._begun_with(name)
            try:  # that somebody wants it to end goes further up
                row = plan_whole(point, self.folder, lead, self.limits, self.workers)
            except (Infeasible, NoPlanFound, VerificationFailed) as error:
                row = row_of_error(name, point.values, error)
            self._keep(row)

    def _job(self, name: str) -> Job:
        mission, lead = self.points[name].asked, self._begun_with(name)
        assert isinstance(mission, Mission)
        # As it stands in its folder, whether it was made now or before an interruption.
        return Job(mission, self.limits, read_plan(self.folder / lead) if lead else None)

    def _begun_with(self, name: str) -> str:
        """The point that leads another, if it has a plan; empty if none does."""
        lead = self.leads.get(name, "")
        return lead if any(row.point == lead and row.folder for row in self.state.rows) else ""

    def _keep_outcome(self, outcome: Outcome[Made]) -> None:
        name = outcome.key
        self._keep(_written(self.points[name], outcome, self.folder, self._begun_with(name)))

    def _keep(self, row: Row) -> None:
        self.state.put(row)
        if self.on_row is not None:
            self.on_row(row)


def _leads(names: Sequence[str], lead: str, *, in_turn: bool) -> dict[str, str]:
    """The point whose plan each point begins with, but for those that begin anew: the one that
    leads; or, of points that are planned in turn, the one before; or the first of so many.
    """
    if lead:
        return {name: lead for name in names if name != lead}
    if in_turn:
        return dict(zip(names[1:], names, strict=False))
    return {name: names[at - at % LENT_TO] for at, name in enumerate(names) if at % LENT_TO}


def _written(point: Point, outcome: Outcome[Made], folder: Path, begun_with: str) -> Row:
    """The row of a point whose job is done; its plan, if any, is in its folder then."""
    if outcome.error is not None:
        return row_of_error(point.name, point.values, outcome.error)
    made, mission = outcome.result(), point.asked
    assert isinstance(mission, Mission)
    target = folder / point.name
    write_plan(
        made.plan,
        made.verdict,
        asdict(made.run),
        mission,
        target,
        overwrite=True,
        config=point.config,
    )
    seconds = sum(made.run.seconds.values())
    return row_of_plan(point.name, point.values, made.plan, seconds, begun_with)
