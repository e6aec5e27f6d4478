"""Fleets, contracts, lift settings, and what the network of lanes is built from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio.raw
from shapely import from_wkb

from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK
from planner.mission.files import Unreadable
from planner.mission.lift import Contract, Fleet, LiftSettings, Release
from planner.mission.lines.read import as_csv
from planner.mission.network.inputs import (
    AircraftType,
    BargeType,
    Catalogue,
    Charters,
    Closure,
    NetworkSettings,
    RiverStretch,
    RoadTables,
    Service,
    ShipType,
    VehicleType,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from planner.mission.checks.context import Context
    from planner.mission.files import Files
    from planner.mission.schema.lift import FleetText

DUTY_H = 14.0
NODES = ("node", "lat", "lon")
EDGES = ("u", "v", "km")
ADDED = (
    "from_name", "from_latitude", "from_longitude", "to_name", "to_latitude", "to_longitude", "km"
)  # fmt: skip
FACTORS = ("iso3", "factor")


def settings(context: Context) -> LiftSettings:
    """How loads wait, and shares of nominal throughput."""
    values = context.config.lift.settings
    return LiftSettings(**values.model_dump(exclude={"loa_cost_factor"}))


def fleets(context: Context) -> dict[str, Fleet]:
    """Shared fleets of the config, by id."""
    return {fleet.fleet: _fleet(context, fleet) for fleet in context.config.lift.fleets}


def _fleet(context: Context, fleet: FleetText) -> Fleet:
    aircraft = context.tables.aircraft.by_key.get(fleet.vehicle) if fleet.mode == "air" else None
    fixed_usd = fleet.fixed_usd_per_week_each
    if fixed_usd is None:
        per_month = aircraft.usd_per_month_fixed if aircraft else 0.0
        fixed_usd = per_month * DAYS_PER_WEEK / DAYS_PER_MONTH
    duty_h = fleet.crew_duty_h
    if duty_h is None:
        duty_h = aircraft.crew_duty_h if aircraft else DUTY_H
    same = {
        "fleet", "vehicle", "mode", "owner", "number", "unlimited", "hours_per_week_each",
        "budget_line", "base", "crew_rest_h", "daylight_only",
    }  # fmt: skip
    terms = fleet.release
    return Fleet(
        **fleet.model_dump(include=same),
        fixed_usd_per_week_each=fixed_usd,
        crew_duty_h=duty_h,
        release=None if terms is None else Release(**terms.model_dump()),
    )


def contracts(context: Context) -> dict[str, Contract]:
    """Offers of more vehicles, by id."""
    calendar = context.calendar
    return {
        each.contract: Contract(
            **each.model_dump(exclude={"from_", "until"}),
            from_week=max(0, calendar.week_of(each.from_)),
            until_week=min(calendar.weeks, calendar.week_of(each.until)),
        )
        for each in context.config.lift.contracts
    }


def catalogue(context: Context) -> Catalogue:
    """Vehicle types by id."""
    tables = context.tables
    curves: dict[str, list[tuple[float, float]]] = {}
    for point in tables.payload_range:
        curves.setdefault(point.aircraft, []).append((point.range_km, point.payload_t))
    known = set(AircraftType.__dataclass_fields__)
    aircraft = {
        row.aircraft: AircraftType(
            **row.model_dump(include=known),
            fuel_included=row.role == "strategic",
            payload_range=tuple(sorted(curves.get(row.aircraft, []))),
        )
        for row in tables.aircraft
    }
    vehicle, ship, barge = (
        set(kind.__dataclass_fields__) for kind in (VehicleType, ShipType, BargeType)
    )
    return Catalogue(
        aircraft=aircraft,
        vehicles={
            row.vehicle: VehicleType(**row.model_dump(include=vehicle)) for row in tables.vehicles
        },
        ships={row.ship: ShipType(**row.model_dump(include=ship)) for row in tables.ships},
        barges={row.barge: BargeType(**row.model_dump(include=barge)) for row in tables.barges},
    )


def network_settings(context: Context) -> NetworkSettings:
    """Choices of the config about the network."""
    lift, calendar = context.config.lift, context.calendar
    return NetworkSettings(
        gateways=lift.gateways,
        bridges=tuple((bridge.origin, bridge.destination) for bridge in lift.bridges),
        rivers=tuple(RiverStretch(**each.model_dump(exclude={"source"})) for each in lift.rivers),
        fuel_sites=lift.fuel_sites,
        services={fleet.fleet: Service(fleet.corridors, fleet.kits) for fleet in lift.fleets},
        closures=tuple(
            Closure(
                each.mode,
                each.corridors,
                each.months,
                calendar.week_of(each.from_) if each.from_ else None,
                calendar.week_of(each.until) if each.until else None,
            )
            for each in lift.closures
        ),
        wet_months=lift.wet_months,
        all_weather=lift.roads.all_weather,
        charters=Charters(**lift.charters.model_dump()),
        bus_max_km=lift.roads.bus_max_km,
        transit=lift.roads.transit,
        road_margin_deg=lift.roads.margin_deg,
        snap_km=lift.roads.snap_km,
        detour_share=lift.roads.detour_share,
    )


def road_tables(context: Context, files: Files) -> RoadTables | None:
    """The road graph and what mends it; None, with problems noted, if a file is not usable."""
    roads = context.config.lift.roads
    nodes = _frame(context, files, "nodes", roads.nodes, NODES)
    edges = _frame(context, files, "edges", roads.edges, EDGES)
    added = _frame(context, files, "added", roads.added, ADDED)
    factors = _frame(context, files, "factors", roads.factors, FACTORS)
    countries = _countries(context, files)
    if nodes is None or edges is None or added is None or factors is None or countries is None:
        return None
    context.refer_all(("lift", "roads", "transit"), "country", roads.transit, countries)
    if not set(roads.transit) <= set(countries):
        return None
    by_country = {
        str(iso3): float(factor)
        for iso3, factor in zip(factors["iso3"], factors["factor"], strict=True)
    }
    return RoadTables(nodes, edges, added, by_country, countries)


def _frame(
    context: Context, files: Files, key: str, name: str | None, columns: tuple[str, ...]
) -> pd.DataFrame | None:
    """A big table as a frame: all columns but names are numbers."""
    if name is None:
        return pd.DataFrame({column: [] for column in columns})
    path = ("lift", "roads", key)
    try:
        frame = pd.read_csv(
            io.BytesIO(as_csv(files, name)),
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
        )
        for column in columns:
            if column not in frame:
                context.add(path, f"missing column {column!r} in {name}; add it")
                return None
            if column not in {"from_name", "to_name", "iso3"}:
                frame[column] = pd.to_numeric(frame[column])
    except Unreadable as error:
        context.add(path, str(error))
    except ValueError as error:  # of which pandas' own and wrong text encodings are kinds
        context.add(path, f"not a table of {', '.join(columns)}, found {error}; correct {name}")
    else:
        frame["iso3"] = frame["iso3"].fillna("") if "iso3" in frame else ""
        return frame
    return None


def _countries(context: Context, files: Files) -> dict[str, BaseGeometry] | None:
    """Polygons of countries by ISO3 code."""
    name = context.config.lift.roads.borders
    path = ("lift", "roads", "borders")
    try:
        files.read(name)  # so that it counts in the digest
        _, _, shapes, values = pyogrio.raw.read(files.path(name), columns=["ISO_A3_EH"])
        return dict(zip(map(str, values[0]), from_wkb(shapes), strict=True))
    except Unreadable as error:
        context.add(path, str(error))
    except (pyogrio.errors.DataSourceError, ValueError, IndexError) as error:
        context.add(path, f"not a layer of countries with ISO_A3_EH, found {error}; correct it")
    return None
