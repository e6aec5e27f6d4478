"""The stages strung together: mission → options → model → solve → timetable → verify."""

from __future__ import annotations

import platform
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import Interrupted, NoPlanFound
from planner.memory import memory_limit
from planner.mission.force import FixedPosting
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.fixed import require_itineraries
from planner.options.options import build_options
from planner.options.postings import fix_postings, give_postings
from planner.plan import Plan, Proof, rounded
from planner.prove import packed, unpacked
from planner.solve.direct import find_plan
from planner.solve.engines import ENGINE_NAMES
from planner.solve.engines.child import Killable
from planner.solve.extract import extract_tables, objective_terms
from planner.solve.floor import floor_usd
from planner.solve.given import Scored, bound_given, score_given
from planner.solve.interrupt import Interrupt
from planner.solve.scheduled import Scheduled, scheduled_tables
from planner.solve.start import Start, begin_with
from planner.solve.state import LEAST_SECONDS, Limits, Progress, Search
from planner.solve.unaffordable import require_affordable
from planner.verify import Verdict, verify

MILLION = 1e6
CLOSED = 1e-6  # relative gap that counts as none
UNHURRIED = 0.3  # of the time of a hasty search, for bounds and prices at the most
TIMED_RULES = {"fleet_hours", "airfield_throughput", "route_closure"}
# Kept for timetable, verifying and writing: seconds, and multiples of what options and model took,
# which is little if the postings are given.
AFTER_SECONDS, AFTER_TIMES, AFTER_TIMES_GIVEN = 0.5, 2.0, 12.0
NOT_TIMED = "no timetable was made: trips pass what fleets, airfields or open routes allow"


@dataclass(frozen=True)
class RunInfo:
    """How one run went: seconds by stage, memory, size, machine. Not part of the plan."""

    seconds: dict[str, float]
    peak_mb: float
    rows: int
    columns: int
    nonzeros: int
    engine: str
    machine: str
    python: str


def plan_mission(  # noqa: PLR0913 (all that a plan may be asked for)
    mission: Mission,
    *,
    engine: str = "highs",
    time_limit_s: float = 120.0,
    gap: float = 0.01,
    memory_gb: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    fixes: pd.DataFrame | None = None,
    within: Callable[[Model], Model] | None = None,
    start: Plan | None = None,
    hasty: bool = False,
) -> tuple[Plan, RunInfo, Verdict]:
    """Plan a mission, prove a bound, make a timetable, and have the plan verified.

    Parameters
    ----------
    engine: name from `planner.solve.engines.ENGINE_NAMES`.
    time_limit_s: seconds for all of it, writing the plan included.
    gap: relative gap at which the search may stop.
    memory_gb: most memory that the search may use, and each process that it starts.
    on_progress: called with news of the search.
    fixes: postings that the plan must keep (columns unit, site, start_week, end_week).
    within: narrows the finished model (sides of its rows, not the rows or columns there are); the
        bound then holds for plans within that.
    start: plan of a mission much like this one, whose decisions and prices the search begins with;
        the plan may then be another one than without, within the same gap.
    hasty: whether any plan will do, as after Ctrl-C.

    Raises
    ------
    Infeasible
        If the hard rules clash.
    NoPlanFound
        If no plan was found within the limit.
    Interrupted
        If Ctrl-C came before any plan, and none could be made in haste.
    """
    asked, mission = mission, mission if fixes is None else fix_postings(mission, fixes)
    run = _Run(engine)
    with Interrupt() as interrupt, Killable(engine, memory_gb=memory_gb) as solver:
        with _told(interrupt), memory_limit(memory_gb):
            options = build_options(mission)
            require_itineraries(options)
            run.mark("options")
            model = build_model(mission, options)
            if within is not None:
                model = within(model)
            require_affordable(model)
            run.mark("model", model)
            limits = Limits(run.for_search(time_limit_s, AFTER_TIMES), gap, hasty)
            search = Search(model, solver, limits, on_progress or _silent, interrupt.asked)
            if hasty:  # where not everybody can stay, prices must tell who goes: not at once
                search.stop = lambda: search.left < (1.0 - UNHURRIED) * limits.seconds
            if start is not None:
                begin_with(search, _lent(model, start))
            origin = find_plan(search)
        run.mark("solve")
        scheduled = scheduled_tables(search)
        interrupted = interrupt.asked()
    proven = bool(np.isfinite(search.bound))  # no bound if there was no time for any
    proof = Proof(
        search.bound * MILLION if proven else None,
        floor_usd(model),
        bound_by=origin,
        duals=packed(model, search.duals) if proven else None,
        fixed=_fixed_beside(asked, mission),
    )
    plan = _plan(search, scheduled, proof, interrupted=interrupted)
    if start is not None:
        plan = replace(plan, repeatable=plan.repeatable and start.repeatable)
    run.mark("timetable")
    verdict = verify(mission, plan)
    run.mark("verify")
    return plan, run.info(), verdict


def evaluate_postings(
    mission: Mission,
    postings: pd.DataFrame,
    *,
    engine: str = "highs",
    time_limit_s: float = 120.0,
    gap: float = 0.01,
    memory_gb: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Plan, RunInfo, Verdict]:
    """Cost, check and score a plan that staff made: every posting is given, and kept as it is.

    Loads, lift, supplies and money follow as in a computed plan, and so do rotations, requirements
    and ways to come that the postings leave open. What the postings break, the verdict names.

    Parameters
    ----------
    postings: as `planner.export.postings.read_postings` reads them (`whole`). Units in place that
        are not named stay where they are, pledges that are not named stay at home.
    time_limit_s: as `plan_mission` takes it.
    gap: relative gap at which trips are good enough.
    memory_gb: most memory that may be used, and by each process that is started.

    Raises
    ------
    Infeasible
        If the loads and supplies of these postings cannot move, whatever rules give.
    NoPlanFound
        If no whole trips were found within the limit.
    Interrupted
        If Ctrl-C came before there were any.
    """
    given, notes = give_postings(mission, postings)
    run = _Run(engine)
    with Interrupt() as interrupt, Killable(engine, memory_gb=memory_gb) as solver:
        with _told(interrupt), memory_limit(memory_gb):
            options = build_options(given, given=True)
            run.mark("options")
            model = build_model(given, options)
            run.mark("model", model)
            limits = Limits(run.for_search(time_limit_s, AFTER_TIMES_GIVEN), gap)
            search = Search(model, solver, limits, on_progress or _silent, interrupt.asked)
            scored = score_given(search)
        run.mark("solve")
        if scored.broken(search.point) & TIMED_RULES:
            scheduled = Scheduled(extract_tables(search.model, search.point), (NOT_TIMED,))
        else:
            scheduled = scheduled_tables(search)
        search.bound = bound_given(search, scored)
        notes += _by_trips_alone(scored, search.point)
        interrupted = interrupt.asked()
    search.model, search.point = model, scored.room.without(search.point)
    proof = Proof(search.bound * MILLION, floor_usd(model), "these postings")
    scheduled = replace(scheduled, notes=(*notes, *scheduled.notes))
    plan = _plan(search, scheduled, proof, interrupted=interrupted)
    plan = replace(plan, status="evaluated")
    run.mark("timetable")
    verdict = verify(mission, plan)
    run.mark("verify")
    return plan, run.info(), verdict


@contextmanager
def _told(interrupt: Interrupt) -> Iterator[None]:
    """A search that found nothing because somebody wanted it to end says so."""
    try:
        yield
    except NoPlanFound as error:
        if interrupt.asked():
            raise Interrupted(f"interrupted: no plan yet ({error})") from error
        raise


def _lent(model: Model, plan: Plan) -> Start:
    """What a plan of another mission lends to a search in this model."""
    none = np.zeros(0)
    try:
        duals = none if plan.proof.duals is None else unpacked(model, plan.proof.duals)
    except ValueError:  # the other mission's model has other rows
        duals = none
    return Start(plan.tables, duals)


def _fixed_beside(asked: Mission, mission: Mission) -> dict[str, tuple[FixedPosting, ...]]:
    """Postings that a mission fixes and the one asked for did not."""
    return {
        name: unit.fixed
        for name, unit in mission.units.items()
        if unit.fixed is not None and unit.fixed != asked.units[name].fixed
    }


def _by_trips_alone(scored: Scored, point: NDArray[np.float64]) -> tuple[str, ...]:
    """A note on rules that whole trips break and the postings as such do not."""
    rules = scored.broken(point) - scored.broken(scored.relaxed.point)
    names = ", ".join(sorted(rules))
    found = f"no whole trips were found that keep {names}, though the postings could be served so"
    return (found,) if rules else ()


def _silent(_: Progress) -> None:
    """Nobody listens."""


class _Run:
    """Seconds by stage, and the size of the model, while a run goes on."""

    def __init__(self, engine: str) -> None:
        if engine not in ENGINE_NAMES:
            raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINE_NAMES)}")
        self._engine = engine
        self._seconds: dict[str, float] = {}
        self._size = (0, 0, 0)
        self._last = self._begun = perf_counter()

    def for_search(self, time_limit_s: float, after_times: float) -> float:
        """Seconds that a limit for everything leaves for the search, once the model is built."""
        building = sum(self._seconds.values())
        after = AFTER_SECONDS + after_times * building
        return max(LEAST_SECONDS, self._begun + time_limit_s - perf_counter() - after)

    def mark(self, stage: str, model: Model | None = None) -> None:
        """A stage is over; `model` if it has made one."""
        if model is not None:
            matrix = model.rows.matrix
            self._size = (*matrix.shape, matrix.nnz)
        now = perf_counter()
        self._seconds[stage] = round(now - self._last, 3)
        self._last = now

    def info(self) -> RunInfo:
        """How the run went, as far as it has gone."""
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        machine, python = platform.platform(), platform.python_version()
        return RunInfo(self._seconds, peak_mb, *self._size, self._engine, machine, python)


def _plan(search: Search, scheduled: Scheduled, proof: Proof, *, interrupted: bool) -> Plan:
    """The plan that the search ended with."""
    model, mission = search.model, search.model.mission
    best = model.value(search.point)
    return Plan(
        mission=mission.mission,
        digest=mission.digest,
        status="optimal" if _gap(search, best) <= CLOSED else "feasible",
        limit="interrupted" if interrupted else _ended_by(search, best),
        tables=rounded(scheduled.tables),
        objective_usd=objective_terms(model, search.point),
        proof=proof,
        repeatable=scheduled.repeatable
        and not (search.clock_fired or search.out_of_memory or interrupted),
        waivers=tuple(
            f"{rule.rule}: waived for {', '.join(rule.waived)} ({rule.source})"
            for rule in mission.rules
            if rule.waived
        ),
        assumptions=tuple(
            f"{item.file}: {item.subject}: {item.field} = {item.value} ({item.note})"
            for item in mission.assumptions
        ),
        notes=scheduled.notes,
    )


def _ended_by(search: Search, best: float) -> str:
    """What ended a search that nobody interrupted: no gap is left, the gap asked for is reached,
    the memory that may be used is full, a clock fired, or all the work that was planned is done.
    """
    if _gap(search, best) <= CLOSED:
        return "none"
    if search.near(best):
        return "gap"
    if search.out_of_memory:
        return "memory"
    return "time" if search.clock_fired else "work"


def _gap(search: Search, best: float) -> float:
    return (best - search.bound) / max(1.0, abs(best))
