"""Makes the timetable of a plan week by week, each with the vehicles that the last left out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.mission.mission import Mission
from planner.solve.timetable.cuts import Cut, find_cuts
from planner.solve.timetable.model import solve
from planner.solve.timetable.rows import rows_of, sentences_on_late
from planner.solve.timetable.state import State
from planner.solve.timetable.trips import Placed, trip_counts


@dataclass(frozen=True)
class TimetableResult:
    """The timetable, and what is known of the weeks that it lacks.

    rows: table `timetable` of the weeks that were made, whole weeks only.
    weeks_proved_impossible: rows for the master that hold in every plan; none for other weeks.
    weeks_unknown: weeks without a timetable that were not proved impossible.
    notes: sentences on trips that arrive after the week in which the plan counts them.
    repeatable: false if the time limit, not the limit of work, may have ended a search.
    """

    rows: pd.DataFrame
    weeks_proved_impossible: list[Cut]
    weeks_unknown: list[int]
    notes: list[str]
    repeatable: bool


def make_timetable(
    mission: Mission,
    sorties: pd.DataFrame,
    contracts: pd.DataFrame,
    weeks: Sequence[int],
    *,
    time_limit_s: float,
) -> TimetableResult:
    """A vehicle and times for each timetabled trip of `weeks`.

    Parameters
    ----------
    mission, sorties, contracts
        The mission and two tables of a plan.
    weeks
        Weeks to cover, in any order.
    time_limit_s
        Seconds of wall time in all; weeks that are not reached stay unknown.

    Raises
    ------
    KeyError
        If a table names a lane that the mission does not have.
    """
    deadline_s = time.monotonic() + time_limit_s
    held = zip(contracts["contract"], contracts["count"], strict=True)
    state = State(
        mission,
        {str(name): int(count) for name, count in held},
        trip_counts(mission, sorties),
    )
    cuts: list[Cut] = []
    unknown: list[int] = []
    for week in sorted(set(weeks)):
        failed = _add_week(state, week, deadline_s)
        if not failed:
            continue
        trips = [trip for part in failed for trip in state.parts(week)[part]]
        found = find_cuts(mission, state.contracts, trips)
        cuts += found
        if not found:
            unknown.append(week)
    placed = [item for parts in state.placed.values() for items in parts.values() for item in items]
    return TimetableResult(
        rows=rows_of(mission, placed),
        weeks_proved_impossible=cuts,
        weeks_unknown=unknown,
        notes=sentences_on_late(mission, placed),
        repeatable=time.monotonic() < deadline_s,
    )


def _add_week(state: State, week: int, deadline_s: float) -> list[str]:
    """Place a week in `state`; the parts for which that failed (then nothing is placed)."""
    made: dict[str, dict[int, list[Placed]]] = {}
    failed = []
    for part in sorted(state.parts(week)):
        answer = _solve_part(state, part, week, deadline_s)
        if answer is None:
            failed.append(part)
        else:
            made[part] = answer
    if not failed:
        state.placed[week] = {}
        for part, weeks in made.items():
            for when, items in weeks.items():
                state.placed[when][part] = items
    return failed


def _solve_part(
    state: State, part: str, week: int, deadline_s: float
) -> dict[int, list[Placed]] | None:
    """A part of a week with what is still out; if that fails, together with the week before."""
    spans = [[week]]
    if week - 1 in state.placed and state.same_vehicles(part, week):
        spans.append([week - 1, week])
    for span in spans:
        task = state.task(part, span)
        answer = solve(task, deadline_s)
        if answer is not None:
            return state.place(task, answer)
    return None
