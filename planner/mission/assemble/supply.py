"""Supply classes, sources and depots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.supply import Depot, Source, SupplyClass

if TYPE_CHECKING:
    from planner.mission.checks.context import Context


def supply_classes(context: Context) -> dict[str, SupplyClass]:
    """Classes that the mission plans, by id: catalogue and config together."""
    classes = {}
    for name, given in context.config.supply.classes.items():
        row = context.tables.supply_classes.by_key[name]
        own = given.consumption_per_person_day
        classes[name] = SupplyClass(
            supply_class=name,
            name=row.name,
            unit=row.unit,
            t_per_unit=row.t_per_unit,
            liquid=row.liquid,
            dangerous=row.dangerous,
            basis=row.basis,
            consumption_per_person_day=row.consumption_per_person_day if own is None else own,
            days_of_supply=given.days_of_supply,
            opening_days=given.opening_days,
            stockout_usd_per_unit=given.stockout_usd_per_unit,
            budget_line=given.budget_line,
        )
    return classes


def sources(context: Context) -> tuple[Source, ...]:
    """Where each class is bought, and for how much."""
    rows = context.tables.supply_classes.by_key
    return tuple(
        Source(
            given.node,
            name,
            rows[name].price_usd_per_unit
            if given.price_usd_per_unit is None
            else given.price_usd_per_unit,
            given.max_per_week,
        )
        for given in context.config.supply.sources
        for name in given.supply_classes
    )


def depots(context: Context) -> dict[str, Depot]:
    """Depots that may be opened, by id."""
    return {each.depot: Depot(**each.model_dump()) for each in context.config.supply.depots}
