"""The sections of a plan's chapter, in the order in which people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.report import force, lift, money, need, supply
from planner.report.page import Chart

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A section: the views it shows, and its charts, each made of whatever views are released;
    one that lacks its own is None.
    """

    title: str
    views: tuple[str, ...]
    charts: tuple[Callable[[Tables], Chart | None], ...] = ()


SECTIONS: dict[str, Kind] = {
    "strength": Kind(
        "Strength",
        ("strength", "strength_by_sector", "strength_by_site"),
        (force.strength, force.by_sector),
    ),
    "coverage": Kind(
        "Capability and coverage",
        ("capabilities", "coverage"),
        (need.capabilities, need.coverage),
    ),
    "shortfalls": Kind("Shortfalls and their reasons", ("shortfalls",), (need.shortfalls,)),
    "deployments": Kind("Deployments", ("deployments",), (force.deployments,)),
    "moves": Kind("Movements", ("moves", "movement_table"), (force.moves,)),
    "lift": Kind("Lift and ports", ("lift_use", "port_use"), (lift.fleets, lift.ports)),
    "stocks": Kind("Stocks", ("stocks", "stock_days"), (supply.classes, supply.sites)),
    "costs": Kind(
        "Cost",
        ("budget", "group_costs", "costs"),
        (money.budget, money.groups, money.classes),
    ),
    "cash": Kind(
        "Cash and arrears",
        ("cash_and_arrears", "cash", "owed"),
        (money.balances, money.funds, money.owed),
    ),
    "burden": Kind("Burden by contributor", ("burden",), (money.burden,)),
}
# Views of one row a week, which are read by columns of weeks: what names a row, and what stands in
# its cells.
BY_WEEK: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "strength": (("category",), ("persons", "authorised_persons")),
    "strength_by_sector": (("sector",), ("persons",)),
    "strength_by_site": (("sector", "site"), ("persons",)),
    "coverage": (("sector",), ("asked_units", "held_units")),
    "lift_use": (("mode", "fleet", "vehicle", "unit"), ("trips", "used", "available")),
    "port_use": (("kind", "name"), ("passengers", "tonnes", "unit_teu")),
    "stocks": (("supply_class", "unit"), ("closing", "days")),
    "stock_days": (("site", "supply_class"), ("days",)),
}
