"""The tables of a search's plan, timetable and all.

Weeks that are proved impossible go back as rows on trips: the itineraries stay, and their trips
are made whole once more under those rows. The bound of the search stays true, since the rows hold
in every plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.model.model import Model
from planner.model.rows import BlockBuilder
from planner.solve.extract import extract_tables
from planner.solve.state import Search
from planner.solve.timetable import Cut, TimetableResult, make_timetable, weeks_to_cover
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.whole import decision_of

Floats = NDArray[np.float64]

ROUNDS = 2  # times that trips are made anew because of weeks proved impossible
TIMETABLE_SECONDS = 15.0  # for one round; CP-SAT's own measure of work ends most searches before
LEAST_TIMETABLE_SECONDS = 2.0  # the same where the search has used all its time


@dataclass(frozen=True)
class Scheduled:
    """Tables of a plan with its timetable, and sentences on what the timetable lacks.

    repeatable: false if a clock may have ended the making of the timetable.
    """

    tables: dict[str, pd.DataFrame]
    notes: tuple[str, ...]
    repeatable: bool = True


def scheduled_tables(search: Search) -> Scheduled:
    """Tables of the search's point; where the trips of a week cannot be flown, of a new point.

    The new point becomes the search's, though it may be dearer.
    """
    model = search.model
    tables = extract_tables(model, search.point)
    cuts: list[Cut] = []
    repeatable = True
    for turn in range(ROUNDS + 1):
        if search.stop():
            return Scheduled(tables, ("no timetable was made: interrupted",), repeatable)
        made = _timetable(search, tables)
        repeatable &= made.repeatable
        found = made.weeks_proved_impossible
        cuts += found
        if not found or turn == ROUNDS or not _again(search, tables["sorties"], cuts):
            break
        tables = extract_tables(model, search.point)
    return Scheduled({**tables, "timetable": made.rows}, _notes(made), repeatable)


def _timetable(search: Search, tables: dict[str, pd.DataFrame]) -> TimetableResult:
    mission, sorties = search.model.mission, tables["sorties"]
    weeks = weeks_to_cover(mission, sorties)
    seconds = min(TIMETABLE_SECONDS, max(LEAST_TIMETABLE_SECONDS, search.left))
    return make_timetable(
        mission, sorties, tables["contracts"], weeks, time_limit_s=seconds,
        releases=tables["releases"],
    )  # fmt: skip


def _again(search: Search, sorties: pd.DataFrame, cuts: Sequence[Cut]) -> bool:
    """Make the trips of the same itineraries whole under cuts; whether there was time for that and
    it could be done.
    """
    if search.left <= 0.0:
        search.note_limit("time")
        return False
    search.tell("trips anew, for the timetable")
    points: list[Floats] = []  # each better than the one before
    task = Task(
        with_cuts(search.model, sorties, cuts),
        search.engine,
        TripLimits(
            search.seconds, search.may_lose(search.best), search.stop, search.left, search.near
        ),
        search.tell,
        search.note_limit,
        lambda point, _: points.append(point),
    )
    whole_trips(task, decision_of(search.model, search.point))
    if not points:
        return False
    search.best, search.point = search.model.value(points[-1]), points[-1]
    search.tell("plan")
    return True


def with_cuts(model: Model, sorties: pd.DataFrame, cuts: Sequence[Cut]) -> Model:
    """The model with each cut as a safe row of every week.

    Charters come with the itineraries: those of `sorties` are taken as they are.
    """
    weeks = range(model.mission.calendar.weeks)
    # Several weeks may have given the same row.
    different = {(cut.lanes, cut.fleet, cut.each_trips, cut.maximum_trips): cut for cut in cuts}
    every = [cut.in_week(model.mission, week) for cut in different.values() for week in weeks]
    booked = sorties[sorties["consignment"] != ""].groupby(["lane", "week"])["trips"].sum()
    upper = [
        max(0, cut.maximum_trips - sum(booked.get((lane, cut.week), 0) for lane in cut.lanes))
        for cut in every
    ]
    number = {lane.lane: position for position, lane in enumerate(model.options.lanes)}
    trips, held = model.columns.families["trips"], model.columns.families["contract"]
    contracts = {name: position for position, name in enumerate(model.mission.contracts)}
    kept = model.columns.families["kept"]
    releasing = {str(name): position for position, name in enumerate(kept.axes["fleet"])}
    labels = [f"{'+'.join(cut.lanes)}@{cut.week}" for cut in every]
    block = BlockBuilder("timetable", {"cut": labels}, upper=np.array(upper, dtype=float))
    for row, cut in enumerate(every):
        shared = [number[lane] for lane in cut.lanes if lane in number]
        block.add(row, trips.at(shared, cut.week), 1.0)
        for name, each in cut.per_contract:
            block.add(row, held.at(contracts[name]), -float(each))
        if cut.fleet in releasing:
            gone = cut.each_trips * model.mission.fleets[cut.fleet].most_released
            block.upper[row] -= gone
            block.add(row, kept.at(releasing[cut.fleet], cut.week), -float(cut.each_trips))
    return replace(model, safe_blocks=(*model.safe_blocks, block.build()))


def _notes(made: TimetableResult) -> tuple[str, ...]:
    """Sentences on weeks without a timetable, then those of the timetable itself."""
    impossible = tuple(
        f"week {cut.week} has no timetable: {cut.flown_trips} trips on {', '.join(cut.lanes)}, "
        f"and {cut.reason}, {cut.allowed_trips} in all"
        for cut in made.weeks_proved_impossible
    )
    weeks = ", ".join(map(str, made.weeks_unknown))
    unknown = (f"no timetable was found for weeks {weeks}, nor proved impossible",) if weeks else ()
    return (*impossible, *unknown, *made.notes)
