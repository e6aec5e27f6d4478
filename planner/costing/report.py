"""What `peaceplan cost` tells, as values: of units in a plan, or of what a config offers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.costing.leaving import Departures, departures
from planner.costing.life import Life, Stay, lives_of_plan
from planner.costing.lines import Costing
from planner.costing.offered import offered
from planner.costing.values import CostLine, total_usd
from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from planner.mission.mission import Mission

Case = Literal["stays", "leaves", "arrives", "planned", "unused"]
WEEKS_PER_MONTH = DAYS_PER_MONTH / DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit costs over the horizon in one case.

    case: `planned` in a plan, `unused` if the plan does without it; of a config `stays`, `leaves`
    or `arrives`. site: where it stands first. how: the way it comes. from_week, until_week: its
    weeks there. lines: what it costs.
    """

    unit: str
    case: Case
    site: str
    how: str
    from_week: int
    until_week: int
    lines: tuple[CostLine, ...]

    @property
    def charged_usd(self) -> float:
        """What names the unit in a plan's cost table."""
        return total_usd(self.lines, "charged")

    @property
    def share_usd(self) -> float:
        """Its share of supplies and trips that all use."""
        return total_usd(self.lines, "share")

    @property
    def usd(self) -> float:
        """Both."""
        return total_usd(self.lines)


@dataclass(frozen=True, slots=True)
class OfferedCost:
    """What a config makes of a unit: cases with their costs, and what it costs while it stands.

    week_usd: a week at the first case's site with its people at home in the mission, nothing moved;
    departures: of units in place.
    """

    unit: str
    week_usd: float
    cases: tuple[UnitCost, ...]
    departures: Departures | None

    @property
    def month_usd(self) -> float:
        """A month likewise."""
        return self.week_usd * WEEKS_PER_MONTH


def planned_costs(
    mission: Mission, tables: dict[str, pd.DataFrame], names: Iterable[str]
) -> tuple[UnitCost, ...]:
    """What units cost in a plan; those that it does not use cost nothing."""
    costing, lives = Costing(mission), lives_of_plan(mission, tables)
    found = []
    for name in names:
        life = lives.get(name)
        if life is None:
            found.append(UnitCost(name, "unused", "", "", 0, 0, ()))
        else:
            found.append(_cost(costing, life, "planned", ""))
    return tuple(found)


def offered_costs(mission: Mission, names: Iterable[str]) -> tuple[OfferedCost, ...]:
    """What units cost in each case that a config leaves open to them."""
    costing = Costing(mission)
    return tuple(
        _in_place(mission, costing, name)
        if mission.units[name].in_place
        else _pledged(mission, costing, name)
        for name in names
    )


def _cost(costing: Costing, life: Life, case: Case, how: str) -> UnitCost:
    first, last = life.stays[0], life.stays[-1]
    lines = costing.lines(life)
    return UnitCost(life.unit, case, first.site, how, first.since, last.until, lines)


def _in_place(mission: Mission, costing: Costing, name: str) -> OfferedCost:
    """Staying, and leaving at the earliest."""
    found = departures(mission, costing, name)
    unit = mission.units[name]
    assert unit.site is not None
    week = _week_usd(costing, name, unit.site, unit.strength_persons)
    if found is None:
        return OfferedCost(name, week, (), None)
    cases = [_cost(costing, found.staying.life, "stays", "in_place")]
    cases += [
        UnitCost(name, "leaves", unit.site, "in_place", 0, item.week, item.lines)
        for item in found.leavings[:1]
    ]
    return OfferedCost(name, week, tuple(cases), found)


def _pledged(mission: Mission, costing: Costing, name: str) -> OfferedCost:
    """Arriving at each site by each way as soon as it may, the cheapest week first."""
    cases = [
        _cost(costing, offer.life, "arrives", offer.arrival)
        for offer in offered(mission, name).offers
    ]
    cases.sort(key=lambda item: (item.usd / (item.until_week - item.from_week), item.site))
    persons = mission.units[name].strength_persons
    week = _week_usd(costing, name, cases[0].site, persons) if cases else 0.0
    return OfferedCost(name, week, tuple(cases), None)


def _week_usd(costing: Costing, name: str, site: str, persons: int) -> float:
    """A week of a unit in the mission, at the rates of the first."""
    life = Life(name, (Stay(site, 0, 1, persons),), (), (), (), None, 0)
    return total_usd(costing.lines(life))
