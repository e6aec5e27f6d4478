"""The stages strung together: mission → options → model → solve → timetable → verify."""

from __future__ import annotations

import platform
import resource
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import pandas as pd

from planner.errors import Infeasible
from planner.mission.force import FixedPosting
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import Options, build_options
from planner.plan import Plan, Proof
from planner.solve.engines import ENGINE_NAMES
from planner.solve.engines.child import Killable
from planner.solve.extract import objective_terms
from planner.solve.floor import floor_usd
from planner.solve.interrupt import Interrupt
from planner.solve.scheduled import Scheduled, scheduled_tables
from planner.solve.search import Limits, Progress, Search, run_search
from planner.verify import Verdict, verify

MILLION = 1e6


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


def plan_mission(
    mission: Mission,
    *,
    engine: str = "highs",
    time_limit_s: float = 120.0,
    gap: float = 0.01,
    on_progress: Callable[[Progress], None] | None = None,
    fixes: pd.DataFrame | None = None,
) -> tuple[Plan, RunInfo, Verdict]:
    """Plan a mission, prove a bound, make a timetable, and have the plan verified.

    Parameters
    ----------
    engine: name from `planner.solve.engines.ENGINE_NAMES`.
    time_limit_s: seconds for the search (loading, timetable and verifying come on top).
    gap: relative gap at which the search may stop.
    on_progress: called with news of the search.
    fixes: postings that the plan must keep (columns unit, site, start_week, end_week).

    Raises
    ------
    Infeasible
        If the hard rules clash.
    NoPlanFound
        If no plan was found within the limit.
    """
    if engine not in ENGINE_NAMES:
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINE_NAMES)}")
    clock = _Clock()
    mission = mission if fixes is None else fix_postings(mission, fixes)
    with Interrupt() as interrupt, Killable(engine) as solver:
        options = build_options(mission)
        _require_itineraries(options)
        clock.mark("options")
        model = build_model(mission, options)
        nonzeros = model.rows.matrix.nnz
        clock.mark("model")
        limits = Limits(time_limit_s, gap)
        search = Search(model, solver, limits, on_progress or (lambda _: None), interrupt.asked)
        run_search(search)
        clock.mark("solve")
        scheduled = scheduled_tables(search)
        interrupted = interrupt.asked()
    plan = _plan(search, scheduled, interrupted=interrupted)
    clock.mark("timetable")
    verdict = verify(mission, plan)
    clock.mark("verify")
    run = RunInfo(
        clock.seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        model.rows.matrix.shape[0],
        model.rows.matrix.shape[1],
        nonzeros,
        engine,
        platform.platform(),
        platform.python_version(),
    )
    return plan, run, verdict


def evaluate_postings(mission: Mission, postings: pd.DataFrame) -> tuple[Plan, Verdict]:
    """Cost, check and score a plan that staff made: only its postings are given.

    Raises
    ------
    Infeasible
        If a posting is not among the options, or hard rules clash; the reasons are named.
    """
    held = fix_postings(mission, postings, only=True)
    plan, _, verdict = plan_mission(held)
    verdict = verify(mission, plan)
    return replace(plan, status="evaluated"), verdict


def fix_postings(mission: Mission, postings: pd.DataFrame, *, only: bool = False) -> Mission:
    """The mission with the postings decided: each unit's last posting is held as given.

    only: units without a posting are pledges that stay at home.
    """
    units = dict(mission.units)
    named: set[str] = set()
    for unit, group in postings.groupby("unit", sort=False):
        last = group.sort_values("start_week").iloc[-1]
        named.add(str(unit))
        units[str(unit)] = replace(
            units[str(unit)],
            fixed=FixedPosting(str(last["site"]), int(last["start_week"]), int(last["end_week"])),
        )
    if only:
        units = {name: unit for name, unit in units.items() if unit.in_place or name in named}
    return replace(mission, units=units)


def _require_itineraries(options: Options) -> None:
    """Every unit that must serve has something to do.

    Raises
    ------
    Infeasible
        Naming each unit without an itinerary, what is asked of it and which rules forbid it.
    """
    reasons = []
    offered = set(options.itineraries.table["unit_class"].tolist())
    for number, member in enumerate(options.classes):
        unit = member.unit
        if number in offered or not (unit.in_place or unit.fixed):
            continue
        blocked = options.itineraries.blocked
        rules = sorted(set(blocked.loc[blocked["unit"] == unit.unit, "rule"]))
        asked = "no posting is possible"
        if unit.fixed is not None:
            asked = (
                f"no allowed sequence of postings ends at {unit.fixed.site or 'any site'} "
                f"in weeks {unit.fixed.start_week} to {unit.fixed.end_week}"
            )
        ends = unit.mou_end_week
        if ends is not None:
            asked += f"; its agreement ends before week {ends}"
        why = f" (postings forbidden by {', '.join(rules)})" if rules else ""
        reasons.append(f"unit_once: {unit.unit}: {asked}{why}")
    if reasons:
        raise Infeasible(reasons)


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def mark(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


def _plan(search: Search, scheduled: Scheduled, *, interrupted: bool) -> Plan:
    """The plan that the search ended with."""
    model, mission = search.model, search.model.mission
    gap = (search.best - search.bound) / max(1.0, abs(search.best))
    limit = "time" if search.clock_fired else "gap" if gap > 1e-6 else "none"
    limit = "interrupted" if interrupted else limit
    return Plan(
        mission=mission.mission,
        digest=mission.digest,
        status="optimal" if gap <= 1e-6 else "feasible",
        limit=limit,
        tables=scheduled.tables,
        objective_usd=objective_terms(model, search.point),
        proof=Proof(search.bound * MILLION, floor_usd(model)),
        repeatable=scheduled.repeatable and not (search.clock_fired or interrupted),
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
