"""Planning again: from a plan, a date and a file of changes to a plan that goes on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.export.opened import Opened
from planner.export.replanned import base_of
from planner.mission.executed import (
    POSTING_USD,
    TRIP_USD,
    Executed,
    carry_on,
    planned_units,
    with_received,
)
from planner.mission.load import load_mission
from planner.mission.mission import Assumption, Mission
from planner.mission.spliced import splice
from planner.pipeline import RunInfo, plan_mission
from planner.plan import Plan
from planner.replan.actuals import read_actuals
from planner.replan.compare import deviations
from planner.replan.deviation import Deviations
from planner.replan.difference import Difference, differences
from planner.replan.file import read_changes
from planner.verify import Verdict

if TYPE_CHECKING:
    from planner.replan.file import ChangesFile
    from planner.solve.state import Progress

AS_PLANNED = Deviations((), (), (), ())
ASSUMED = "price of a change, reported as `changes` of the objective; no money is paid"


@dataclass(frozen=True)
class ChangePrices:
    """Objective price in USD of each posting that is changed, and of each shared trip that is no
    longer made; None: that of the file of changes, or the usual one.
    """

    posting_usd: float | None = None
    trip_usd: float | None = None

    def or_else(self, file: ChangesFile) -> tuple[float, float]:
        """Price of a posting and of a trip: those given, then the file's, then the usual."""
        usual = {"posting_usd": POSTING_USD, "trip_usd": TRIP_USD}
        given = {"posting_usd": self.posting_usd, "trip_usd": self.trip_usd}
        for name, usd in given.items():
            own = file.price_usd(name) if usd is None else usd
            usual[name] = usual[name] if own is None else own
        return usual["posting_usd"], usual["trip_usd"]


@dataclass(frozen=True)
class Replanned:
    """A plan that goes on from another, its mission, and what it has otherwise."""

    mission: Mission
    plan: Plan
    run: RunInfo
    verdict: Verdict
    differences: tuple[Difference, ...]


def deviations_of(opened: Opened, files: Sequence[Path], as_of: date) -> Deviations:
    """Where what truly happened before the week of a date, as files tell it, differs from a plan.

    Raises
    ------
    InvalidInput
        With everything that is wrong with the files or the date.
    """
    week = _week(opened, str(files[0]), as_of)
    return deviations(opened.mission, opened.plan, read_actuals(files, opened.mission, week), week)


def changed_mission(
    opened: Opened,
    changes: Path,
    as_of: date,
    prices: ChangePrices,
    actual: Deviations = AS_PLANNED,
) -> tuple[Mission, ChangesFile]:
    """The mission of a plan, changed from the week of a date on, with what was done until then.

    actual: what truly happened otherwise (`deviations_of`).

    Raises
    ------
    InvalidInput
        With everything that is wrong with the changes, or that cannot change within a plan.
    """
    actual.refuse()
    before, plan = opened.mission, opened.plan
    week = _week(opened, str(changes), as_of)
    after = load_mission(changes)
    base = load_mission(base_of(changes))
    if base.digest != plan.digest:
        message = (
            f"is not the config of the plan (SHA-256 {base.digest[:12]}…, the plan's is "
            f"{plan.digest[:12]}…); name the config, or the file of changes, that the plan is of"
        )
        raise InvalidInput([Problem(str(changes), 1, 1, "base", message)])
    file = read_changes(changes)
    posting_usd, trip_usd = prices.or_else(file)
    executed = executed_of(before, plan, week, (posting_usd, trip_usd), actual)
    after = with_received(after, before.executed.inflows if before.executed else ())
    planned = planned_units(executed)
    begun = {name for name, own in planned.items() if own.begun}
    merged, refused = splice(before, after, week, frozenset(begun))
    file.refuse(refused)
    assumed = _assumed(changes, posting_usd, trip_usd)
    merged = replace(merged, assumptions=(*merged.assumptions, *assumed))
    return carry_on(with_received(merged, actual.inflows), executed), file


def executed_of(
    before: Mission, plan: Plan, week: int, prices: tuple[float, float], actual: Deviations
) -> Executed:
    """What was done of a plan up to a week: its tables, and what was otherwise, now and before.

    prices: of a posting and of a trip that is changed, USD.
    """
    told = before.executed or Executed(week, {})
    missed = {each.unit: each for each in (*told.missed, *actual.missed)}
    return Executed(
        week, plan.tables if actual.tables is None else actual.tables, *prices,
        (*told.weeks, week), (*told.stocks, *actual.stocks), (*told.inflows, *actual.inflows),
        tuple(missed[unit] for unit in sorted(missed)),
    )  # fmt: skip


def _week(opened: Opened, file: str, as_of: date) -> int:
    """The week of the date: within the horizon, and not before what was executed already."""
    calendar, executed = opened.mission.calendar, opened.mission.executed
    week, first = calendar.week_of(as_of), 1 if executed is None else executed.as_of_week
    if not first <= week < calendar.weeks:
        message = (
            f"not within the plan, found {as_of}; give a day from {calendar.first_day(first)} to "
            f"{calendar.first_day(calendar.weeks - 1)}"
        )
        raise InvalidInput([Problem(file, 1, 1, "as-of", message)])
    if opened.plan.status == "evaluated":
        message = "the plan was given and evaluated, not computed; plan with --fix first"
        raise InvalidInput([Problem(file, 1, 1, "plan", message)])
    return week


def _assumed(changes: Path, posting_usd: float, trip_usd: float) -> tuple[Assumption, ...]:
    values = {"posting_usd": posting_usd, "trip_usd": trip_usd}
    return tuple(
        Assumption("replanning", name, f"{usd:g}", ASSUMED, changes.name)
        for name, usd in values.items()
    )


def replan(  # noqa: PLR0913 (limits of the search, beside what is planned)
    opened: Opened,
    changes: Path,
    as_of: date,
    prices: ChangePrices | None = None,
    *,
    actual: Deviations = AS_PLANNED,
    time_limit_s: float = 120.0,
    gap: float = 0.01,
    memory_gb: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Replanned:
    """Plan again from the week of a date on, keeping what happened before and what it can of the
    rest.

    Parameters
    ----------
    changes
        A scenario whose base is the config of the plan.
    actual
        What truly happened otherwise than planned (`deviations_of`).
    time_limit_s, gap, memory_gb, on_progress
        As `plan_mission` takes them.

    Raises
    ------
    InvalidInput
        If the plan is no longer as it was written, or the changes cannot be made.
    Infeasible, NoPlanFound, Interrupted
        As `plan_mission` raises them.
    """
    if opened.changed:
        message = f"{', '.join(opened.changed)} changed after the plan was written; plan again"
        raise InvalidInput([Problem(str(changes), 1, 1, "plan", message)])
    mission, file = changed_mission(opened, changes, as_of, prices or ChangePrices(), actual)
    begin = opened.plan
    if actual.tables is not None:
        begin = replace(begin, tables=dict(actual.tables))
    plan, run, verdict = plan_mission(
        mission,
        time_limit_s=time_limit_s,
        gap=gap,
        memory_gb=memory_gb,
        on_progress=on_progress,
        start=begin,
    )
    found = tuple(differences(mission, plan.tables, (*file.overrides, *actual.reasons)))
    return Replanned(mission, plan, run, verdict, found)
