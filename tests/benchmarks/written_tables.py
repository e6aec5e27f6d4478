"""The tables of a drawn mission's config."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from string import ascii_uppercase

from shapely.geometry import mapping

from planner.mission.force import Requirement, UnitType
from planner.mission.mission import Mission
from planner.mission.places import Port, Site
from tests.benchmarks.catalogue import PORT, unit_type

Rows = Iterable[Mapping[str, object]]

COMPANY_PERSONS = 150
PENALTY_TIMES = 2.0
ASSUMED = {"confidence": "assumption", "source": "drawn at random"}


def write_tables(mission: Mission, folder: Path) -> None:
    """Write all tables that the config names."""
    _geojson(folder / "sectors.geojson", mission)
    _table(folder / "sites.csv", map(_site, mission.sites.values()))
    _table(folder / "airports.csv", _airports(mission))
    _table(folder / "countries.csv", _countries(mission))
    _table(folder / "unit_types.csv", _types(mission))
    _table(folder / "load_lists.csv", _loads(mission))
    _table(folder / "units.csv", _units(mission, in_place=True))
    _table(folder / "pledges.csv", _units(mission, in_place=False))
    _table(folder / "requirements.csv", _requirements(mission))
    _roads(folder, mission)


def day_of(mission: Mission, week: int) -> date:
    """First day of a week, which may lie outside the horizon."""
    return mission.calendar.start + timedelta(weeks=week)


def _roads(folder: Path, mission: Mission) -> None:
    """A junction at each site and at the port, and the roads of trucks between them."""
    places: dict[str, Site | Port] = {**mission.sites, PORT: mission.ports[PORT]}
    number = {name: at for at, name in enumerate(places)}
    _table(folder / "nodes.csv", (
        {"node": number[name], "lat": item.latitude, "lon": item.longitude, "iso3": mission.host}
        for name, item in places.items()
    ))  # fmt: skip
    _table(folder / "edges.csv", (
        {"u": number[lane.origin], "v": number[lane.destination], "km": lane.distance_km}
        for lane in mission.lanes.values() if lane.vehicle == "truck"
    ))  # fmt: skip


def _site(site: Site) -> dict[str, object]:
    return {
        "site": site.site, "name": site.name, "latitude": site.latitude,
        "longitude": site.longitude, "sector": site.sector, "kind": site.kind,
        "individuals": site.individuals, "ipo": site.ipo, "staff_officers": site.staff_officers,
        "experts": site.experts, "beds": site.beds, "bed_build_per_week": site.bed_build_per_week,
        "accuracy_m": site.accuracy_m, **ASSUMED,
    }  # fmt: skip


def _airports(mission: Mission) -> Rows:
    """Where contributors' flights begin."""
    return [
        {"ident": item.apoe_ident, "name": item.apoe_ident, "latitude_deg": item.apoe_latitude,
         "longitude_deg": item.apoe_longitude, "rwy_length_m": 3000, "surface_class": "paved"}
        for item in mission.contributors.values()
    ]  # fmt: skip


def _countries(mission: Mission) -> Rows:
    """Contributors, and the host."""
    letters = (a + b for a in ascii_uppercase for b in ascii_uppercase)
    rows: list[dict[str, object]] = [
        {"iso3": item.iso3, "iso2": iso2, "name": item.name, "un_region": item.un_region,
         "continent_region": item.continent, "languages": ";".join(item.languages),
         "apoe_ident": item.apoe_ident, "apoe_name": item.apoe_ident,
         "spoe_name": item.spoe_name, "spoe_latitude": item.spoe_latitude,
         "spoe_longitude": item.spoe_longitude, **ASSUMED}
        for item, iso2 in zip(mission.contributors.values(), letters, strict=False)
    ]  # fmt: skip
    host = dict.fromkeys(rows[0], "") | {"iso3": mission.host, "iso2": next(letters), **ASSUMED}
    host |= {"name": "host", "un_region": "none", "continent_region": "none"}
    return [*rows, host]


def _unit_types(mission: Mission) -> list[UnitType]:
    """Types of the units, and of those that are asked for and that nobody has."""
    found = dict(mission.unit_types)
    offered = {capability for item in found.values() for capability in item.capabilities}
    for name in sorted({need.capability for need in mission.requirements} - offered):
        kind, _, theatre = name.rpartition("-")
        item = unit_type(kind, (int(theatre),))
        found[item.unit_type] = item
    return list(found.values())


def _types(mission: Mission) -> Rows:
    return [
        {"unit_type": item.unit_type, "name": item.name, "category": item.category,
         "capabilities": ";".join(item.capabilities),
         "nominal_strength_persons": item.nominal_strength_persons, "enabler": int(item.enabler),
         "coe_usd_per_person_month": item.coe_usd_per_person_month,
         "self_sustainment_usd_per_person_month": item.self_sustainment_usd_per_person_month,
         "ground_fuel_l_per_person_day": item.ground_fuel_l_per_person_day,
         "flying_hours_per_week": item.flying_hours_per_week,
         "aviation_fuel_l_per_hour": item.aviation_fuel_l_per_hour, **ASSUMED}
        for item in _unit_types(mission)
    ]  # fmt: skip


def _loads(mission: Mission) -> Rows:
    return [
        {"unit_type": item.unit_type, **asdict(item.load), **ASSUMED}
        for item in _unit_types(mission)
    ]


def _units(mission: Mission, *, in_place: bool) -> Rows:
    return [
        {"unit": item.unit, "contributor": item.contributor, "unit_type": item.unit_type,
         "strength_persons": item.strength_persons, "women_persons": item.women_persons,
         "site": item.site or "", "readiness_level": item.readiness_level,
         "ready": "" if in_place else day_of(mission, item.ready_week),
         "rotation_due": _day_or_none(mission, item.rotation_due_week),
         "mou_end": _day_or_none(mission, item.mou_end_week),
         "self_sufficiency_days": item.self_sufficiency_days,
         "movement_options": ";".join(item.movement_options), "synthetic": 1, **ASSUMED}
        for item in mission.units.values() if item.in_place is in_place
    ]  # fmt: skip


def _requirements(mission: Mission) -> Rows:
    persons = {
        capability: kind.nominal_strength_persons
        for kind in _unit_types(mission) for capability in kind.capabilities
    }  # fmt: skip

    def penalty_usd(item: Requirement) -> float:
        size = persons[item.capability] / COMPANY_PERSONS
        return PENALTY_TIMES * max(1.0, size) * item.penalty_usd_per_week

    return [
        {"requirement": item.requirement, "task": item.task, "capability": item.capability,
         "sector": item.sector, "sites": ";".join(item.sites), "quantity": item.quantity,
         "priority": item.priority, "essential": int(item.essential),
         "from": day_of(mission, item.from_week), "until": day_of(mission, item.until_week),
         "penalty_usd_per_week": penalty_usd(item), **ASSUMED}
        for item in mission.requirements
    ]  # fmt: skip


def _day_or_none(mission: Mission, week: int | None) -> date | str:
    return "" if week is None else day_of(mission, week)


def _geojson(path: Path, mission: Mission) -> None:
    features = [
        {"type": "Feature", "properties": {"sector": item.sector, "name": item.name},
         "geometry": mapping(item.area)}
        for item in mission.sectors.values()
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _table(path: Path, rows: Rows) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
