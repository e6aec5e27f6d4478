"""Sectors, sites with their strips, and ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.files import Unreadable
from planner.mission.inputs import value_at
from planner.mission.layers import areas
from planner.mission.layers.areas import Areas
from planner.mission.layers.forms import BrokenText
from planner.mission.network.airfields import (
    AirfieldDefault,
    AirfieldFacts,
    AirfieldOverride,
    airfield_class,
    effective_airfield,
)
from planner.mission.places import Airfield, Port, Sector, Site
from planner.mission.schema.places import AirfieldOverride as Override
from planner.mission.schema.places import SiteOverride

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.files import Files
    from planner.mission.schema.rows import PcodeRow, SiteRow
    from planner.mission.tables import Table
    from planner.mission.yaml_marks import Document

AREAS = ("sectors", "areas")


def read_areas(document: Document, files: Files, assigned: Table[PcodeRow]) -> Areas:
    """Sectors of the layer that a config names; adds problems to the document's."""
    name = value_at(document.value, AREAS)
    if not isinstance(name, str) or not name:
        return Areas(complete=False)
    columns = value_at(document.value, ("sectors", "columns"))
    by_pcode = value_at(document.value, ("sectors", "pcodes")) is not None
    columns = columns if isinstance(columns, dict) else {}
    try:
        return areas.read_areas(
            files, name, columns, assigned if by_pcode else None, document.problems
        )
    except BrokenText as error:
        document.problems.append(error.problem("areas"))
    except Unreadable as error:
        document.problems.append(document.problem(AREAS, str(error)))
    return Areas(complete=False)


def sectors(context: Context) -> dict[str, Sector]:
    """Sectors by id."""
    held = context.areas.sectors
    return {
        sector: Sector(sector, held[sector][0], site, held[sector][1])
        for sector, site in context.config.sectors.hq.items()
    }


def sites(context: Context) -> dict[str, Site]:
    """Sites by id, with defaults of their kind and overrides."""
    config = context.config.sites
    return {
        row.site: _site(context, row, config.overrides.get(row.site) or SiteOverride())
        for row in context.tables.sites
        if row.site not in config.exclude
    }


def _site(context: Context, row: SiteRow, override: SiteOverride) -> Site:
    config = context.config.sites
    own = override.model_dump(exclude_none=True)
    table = row.model_dump(include=set(SiteOverride.model_fields))
    table["sector"] = context.sector_of(row)
    if not config.occupied:
        table |= {"beds": 0, "ipo": 0, "staff_officers": 0, "experts": 0}
    if override.latitude is not None or override.longitude is not None:
        table["accuracy_m"] = 0.0  # the table's is of another place
    kind = config.kinds[own.get("kind", row.kind)].model_dump()
    return Site(
        site=row.site,
        name=row.name,
        pcode=row.pcode,
        airfield=_airfield(context, row),
        **(kind | table | own),
    )


def _airfield(context: Context, row: SiteRow) -> Airfield:
    override = context.config.airfields.overrides.get(row.site) or Override()
    facts = _facts(context, row, override)
    strip_class = airfield_class(facts.ident) if facts else "no_strip"
    default = context.tables.airfield_defaults.by_key[strip_class]
    return effective_airfield(
        facts,
        AirfieldDefault(**default.model_dump(exclude={"source", "confidence", "note"})),
        AirfieldOverride(
            **override.model_dump(exclude={"ident", "latitude", "longitude", "road_km"})
        ),
        site=row.site,
        place=(row.latitude, row.longitude),
    )


def _facts(context: Context, row: SiteRow, override: Override) -> AirfieldFacts | None:
    ident = override.ident or row.airfield_ident
    road_km = row.airfield_km if override.road_km is None else override.road_km
    too_far = road_km is not None and road_km > context.config.airfields.nearest_km
    if ident is None or too_far:
        return None
    airport = context.tables.airports.by_key.get(ident)
    place = (airport.latitude_deg, airport.longitude_deg) if airport else (None, None)
    latitude = place[0] if override.latitude is None else override.latitude
    longitude = place[1] if override.longitude is None else override.longitude
    runway_m = row.runway_m or (airport and airport.rwy_length_m) or None
    surface = row.surface if row.surface != "unknown" else airport and airport.surface_class
    return AirfieldFacts(
        ident=ident,
        latitude=row.latitude if latitude is None else latitude,
        longitude=row.longitude if longitude is None else longitude,
        runway_m=runway_m,
        surface="paved" if surface == "paved" else "unpaved" if surface == "unpaved" else None,
        road_km=road_km or 0.0,
    )


def ports(context: Context) -> dict[str, Port]:
    """Seaport and supply nodes by id."""
    given = context.config.seaport
    row = context.port
    seaport = Port(
        given.node,
        given.name or (row.name if row else given.node),
        _first(given.latitude, row.latitude if row else None),
        _first(given.longitude, row.longitude if row else None),
        "seaport",
        given.teu_per_week,
        given.lane_m_per_week,
        given.draught_m,
    )
    nodes = {seaport.node: seaport}
    for node in context.config.supply_nodes:
        airport = context.tables.airports.by_key.get(node.airport or "")
        nodes[node.node] = Port(
            node.node,
            node.name,
            _first(node.latitude, airport.latitude_deg if airport else None),
            _first(node.longitude, airport.longitude_deg if airport else None),
            node.kind,
            node.teu_per_week,
            node.lane_m_per_week,
            node.draught_m,
        )
    return nodes


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)
