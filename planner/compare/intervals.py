"""What two plans and their bounds say of how far the best plans of their missions differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.compare.sides import Side

CANNOT_TELL = "cannot tell at this gap"


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure in USD that is at least and at most so much; None: nothing is known that way."""

    least_usd: float | None
    most_usd: float | None

    @property
    def sign(self) -> int | None:
        """1 or -1 if the figure is above or below 0, 0 if it is 0, None if that cannot be told."""
        if self.least_usd is None or self.most_usd is None:
            return None
        if self.least_usd > 0.0:
            return 1
        if self.most_usd < 0.0:
            return -1
        return 0 if self.least_usd == self.most_usd == 0.0 else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan against the reference.

    of_plans_usd: difference of the two objectives. of_optima: difference of the least objectives of
    the two missions. same_mission: both plans answer one question, so that it is 0.
    note: what keeps the objectives from being measured alike, if anything does.
    """

    plan: str
    of_plans_usd: float
    of_optima: Interval
    same_mission: bool
    note: str


def difference(reference: Side, other: Side) -> Difference:
    """The other's least objective less the reference's lies in
    [bound(other) - objective(reference), objective(other) - bound(reference)].
    """
    of_plans = other.plan.total_usd - reference.plan.total_usd
    one, two = reference.plan.proof, other.plan.proof
    same = (
        reference.mission.digest == other.mission.digest
        and one.scope == two.scope == "all plans"
        and one.fixed == two.fixed
    )
    if same:
        found = Interval(0.0, 0.0)
    else:
        found = Interval(
            None if two.bound_usd is None else two.bound_usd - reference.plan.total_usd,
            None if one.bound_usd is None else other.plan.total_usd - one.bound_usd,
        )
    return Difference(other.name, of_plans, found, same, _note(reference, other))


def _note(one: Side, other: Side) -> str:
    if prices_of(one) != prices_of(other):
        return "their missions price shortfalls differently: the objectives are of two measures"
    if one.mission.calendar != other.mission.calendar:
        return "their calendars differ: the objectives are of different weeks"
    if needs_of(one) != needs_of(other):
        return "their missions ask for different things"
    return ""


def needs_of(side: Side) -> tuple[object, ...]:
    """What the mission asks for, whatever it prices it at."""
    return tuple(replace(need, penalty_usd_per_week=0.0) for need in side.mission.requirements)


def prices_of(side: Side) -> tuple[object, ...]:
    """All prices of the objective that are no money."""
    mission = side.mission
    return (
        {need.requirement: need.penalty_usd_per_week for need in mission.requirements},
        {rule.rule: rule.penalty_usd for rule in mission.rules if not rule.hard},
        *other_prices_of(side),
    )


def other_prices_of(side: Side) -> tuple[object, ...]:
    """Those that are of neither requirements nor rules; and which rules have one."""
    mission = side.mission
    return (
        [rule.rule for rule in mission.rules if not rule.hard],
        {name: item.stockout_usd_per_unit for name, item in mission.supply_classes.items()},
        mission.arrears.usd_per_usd_quarter,
        mission.individual_cut_usd,
        [{name: hire.cut_usd for name, hire in each.items()} for each in mission.hires.values()],
    )
