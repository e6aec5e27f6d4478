"""The QGIS project of a plan: its layers, its time, what it says, and where it lies."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from planner.export.colours import CROWDED
from planner.export.formats import export_maps
from planner.export.maps import maps
from planner.export.marking import PUBLIC
from planner.export.qgis.project import TITLES
from planner.export.schema import LAYERS
from tests.export.plans import mission_with_reach, plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.marking import Reader
    from planner.mission.mission import Mission


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def opened(content: bytes) -> ET.Element:
    """The project in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = archive.namelist()
        assert name == "plan.qgs"
        return ET.fromstring(archive.read(name))


def written(mission: Mission, folder: Path, reader: Reader | None = None) -> ET.Element:
    """The project beside the GeoPackage, after it was held against the one within."""
    shown = maps(mission, plan(mission), reader) if reader else maps(mission, plan(mission))
    export_maps(shown, folder, "gpkg", overwrite=False)
    beside = (folder / "plan.qgz").read_bytes()
    with closing(sqlite3.connect(folder / "plan.gpkg")) as database:
        [(name, content)] = database.execute("SELECT name, content FROM qgis_projects").fetchall()
    assert (name, bytes.fromhex(content)) == ("plan", beside)
    return opened(beside)


def test_the_project_has_every_layer_from_the_top(mission: Mission, tmp_path: Path) -> None:
    """Tests order, names, sources and which are hidden at first."""
    root = written(mission, tmp_path / "out")
    assert set(TITLES) == set(LAYERS)
    nodes = root.findall("layer-tree-group/layer-tree-layer")
    assert [node.get("name") for node in nodes] == list(TITLES.values())
    assert [node.get("checked") == "Qt::Unchecked" for node in nodes] == [
        name in CROWDED for name in TITLES
    ]
    found = {layer.findtext("id"): layer for layer in root.findall("projectlayers/maplayer")}
    for node, name in zip(nodes, TITLES, strict=True):
        layer = found[node.get("id")]
        assert layer.findtext("datasource") == f"./plan.gpkg|layername={name}"
        assert layer.find("renderer-v2") is not None
        assert "official endorsement" in str(layer.findtext("resourceMetadata/abstract"))


def test_the_slider_runs_through_the_plan(mission: Mission, tmp_path: Path) -> None:
    """Tests range, step and that the controller is on."""
    root = written(mission, tmp_path / "out")
    times = root.find("ProjectTimeSettings")
    assert times is not None
    assert (times.get("timeStep"), times.get("timeStepUnit")) == ("1", "wk")
    calendar = mission.calendar
    spans = [times.findtext(f"TemporalRange/{end}") for end in ("start", "end")]
    assert spans == [f"{calendar.start}T00:00:00Z", f"{calendar.end}T00:00:00Z"]
    assert root.findtext("properties/TemporalControllerWidget/NavigationMode") == "1"


def test_the_map_says_the_disclaimer_and_its_reader(mission: Mission, tmp_path: Path) -> None:
    """Tests the label that QGIS draws over the map, and that the public has its layers alone."""
    root = written(mission, tmp_path / "out", PUBLIC)
    label = str(root.findtext("properties/CopyrightLabel/Label"))
    assert label.startswith("Released to: public. ")
    assert "do not imply official endorsement or acceptance by the United Nations" in label
    names = [layer.findtext("layername") for layer in root.findall("projectlayers/maplayer")]
    assert names == ["Sectors"]


def test_a_file_of_another_name_has_a_project_of_itself(mission: Mission, tmp_path: Path) -> None:
    """Tests the sources within a GeoPackage that is not called plan.gpkg."""
    export_maps(maps(mission, plan(mission)), tmp_path / "map.gpkg", "gpkg", overwrite=False)
    with closing(sqlite3.connect(tmp_path / "map.gpkg")) as database:
        [(content,)] = database.execute("SELECT content FROM qgis_projects").fetchall()
    sources = [each.text or "" for each in opened(bytes.fromhex(content)).iter("datasource")]
    assert all(source.startswith("./map.gpkg|") for source in sources)
