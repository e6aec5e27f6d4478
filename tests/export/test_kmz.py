"""A KMZ says what the layers say, with styles, pictures and spans of time that belong together."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from fastkml.validator import validate

from planner.errors import ExportFailed
from planner.export.colours import CROWDED
from planner.export.formats import export_maps
from planner.export.kmz import DECIMALS
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.schema import LAYERS
from tests.export.plans import mission_with_reach

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan

KML = "{http://www.opengis.net/kml/2.2}"
# The order in which KML 2.2 has the parts of a placemark.
ORDER = ["name", "visibility", "TimeSpan", "styleUrl", "ExtendedData"]
PNG = b"\x89PNG\r\n"


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


@pytest.fixture
def archive(mission: Mission, full: Plan, tmp_path: Path) -> zipfile.ZipFile:
    """The archive of a plan."""
    export_maps(maps(mission, full), tmp_path / "map.kmz", "kmz", overwrite=False)
    assert {path.name for path in tmp_path.iterdir()} == {"map.kmz", "map.NOTICE.txt"}
    return zipfile.ZipFile(tmp_path / "map.kmz")


def folders(archive: zipfile.ZipFile) -> dict[str, list[ET.Element]]:
    """Placemarks by folder, in order."""
    root = ET.fromstring(archive.read("doc.kml"))
    return {
        str(folder.findtext(f"{KML}name")): folder.findall(f"{KML}Placemark")
        for folder in root.iter(f"{KML}Folder")
    }


def test_every_value_is_told(mission: Mission, full: Plan, archive: zipfile.ZipFile) -> None:
    """Tests each attribute of each row of each layer, and the span of time of those that have one;
    numbers come back as they were.
    """
    found = folders(archive)
    assert list(found) == list(LAYERS)[::-1]
    for name, frame in layers(mission, full).items():
        assert len(found[name]) == len(frame) > 0
        for mark, (_, values) in zip(found[name], frame.iterrows(), strict=True):
            assert mark.findtext(f"{KML}name")
            told = {str(item.get("name")): item.findtext(f"{KML}value") or ""
                    for item in mark.iter(f"{KML}Data")}  # fmt: skip
            assert list(told) == list(LAYERS[name].columns)
            for column, kind in LAYERS[name].columns.items():
                if kind == "float64":
                    known = values[column] == values[column]
                    assert told[column] == (repr(float(values[column])) if known else "")
                elif kind == "time":
                    assert told[column] == f"{values[column]:%Y-%m-%dT%H:%M:%SZ}"
                    assert mark.findtext(f"{KML}TimeSpan/{KML}{column}") == told[column]
                elif kind == "bool":
                    assert told[column] == ("yes" if values[column] else "no")
                else:
                    assert told[column] == str(values[column])


def test_shapes_are_those_of_the_layers(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests every coordinate as GDAL reads it, to a tenth of a metre."""
    export_maps(maps(mission, full), tmp_path / "map.kmz", "kmz", overwrite=False)
    for name, frame in layers(mission, full).items():
        back = pyogrio.read_dataframe(tmp_path / "map.kmz", layer=name)
        for ours, theirs in zip(frame.geometry, back.geometry, strict=True):
            assert ours.equals_exact(theirs, 10.0**-DECIMALS, normalize=True), name


def test_documents_keep_to_the_schema_of_kml(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests the archive and the single files against the schema of OGC KML 2.2; a document with a
    part out of its place is told.
    """
    export_maps(maps(mission, full), tmp_path / "map.kmz", "kmz", overwrite=False)
    export_maps(maps(mission, full), tmp_path / "kml", "kml", overwrite=False)
    path = tmp_path / "doc.kml"
    with zipfile.ZipFile(tmp_path / "map.kmz") as archive:
        path.write_bytes(archive.read("doc.kml"))
    for each in (path, *sorted((tmp_path / "kml").glob("*.kml"))):
        assert validate(file_to_validate=each), each.name
    path.write_text(path.read_text("utf-8").replace("styleUrl>", "colour>"), "utf-8")
    with pytest.raises(AssertionError):
        validate(file_to_validate=path)


def test_what_is_named_is_there(archive: zipfile.ZipFile) -> None:
    """Tests that each style and picture is used and there, once, and pictures are PNG."""
    root = ET.fromstring(archive.read("doc.kml"))
    styles = [str(style.get("id")) for style in root.iter(f"{KML}Style")]
    named = {str(each.text).removeprefix("#") for each in root.iter(f"{KML}styleUrl")}
    assert len(styles) == len(set(styles))
    assert set(styles) == named
    pictures = {name for name in archive.namelist() if name.startswith("files/")}
    assert {str(each.text) for each in root.iter(f"{KML}href")} == pictures
    assert all(archive.read(name).startswith(PNG) for name in pictures)
    assert any(name.startswith("files/unit-1003100015") for name in pictures)


def test_parts_stand_in_the_order_of_the_standard(archive: zipfile.ZipFile) -> None:
    """Tests every placemark, that the crowded layers are hidden at first, and the disclaimer."""
    for name, marks in folders(archive).items():
        for mark in marks:
            tags = [part.tag.removeprefix(KML) for part in mark]
            assert tags[:-1] == [tag for tag in ORDER if tag in tags]
            assert mark.findtext(f"{KML}visibility") == ("0" if name in CROWDED else "1")
    root = ET.fromstring(archive.read("doc.kml"))
    assert "official endorsement" in str(root.findtext(f"{KML}Document/{KML}description"))
    overlay = root.find(f"{KML}Document/{KML}ScreenOverlay/{KML}Icon/{KML}href")
    assert overlay is not None
    assert overlay.text == "files/disclaimer.png"


def test_the_extra_is_named_where_it_is_missing(
    mission: Mission, full: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the message, and that nothing is left behind."""
    monkeypatch.setattr("planner.export.kmz.find_spec", {"resvg_py": None}.get)
    with pytest.raises(ExportFailed, match=r"pip install 'peaceplan\[maps\]'"):
        export_maps(maps(mission, full), tmp_path / "out", "kmz", overwrite=False)
    assert list(tmp_path.iterdir()) == []
