"""A QGIS project of the layers of a plan, with the temporal controller on, a slider by week."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.export.archive import zipped
from planner.export.colours import CROWDED
from planner.export.notice import DISCLAIMER
from planner.export.qgis.qml import VERSION, document
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.export.maps import Maps

NAME = "plan"
# Names in the legend, from the top.
TITLES = {
    "postings": "Units",
    "sites": "Sites",
    "movements": "Movements",
    "timetable": "Timetable",
    "routes": "Routes in use",
    "stocks": "Stocks",
    "reach": "Reach of hospitals and reaction forces",
    "areas": "Sectors",
}
GEOMETRIES = {
    "MultiPolygon": ("Polygon", "MultiPolygon"),
    "Polygon": ("Polygon", "Polygon"),
    "LineString": ("Line", "LineString"),
    "Point": ("Point", "Point"),
}
# As QGIS writes it: with the code alone it takes none.
WGS84 = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}
ANIMATED = 1  # of the temporal controller's ways: a slider
MARGIN = 0.05  # of the extent, on each side
BOTTOM_LEFT, TOP_LEFT = 0, 2

CREATE = "CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
INSERT = "INSERT INTO qgis_projects VALUES (?, ?, ?)"


def project(maps: Maps, styles: Mapping[str, ET.Element], package: str) -> ET.Element:
    """The project of the layers in `package`, a GeoPackage in the same folder as the project."""
    shown = [name for name in TITLES if name in maps.layers]
    root = ET.Element("qgis", {"version": VERSION, "projectname": maps.title})
    ET.SubElement(root, "homePath", {"path": ""})
    ET.SubElement(root, "title").text = maps.title
    ET.SubElement(root, "projectCrs").append(_wgs84())
    root.append(_tree(shown, package))
    layers = ET.SubElement(root, "projectlayers")
    for name in shown:
        layers.append(_layer(maps, name, styles[name], package))
    root.append(_properties(maps))
    metadata = ET.SubElement(root, "projectMetadata")
    ET.SubElement(metadata, "title").text = maps.title
    ET.SubElement(metadata, "abstract").text = _said(maps)
    _add_views(root, maps)
    return root


def packed(found: ET.Element) -> bytes:
    """A project as a .qgz: the archive of one .qgs."""
    return zipped({f"{NAME}.qgs": document(found).encode()})


def write_project(path: Path, archive: bytes, written_at: str) -> None:
    """Write a project into the GeoPackage that holds its layers, where QGIS looks for it.

    written_at: moment that is noted as the time of writing, in ISO 8601.

    Raises
    ------
    sqlite3.Error
        If the file cannot be written.
    """
    about = f'{{"last_modified_time": "{written_at}", "last_modified_user": ""}}'
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(CREATE)
        database.execute(INSERT, (NAME, about, archive.hex()))


def _tree(shown: list[str], package: str) -> ET.Element:
    tree = ET.Element("layer-tree-group")
    for name in shown:
        ET.SubElement(tree, "layer-tree-layer", {
            "id": _identity(name),
            "name": TITLES[name],
            "source": _source(package, name),
            "providerKey": "ogr",
            "checked": "Qt::Unchecked" if name in CROWDED else "Qt::Checked",
            "expanded": "0",
        })  # fmt: skip
    return tree


def _layer(maps: Maps, name: str, style: ET.Element, package: str) -> ET.Element:
    geometry, kind = GEOMETRIES[LAYERS[name].geometry]
    layer = ET.Element("maplayer", {
        "type": "vector",
        "geometry": geometry,
        "wkbType": kind,
        "labelsEnabled": str(style.get("labelsEnabled")),
        "hasScaleBasedVisibilityFlag": "0",
        "styleCategories": "AllStyleCategories",
    })  # fmt: skip
    ET.SubElement(layer, "id").text = _identity(name)
    ET.SubElement(layer, "datasource").text = _source(package, name)
    ET.SubElement(layer, "layername").text = TITLES[name]
    ET.SubElement(layer, "srs").append(_wgs84())
    about = ET.SubElement(layer, "resourceMetadata")
    ET.SubElement(about, "title").text = TITLES[name]
    ET.SubElement(about, "abstract").text = maps.about(name)
    ET.SubElement(layer, "provider", {"encoding": "UTF-8"}).text = "ogr"
    layer.extend(deepcopy(list(style)))
    return layer


def _identity(name: str) -> str:
    """Of a layer in the project: QGIS takes no short one."""
    return f"peaceplan_layer_{name}"


def _source(package: str, name: str) -> str:
    return f"./{package}|layername={name}"


def _wgs84() -> ET.Element:
    found = ET.Element("spatialrefsys", {"nativeFormat": "Wkt"})
    for name, said in WGS84.items():
        ET.SubElement(found, name).text = said
    return found


def _properties(maps: Maps) -> ET.Element:
    """What QGIS draws over the map, and how it opens the temporal controller."""
    properties = ET.Element("properties")
    _enter(properties, "CopyrightLabel", Enabled=True, Label=_said(maps), Placement=BOTTOM_LEFT)
    _enter(properties, "TitleLabel", Enabled=True, Label=maps.title, Placement=TOP_LEFT)
    _enter(properties, "ScaleBar", Enabled=True)
    _enter(
        properties,
        "TemporalControllerWidget",
        NavigationMode=ANIMATED,
        StartDateTime=f"{maps.first_day}T00:00:00Z",
        EndDateTime=f"{maps.end}T00:00:00Z",
    )
    _enter(properties, "Paths", Absolute=False)
    _enter(properties, "SpatialRefSys", ProjectionsEnabled=1)
    return properties


def _enter(properties: ET.Element, group: str, **entries: str | bool | int) -> None:
    parent = ET.SubElement(properties, group)
    for name, value in entries.items():
        kind = {bool: "bool", int: "int", str: "QString"}[type(value)]
        said = str(value).lower() if isinstance(value, bool) else str(value)
        ET.SubElement(parent, name, {"type": kind}).text = said


def _said(maps: Maps) -> str:
    return f"Released to: {maps.reader}. {DISCLAIMER} Roads: © OpenStreetMap contributors, ODbL."


def _add_views(root: ET.Element, maps: Maps) -> None:
    """Extent and range of time that the project opens with."""
    west, south, east, north = _extent(maps)
    views = ET.SubElement(root, "ProjectViewSettings", {"UseProjectScales": "0"})
    corners = {"xmin": west, "ymin": south, "xmax": east, "ymax": north}
    extent = {corner: repr(value) for corner, value in corners.items()}
    ET.SubElement(views, "DefaultViewExtent", extent).append(_wgs84())
    times = ET.SubElement(root, "ProjectTimeSettings", {
        "timeStep": "1", "timeStepUnit": "wk", "frameRate": "2", "cumulativeTemporalRange": "0",
    })  # fmt: skip
    span = ET.SubElement(times, "TemporalRange")
    ET.SubElement(span, "start").text = f"{maps.first_day}T00:00:00Z"
    ET.SubElement(span, "end").text = f"{maps.end}T00:00:00Z"


def _extent(maps: Maps) -> tuple[float, float, float, float]:
    """Of the sectors, else of all layers; the whole world if nothing is drawn."""
    parts = [maps.layers["areas"]] if "areas" in maps.layers else []
    bounds = [
        frame.total_bounds for frame in parts or list(maps.layers.values()) if len(frame)
    ] or [(-180.0, -90.0, 180.0, 90.0)]
    west, south = (float(min(each[at] for each in bounds)) for at in (0, 1))
    east, north = (float(max(each[at] for each in bounds)) for at in (2, 3))
    wide, high = MARGIN * (east - west), MARGIN * (north - south)
    return west - wide, south - high, east + wide, north + high
