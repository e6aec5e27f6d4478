"""What a unit's year costs if it leaves, week by week: the last date on which leaving saves money,
and the rotations that leaving cancels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from planner.costing.offered import offered
from planner.costing.values import CostLine, total_usd

if TYPE_CHECKING:
    from planner.costing.lines import Costing
    from planner.costing.offered import Offer
    from planner.mission.mission import Mission


@dataclass(frozen=True, slots=True)
class Leaving:
    """Leaving at the start of a week: what the horizon then costs for this unit, and what that
    saves against staying (negative: leaving costs more). hands_over: without its equipment, where
    that is cheaper than shipping it.
    """

    week: int
    usd: float
    saves_usd: float
    rotations: int
    lines: tuple[CostLine, ...]
    hands_over: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Weeks [from_week, until_week) in which the unit cannot leave, and why."""

    from_week: int
    until_week: int
    why: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """An exchange of people that staying brings: what its flights and trips cost, and the last week
    of leaving that cancels it (None: it cannot be left out by leaving).
    """

    week: int
    usd: float
    last_leaving_week: int | None


@dataclass(frozen=True, slots=True)
class Departures:
    """A unit in place: staying to the end of its time, and leaving in each week that is allowed."""

    unit: str
    staying: Offer
    staying_lines: tuple[CostLine, ...]
    leavings: tuple[Leaving, ...]
    rotations: tuple[Rotation, ...]
    refused: tuple[Refused, ...]

    @property
    def staying_usd(self) -> float:
        """What the horizon costs if the unit stays as long as it may."""
        return total_usd(self.staying_lines)

    @property
    def last_useful(self) -> Leaving | None:
        """The last leaving that costs less than staying; None if none does."""
        useful = [item for item in self.leavings if item.saves_usd > 0]
        return useful[-1] if useful else None


def departures(mission: Mission, costing: Costing, name: str) -> Departures | None:
    """Staying and leaving of a unit in place; None if the rules leave it nothing at all."""
    open_ = offered(mission, name)
    plain = _plain(mission, name, open_.offers)
    if not plain:
        return None
    staying = plain[max(plain)][0]
    lines = costing.lines(staying.life)
    usd = total_usd(lines)
    leavings = []
    for week, offers in sorted(plain.items()):
        if staying not in offers:
            priced = [(offer, costing.lines(offer.life)) for offer in offers]
            offer, own = min(priced, key=lambda pair: total_usd(pair[1]))
            cost, turns = total_usd(own), len(offer.rotation_weeks)
            leavings.append(Leaving(week, cost, usd - cost, turns, own, offer.life.hands_over))
    rotations = tuple(
        Rotation(week, _turn_usd(lines, week), _last_without(leavings, number))
        for number, week in enumerate(staying.rotation_weeks, start=1)
    )
    told = _refused(mission, name, {*plain}, open_.forbidden_by)
    return Departures(name, staying, lines, tuple(leavings), rotations, told)


def _plain(mission: Mission, name: str, offers: tuple[Offer, ...]) -> dict[int, list[Offer]]:
    """The offers of each last week that keep the strength and rotate nearest to its date: with the
    equipment first, then without it.
    """
    unit = mission.units[name]
    due = unit.rotation_due_week or 0
    found: dict[tuple[int, bool], Offer] = {}
    for offer in offers:
        turned = offer.rotation_weeks and offer.persons_after != unit.strength_persons
        if turned or offer.life.there_week is not None:  # for another mission: no way home
            continue
        key = (offer.end_week, offer.life.hands_over)
        best = found.get(key)
        if best is None or _offset(offer, due) < _offset(best, due):
            found[key] = offer
    by_week: dict[int, list[Offer]] = {}
    for week, hands_over in sorted(found):
        by_week.setdefault(week, []).append(found[week, hands_over])
    return by_week


def _offset(offer: Offer, due: int) -> tuple[int, int]:
    """How far from its date the first rotation is; of two, the earlier comes first."""
    off = offer.rotation_weeks[0] - due if offer.rotation_weeks else 0
    return abs(off), off


def _turn_usd(lines: tuple[CostLine, ...], week: int) -> float:
    return sum(
        line.usd for line in lines if line.from_week == week and line.what.startswith("rotate")
    )


def _last_without(leavings: list[Leaving], number: int) -> int | None:
    """The last week of leaving before the unit rotates for the n-th time."""
    return max((item.week for item in leavings if item.rotations < number), default=None)


def _refused(
    mission: Mission, name: str, ends: set[int], forbidden_by: tuple[str, ...]
) -> tuple[Refused, ...]:
    """Weeks of the horizon in which the unit cannot leave, those with one reason together."""
    reasons = [
        (week, _why(mission, name, week, forbidden_by))
        for week in range(1, mission.calendar.weeks)
        if week not in ends
    ]
    found = []
    for why, group in groupby(reasons, key=lambda pair: pair[1]):
        weeks = [week for week, _ in group]
        found.append(Refused(weeks[0], weeks[-1] + 1, why))
    return tuple(found)


def _why(mission: Mission, name: str, week: int, forbidden_by: tuple[str, ...]) -> str:
    unit = mission.units[name]
    if week < mission.notice_weeks:
        return f"notice_weeks: {mission.notice_weeks} weeks of notice"
    if unit.mou_end_week is not None and week > unit.mou_end_week:
        return f"mou_end_week: its agreement ends in week {unit.mou_end_week}"
    if unit.fixed is not None:
        return "fixed: its postings are given"
    if forbidden_by:
        return f"forbidden by {', '.join(forbidden_by)}"
    return "no lift takes its people or its equipment away"
