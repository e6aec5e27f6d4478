"""Columns and geometry of every map layer; `time` is a moment in UTC, NaN stands for none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from planner.export.marking import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.mission.calendar import Calendar

CRS = "EPSG:4326"
_DTYPES = {"time": "datetime64[ms, UTC]"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: what it shows, its geometry type, its columns with their types, and who may see it.

    owner: column by which rows are told to be a contributor's own, `contributor` itself or `site`,
    where its units are posted; narrower: columns that fewer may see than the layer.
    """

    title: str
    geometry: str
    columns: Mapping[str, str]
    marking: Marking
    owner: str = ""
    narrower: Mapping[str, Marking] = field(default_factory=dict)


LAYERS: dict[str, Layer] = {
    "areas": Layer(
        "Sectors, and the share of the unit-weeks asked for that are held",
        "MultiPolygon",
        {
            "sector": "str",
            "name": "str",
            "hq_site": "str",
            "asked_unit_weeks": "float64",
            "held_unit_weeks": "float64",
            "coverage_percent": "float64",
        },
        Marking.PUBLIC,
        narrower={"hq_site": Marking.ORGANISATION},
    ),
    "reach": Layer(
        "Circles that hospitals and quick-reaction forces reach in the time the rule allows",
        "Polygon",
        {
            "rule": "str",
            "kind": "str",
            "unit": "str",
            "contributor": "str",
            "site": "str",
            "radius_km": "float64",
            "begin": "time",
            "end": "time",
        },
        Marking.CONTRIBUTOR,
        owner="contributor",
    ),
    "routes": Layer(
        "Lanes that the plan uses, with everything that goes over them",
        "LineString",
        {
            "lane": "str",
            "corridor": "str",
            "mode": "str",
            "vehicle": "str",
            "fleet": "str",
            "use": "str",
            "distance_km": "float64",
            "snap_km": "float64",
            "trips": "int64",
            "pax": "float64",
            "t": "float64",
        },
        Marking.ORGANISATION,
    ),
    "movements": Layer(
        "Loads under way: begin of the departure week to end of the arrival week",
        "LineString",
        {
            "load": "str",
            "lane": "str",
            "mode": "str",
            "unit": "str",
            "contributor": "str",
            "consignment": "str",
            "purpose": "str",
            "direction": "str",
            "trips": "int64",
            "pax": "float64",
            "t": "float64",
            "begin": "time",
            "end": "time",
        },
        Marking.CONTRIBUTOR,
        owner="contributor",
        narrower={"trips": Marking.ORGANISATION},
    ),
    "timetable": Layer(
        "Trips of the weeks that have a timetable, there and back; times are local, marked as UTC",
        "LineString",
        {
            "lane": "str",
            "mode": "str",
            "week": "int64",
            "trip": "int64",
            "way": "str",
            "vehicle": "str",
            "crew": "str",
            "consignment": "str",
            "begin": "time",
            "end": "time",
        },
        Marking.ORGANISATION,
    ),
    "sites": Layer(
        "Sites with their beds, strength, airfield, road and the modes that lead there",
        "Point",
        {
            "site": "str",
            "name": "str",
            "sector": "str",
            "pcode": "str",
            "kind": "str",
            "beds_start": "float64",
            "beds_end": "float64",
            "peak_persons": "int64",
            "airfield": "str",
            "runway_m": "float64",
            "runway_known": "bool",
            "surface": "str",
            "surface_known": "bool",
            "accuracy_m": "float64",
            "road": "str",
            "road_snap_km": "float64",
            "modes": "str",
        },
        Marking.CONTRIBUTOR,
        owner="site",
        narrower={
            "beds_start": Marking.ORGANISATION,
            "beds_end": Marking.ORGANISATION,
            "peak_persons": Marking.ORGANISATION,
        },
    ),
    "stocks": Layer(
        "Stock at the end of each week, in units of its class and in days of supply",
        "Point",
        {
            "site": "str",
            "supply_class": "str",
            "unit": "str",
            "week": "int64",
            "closing": "float64",
            "unmet": "float64",
            "days_of_supply": "float64",
            "minimum_days": "float64",
            "begin": "time",
            "end": "time",
        },
        Marking.ORGANISATION,
    ),
    "postings": Layer(
        "Units at their sites from begin to end",
        "Point",
        {
            "posting": "str",
            "unit": "str",
            "contributor": "str",
            "unit_type": "str",
            "site": "str",
            "requirement": "str",
            "strength_persons": "int64",
            "sidc": "str",
            "arrival": "str",
            "departure": "str",
            "begin": "time",
            "end": "time",
        },
        Marking.CONTRIBUTOR,
        owner="contributor",
    ),
}


def moment(calendar: Calendar, week: int) -> pd.Timestamp:
    """First moment of a week, in UTC."""
    return pd.Timestamp(calendar.first_day(week), tz="UTC")


def layer_frame(name: str, rows: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Rows with a `geometry` each as the layer `name`: its columns and types, also without rows."""
    columns = LAYERS[name].columns
    data = {
        column: pd.Series([row[column] for row in rows], dtype=_DTYPES.get(kind, kind))
        for column, kind in columns.items()
    }
    return gpd.GeoDataFrame(data, geometry=[row["geometry"] for row in rows], crs=CRS)
