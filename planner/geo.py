"""Distances and routes on the earth: geodesics, great-circle points, sea legs. Points are
(longitude, latitude) in degrees, WGS 84; distances are kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Point = tuple[float, float]
Line = tuple[Point, ...]

GEOD = Geod(ellps="WGS84")
M_PER_KM = 1_000.0
HALF_TURN_DEG = 180.0
POINT_DIGITS = 5


@dataclass(frozen=True, slots=True)
class SeaLeg:
    """A way by sea: its length and its points, ends included."""

    km: float
    points: Line


def distance_km(
    longitude: ArrayLike,
    latitude: ArrayLike,
    to_longitude: ArrayLike,
    to_latitude: ArrayLike,
) -> NDArray[np.float64]:
    """Geodesic distances between pairs of points; arguments broadcast as numpy's do."""
    arrays = np.broadcast_arrays(
        *(np.asarray(value, dtype=float) for value in (longitude, latitude)),
        *(np.asarray(value, dtype=float) for value in (to_longitude, to_latitude)),
    )
    x, y, to_x, to_y = (array.copy() for array in arrays)
    metres = GEOD.inv(x, y, to_x, to_y)[2]
    return np.asarray(metres, dtype=float) / M_PER_KM


def between_km(a: Point, b: Point) -> float:
    """Geodesic distance between two points."""
    return float(GEOD.inv(*a, *b)[2]) / M_PER_KM


def great_circle(a: Point, b: Point, *, step_km: float = 250.0) -> Line:
    """Points of the shortest way from `a` to `b`, ends included, at most `step_km` apart."""
    inner = int(between_km(a, b) // step_km)
    points = GEOD.npts(a[0], a[1], b[0], b[1], inner) if inner else []
    return (a, *(_rounded(point) for point in points), b)


def split_antimeridian(points: Line) -> tuple[Line, ...]:
    """The line in parts that do not cross the 180th meridian, as RFC 7946 asks.

    A step of more than half a turn of longitude is taken to cross it.
    """
    parts: list[list[Point]] = [[points[0]]]
    for here, there in pairwise(points):
        turn = there[0] - here[0]
        if abs(turn) > HALF_TURN_DEG:
            edge = HALF_TURN_DEG if turn < 0 else -HALF_TURN_DEG
            unrolled = there[0] + 2 * edge
            share = (edge - here[0]) / (unrolled - here[0]) if unrolled != here[0] else 0.0
            latitude = round(here[1] + share * (there[1] - here[1]), POINT_DIGITS)
            parts[-1].append((edge, latitude))
            parts.append([(-edge, latitude)])
        parts[-1].append(there)
    return tuple(tuple(part) for part in parts if len(part) > 1)


def sea_leg(a: Point, b: Point, *, avoid: tuple[str, ...] = ()) -> SeaLeg:
    """Shortest way by sea between two ports, over the sea network of the searoute package.

    Parameters
    ----------
    avoid
        Passages not to use, as searoute names them (`suez`, `panama`, `malacca` …).
    """
    return _sea_leg(a, b, avoid)


@lru_cache(maxsize=512)
def _sea_leg(a: Point, b: Point, avoid: tuple[str, ...]) -> SeaLeg:
    searoute = import_module("searoute")  # a second to import, needed for sea lanes only
    # The Northwest Passage is closed by default; a list replaces that default.
    found = searoute.searoute(list(a), list(b), restrictions=["northwest", *avoid])
    points = tuple(_rounded(point) for point in found.geometry["coordinates"])
    access_km = between_km(a, points[0]) + between_km(points[-1], b)
    return SeaLeg(float(found.properties["length"]) + access_km, (a, *points, b))


def _rounded(point: tuple[float, ...]) -> Point:
    return round(float(point[0]), POINT_DIGITS), round(float(point[1]), POINT_DIGITS)
