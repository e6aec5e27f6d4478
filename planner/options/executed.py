"""Which itineraries agree with what a unit did before the week as of which a plan goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.options.itinerary_table import HANDS_OVER, LEAVES, NONE, TRANSFERS, Ints, Pattern

if TYPE_CHECKING:
    from planner.mission.force import FixedPosting, Planned
    from planner.mission.mission import Mission
    from planner.options.templates import Template

Mask = NDArray[np.bool_]
LAW = "executed"  # by which such itineraries are left out
WAYS = {"leave": LEAVES, "hand_over": HANDS_OVER, "transfer": TRANSFERS}


def contradicting(
    mission: Mission,
    pattern: Pattern,
    times: tuple[Ints, Ints, Ints, Ints],
    turn: tuple[Ints | None, int],
    departure: Ints,
    moves: Sequence[tuple[Ints, int, Ints]],
    templates: Sequence[Template],
) -> list[Ints]:
    """Numbers of itineraries that differ from what was executed, or that would have had to begin
    something before the plan's as-of week, or end a posting without notice from that week on.

    times: numbers, start, split and end of the itineraries of a pattern; turn: their first
    rotations, and the strength after it; moves: itineraries, their template, and their weeks.
    """
    if mission.executed is None:
        return []
    week = mission.executed.as_of_week
    planned = pattern.unit_class.unit.planned
    ids, start, split, end = times
    keep = np.ones(len(ids), dtype=bool)
    if planned is not None and planned.begun > 0:
        keep &= _places(planned, pattern, start)
        for fits in (_ends(mission, planned, pattern, split, end, departure),
                     _rotates(mission, planned, turn, end)):  # fmt: skip
            keep &= fits
    lost = [ids[~keep]]
    begun = _begun_weeks(planned)
    first = week if planned is None else max(week, planned.from_week)
    for mine, number, weeks in moves:
        if number != NONE:
            early = weeks + templates[number].earliest < first
            lost.append(mine[early & ~np.isin(weeks, begun)])
    return [each for each in lost if len(each)]


def _places(planned: Planned, pattern: Pattern, start: Ints) -> Mask:
    """Postings that have begun are held where, for what and from when they were."""
    first = planned.postings[0]
    same = (pattern.site, pattern.arrival) == (first.site, first.arrival)
    same &= _held(pattern.requirement) == first.requirement
    if planned.begun > 1:
        second = planned.postings[1]
        same &= (pattern.destination, _held(pattern.second)) == (second.site, second.requirement)
    keep: Mask = (start == first.start_week) & same
    return keep


def _ends(
    mission: Mission, planned: Planned, pattern: Pattern, split: Ints, end: Ints, departure: Ints
) -> Mask:
    """Ends that have begun are kept; others have notice from the as-of week on."""
    keep = np.ones(len(end), dtype=bool)
    last = planned.postings[planned.begun - 1]
    if planned.begun > 1:
        keep &= split == planned.postings[0].end_week
    if planned.over:
        alone = planned.begun > 1 or pattern.second is None
        ways = departure == WAYS.get(last.departure or "", 0)
        keep &= alone & (end == last.end_week) & ways
        return keep
    closing = split if planned.begun == 1 else end
    return keep & _with_notice(mission, pattern, last, closing)


def _with_notice(mission: Mission, pattern: Pattern, planned: FixedPosting, closing: Ints) -> Mask:
    """Whether a posting ends no sooner than notice allows, as was planned, or as it must."""
    assert mission.executed is not None
    week, weeks = mission.executed.as_of_week, mission.calendar.weeks
    agreed = pattern.unit_class.unit.mou_end_week
    soonest = min(week + mission.notice_weeks, weeks)
    must = [weeks, *(item.until_week for item in mission.authorisations[-1:])]
    must += [] if agreed is None else [agreed]
    told: Mask = (closing >= soonest) | (closing == planned.end_week) | np.isin(closing, must)
    told &= closing >= week
    return told


def _rotates(mission: Mission, planned: Planned, turn: tuple[Ints | None, int], end: Ints) -> Mask:
    """Rotations before the as-of week are those that were made, with the strength they left."""
    assert mission.executed is not None
    rotation, strength_after = turn
    keep = np.ones(len(end), dtype=bool)
    if not planned.rotations:
        return keep if rotation is None else keep & (rotation >= mission.executed.as_of_week)
    if rotation is None:
        return ~keep
    week, strength = planned.rotations[0]
    keep &= (rotation == week) & (strength_after == strength)
    latest = max(mission.rotation_offsets_weeks)
    for week, _ in planned.rotations[1:]:
        keep &= end > week + latest
    return keep


def _begun_weeks(planned: Planned | None) -> list[int]:
    """Weeks of moves that have begun: arrivals, redeployments, departures, rotations."""
    if planned is None or planned.begun == 0:
        return []
    begun = planned.postings[: planned.begun]
    weeks = [begun[0].start_week, *(item.end_week for item in begun[:-1])]
    weeks += [begun[-1].end_week] if planned.over else []
    weeks += [week for week, _ in planned.rotations]
    return [week for week in weeks if week is not None]


def _held(requirement: object) -> str:
    return "" if requirement is None else str(getattr(requirement, "requirement", ""))
