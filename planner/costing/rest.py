"""What a plan's cost lines hold beside the amounts that name a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from planner.costing.values import CostLine
    from planner.mission.mission import Mission


@dataclass(frozen=True, slots=True)
class Rest:
    """A budget line of a plan in USD: all of it, what is charged to units, and what the rest is for
    (items of the cost table that are no units, the dearest first).
    """

    line: str
    plan_usd: float
    units_usd: float
    items: tuple[tuple[str, float], ...]

    @property
    def rest_usd(self) -> float:
        """What is charged to no unit."""
        return sum(usd for _, usd in self.items)


def rest_of(mission: Mission, costs: pd.DataFrame, lines: Iterable[CostLine]) -> tuple[Rest, ...]:
    """Each budget line of a plan against the lines of all its units, in the mission's order.

    costs: the plan's table `costs`. lines: of all units of the plan.
    """
    units_usd: dict[str, float] = {}
    for line in lines:
        if line.part == "charged":
            units_usd[line.line] = units_usd.get(line.line, 0.0) + line.usd
    found = []
    for name in mission.budget_lines:
        own = costs[costs["line"] == name]
        shared = own[~own["item"].isin(list(mission.units))].groupby("item")["usd"].sum()
        items = sorted(((str(item), float(usd)) for item, usd in shared.items()),
                       key=lambda pair: (-pair[1], pair[0]))  # fmt: skip
        total = float(own["usd"].sum())
        if total or units_usd.get(name):
            found.append(Rest(name, total, units_usd.get(name, 0.0), tuple(items)))
    return tuple(found)
