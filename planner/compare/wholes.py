"""Plans of a portfolio's missions that stand together under one name, beside others of their kind.

Names of units, sectors and requirements are told with their mission: `unmiss/bentiu`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from planner.compare import tables
from planner.export.coverage import MandateCoverage, Part, Share
from planner.export.presence import individuals, presence
from planner.mission.money import ALL_GROUPS, GROUPS

if TYPE_CHECKING:
    from planner.compare.sides import Side
    from planner.compare.tables import Row

NO_LIMIT = float("inf")
OWN = ("unit", "site", "sector")  # columns that name what is a mission's own
SUMMED = {"costs": ("group", "line"), "cash": ("quarter",), "burden": ("contributor",)}


@dataclass(frozen=True)
class Whole:
    """A portfolio's plans, with the name by which they are told.

    sides: of its missions, by name. bound_usd: on all plans of all missions together (None: none
    was proven). pools, appropriations, lenders: what the missions share; shares_something: that,
    or pledges. digest: of the portfolio.
    """

    name: str
    portfolio: str
    title: str
    digest: str
    sides: Mapping[str, Side]
    bound_usd: float | None
    pools: Mapping[str, int] = field(default_factory=dict)
    appropriations: Mapping[str, float] = field(default_factory=dict)
    lenders: Mapping[str, float] = field(default_factory=dict)
    shares_something: bool = False

    @property
    def named_parts(self) -> list[tuple[str, Side]]:
        """The missions' plans, each with what stands before its names."""
        return [(f"{name}/", side) for name, side in self.sides.items()]

    @property
    def objective_usd(self) -> float:
        """Sum of the plans' objectives."""
        return sum(side.objective_usd for side in self.sides.values())

    @property
    def cost_usd(self) -> float:
        """What the plans spend."""
        return sum(side.cost_usd for side in self.sides.values())

    @property
    def lost_usd(self) -> float:
        """What their shortfalls are priced at."""
        return self.objective_usd - self.cost_usd

    @property
    def budget_usd(self) -> float:
        """What the missions may commit, alone and together; infinite if nothing limits it."""
        own = sum(side.budget_usd for side in self.sides.values())
        shared = self.appropriations
        in_groups = sum(shared.get(group, NO_LIMIT) for group in GROUPS)
        return min(own, in_groups, shared.get(ALL_GROUPS, NO_LIMIT))

    @property
    def ok(self) -> bool:
        """Whether the verifier accepts every plan."""
        return all(side.ok for side in self.sides.values())

    @cached_property
    def coverage(self) -> MandateCoverage:
        """What the plans hold of all mandates together: unit-weeks add up, priorities are those of
        each mission.
        """
        parts = {name: side.coverage for name, side in self.sides.items()}
        tasks = dict.fromkeys(
            sorted(((part.priority, part.task) for each in parts.values() for part in each.tasks),
                   key=lambda pair: pair[0])
        )  # fmt: skip
        priorities = sorted({number for each in parts.values() for number in each.priorities})
        return MandateCoverage(
            priorities={
                number: _sum(e.priorities[number] for e in parts.values() if number in e.priorities)
                for number in priorities
            },
            tasks=tuple(
                Part(
                    number,
                    task,
                    _sum(
                        part.share
                        for each in parts.values()
                        for part in each.tasks
                        if (part.priority, part.task) == (number, task)
                    ),
                )
                for number, task in tasks
            ),
            sectors={
                f"{name}/{sector}": share
                for name, each in parts.items()
                for sector, share in each.sectors.items()
            },
            requirements={
                f"{name}/{need}": share
                for name, each in parts.items()
                for need, share in each.requirements.items()
            },
            weighted=_sum(each.weighted for each in parts.values()),
        )


def _sum(items: Iterable[Share]) -> Share:
    listed = list(items)
    return Share(sum(item.asked for item in listed), sum(item.held for item in listed))


def whole_tables(whole: Whole) -> dict[str, list[Row]]:
    """The tables of a comparison, over all missions: what is a mission's own under names with the
    mission's before them; sums of what is the same to all (budget lines, quarters, contributors).
    """
    found: dict[str, list[Row]] = {
        name: [
            {key: prefix + value if key in OWN and value else value for key, value in row.items()}
            | {"plan": whole.name}
            for prefix, part in whole.named_parts
            for row in rows(part)
        ]
        for name, rows in tables.TABLES.items()
    }
    for name, keys in SUMMED.items():
        found[name] = _summed(found[name], ("plan", *keys))
    priority = {
        prefix + need.requirement: str(need.priority)
        for prefix, part in whole.named_parts
        for need in part.mission.requirements
    }
    found["coverage"] = tables.coverage_table(whole.name, whole.coverage, priority)
    return found


def _summed(rows: Iterable[Row], keys: tuple[str, ...]) -> list[Row]:
    """Rows of the same keys as one, with sums of their figures."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        total = found.setdefault(tuple(row[key] for key in keys), {key: row[key] for key in keys})
        for name, value in row.items():
            if name not in keys:
                total[name] = total.get(name, 0.0) + value
    return list(found.values())


def mission_rows(whole: Whole) -> list[Row]:
    """A row for each mission: its plan in figures."""
    return [
        {
            "plan": whole.name,
            "mission": name,
            "objective_usd": side.objective_usd,
            "bound_usd": side.bound_usd,
            "cost_usd": side.cost_usd,
            "budget_usd": None if side.budget_usd == NO_LIMIT else side.budget_usd,
            "weighted_coverage": side.coverage.weighted.share,
            "persons_first": persons(side, 0),
            "persons_last": persons(side, side.mission.calendar.weeks - 1),
        }
        for name, side in whole.sides.items()
    ]


def persons(side: Side, week: int) -> int:
    """Persons in uniform in a week: units, and individuals."""
    here = presence(side.plan)
    units = int(here.loc[here["week"] == week, "strength_persons"].sum())
    return units + sum(each[week] for each in individuals(side.mission, side.plan).values())


def within(one: Whole, two: Whole) -> bool:
    """Whether two portfolios have the same missions, and the second shares no less among them."""
    few, many = one.appropriations, two.appropriations
    return (
        one.sides.keys() == two.sides.keys()
        and one.pools.keys() == two.pools.keys()
        and all(number <= two.pools[fleet] for fleet, number in one.pools.items())
        and one.lenders.keys() == two.lenders.keys()
        and all(usd <= two.lenders[name] for name, usd in one.lenders.items())
        and all(few.get(group, NO_LIMIT) <= usd for group, usd in many.items())
    )
