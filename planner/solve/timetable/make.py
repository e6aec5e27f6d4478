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
from planner.solve.timetable.trips import Placed, released_of, trip_counts, trips_of


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
    releases: pd.DataFrame | None = None,
) -> TimetableResult:
    """A vehicle and times for each timetabled trip of `weeks`.

    Parameters
    ----------
    mission, sorties, contracts
        The mission and two tables of a plan.
    weeks
        Weeks to cover, in any order.
    releases
        Vehicles given back, another table of the plan; None: none are.
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
        released_of(releases),
    )
    cuts: list[Cut] = []
    unknown: list[int] = []
    for week in sorted(set(weeks)):
        trips = trips_of(state.counts, week)
        found = find_cuts(mission, state.contracts, trips, state.released)
        cuts += found
        if not found and not _add_week(state, week, deadline_s):
            unknown.append(week)
    placed = [item for parts in state.placed.values() for items in parts.values() for item in items]
    return TimetableResult(
        rows=rows_of(mission, placed),
        weeks_proved_impossible=cuts,
        weeks_unknown=unknown,
        notes=sentences_on_late(mission, placed),
        repeatable=time.monotonic() < deadline_s,
    )


def _add_week(state: State, week: int, deadline_s: float) -> bool:
    """Place a week in `state`, whole or not at all; whether that was done."""
    made: dict[str, dict[int, list[Placed]]] = {}
    for part in sorted(state.parts(week)):
        answer = _solve_part(state, part, week, deadline_s)
        if answer is None:
            return False
        made[part] = answer
    state.placed[week] = {}
    for part, weeks in made.items():
        for when, items in weeks.items():
            state.placed[when][part] = items
    return True


def _solve_part(
    state: State, part: str, week: int, deadline_s: float
) -> dict[int, list[Placed]] | None:
    """A part of a week with what is still out; if that is in the way, with the week before."""
    task = state.task(part, [week])
    answer = solve(task, deadline_s)
    hindered = any(pool.out_until for pool in task.pools.values()) or bool(task.landed)
    before = week - 1
    if answer is None and hindered and before in state.placed and state.same_vehicles(part, week):
        task = state.task(part, [before, week])
        answer = solve(task, deadline_s)
    return state.place(task, answer) if answer is not None else None
