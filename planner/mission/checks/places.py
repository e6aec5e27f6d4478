"""Checks of calendar, mandates, sectors, sites, strips, seaport and supply nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.geo import between_km
from planner.mission.checks.messages import found, unknown
from planner.mission.layers.areas import unknown_pcode

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.schema.places import Seaport, SupplyNode
    from planner.mission.schema.rows import SiteRow
    from planner.mission.yaml_marks import Path

MOST_SITES = 2_000  # work on lanes grows with the square of their number


def check_places(context: Context) -> None:
    """Everything that is wrong about when and where."""
    _mandates(context)
    _sectors(context)
    _sites(context)
    _airfields(context)
    _nodes(context)
    countries = context.tables.countries
    host = context.config.mission.host
    country(context, ("mission", "host"), host)
    if countries.complete and not countries.keys:
        context.add(("catalogue", "countries"), "the table has no countries; use the shipped one")


def country(context: Context, path: Path, word: str) -> None:
    """Notes a problem if `word` is not the ISO 3166-1 alpha-3 code of a country."""
    if not context.tables.countries.has(word):
        context.add(path, country_message(context, word))


def country_message(context: Context, word: str) -> str:
    """What to say of an unknown country code; two letters get their three."""
    for row in context.tables.countries:
        if word.casefold() in {row.iso2.casefold(), row.iso3.casefold(), row.name.casefold()}:
            return f"unknown country code, {found(word)}; write {row.iso3!r}, its three letters"
    return unknown("country code", word, context.tables.countries.keys)


def _mandates(context: Context) -> None:
    mandates = context.config.mandates
    for at, mandate in enumerate(mandates):
        context.span(("mandates", at), mandate.from_, mandate.until)
    first = context.config.calendar.start
    if context.is_replaced(("calendar",)):
        return
    orderly = all(each.from_ < each.until for each in mandates)
    if orderly and not any(each.from_ <= first < each.until for each in mandates):
        message = f"no mandate is in force on the first day, found {first}; add one"
        context.add(("mandates",), message)


def _sectors(context: Context) -> None:
    config = context.config
    context.refer(("hub",), "site", config.hub, context.sites)
    for sector, site in config.sectors.hq.items():
        context.refer(("sectors", "hq", sector), "site", site, context.sites)
        held = context.areas.sectors
        if context.areas.complete and sector not in held:
            message = unknown("sector of the areas file", sector, held)
            context.add(("sectors", "hq", sector), message, key=True)
    for sector in sorted(set(context.areas.sectors) - set(config.sectors.hq)):
        message = f"sector {sector!r} of the areas file has no headquarters; name its site"
        context.add(("sectors", "hq"), message)


def _sites(context: Context) -> None:
    if len(context.sites) > MOST_SITES:
        message = f"too many sites, found {len(context.sites):,}; use at most {MOST_SITES:,}"
        context.add(("sites", "table"), message)
    config, table = context.config, context.tables.sites
    for at, row in enumerate(table):
        if row.site in config.sites.exclude:
            continue
        override = config.sites.overrides.get(row.site)
        _sector(context, at, row)
        kind = (override and override.kind) or row.kind
        if kind not in config.sites.kinds and not context.is_replaced(("sites", "kinds")):
            context.row(table, at, "kind", unknown("kind of sites.kinds", kind, config.sites.kinds))
        ident = row.airfield_ident
        if ident and not context.tables.airports.has(ident):
            message = unknown("airport", ident, context.tables.airports.keys)
            context.row(table, at, "airfield_ident", message)
        _strip(context, at, row)
    for name in config.sites.overrides:
        context.refer(("sites", "overrides", name), "site", name, context.sites)
    for at, name in enumerate(config.sites.exclude):
        if not table.has(name):
            context.add(("sites", "exclude", at), unknown("site", name, table.keys))


def _sector(context: Context, at: int, row: SiteRow) -> None:
    """A site's sector is known, and its P-code, where areas have such, lies in it."""
    table, pcodes = context.tables.sites, context.areas.pcodes
    sector, code = context.sector_of(row), row.pcode
    if code is not None and pcodes and context.areas.complete:
        if code not in pcodes:
            context.row(table, at, "pcode", unknown_pcode(code, pcodes))
            return
        if pcodes[code] is None:
            context.row(table, at, "pcode", f"in no sector, {found(code)}; add it to one")
            return
        if sector != pcodes[code]:
            message = f"P-code {code} lies in sector {pcodes[code]!r}, {found(sector)}; correct one"
            context.row(table, at, "sector", message)
            return
    if sector is None:
        if context.areas.complete:
            hint = "name it, or give the P-code of one of the sectors' areas"
            context.row(table, at, "sector", f"missing; {hint}")
    elif sector not in context.sector_names:
        context.row(table, at, "sector", unknown("sector", sector, context.sector_names))


def _strip(context: Context, at: int, row: SiteRow) -> None:
    """The strip that serves a site lies near it; else one of the two stands in a wrong place."""
    nearest_km = context.config.airfields.nearest_km
    own = context.config.airfields.overrides.get(row.site)
    strip = context.tables.airports.by_key.get((own and own.ident) or row.airfield_ident or "")
    site = context.config.sites.overrides.get(row.site)
    road_km = row.airfield_km if own is None or own.road_km is None else own.road_km
    moved = own is not None and (own.latitude is not None or own.longitude is not None)
    if strip is None or moved or (road_km is not None and road_km > nearest_km):
        return
    latitude = row.latitude if site is None or site.latitude is None else site.latitude
    longitude = row.longitude if site is None or site.longitude is None else site.longitude
    km = between_km((longitude, latitude), (strip.longitude_deg, strip.latitude_deg))
    if km > nearest_km:
        message = (
            f"strip {strip.ident} lies {km:,.0f} km from the site, farther than the "
            f"{nearest_km:g} km of airfields.nearest_km; correct the site's position or its strip"
        )
        context.row(context.tables.sites, at, "airfield_ident", message)


def _airfields(context: Context) -> None:
    defaults = context.tables.airfield_defaults
    for name in ("icao_no_length", "local_code", "no_strip"):
        if not defaults.has(name):
            context.add(("airfields", "defaults"), f"no row for the class {name!r}; add it")
    for name, override in context.config.airfields.overrides.items():
        path = ("airfields", "overrides", name)
        context.refer(path, "site", name, context.sites)
        if override.ident and not context.tables.airports.has(override.ident):
            known = context.tables.airports.keys
            context.add((*path, "ident"), unknown("airport", override.ident, known))
        opening, closing = override.opening_hour, override.closing_hour
        if opening is not None and closing is not None and closing <= opening:
            message = f"closes before it opens, found {opening:g} to {closing:g}; correct them"
            context.add((*path, "closing_hour"), message)


def _nodes(context: Context) -> None:
    config = context.config
    port = config.seaport
    if port.wpi is not None and context.tables.ports.complete and context.port is None:
        message = f"unknown World Port Index number, {found(port.wpi)}; correct it"
        context.add(("seaport", "wpi"), message)
    if port.wpi is None and None in (port.latitude, port.longitude, port.name):
        context.add(("seaport",), "has no place; give wpi, or name, latitude and longitude")
    _name_taken(context, ("seaport",), port)
    for at, node in enumerate(config.supply_nodes):
        path = ("supply_nodes", at)
        _name_taken(context, path, node)
        airports = context.tables.airports
        if node.airport is not None and not airports.has(node.airport):
            context.add((*path, "airport"), unknown("airport", node.airport, airports.keys))
        if node.airport is None and None in (node.latitude, node.longitude):
            context.add(path, "has no place; give airport, or latitude and longitude")
    names = [port.node, *(node.node for node in config.supply_nodes)]
    for at, name in enumerate(names[1:]):
        if name in names[: at + 1]:
            context.add(("supply_nodes", at, "node"), f"named twice, {found(name)}; rename one")


def _name_taken(context: Context, path: Path, node: Seaport | SupplyNode) -> None:
    if node.node in context.tables.sites.keys:
        context.add((*path, "node"), f"is a site too, {found(node.node)}; rename one")
