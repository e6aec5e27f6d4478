"""Shapes as the lists of points that a map draws: [latitude, longitude], rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseMultipartGeometry

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 3  # of a degree: about 100 m
Points = list[list[float]]


def line_points(shape: BaseGeometry, tolerance_degrees: float) -> Points:
    """A line, simplified."""
    return _points(shape.simplify(tolerance_degrees).coords)


def lines(shape: BaseGeometry, tolerance_degrees: float) -> list[Points]:
    """A line of several parts, simplified; points among them are left out."""
    slim = shape.simplify(tolerance_degrees)
    parts = slim.geoms if isinstance(slim, BaseMultipartGeometry) else [slim]
    return [_points(part.coords) for part in parts if isinstance(part, LineString)]


def polygons(shape: BaseGeometry, tolerance_degrees: float) -> list[list[Points]]:
    """Areas, simplified, as `rings`."""
    return rings(shape.simplify(tolerance_degrees))


def rings(shape: BaseGeometry, decimals: int = DECIMALS) -> list[list[Points]]:
    """Areas: a list of rings for each polygon, the outer one first."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return [
        [_points(ring.coords, decimals) for ring in (part.exterior, *part.interiors)]
        for part in parts
        if isinstance(part, Polygon) and not part.is_empty
    ]


def bounds(shapes: Any) -> list[list[float]]:  # noqa: ANN401 (a GeoSeries, untyped)
    """South-west and north-east corner of everything in a series of shapes."""
    west, south, east, north = shapes.total_bounds
    return _points([(west, south), (east, north)])


def _points(coordinates: Any, decimals: int = DECIMALS) -> Points:  # noqa: ANN401 (a sequence of shapely's, untyped)
    return [
        [round(float(latitude), decimals) + 0.0, round(float(longitude), decimals) + 0.0]
        for longitude, latitude, *_ in coordinates
    ]
