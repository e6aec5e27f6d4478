"""All layers as one KMZ that Google Earth draws: symbols as PNG, spans of time, the disclaimer."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.errors import ExportFailed
from planner.export.archive import zipped
from planner.export.colours import CROWDED
from planner.export.kml_looks import icons, look, styles_of
from planner.export.notice import DISCLAIMER, NOTICE
from planner.export.ogr import placemark_name
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from planner.export.maps import Maps

KMZ_FILE = "plan.kmz"
EXTRA = "peaceplan[maps]"
KML = "http://www.opengis.net/kml/2.2"
DECIMALS = 6  # of a degree: about a tenth of a metre


def write_kmz(maps: Maps, path: Path) -> None:
    """Write one archive of doc.kml and its pictures.

    Raises
    ------
    ExportFailed
        If resvg-py or matplotlib (whose fonts draw the letters in symbols) is missing.
    """
    if find_spec("resvg_py") is None or find_spec("matplotlib") is None:
        raise ExportFailed(
            f"KMZ needs resvg-py and matplotlib; install the extra: pip install '{EXTRA}'"
        )
    pictures = icons(maps)
    text = ET.tostring(_document(maps), encoding="utf-8", xml_declaration=True)
    members = {"doc.kml": text, "NOTICE.txt": NOTICE.encode(), **pictures}
    path.write_bytes(zipped(members))


def _document(maps: Maps) -> ET.Element:
    root = ET.Element("kml", {"xmlns": KML})
    document = ET.SubElement(root, "Document")
    _text(document, "name", maps.title)
    _text(document, "open", "1")
    _text(document, "Snippet", f"Released to: {maps.reader}")
    _text(document, "description", f"Released to: {maps.reader}. {DISCLAIMER}")
    document.extend(styles_of(maps))
    document.append(_overlay())
    # From the top, as other programs list layers.
    for name, frame in reversed(maps.layers.items()):
        document.append(_folder(maps, name, frame))
    return root


def _overlay() -> ET.Element:
    """The disclaimer, which stays at the foot of the screen."""
    overlay = ET.Element("ScreenOverlay")
    _text(overlay, "name", "Disclaimer")
    _text(ET.SubElement(overlay, "Icon"), "href", "files/disclaimer.png")
    for tag in ("overlayXY", "screenXY"):
        ET.SubElement(overlay, tag, {
            "x": "0.5", "y": "0.03", "xunits": "fraction", "yunits": "fraction",
        })  # fmt: skip
    return overlay


def _folder(maps: Maps, name: str, frame: gpd.GeoDataFrame) -> ET.Element:
    folder = ET.Element("Folder")
    shown = "0" if name in CROWDED else "1"
    _text(folder, "name", name)
    _text(folder, "visibility", shown)
    _text(folder, "description", maps.about(name))
    columns = [str(column) for column in frame.columns if column != "geometry"]
    for values in zip(*(frame[column] for column in (*columns, "geometry")), strict=True):
        row = dict(zip(columns, values, strict=False))
        folder.append(_placemark(name, row, values[-1], shown))
    return folder


def _placemark(layer: str, row: dict[str, object], shape: BaseGeometry, shown: str) -> ET.Element:
    mark = ET.Element("Placemark")
    _text(mark, "name", placemark_name(layer, row))
    _text(mark, "visibility", shown)
    if "begin" in row:
        span = ET.SubElement(mark, "TimeSpan")
        for end in ("begin", "end"):
            _text(span, end, f"{row[end]:%Y-%m-%dT%H:%M:%SZ}")
    _text(mark, "styleUrl", f"#{look(layer, row)}")
    data = ET.SubElement(mark, "ExtendedData")
    for column, kind in LAYERS[layer].columns.items():
        if column in row:
            item = ET.SubElement(data, "Data", {"name": column})
            _text(item, "value", _said(row[column], kind))
    mark.append(_geometry(shape))
    return mark


def _said(value: object, kind: str) -> str:
    """A value as people read it; what is not known is empty."""
    if value != value:  # noqa: PLR0124 (not a number)
        return ""
    if kind == "bool":
        return "yes" if value else "no"
    if kind == "time":
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return repr(value) if kind == "float64" else str(value)


def _geometry(shape: BaseGeometry) -> ET.Element:
    if shape.geom_type == "Point":
        found = ET.Element("Point")
        _text(found, "coordinates", _points(shape.coords))
    elif shape.geom_type == "LineString":
        found = ET.Element("LineString")
        _text(found, "tessellate", "1")
        _text(found, "coordinates", _points(shape.coords))
    elif shape.geom_type == "Polygon":
        found = ET.Element("Polygon")
        _text(found, "tessellate", "1")
        for tag, ring in (
            ("outerBoundaryIs", shape.exterior),
            *(("innerBoundaryIs", ring) for ring in shape.interiors),
        ):
            edge = ET.SubElement(ET.SubElement(found, tag), "LinearRing")
            _text(edge, "coordinates", _points(ring.coords))
    else:
        found = ET.Element("MultiGeometry")
        found.extend(_geometry(part) for part in shape.geoms)
    return found


def _points(points: object) -> str:
    return " ".join(f"{round(x, DECIMALS)!r},{round(y, DECIMALS)!r}" for x, y, *_ in points)  # type: ignore[attr-defined]


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
