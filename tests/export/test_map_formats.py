"""Layers in other formats say the same as the layers themselves, and repeat byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import util
from typing import TYPE_CHECKING, Any, get_args
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
from geopandas.testing import assert_geodataframe_equal

from planner.errors import ExportFailed
from planner.export.colours import MODES
from planner.export.formats import Format, export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.ogr import KML_NAMES, placemark_name
from planner.mission.lift import Mode
from planner.plan import Plan, empty_tables
from tests.export.plans import mission_with_reach

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def read(path: Path) -> gpd.GeoDataFrame:
    """A layer read back."""
    return gpd.read_parquet(path) if path.suffix == ".parquet" else pyogrio.read_dataframe(path)


@pytest.mark.parametrize(("format_", "suffix"), [("flatgeobuf", "fgb"), ("parquet", "parquet")])
def test_round_trips_lose_nothing(
    mission: Mission, full: Plan, tmp_path: Path, format_: Format, suffix: str
) -> None:
    """Tests every column, type, moment and coordinate of every layer; rows may change places."""
    export_maps(maps(mission, full), tmp_path / "out", format_, overwrite=False)
    for name, frame in layers(mission, full).items():
        back = read(tmp_path / "out" / f"{name}.{suffix}")
        assert len(frame) > 0
        assert sorted(frame.geometry.to_wkt()) == sorted(back.geometry.to_wkt())
        key = [column for column in frame.columns if column != "geometry"]
        left, right = (each.sort_values(key, ignore_index=True) for each in (frame, back))
        assert_geodataframe_equal(left[[*key, "geometry"]], right[[*key, "geometry"]])


@pytest.mark.parametrize("format_", get_args(Format))
def test_bytes_repeat_and_no_rows_are_written_too(
    mission: Mission, full: Plan, tmp_path: Path, format_: Format
) -> None:
    """Tests two exports of one plan byte by byte, and one of a plan in which nothing happens."""
    for name in ("one", "two"):
        export_maps(maps(mission, full), tmp_path / name, format_, overwrite=False)
    first = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    nothing = replace(full, tables=empty_tables())
    export_maps(maps(mission, nothing), tmp_path / "nothing", format_, overwrite=False)
    assert first.keys() == {path.name for path in (tmp_path / "nothing").iterdir()}


def placemarks(path: Path) -> list[Any]:
    """All placemarks of a KML file."""
    return list(ET.parse(path).getroot().iter(f"{KML}Placemark"))


def test_kml_has_names_spans_of_time_and_colours(
    mission: Mission, full: Plan, tmp_path: Path
) -> None:
    """Tests the movements, one by one, against their layer."""
    export_maps(maps(mission, full), tmp_path / "out", "kml", overwrite=False)
    for name, frame in layers(mission, full).items():
        marks = placemarks(tmp_path / "out" / f"{name}.kml")
        assert len(marks) == len(frame)
        called = [mark.findtext(f"{KML}name") for mark in marks]
        assert called == [placemark_name(name, row) for row in frame.to_dict("records")]
        assert all(called)
        spans = [mark.find(f"{KML}TimeSpan") is not None for mark in marks]
        assert all(spans) == ("begin" in frame) == any(spans)
    frame = layers(mission, full)["movements"]
    for mark, (_, line) in zip(
        placemarks(tmp_path / "out" / "movements.kml"), frame.iterrows(), strict=True
    ):
        begin = mark.findtext(f"{KML}TimeSpan/{KML}begin")
        assert begin == line["begin"].strftime("%Y-%m-%dT%H:%M:%SZ")
        # KML turns #rrggbb into aabbggrr.
        red, green, blue = re.findall("..", MODES[line["mode"]].removeprefix("#"))
        said = mark.findtext(f"{KML}Style/{KML}LineStyle/{KML}color")
        assert said.lower() == f"ff{blue}{green}{red}".lower()


def test_placemarks_are_called_by_what_they_are(mission: Mission, full: Plan) -> None:
    """Tests the first of each layer: a stock by its class, not by its unit of measure."""
    shown = layers(mission, full)
    called = {
        name: placemark_name(name, frame.to_dict("records")[0]) for name, frame in shown.items()
    }
    assert set(called) == set(KML_NAMES)
    assert called["stocks"] == "rations"
    assert called["postings"] == "p1@bravo"
    assert called["timetable"] == "road:hub>bravo"


def test_every_mode_of_transport_has_a_colour() -> None:
    """Tests that no lane is drawn black for want of one."""
    assert set(get_args(Mode)) == set(MODES)


def test_geoparquet_names_the_extra_where_pyarrow_is_missing(
    mission: Mission, full: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the message, and that nothing is left behind."""
    monkeypatch.setattr("planner.export.parquet.find_spec", {"pyarrow": None}.get)
    with pytest.raises(ExportFailed, match=r"pip install 'peaceplan\[parquet\]'"):
        export_maps(maps(mission, full), tmp_path / "out", "parquet", overwrite=False)
    assert util.find_spec("pyarrow") is not None
    assert list(tmp_path.iterdir()) == []
