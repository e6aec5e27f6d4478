"""Strength against ceilings, and who comes, stays, moves, goes, rotates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from planner.export.presence import Stay, individuals, presence, stays
from planner.export.rows import records

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

# What an authorisation may limit, as sums of what serves.
CEILINGS = {
    "military": ("military", "staff_officers", "experts"),
    "police": ("fpu", "ipo"),
    "fpu": ("fpu",),
    "ipo": ("ipo",),
}
MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Strength:
    """Persons by category in some `weeks`; ceilings that are in force (None: none is).

    tightest: by ceiling, the persons to spare in the week with the fewest, and that week.
    """

    weeks: tuple[int, ...]
    first_days: tuple[str, ...]
    persons: dict[str, tuple[int, ...]]
    ceilings: dict[str, tuple[int | None, ...]]
    tightest: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that comes, goes, moves or rotates in `week` with so many persons."""

    unit: str
    contributor: str
    unit_type: str
    persons: int
    week: int
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class Force:
    """What happens to every unit; `unused` are pledged units that the plan leaves at home.

    transfer_in, transfer_out: those that come from other missions and go to them, which arrive and
    leave besides do not tell of; origin and destination are then the other mission's name.
    """

    arrive: tuple[Move, ...]
    stay: tuple[Move, ...]
    redeploy: tuple[Move, ...]
    leave: tuple[Move, ...]
    hand_over: tuple[Move, ...]
    transfer_in: tuple[Move, ...]
    transfer_out: tuple[Move, ...]
    rotate: tuple[Move, ...]
    unused: tuple[str, ...]


def strength(mission: Mission, plan: Plan) -> Strength:
    """Persons of each category, all through and in a few weeks from first to last."""
    every = persons_by_week(mission, plan)
    ceilings = ceilings_by_week(mission)
    total = {name: every[list(parts)].sum(axis=1) for name, parts in CEILINGS.items()}
    tightest = {}
    for name, limits in ceilings.items():
        spare = {
            week: limit - int(total[name].iloc[week])
            for week, limit in enumerate(limits)
            if limit is not None
        }
        week = min(spare, key=lambda week: (spare[week], week))
        tightest[name] = (spare[week], week)
    shown = _shown_weeks(mission.calendar.weeks)
    return Strength(
        weeks=shown,
        first_days=tuple(mission.calendar.first_day(week).isoformat() for week in shown),
        persons={str(name): tuple(int(every[name].iloc[week]) for week in shown) for name in every},
        ceilings={name: tuple(limits[week] for week in shown) for name, limits in ceilings.items()},
        tightest=tightest,
    )


def persons_by_week(mission: Mission, plan: Plan) -> pd.DataFrame:
    """Persons by week (rows) and category (columns)."""
    here = presence(plan)
    here["category"] = [
        mission.unit_types[mission.units[unit].unit_type].category for unit in here["unit"]
    ]
    weeks = range(mission.calendar.weeks)
    by_week = here.groupby(["category", "week"])["strength_persons"].sum().to_dict()
    columns = {
        category: [int(by_week.get((category, week), 0)) for week in weeks]
        for category in ("military", "fpu")
    }
    return pd.DataFrame(columns | individuals(mission, plan), index=list(weeks))


def ceilings_by_week(mission: Mission) -> dict[str, list[int | None]]:
    """Ceiling by week, for those categories that any authorisation limits."""
    found: dict[str, list[int | None]] = {}
    for name in CEILINGS:
        limits: list[int | None] = [None] * mission.calendar.weeks
        for authorisation in sorted(mission.authorisations, key=lambda item: item.from_week):
            limit = dict(authorisation.ceilings).get(name)
            for week in range(
                max(0, authorisation.from_week),
                min(authorisation.until_week, mission.calendar.weeks),
            ):
                limits[week] = limit
        if any(limit is not None for limit in limits):
            found[name] = limits
    return found


def _shown_weeks(weeks: int) -> tuple[int, ...]:
    """At most six weeks: the first of equal parts, and the last."""
    step = max(1, -(-weeks // (MOST_COLUMNS - 1)))
    return (*range(0, weeks - 1, step), weeks - 1)


def force(mission: Mission, plan: Plan) -> Force:
    """Every unit's moves, each list in order of week."""
    by_unit = stays(plan)
    names = ("arrive", "stay", "redeploy", "leave", "hand_over", "transfer_in", "transfer_out")
    moves: dict[str, list[Move]] = {name: [] for name in names}
    for unit, postings in by_unit.items():
        first, last = postings[0], postings[-1]
        known = mission.units[unit]
        if not known.in_place:
            origin = known.comes_from.mission if known.comes_from else ""
            came = _move(mission, first, first.start_week, origin, first.site)
            moves["transfer_in" if origin else "arrive"].append(came)
        for one, two in pairwise(postings):
            moves["redeploy"].append(_move(mission, two, one.end_week, one.site, two.site))
        if last.departure == "transfer":
            there = known.goes_to.mission if known.goes_to else ""
            moves["transfer_out"].append(_move(mission, last, last.end_week, last.site, there))
        elif last.end_week < mission.calendar.weeks:
            gone = _move(mission, last, last.end_week, last.site, "")
            moves["leave"].append(gone)
            if last.departure == "hand_over":
                moves["hand_over"].append(gone)
        elif mission.units[unit].in_place and len(postings) == 1:
            moves["stay"].append(_move(mission, last, 0, last.site, last.site))
    return Force(
        **{name: tuple(sorted(found, key=_order)) for name, found in moves.items()},
        rotate=tuple(sorted(_rotations(mission, plan), key=_order)),
        unused=tuple(sorted(set(mission.units) - set(by_unit))),
    )


def _order(move: Move) -> tuple[int, str]:
    return move.week, move.unit


def _move(mission: Mission, stay: Stay, week: int, origin: str, destination: str) -> Move:
    unit = mission.units[stay.unit]
    persons = stay.strength(week if week < stay.end_week else stay.end_week - 1)
    return Move(unit.unit, unit.contributor, unit.unit_type, persons, week, origin, destination)


def _rotations(mission: Mission, plan: Plan) -> list[Move]:
    sites = dict(
        zip(plan.tables["postings"]["posting"], plan.tables["postings"]["site"], strict=True)
    )
    return [
        Move(
            row["unit"],
            mission.units[row["unit"]].contributor,
            mission.units[row["unit"]].unit_type,
            row["strength_after_persons"],
            row["week"],
            str(sites[row["posting"]]),
            str(sites[row["posting"]]),
        )
        for row in records(plan.tables["rotations"])
    ]
