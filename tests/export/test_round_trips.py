"""What is read back from each format of maps: the layers, to whom they go, and the disclaimer."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_series_equal
from shapely import MultiPolygon, force_2d

from planner.export.formats import Format, export_maps
from planner.export.geojson import DECIMALS
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.marking import contributor
from planner.export.notice import DISCLAIMER
from planner.export.schema import LAYERS
from tests.export.plans import mission_with_reach

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan

KML = "{http://www.opengis.net/kml/2.2}"
READER = contributor("AAA")


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def test_a_geopackage_loses_nothing(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests every column, type, moment and coordinate of every layer, in order."""
    export_maps(maps(mission, full), tmp_path / "map.gpkg", "gpkg", overwrite=False)
    for name, frame in layers(mission, full).items():
        assert len(frame) > 0
        assert_geodataframe_equal(frame, pyogrio.read_dataframe(tmp_path / "map.gpkg", layer=name))


@pytest.mark.parametrize("format_", ["geojson", "kml"])
def test_text_keeps_every_value(
    mission: Mission, full: Plan, tmp_path: Path, format_: Format
) -> None:
    """Tests every value, and coordinates to what is written of them; truth in KML is yes or no,
    KML has no empty text, and areas of one part are plain there and of height 0.
    """
    export_maps(maps(mission, full), tmp_path / "out", format_, overwrite=False)
    for name, frame in layers(mission, full).items():
        back = pyogrio.read_dataframe(tmp_path / "out" / f"{name}.{format_}")
        assert len(back) == len(frame) > 0
        for ours, theirs in zip(frame.geometry, back.geometry, strict=True):
            whole = MultiPolygon([theirs]) if ours.geom_type != theirs.geom_type else theirs
            assert ours.equals_exact(force_2d(whole), 10.0**-DECIMALS, normalize=True)
        for column, kind in LAYERS[name].columns.items():
            # KML has a place of its own for names and spans of time.
            ours, theirs = frame[column], back[_place(column) if format_ == "kml" else column]
            if kind == "bool" and format_ == "kml":
                theirs = theirs == "yes"
            elif kind == "str":
                theirs = theirs.fillna("").astype("str")
            elif kind != "time":
                theirs = theirs.astype(kind)
            assert_series_equal(ours, theirs, check_names=False, rtol=1e-12, atol=0.0)


def _place(column: str) -> str:
    return {"name": "Name"}.get(column, column)


def _gpkg(folder: Path, name: str) -> object:
    return pyogrio.read_info(folder / "plan.gpkg", layer=name)["layer_metadata"]["DESCRIPTION"]


def _geojson(folder: Path, name: str) -> object:
    return json.loads((folder / f"{name}.geojson").read_text("utf-8"))["description"]


def _flatgeobuf(folder: Path, name: str) -> object:
    return pyogrio.read_info(folder / f"{name}.fgb")["layer_metadata"]["DESCRIPTION"]


def _kml(folder: Path, name: str) -> object:
    root = ET.parse(folder / f"{name}.kml").getroot()
    return root.findtext(f"{KML}Document/{KML}Document/{KML}description")


def _kmz(folder: Path, name: str) -> object:
    with zipfile.ZipFile(folder / "plan.kmz") as archive:
        document = ET.fromstring(archive.read("doc.kml"))
    folders = {each.findtext(f"{KML}name"): each for each in document.iter(f"{KML}Folder")}
    return folders[name].findtext(f"{KML}description")


def _parquet(folder: Path, name: str) -> object:
    return gpd.read_parquet(folder / f"{name}.parquet").attrs["description"]


def _shapefile(folder: Path, name: str) -> object:
    return ET.parse(folder / f"{name}.shp.xml").findtext("idinfo/descript/abstract")


def _sql(folder: Path, name: str) -> object:
    head = f'COMMENT ON TABLE "tiny"."{name}" IS '
    lines = (folder / "plan.sql").read_text("utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(head)]
    return line.removeprefix(head).strip(";'")


TOLD = {
    "gpkg": _gpkg,
    "geojson": _geojson,
    "flatgeobuf": _flatgeobuf,
    "kml": _kml,
    "kmz": _kmz,
    "parquet": _parquet,
    "shapefile": _shapefile,
    "sql": _sql,
}


@pytest.mark.parametrize("format_", get_args(Format))
def test_each_layer_says_to_whom_it_goes_and_the_disclaimer(
    mission: Mission, full: Plan, tmp_path: Path, format_: Format
) -> None:
    """Tests the words that every layer of a contributor's maps carries within, in every format."""
    shown = maps(mission, full, READER)
    export_maps(shown, tmp_path / "out", format_, overwrite=False)
    for name in shown.layers:
        title = LAYERS[name].title
        said = TOLD[format_](tmp_path / "out", name)
        assert said == f"{title}. Released to: AAA. {DISCLAIMER}"
