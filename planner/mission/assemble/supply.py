"""Supply classes, sources and depots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.supply import Clearing, Demand, Depot, Source, SupplyClass

if TYPE_CHECKING:
    from planner.mission.checks.context import Context


def supply_classes(context: Context) -> dict[str, SupplyClass]:
    """Classes that the mission plans, by id: catalogue and config together."""
    classes = {}
    kinds = _kinds(context)
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
            own_days_of_supply=_by_site(given.days_of_supply_at, kinds),
            own_opening_days=_by_site(given.opening_days_at, kinds),
            clearing=_clearing(context, name),
        )
    return classes


def _clearing(context: Context, name: str) -> Clearing | None:
    """What becomes of a class at sites that close."""
    given = context.config.supply.clearing
    if given is None:
        return None
    sale = given.sale_usd_per_t.get(name)
    return Clearing(given.write_off_usd_per_t[name], sale, given.run_down_weeks)


def _kinds(context: Context) -> dict[str, str]:
    """Kind of each site."""
    config = context.config.sites
    own = {name: each.kind for name, each in config.overrides.items()}
    return {
        row.site: own.get(row.site) or row.kind
        for row in context.tables.sites
        if row.site not in config.exclude
    }


def _by_site(given: dict[str, float], kinds: dict[str, str]) -> tuple[tuple[str, float], ...]:
    """Numbers given by site or by kind of site, as (site, number) where there is one."""
    named = {site: next((word for word in (site, kind) if word in given), None)
             for site, kind in kinds.items()}  # fmt: skip
    return tuple((site, given[word]) for site, word in named.items() if word is not None)


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


def demands(context: Context) -> tuple[Demand, ...]:
    """What sites consume in every week beside what follows from who stands there."""
    return tuple(
        Demand(row.demand, row.site, row.supply_class, row.quantity_per_week)
        for row in context.tables.demands
    )


def depots(context: Context) -> dict[str, Depot]:
    """Depots that may be opened, by id."""
    return {each.depot: Depot(**each.model_dump()) for each in context.config.supply.depots}
