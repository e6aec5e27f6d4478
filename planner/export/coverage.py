"""How much of the mandate is held: the one place that defines it (planner/compare/README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.export.presence import presence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.mission import Mission
    from planner.plan import Plan

COLUMNS = ("requirement", "sector", "capability", "essential", "asked", "held")
EQUAL = 1e-9  # shares that differ by less are the same: sums of floats


@dataclass(frozen=True, slots=True)
class Share:
    """Unit-weeks asked for and held (capability-days are seven times as many) of some part of the
    mandate; `share` is held / asked, 1 where nothing is asked.
    """

    asked: float
    held: float

    @property
    def share(self) -> float:
        """Share held, 0 … 1."""
        return self.held / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the mandate's tasks with its share: a task within a priority."""

    priority: int
    task: str
    share: Share


@dataclass(frozen=True)
class MandateCoverage:
    """What a plan holds of the mandate.

    priorities: by priority, 1 (the highest) first. tasks: by priority, then in the order in which
    the requirements name them. sectors, requirements: by id. weighted: share of the unit-weeks,
    each weighted by its requirement's penalty: the mission's own weights, no others.
    """

    priorities: dict[int, Share]
    tasks: tuple[Part, ...]
    sectors: dict[str, Share]
    requirements: dict[str, Share]
    weighted: Share

    @property
    def key(self) -> tuple[float, ...]:
        """Shares by priority, highest first: the larger tuple covers more of the mandate."""
        return tuple(item.share for item in self.priorities.values())


def coverage(mission: Mission, plan: Plan) -> pd.DataFrame:
    """Unit-weeks asked for and held: one row for each requirement, within its own weeks. Units
    beyond its quantity in a week hold nothing.
    """
    here = presence(plan)
    here = here[~here["moving"]]
    counts: dict[str, dict[int, int]] = {}
    for name, week in zip(here["requirement"].tolist(), here["week"].tolist(), strict=True):
        own = counts.setdefault(name, {})
        own[week] = own.get(week, 0) + 1
    rows = []
    for need in mission.requirements:
        until = min(need.until_week, mission.calendar.weeks)
        own = counts.get(need.requirement, {})
        held = sum(
            min(count, need.quantity)
            for week, count in own.items()
            if need.from_week <= week < until
        )
        asked = need.quantity * max(0, until - need.from_week)
        rows.append((
            need.requirement, need.sector, need.capability, need.essential,
            float(asked), float(held),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def mandate_coverage(mission: Mission, plan: Plan) -> MandateCoverage:
    """Coverage of the mandate by priority, task, sector and requirement, and weighted in all."""
    table = coverage(mission, plan)
    asked = dict(zip(table["requirement"], table["asked"], strict=True))
    held = dict(zip(table["requirement"], table["held"], strict=True))
    own = {name: Share(float(asked[name]), float(held[name])) for name in asked}
    needs = mission.requirements
    priorities = sorted({need.priority for need in needs})
    order = list(dict.fromkeys(need.task for need in needs))
    tasks = sorted({(need.priority, order.index(need.task)) for need in needs})
    weight = {need.requirement: need.penalty_usd_per_week for need in needs}
    return MandateCoverage(
        priorities={
            priority: _sum(own[n.requirement] for n in needs if n.priority == priority)
            for priority in priorities
        },
        tasks=tuple(
            Part(
                priority,
                order[rank],
                _sum(
                    own[n.requirement]
                    for n in needs
                    if (n.priority, n.task) == (priority, order[rank])
                ),
            )
            for priority, rank in tasks
        ),
        sectors={
            sector: _sum(own[n.requirement] for n in needs if n.sector == sector)
            for sector in sorted({need.sector for need in needs})
        },
        requirements=own,
        weighted=Share(
            sum(weight[name] * item.asked for name, item in own.items()),
            sum(weight[name] * item.held for name, item in own.items()),
        ),
    )


def _sum(items: Iterable[Share]) -> Share:
    listed = list(items)
    return Share(sum(item.asked for item in listed), sum(item.held for item in listed))


def larger_key(one: tuple[float, ...], other: tuple[float, ...]) -> int:
    """1 if the first share that differs between two keys is larger in `one`, -1 if it is smaller, 0
    if none differs.

    Raises
    ------
    ValueError
        If the keys are not of equally many priorities.
    """
    for first, second in zip(one, other, strict=True):
        if abs(first - second) > EQUAL:
            return 1 if first > second else -1
    return 0


def percent_held(asked: float, held: float) -> float | None:
    """Share held in percent; None where nothing is asked for."""
    return 100.0 * held / asked if asked else None
