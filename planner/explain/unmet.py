"""Unmet requirements of a plan, and what may be the reason, from the mission and the plan alone.

Nothing is solved: a reason says what stands against each unit that could hold the requirement. That
the shortfall would end without it is not proved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.mission.force import Requirement, Unit
from planner.mission.mission import Mission
from planner.options.options import Options, build_options
from planner.plan import Plan

NO_PLEDGE, BLOCKED, NOT_READY = "no_pledge", "blocked", "not_in_time"
DEARER, ELSEWHERE, NO_WAY, LEFT = "higher_penalty", "elsewhere", "not_offered", "not_used"
ORDER = (NO_PLEDGE, BLOCKED, NOT_READY, NO_WAY, DEARER, ELSEWHERE, LEFT)


@dataclass(frozen=True)
class Reason:
    """What stands against units that could hold a requirement.

    kind: one of ORDER; subject: the rule that blocks them, or the requirement that they hold in the
    meantime. units: whom; persons: their strength. alone: against how many of them nothing else
    stands. first_week: in which the first of them could hold it; None if none is offered.
    """

    kind: str
    subject: str
    units: tuple[str, ...]
    persons: int
    alone: int
    first_week: int | None = None


@dataclass(frozen=True)
class Unmet:
    """A requirement that lacks units in the weeks [from_week, until_week), with likely reasons.

    unit_weeks: what lacks, in all; penalty_usd: what that costs in the objective.
    """

    requirement: str
    capability: str
    from_week: int
    until_week: int
    unit_weeks: float
    penalty_usd: float
    reasons: tuple[Reason, ...]


def unmet(mission: Mission, plan: Plan) -> tuple[Unmet, ...]:
    """What requirements lack in a plan of the mission, weeks run together, the dearest first."""
    rows = plan.tables["shortfalls"]
    rows = rows[rows["kind"] == "capability_minimum"].sort_values(["subject", "week"])
    if not len(rows):
        return ()
    asked = {item.requirement: item for item in mission.requirements}
    options = build_options(mission)
    gap = (rows["subject"] != rows["subject"].shift()) | (rows["week"].diff() != 1)
    found = []
    for _, run in rows.groupby(gap.cumsum()):
        item = asked[str(run["subject"].iloc[0])]
        weeks = int(run["week"].min()), int(run["week"].max()) + 1
        reasons = _reasons(mission, plan.tables["postings"], options, item, weeks)
        found.append(Unmet(item.requirement, item.capability, *weeks, float(run["amount"].sum()),
                           float(run["penalty_usd"].sum()), reasons))  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.penalty_usd, each.requirement)))


def _reasons(
    mission: Mission,
    postings: pd.DataFrame,
    options: Options,
    asked: Requirement,
    weeks: tuple[int, int],
) -> tuple[Reason, ...]:
    """What stands against each unit that could hold the requirement, summed."""
    able = [
        unit
        for unit in mission.units.values()
        if asked.capability in mission.unit_types[unit.unit_type].capabilities
    ]
    if not able:
        return (Reason(NO_PLEDGE, asked.capability, (), 0, 0),)
    offers = _offers(options, mission, asked)
    served = postings[(postings["start_week"] < weeks[1]) & (postings["end_week"] > weeks[0])]
    against: dict[tuple[str, str], list[tuple[Unit, bool]]] = {}
    for unit in able:
        its_own = served[served["unit"] == unit.unit]
        if (its_own["requirement"] == asked.requirement).any():
            continue
        held = _elsewhere(mission, its_own, asked)
        facts = held or _kept_away(options, unit, asked, offers.get(unit.unit, []), weeks)
        for fact in facts:
            against.setdefault(fact, []).append((unit, len(facts) == 1))
    found = [
        Reason(kind, subject, tuple(unit.unit for unit, _ in units),
               sum(unit.strength_persons for unit, _ in units), sum(alone for _, alone in units),
               _first([unit for unit, _ in units], offers))
        for (kind, subject), units in against.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (ORDER.index(each.kind), -len(each.units))))


def _offers(
    options: Options, mission: Mission, asked: Requirement
) -> dict[str, list[tuple[int, int]]]:
    """The weeks [start, end) in which each unit is offered to hold the requirement."""
    number = [item.requirement for item in mission.requirements].index(asked.requirement)
    table = options.itineraries.table
    found: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in (
        ("requirement", "start", "split"),
        ("requirement_2", "start_2", "end"),
    ):
        mine = np.flatnonzero(table[name] == number)
        spans = {(int(table["unit_class"][i]), int(table[start][i]), int(table[end][i]))
                 for i in mine}  # fmt: skip
        for place, first, until in spans:
            for unit in options.classes[place].units:
                found.setdefault(unit, []).append((first, until))
    return found


def _first(units: list[Unit], offers: dict[str, list[tuple[int, int]]]) -> int | None:
    """The first week in which one of the units could hold the requirement."""
    return min((first for unit in units for first, _ in offers.get(unit.unit, [])), default=None)


def _elsewhere(mission: Mission, its_own: pd.DataFrame, asked: Requirement) -> set[tuple[str, str]]:
    """What a unit holds meanwhile, and whether lacking that would cost more."""
    others = {item.requirement: item for item in mission.requirements}
    found = set()
    for name in its_own["requirement"]:
        other = others.get(str(name))
        dearer = other is not None and (
            other.essential or other.penalty_usd_per_week > asked.penalty_usd_per_week
        )
        found.add((DEARER if dearer else ELSEWHERE, other.requirement if other else ""))
    return found


def _kept_away(
    options: Options,
    unit: Unit,
    asked: Requirement,
    offers: list[tuple[int, int]],
    weeks: tuple[int, int],
) -> set[tuple[str, str]]:
    """Why a unit that serves nowhere meanwhile does not hold the requirement."""
    if any(first < weeks[1] and until > weeks[0] for first, until in offers):
        return {(LEFT, "")}
    found = {(BLOCKED, rule) for rule in _blocking(options, unit, asked)}
    late = not unit.in_place and unit.ready_week >= weeks[1]
    if late or (offers and min(first for first, _ in offers) >= weeks[1]):
        found.add((NOT_READY, ""))
    return found or {(NO_WAY, "")}


def _blocking(options: Options, unit: Unit, asked: Requirement) -> set[str]:
    """The rules that forbid postings of a unit's class for the requirement."""
    alike = {each for item in options.classes if unit.unit in item.units for each in item.units}
    blocked = options.itineraries.blocked
    mine = blocked["unit"].isin(alike) & (blocked["requirement"] == asked.requirement)
    return set(blocked.loc[mine, "rule"])
