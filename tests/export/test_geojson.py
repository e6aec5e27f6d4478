"""GeoJSON keeps to RFC 7946: members, positions, rings, and what crosses the antimeridian."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from shapely.geometry import LineString, Polygon

from planner.export.formats import export_maps
from planner.export.maps import maps
from planner.export.schema import LAYERS
from tests.export.plans import mission_with_reach

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def rings(geometry: dict[str, Any]) -> Any:
    """Polygons of a geometry as lists of rings."""
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    return kinds.get(geometry["type"], [])


def points(part: Any) -> list[list[float]]:
    """All positions of coordinates."""
    if isinstance(part[0], float | int):
        return [part]
    return list(chain.from_iterable(points(each) for each in part))


def turn(ring: list[list[float]]) -> float:
    """Twice the area of a ring, above zero where it runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def test_geojson_obeys_its_standard_by_rule(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests members, types, positions and rings of every feature of every layer; an area with a
    hole and clockwise edges is turned.
    """
    shown = maps(mission, full)
    hole = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    reach = shown.layers["reach"]
    reach = reach.set_geometry([hole, *reach.geometry[1:]], crs=reach.crs)
    export_maps(
        replace(shown, layers={**shown.layers, "reach": reach}), tmp_path / "out", "geojson",
        overwrite=False,
    )  # fmt: skip
    for name in LAYERS:
        content = json.loads((tmp_path / "out" / f"{name}.geojson").read_text("utf-8"))
        assert content["type"] == "FeatureCollection"
        assert not {"crs", "geometry", "properties", "coordinates"} & content.keys()
        for feature in content["features"]:
            assert feature["type"] == "Feature"
            assert {"geometry", "properties"} <= feature.keys()
            assert not {"crs", "features", "coordinates"} & feature.keys()
            assert feature["geometry"]["type"] == LAYERS[name].geometry
            for x, y in points(feature["geometry"]["coordinates"]):
                assert -180 <= x <= 180
                assert -90 <= y <= 90
            for outer, *inner in rings(feature["geometry"]):
                assert turn(outer) > 0
                assert all(turn(ring) < 0 for ring in inner)
                assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in (outer, *inner))
    reach_file = json.loads((tmp_path / "out" / "reach.geojson").read_text("utf-8"))
    assert len(reach_file["features"][0]["geometry"]["coordinates"]) == 2


def test_geojson_cuts_what_crosses_the_antimeridian(
    mission: Mission, full: Plan, tmp_path: Path
) -> None:
    """Tests a lane in the Pacific: two parts, neither of which spans the world."""
    shown = maps(mission, full)
    routes = shown.layers["routes"]
    across = LineString([(178.0, -18.0), (-178.0, -14.0)])
    routes = routes.set_geometry([across] * len(routes), crs=routes.crs)
    export_maps(
        replace(shown, layers={"routes": routes}), tmp_path / "out", "geojson", overwrite=False
    )
    content = json.loads((tmp_path / "out" / "routes.geojson").read_text("utf-8"))
    for feature in content["features"]:
        assert feature["geometry"]["type"] == "MultiLineString"
        parts = sorted(feature["geometry"]["coordinates"], key=max)
        assert [{x for x, _ in part} for part in parts] == [{-180, -178}, {178, 180}]
