"""Checks of supply classes, sources and depots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.checks.context import Known
from planner.mission.checks.messages import found, unknown

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.yaml_marks import Path


def check_supply(context: Context) -> None:
    """Everything that is wrong about supplies."""
    supply = context.config.supply
    catalogue = context.tables.supply_classes
    for name, given in supply.classes.items():
        path = ("supply", "classes", name)
        if not catalogue.has(name):
            context.add(path, unknown("supply class", name, catalogue.keys), key=True)
        context.refer((*path, "budget_line"), "budget line", given.budget_line, context.lines)
        for field in ("days_of_supply_at", "opening_days_at"):
            for word in getattr(given, field):
                _place(context, (*path, field, word), word)
        _stockout(context, name)
    for at, source in enumerate(supply.sources):
        path_of_source = ("supply", "sources", at)
        context.refer((*path_of_source, "node"), "site or node", source.node, context.nodes)
        words = source.supply_classes
        context.refer_all(
            (*path_of_source, "supply_classes"), "class", words, context.supply_classes
        )
    _demands(context)
    _clearing(context)
    context.named_once(("supply", "depots"), "depot", [depot.depot for depot in supply.depots])
    for at, depot in enumerate(supply.depots):
        path_of_depot = ("supply", "depots", at)
        context.refer((*path_of_depot, "site"), "site", depot.site, context.sites)
        line = depot.budget_line
        context.refer((*path_of_depot, "budget_line"), "budget line", line, context.lines)


def _demands(context: Context) -> None:
    """Demands are of sites and classes that the mission has."""
    table = context.tables.demands
    for at, row in enumerate(table):
        if row.site not in context.sites:
            context.row(table, at, "site", unknown("site", row.site, context.sites))
        if row.supply_class not in context.supply_classes:
            message = unknown("class", row.supply_class, context.supply_classes)
            context.row(table, at, "supply_class", message)


def _clearing(context: Context) -> None:
    """Every class has a price at which it is written off, and none sells for what it costs."""
    terms, classes = context.config.supply.clearing, context.config.supply.classes
    if terms is None:
        return
    path = ("supply", "clearing")
    for field in ("write_off_usd_per_t", "sale_usd_per_t"):
        for word in getattr(terms, field):
            if word not in context.supply_classes:
                message = unknown("class", word, context.supply_classes)
                context.add((*path, field, word), message, key=True)
    for name in classes:
        if name not in terms.write_off_usd_per_t:
            message = f"no price of writing off {name!r}; add it"
            context.add((*path, "write_off_usd_per_t"), message)
        bought = _bought_usd_per_t(context, name)
        sold = terms.sale_usd_per_t.get(name)
        if sold is not None and bought and sold >= min(bought):
            message = f"dearer than buying it, {found(sold)}; use less than {min(bought):g}"
            context.add((*path, "sale_usd_per_t", name), message)


def _bought_usd_per_t(context: Context, name: str) -> list[float]:
    """What a tonne of a class costs, source by source."""
    row = context.tables.supply_classes.by_key.get(name)
    return [
        (row.price_usd_per_unit if each.price_usd_per_unit is None else each.price_usd_per_unit)
        / row.t_per_unit
        for each in context.config.supply.sources
        if row is not None and name in each.supply_classes
    ]


def _place(context: Context, path: Path, word: str) -> None:
    """A number of its own is for a site or for a kind of sites."""
    kinds = context.config.sites.kinds
    if word not in kinds and not context.is_replaced(("sites", "kinds")):
        known = Known({*context.sites, *kinds}, complete=context.tables.sites.complete)
        if word not in known:
            context.add(path, unknown("site or kind of site", word, known), key=True)


def _stockout(context: Context, name: str) -> None:
    """Going without must cost more than buying, or the cheapest plan is to buy nothing."""
    row = context.tables.supply_classes.by_key.get(name)
    sources = [each for each in context.config.supply.sources if name in each.supply_classes]
    path = ("supply", "classes", name)
    if not sources:
        context.add(path, f"class {name!r} is bought nowhere; add it to a source")
    prices = [
        row.price_usd_per_unit if each.price_usd_per_unit is None and row else
        each.price_usd_per_unit or 0.0
        for each in sources
    ]  # fmt: skip
    price = max(prices, default=0.0)
    stockout = context.config.supply.classes[name].stockout_usd_per_unit
    if stockout <= price:
        message = f"going without is cheaper than buying, {found(stockout)}; use more than {price}"
        context.add((*path, "stockout_usd_per_unit"), message)
