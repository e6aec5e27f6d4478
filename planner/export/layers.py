"""A plan as map layers; what each holds is said in `schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyproj import Geod
from shapely.geometry import MultiPolygon, Point, Polygon

from planner.export.coverage import coverage, percent_held
from planner.export.movements import movements, routes, timetable
from planner.export.presence import presence, stays, steady_daily_consumption
from planner.export.rows import records
from planner.export.schema import layer_frame, moment
from planner.export.symbols import symbol_code
from planner.mission.connections import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from planner.mission.mission import Mission
    from planner.mission.rules import Rule
    from planner.plan import Plan

REACH_KINDS = ("hospital_reach", "qrf_reach")
CIRCLE_POINTS = 72


def layers(mission: Mission, plan: Plan) -> dict[str, gpd.GeoDataFrame]:
    """Every layer by name, in drawing order from the bottom."""
    return {
        "areas": areas(mission, plan),
        "reach": reach(mission, plan),
        "routes": routes(mission, plan),
        "movements": movements(mission, plan),
        "timetable": timetable(mission, plan),
        "sites": sites(mission, plan),
        "stocks": stocks(mission, plan),
        "postings": postings(mission, plan),
    }


def areas(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Sectors with the share of asked unit-weeks that are held, in percent."""
    by_sector = coverage(mission, plan).groupby("sector")
    asked_by = by_sector["asked"].sum().to_dict()
    held_by = by_sector["held"].sum().to_dict()
    rows = []
    for name, sector in sorted(mission.sectors.items()):
        asked, held = asked_by.get(name, 0.0), held_by.get(name, 0.0)
        area = sector.area
        rows.append({
            "sector": name,
            "name": sector.name,
            "hq_site": sector.hq_site,
            "asked_unit_weeks": asked,
            "held_unit_weeks": held,
            "coverage_percent": percent_held(asked, held),
            "geometry": MultiPolygon([area]) if isinstance(area, Polygon) else area,
        })  # fmt: skip
    return layer_frame("areas", rows)


def sites(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Sites with beds before and after building, most unit persons of any week, strip and road."""
    here = presence(plan).groupby(["site", "week"])["strength_persons"].sum()
    peaks = here.groupby("site").max()
    connected = {item.site: item for item in connections(mission)}
    built = plan.tables["beds"].groupby("site")["built"].sum()
    rows = []
    for name, site in sorted(mission.sites.items()):
        strip, reached = site.airfield, connected[name]
        rows.append({
            "site": name,
            "name": site.name,
            "sector": site.sector,
            "pcode": site.pcode or "",
            "kind": site.kind,
            "beds_start": float(site.beds),
            "beds_end": float(site.beds + built.get(name, 0.0)),
            "peak_persons": int(peaks.get(name, 0)),
            "airfield": strip.ident if strip else "",
            "runway_m": strip.runway_m if strip else None,
            "runway_known": strip is not None and strip.runway_known,
            "surface": strip.surface if strip else "",
            "surface_known": strip is not None and strip.surface_known,
            "accuracy_m": site.accuracy_m,
            "road": reached.road,
            "road_snap_km": reached.snap_km,
            "modes": " ".join(reached.modes),
            "geometry": Point(site.longitude, site.latitude),
        })  # fmt: skip
    return layer_frame("sites", rows)


def postings(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Every posting as a point at its site."""
    rows: list[dict[str, Any]] = []
    for record in records(plan.tables["postings"]):
        site = mission.sites[record["site"]]
        kind = mission.unit_types[record["unit_type"]]
        rows.append({
            **record,
            "sidc": symbol_code(kind, record["strength_persons"]),
            "begin": moment(mission.calendar, record["start_week"]),
            "end": moment(mission.calendar, record["end_week"]),
            "geometry": Point(site.longitude, site.latitude),
        })  # fmt: skip
    return layer_frame("postings", rows)


def stocks(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Closing stocks by site, class and week; no days of supply where nothing is consumed."""
    steady = steady_daily_consumption(mission, plan)
    table = plan.tables["stocks"].merge(steady, how="left", on=["site", "supply_class", "week"])
    rows: list[dict[str, Any]] = []
    for record in records(table):
        site = mission.sites[record["site"]]
        item = mission.supply_classes[record["supply_class"]]
        per_day = record["per_day"]
        rows.append({
            **record,
            "unit": item.unit,
            "days_of_supply": record["closing"] / per_day if per_day > 0 else None,
            "minimum_days": item.days_of_supply_at(record["site"]),
            "begin": moment(mission.calendar, record["week"]),
            "end": moment(mission.calendar, record["week"] + 1),
            "geometry": Point(site.longitude, site.latitude),
        })  # fmt: skip
    return layer_frame("stocks", rows)


def reach(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """A geodesic circle around each posting that gives reach, for each rule that asks for it."""
    rules = [rule for kind in REACH_KINDS for rule in mission.rules_of(kind)]
    return layer_frame("reach", [row for rule in rules for row in _circles(mission, plan, rule)])


def _circles(mission: Mission, plan: Plan, rule: Rule) -> Iterator[dict[str, Any]]:
    giving = set(rule.names("by"))
    holders = {need.requirement for need in mission.requirements if need.capability in giving}
    radius_km = max(0.0, rule.number("hours") - rule.number("launch_hours")) * rule.number(
        "speed_kmh"
    )
    for postings_of_unit in stays(plan).values():
        for stay in postings_of_unit:
            if stay.requirement not in holders or radius_km <= 0:
                continue
            site = mission.sites[stay.site]
            yield {
                "rule": rule.rule,
                "kind": rule.kind,
                "unit": stay.unit,
                "contributor": mission.units[stay.unit].contributor,
                "site": stay.site,
                "radius_km": radius_km,
                "begin": moment(mission.calendar, stay.start_week),
                "end": moment(mission.calendar, stay.end_week),
                "geometry": circle(site.longitude, site.latitude, radius_km),
            }


def circle(longitude: float, latitude: float, radius_km: float) -> Polygon:
    """Points at a geodesic distance on WGS 84, anticlockwise."""
    azimuths = [-360.0 * step / CIRCLE_POINTS for step in range(CIRCLE_POINTS)]
    longitudes, latitudes, _ = Geod(ellps="WGS84").fwd(
        [longitude] * CIRCLE_POINTS,
        [latitude] * CIRCLE_POINTS,
        azimuths,
        [1000.0 * radius_km] * CIRCLE_POINTS,
    )
    return Polygon(zip(longitudes, latitudes, strict=True))
