"""Tests of the map layers and the files they are written to."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from pyproj import Geod

from planner.errors import ExportFailed
from planner.export.formats import export_maps
from planner.export.layers import circle, layers
from planner.export.maps import maps
from planner.export.schema import LAYERS
from planner.mission.network.inputs import Snap
from planner.plan import empty_tables
from tests.export.plans import mission_with_reach, plan, posting, row

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def utc(text: str) -> pd.Timestamp:
    """A moment in UTC."""
    return pd.Timestamp(text, tz="UTC")


def test_every_layer_has_its_columns_and_lies_in_wgs84(mission: Mission) -> None:
    """Tests that the schema is kept, with rows and without."""
    nothing = replace(plan(mission), tables=empty_tables())
    for made in (plan(mission), nothing):
        shown = layers(mission, made)
        assert set(shown) == set(LAYERS)
        for name, frame in shown.items():
            assert list(frame.columns) == [*LAYERS[name].columns, "geometry"]
            assert frame.crs == "EPSG:4326"


def test_areas_say_how_much_of_the_need_is_held(mission: Mission) -> None:
    """Tests coverage: three needs of 20 weeks ask for 60 unit-weeks; 20 + 20 + 14 are held."""
    area = layers(mission, plan(mission))["areas"].iloc[0]
    assert (area["asked_unit_weeks"], area["held_unit_weeks"]) == (60.0, 54.0)
    assert area["coverage_percent"] == pytest.approx(90.0)


def test_sites_say_how_they_are_connected(mission: Mission) -> None:
    """Tests the road, the distance to it and the modes of a site on an edge and of one without."""
    asked = replace(mission, snaps={"alpha": Snap("alpha", "edge", 0.4)})
    frame = layers(asked, plan(asked))["sites"].set_index("site")
    assert frame.loc["alpha", ["road", "road_snap_km", "modes"]].tolist() == [
        "edge", 0.4, "air road",
    ]  # fmt: skip
    assert frame.loc["bravo", "road"] == "no road"
    assert pd.isna(frame.loc["bravo", "road_snap_km"])


def test_postings_begin_and_end_with_their_weeks(mission: Mission) -> None:
    """Tests that p1 (weeks 6 to 19) stands from 12 August to the end, 18 November 2025."""
    frame = layers(mission, plan(mission))["postings"].set_index("unit")
    assert frame.loc["p1", "begin"] == utc("2025-08-12")
    assert frame.loc["p1", "end"] == utc("2025-11-18")


def test_movements_carry_loads_charters_and_supplies(mission: Mission) -> None:
    """Tests that 2100 kg of rations are 2.1 t, that charters and shared loads keep their own."""
    frame = layers(mission, plan(mission))["movements"].set_index("load")
    assert frame.loc["supplies", "t"] == pytest.approx(2.1)
    assert frame.loc["charter", "pax"] == 150.0
    assert frame.loc["unit", ["t", "trips", "purpose"]].tolist() == [60.0, 2, "arrive"]
    assert frame.loc["unit", "begin"] == utc("2025-08-05")
    assert frame.loc["unit", "end"] == utc("2025-08-12")


def test_what_goes_out_runs_backwards(mission: Mission) -> None:
    """Tests that a load of direction `out` is drawn from the site to the hub."""
    made = plan(mission)
    away = made.tables["consignments"].assign(direction="out")
    backwards = replace(made, tables={**made.tables, "consignments": away})
    line = layers(mission, backwards)["movements"].set_index("load").loc["unit", "geometry"]
    assert list(line.coords) == [(19.0, 6.0), (18.0, 5.0)]


def test_routes_sum_trips_and_loads(mission: Mission) -> None:
    """Tests that the road carries 60 t of the unit and 2.1 t of rations in two trips."""
    frame = layers(mission, plan(mission))["routes"].set_index("lane")
    assert list(frame.index) == ["charter_pax:AAA>hub", "road:hub>bravo"]
    assert frame.loc["road:hub>bravo", "t"] == pytest.approx(62.1)
    assert frame.loc["road:hub>bravo", "trips"] == 2


def test_stocks_show_days_of_supply(mission: Mission) -> None:
    """Tests that 4200 kg for 150 persons at 2 kg a day are 14 days."""
    frame = layers(mission, plan(mission))["stocks"]
    assert frame["days_of_supply"].tolist() == pytest.approx([14.0, 14.0])
    assert frame["minimum_days"].tolist() == [7.0, 7.0]


def test_units_on_the_move_count_at_their_destination(mission: Mission) -> None:
    """Tests presence in weeks 8 to 11 of a move from alpha to bravo."""
    moving = plan(
        mission,
        postings=[
            posting("u1", "alpha", 0, 8, departure="redeploy"),
            posting("u1", "bravo", 12, 20, arrival="redeploy"),
        ],
        stocks=[
            row("stocks", site=site, supply_class="rations", week=9, closing=2100.0)
            for site in ("alpha", "bravo")
        ],
    )
    frame = layers(mission, moving)["stocks"].set_index("site")
    # 2100 kg / (150 persons x 2 kg) = 7 days at bravo; nobody eats at alpha any more
    assert frame.loc["bravo", "days_of_supply"] == pytest.approx(7.0)
    assert pd.isna(frame.loc["alpha", "days_of_supply"])


def test_reach_is_a_geodesic_circle(mission: Mission) -> None:
    """Tests that (2 - 0.5) h at 100 km/h reach 150 km in every direction."""
    frame = layers(mission, plan(mission))["reach"]
    assert len(frame) == 3
    shape = circle(18.0, 5.0, 150.0)
    metres = [Geod(ellps="WGS84").inv(18.0, 5.0, *point)[2] for point in shape.exterior.coords]
    assert metres == pytest.approx([150_000.0] * len(metres))
    assert shape.exterior.is_ccw


def test_timetabled_trips_go_out_and_back(mission: Mission) -> None:
    """Tests that hours count from the week's first day: 30 h after 1 July is 06:00 on 2 July."""
    trip = row("timetable", lane="road:hub>bravo", trip=1, vehicle="trucks/1", depart_h=30.0,
               turn_h=40.0, leave_h=54.0, return_h=64.0)  # fmt: skip
    frame = layers(mission, plan(mission, timetable=[trip]))["timetable"].set_index("way")
    assert frame.loc["out", "begin"] == utc("2025-07-02 06:00")
    assert frame.loc["back", "end"] == utc("2025-07-03 16:00")


def test_the_geopackage_holds_every_layer(mission: Mission, tmp_path: Path) -> None:
    """Tests names, CRS, times in UTC, version 1.3, and last_change on the plan's first day."""
    files = export_maps(maps(mission, plan(mission)), tmp_path / "out", "gpkg", overwrite=False)
    assert [path.name for path in files] == ["NOTICE.txt", "plan.gpkg", "plan.qgz"]
    path = tmp_path / "out" / "plan.gpkg"
    held = dict(pyogrio.list_layers(path))
    assert held == {name: layer.geometry for name, layer in LAYERS.items()} | {"layer_styles": None}
    back = gpd.read_file(path, layer="postings")
    assert back["begin"].dt.tz is not None
    assert back.crs == "EPSG:4326"
    with sqlite3.connect(path) as base:
        changes = {row[0] for row in base.execute("SELECT last_change FROM gpkg_contents")}
        version = base.execute("PRAGMA user_version").fetchone()[0]
    base.close()
    assert changes == {"2025-07-01T00:00:00.000Z"}
    assert version == 10300


def test_a_geopackage_may_be_a_file(mission: Mission, tmp_path: Path) -> None:
    """Tests that a name ending in .gpkg is a file with the notice beside it."""
    files = export_maps(
        maps(mission, plan(mission)), tmp_path / "map.gpkg", "gpkg", overwrite=False
    )
    assert [path.name for path in files] == ["map.gpkg", "map.NOTICE.txt"]
    assert all(path.is_file() for path in files)
    with pytest.raises(ExportFailed, match="--overwrite"):
        export_maps(maps(mission, plan(mission)), tmp_path / "map.gpkg", "gpkg", overwrite=False)


def test_another_file_is_never_taken_for_the_notice(mission: Mission, tmp_path: Path) -> None:
    """Tests that it is kept and the map refused, and that the planner's own notice is renewed."""
    shown = maps(mission, plan(mission))
    notice = tmp_path / "map.NOTICE.txt"
    notice.write_text("mine")
    with pytest.raises(ExportFailed, match=r"NOTICE\.txt exists"):
        export_maps(shown, tmp_path / "map.gpkg", "gpkg", overwrite=False)
    assert [path.name for path in tmp_path.iterdir()] == ["map.NOTICE.txt"]
    notice.write_text("Made with peaceplan. An earlier text")
    export_maps(shown, tmp_path / "map.gpkg", "gpkg", overwrite=False)
    assert "OpenStreetMap contributors" in notice.read_text()


def test_geojson_keeps_to_rfc_7946(mission: Mission, tmp_path: Path) -> None:
    """Tests one file a layer, no crs member, counter-clockwise rings, UTC times, six decimals."""
    export_maps(maps(mission, plan(mission)), tmp_path / "out", "geojson", overwrite=False)
    names = {path.stem for path in (tmp_path / "out").glob("*.geojson")}
    assert names == set(LAYERS)
    content = json.loads((tmp_path / "out" / "reach.geojson").read_text())
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    assert content["features"][0]["properties"]["begin"] == "2025-08-12T00:00:00Z"
    ring = content["features"][0]["geometry"]["coordinates"][0]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert area > 0
    assert max(len(repr(value).split(".")[1]) for point in ring for value in point) <= 6
    assert "OpenStreetMap contributors" in (tmp_path / "out" / "NOTICE.txt").read_text()


def test_a_route_between_two_sites_at_one_junction_is_a_line(mission: Mission) -> None:
    """Tests a lane whose route is one point: its layer is drawn, as a line of no length there."""
    name = next(iter(layers(mission, plan(mission))["routes"]["lane"]))
    lane = mission.lanes[name]
    lanes = mission.lanes | {name: replace(lane, route=lane.route[:1])}
    changed = replace(mission, lanes=lanes)
    drawn = layers(changed, plan(changed))["routes"].set_index("lane").geometry[name]
    assert (drawn.length, drawn.geom_type) == (0.0, "LineString")
    assert drawn.coords[0] == lane.route[0]
