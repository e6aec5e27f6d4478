"""Checks of fleets, contracts, charters, corridors and closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.mission.checks.messages import found, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.mission.checks.context import Context
    from planner.mission.schema.lift import FleetText
    from planner.mission.tables import Table
    from planner.mission.yaml_marks import Path


def check_lift(context: Context) -> None:
    """Everything that is wrong about what moves people and loads."""
    lift = context.config.lift
    fleets = [fleet.fleet for fleet in lift.fleets]
    for at, fleet in enumerate(lift.fleets):
        _fleet(context, at, fleet, first=fleets.index(fleet.fleet) == at)
    for at, contract in enumerate(lift.contracts):
        path = ("lift", "contracts", at)
        context.refer((*path, "fleet"), "fleet", contract.fleet, context.fleets)
        context.refer((*path, "budget_line"), "budget line", contract.budget_line, context.lines)
        context.span(path, contract.from_, contract.until)
    _links(context)
    _charters(context)
    _places(context)
    _closures(context)
    _payload_range(context)


def _links(context: Context) -> None:
    """Links run between two different places that the mission has, and carry something."""
    table = context.tables.links
    for at, row in enumerate(table):
        for field, place in (("origin", row.origin), ("destination", row.destination)):
            if place not in context.nodes:
                context.row(table, at, field, unknown("site or node", place, context.nodes))
        if row.destination == row.origin:
            message = f"leads back to its origin, {found(row.destination)}; correct one of them"
            context.row(table, at, "destination", message)
        if row.budget_line not in context.lines:
            message = unknown("budget line", row.budget_line, context.lines)
            context.row(table, at, "budget_line", message)
        if row.t_per_week + row.liquid_t_per_week <= 0:
            message = "carries nothing; give t_per_week, liquid_t_per_week or both"
            context.row(table, at, "link", message)


def _catalogue(context: Context, mode: str) -> tuple[str, Table[Any]]:
    tables = context.tables
    catalogue: dict[str, tuple[str, Table[Any]]] = {
        "air": ("aircraft", tables.aircraft),
        "road": ("vehicle", tables.vehicles),
        "sea": ("ship", tables.ships),
        "river": ("barge", tables.barges),
    }
    return catalogue[mode]


def _vehicle(context: Context, path: Path, mode: str, word: str) -> None:
    what, table = _catalogue(context, mode)
    if not table.has(word):
        context.add(path, unknown(what, word, table.keys))


def _fleet(context: Context, at: int, fleet: FleetText, *, first: bool) -> None:
    path: Path = ("lift", "fleets", at)
    if not first:
        context.add((*path, "fleet"), f"named twice, {found(fleet.fleet)}; rename one")
    if context.is_replaced(path):
        return
    _vehicle(context, (*path, "vehicle"), fleet.mode, fleet.vehicle)
    context.refer((*path, "budget_line"), "budget line", fleet.budget_line, context.lines)
    context.refer((*path, "base"), "site or node", fleet.base, context.nodes)
    _corridors(context, (*path, "corridors"), fleet.corridors)
    if fleet.mode == "air" and not fleet.unlimited and fleet.hours_per_week_each is None:
        context.add(path, "aircraft without flying hours; add hours_per_week_each")
    if fleet.mode != "air" and fleet.hours_per_week_each is not None:
        message = f"only aircraft have flying hours, {found(fleet.mode)}; leave it out"
        context.add((*path, "hours_per_week_each"), message)
    _release(context, (*path, "release"), fleet)


def _release(context: Context, path: Path, fleet: FleetText) -> None:
    """A fleet that gives back vehicles has as many, and saves something by it."""
    terms, fixed_usd = fleet.release, fleet.fixed_usd_per_week_each
    if terms is None:
        return
    if fleet.unlimited:
        context.add(path, "a fleet without limit has no vehicles to give back; leave it out")
    elif terms.least > fleet.number:
        message = f"more than the fleet has, {found(terms.least)}; use at most {fleet.number}"
        context.add((*path, "least"), message)
    if fixed_usd is not None and terms.guaranteed_usd_per_week_each > fixed_usd:
        message = (
            f"more than a vehicle that stays costs, {found(terms.guaranteed_usd_per_week_each)}; "
            f"use at most {fixed_usd:,.0f}"
        )
        context.add((*path, "guaranteed_usd_per_week_each"), message)


def _charters(context: Context) -> None:
    charters = context.config.lift.charters
    path = ("lift", "charters")
    for name, mode, words in (
        ("pax_aircraft", "air", charters.pax_aircraft),
        ("cargo_aircraft", "air", charters.cargo_aircraft),
        ("liners", "sea", charters.liners),
    ):
        for at, word in enumerate(words):
            _vehicle(context, (*path, name, at), mode, word)
    _vehicle(context, (*path, "road_pax"), "road", charters.road_pax)
    _vehicle(context, (*path, "road_cargo"), "road", charters.road_cargo)


def _places(context: Context) -> None:
    lift = context.config.lift
    for gateway, sites in lift.gateways.items():
        path = ("lift", "gateways", gateway)
        context.refer(path, "site", gateway, context.sites)
        context.refer_all(path, "site", sites, context.sites)
    stretches: tuple[tuple[str, Sequence[Any]], ...] = (
        ("bridges", lift.bridges),
        ("rivers", lift.rivers),
    )
    for name, items in stretches:
        for at, item in enumerate(items):
            for end in ("origin", "destination"):
                path_of_end = ("lift", name, at, end)
                context.refer(path_of_end, "site or node", getattr(item, end), context.nodes)
    context.refer_all(("lift", "fuel_sites"), "site", lift.fuel_sites, context.sites)
    _corridors(context, ("lift", "roads", "all_weather"), lift.roads.all_weather)


def _corridors(context: Context, path: Path, corridors: Sequence[str]) -> None:
    homes = {f"{iso3}:{kind}" for iso3 in context.tables.countries.keys for kind in ("air", "sea")}
    for at, corridor in enumerate(corridors):
        for end in corridor.split(">"):
            if "*" not in end and end not in homes:
                context.refer((*path, at), "site or node", end, context.nodes)


def _closures(context: Context) -> None:
    for at, closure in enumerate(context.config.lift.closures):
        path: Path = ("lift", "closures", at)
        _corridors(context, (*path, "corridors"), closure.corridors)
        context.span(path, closure.from_, closure.until)
        dates = (closure.from_ is not None) + (closure.until is not None)
        if closure.months and dates:
            context.add(path, "has months and dates; keep one of the two")
        elif not closure.months and dates < 2:
            context.add(path, "says not when; give months, or from and until")


def _payload_range(context: Context) -> None:
    """Every aircraft that is used has a payload-range curve of two points or more."""
    lift = context.config.lift
    curves = [row.aircraft for row in context.tables.payload_range]
    used: list[tuple[Path, str]] = [
        (("lift", "fleets", at, "vehicle"), fleet.vehicle)
        for at, fleet in enumerate(lift.fleets)
        if fleet.mode == "air"
    ]
    for name in ("pax_aircraft", "cargo_aircraft"):
        words = getattr(lift.charters, name)
        used += [(("lift", "charters", name, at), word) for at, word in enumerate(words)]
    for path, word in used:
        points = curves.count(word)
        known = context.tables.payload_range.complete and word in context.tables.aircraft.keys
        if known and points < 2:
            message = f"no payload-range curve, found {points} points; add two or more rows"
            context.add(path, message)
