"""What lies beneath a plan on its map: countries, their regions and roads, as shipped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import MultiLineString, coverage_simplify, line_merge
from shapely.geometry import box

from planner.report.geometry import lines, rings
from planner.resources import bundled

if TYPE_CHECKING:
    from shapely.geometry import Polygon
    from shapely.geometry.base import BaseGeometry

COUNTRIES = "boundaries/ne_50m_admin0_countries.gpkg"
REGIONS = "boundaries/ne_10m_admin1_mission_regions.gpkg"
ROAD_NODES, ROAD_EDGES = "roads/nodes.csv.gz", "roads/edges.csv.gz"
NEAR_DEGREES = 2.0  # around what the plan has on the map
NEAR_TOLERANCE, FAR_TOLERANCE, ROAD_TOLERANCE = 0.04, 0.4, 0.01  # degrees
FINEST = 200.0  # of what is shown, the part that is simplified away where the plan is small
FAR_DECIMALS = 2
LEAST_FAR_ISLAND = 0.5  # square degrees
MOST_ROADS = 4000  # more than these are a carpet on a screen, and heavy


def background(corners: list[list[float]]) -> dict[str, Any]:
    """Shapes near two corners (south-west, north-east) by kind: `countries`, by their place in the
    world, `regions` and `roads`.
    """
    (south, west), (north, east) = corners
    near = box(west - NEAR_DEGREES, south - NEAR_DEGREES, east + NEAR_DEGREES, north + NEAR_DEGREES)
    tolerance = min(NEAR_TOLERANCE, max(north - south, east - west) / FINEST)
    return {
        "countries": _countries(near, tolerance),
        "regions": [line for shape in _borders().clip(near) for line in lines(shape, tolerance)],
        "roads": _roads(near),
    }


def _countries(near: Polygon, tolerance: float) -> dict[int, Any]:
    return {
        place: rings(shape)
        for place, shape in enumerate(_simplified(tolerance))
        if shape.intersects(near)
    }


@cache
def world() -> list[list[Any]]:
    """Each country in few points."""
    return [rings(_large(shape), FAR_DECIMALS) for shape in _simplified(FAR_TOLERANCE)]


@cache
def _simplified(tolerance_degrees: float) -> list[BaseGeometry]:
    """Countries whose common borders stay common."""
    shapes = coverage_simplify(_read(COUNTRIES).geometry.to_numpy(), tolerance_degrees)
    return list(shapes)


def _large(shape: BaseGeometry) -> BaseGeometry:
    """A country without its smallest islands, unless it has no other land."""
    parts = gpd.GeoSeries([shape]).explode(ignore_index=True)
    large = parts[parts.area >= min(LEAST_FAR_ISLAND, parts.area.max())]
    return large.union_all()


def _roads(near: Polygon) -> list[Any]:
    west, south, east, north = near.bounds
    nodes = _table(ROAD_NODES)
    here = nodes[nodes["lon"].between(west, east) & nodes["lat"].between(south, north)]
    place = dict(zip(here["node"], zip(here["lon"], here["lat"], strict=True), strict=True))
    edges = _table(ROAD_EDGES)
    ends = edges[edges["u"].isin(place) & edges["v"].isin(place)]
    if ends.empty or len(ends) > MOST_ROADS:
        return []
    pieces = [(place[u], place[v]) for u, v in zip(ends["u"], ends["v"], strict=True)]
    return lines(line_merge(MultiLineString(pieces)), ROAD_TOLERANCE)


@cache
def _borders() -> gpd.GeoSeries:
    return _read(REGIONS).boundary


@cache
def _read(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(bundled("datasets") / name)


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(bundled("datasets") / name)
