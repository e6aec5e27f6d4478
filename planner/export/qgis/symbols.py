"""Symbols of QGIS 3 as XML: markers, lines and fills."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "SimpleMarker": "marker",
    "SvgMarker": "marker",
    "FontMarker": "marker",
    "SimpleLine": "line",
    "SimpleFill": "fill",
}
INK = "#404040"
FONT = "DejaVu Sans"
BY_EXPRESSION = "3"  # of properties that each feature says by itself


def symbol(name: str, drawn_by: str, properties: Mapping[str, str]) -> ET.Element:
    """A symbol of one layer. drawn_by: a key of KINDS; properties: those of that class in QGIS,
    with colours as `rgba` makes them and sizes in millimetres.
    """
    found = ET.Element(
        "symbol",
        {
            "type": KINDS[drawn_by],
            "name": name,
            "alpha": "1",
            "clip_to_extent": "1",
            "force_rhr": "0",
        },
    )
    _add(found, drawn_by, properties)
    return found


def marker(name: str, shape: str, colour: str, size_mm: float) -> ET.Element:
    """A point: `shape` is one of QGIS's simple markers."""
    return symbol(name, "SimpleMarker", {
        "name": shape,
        "color": rgba(colour),
        "outline_color": rgba(INK),
        "outline_width": "0.2",
        "size": str(size_mm),
        "size_unit": "MM",
    })  # fmt: skip


def picture(name: str, svg: str, width_mm: float, up_mm: float) -> ET.Element:
    """A point drawn as SVG, which is kept within the style; up_mm: how far above its place."""
    packed = b64encode(svg.encode()).decode()
    return symbol(name, "SvgMarker", {
        "name": f"base64:{packed}",
        "size": str(width_mm),
        "size_unit": "MM",
        "offset": f"0,{-up_mm:g}",
        "offset_unit": "MM",
    })  # fmt: skip


def subtitled(drawn: ET.Element, attribute: str, height_mm: float, down_mm: float) -> ET.Element:
    """A point with the text of an attribute as part of its symbol, unlike a label: always there,
    and always in the same place, its middle so far below the point.
    """
    text = _add(drawn, "FontMarker", {
        "font": FONT,
        "chr": "",
        "color": rgba("#000000"),
        "outline_color": rgba("#FFFFFF"),
        "outline_width": "0",
        "size": str(height_mm),
        "size_unit": "MM",
        "offset": f"0,{down_mm:g}",
        "offset_unit": "MM",
    })  # fmt: skip
    text.append(by_feature("data_defined_properties", "char", f'"{attribute}"'))
    return drawn


def line(name: str, colour: str, width_mm: float, dashes: str = "solid") -> ET.Element:
    """A line; `dashes` is one of QGIS's styles of pens."""
    return symbol(name, "SimpleLine", {
        "line_color": rgba(colour),
        "line_width": str(width_mm),
        "line_width_unit": "MM",
        "line_style": dashes,
    })  # fmt: skip


def fill(name: str, colour: str, opacity: float, pattern: str = "solid") -> ET.Element:
    """An area; `pattern` is one of QGIS's styles of brushes."""
    return symbol(name, "SimpleFill", {
        "color": rgba(colour, opacity),
        "style": pattern,
        "outline_color": rgba(INK),
        "outline_width": "0.3",
        "outline_style": "solid",
    })  # fmt: skip


def by_feature(tag: str, name: str, expression: str) -> ET.Element:
    """What each feature says by itself. name: of the property in QGIS; tag: where it looks for it;
    expression: in QGIS's language.
    """
    found = ET.Element(tag)
    whole = ET.SubElement(found, "Option", {"type": "Map"})
    ET.SubElement(whole, "Option", {"type": "QString", "name": "name", "value": ""})
    properties = ET.SubElement(whole, "Option", {"type": "Map", "name": "properties"})
    asked = ET.SubElement(properties, "Option", {"type": "Map", "name": name})
    ET.SubElement(asked, "Option", {"type": "bool", "name": "active", "value": "true"})
    ET.SubElement(asked, "Option", {"type": "QString", "name": "expression", "value": expression})
    ET.SubElement(asked, "Option", {"type": "int", "name": "type", "value": BY_EXPRESSION})
    ET.SubElement(whole, "Option", {"type": "QString", "name": "type", "value": "collection"})
    return found


def _add(found: ET.Element, drawn_by: str, properties: Mapping[str, str]) -> ET.Element:
    """Draw one layer more upon those that a symbol has."""
    drawn = ET.SubElement(
        found, "layer", {"class": drawn_by, "enabled": "1", "locked": "0", "pass": "0"}
    )
    options = ET.SubElement(drawn, "Option", {"type": "Map"})
    for key, value in properties.items():
        ET.SubElement(options, "Option", {"type": "QString", "name": key, "value": value})
    return drawn


def rgba(colour: str, opacity: float = 1.0) -> str:
    """A colour #rrggbb as QGIS writes it: red, green, blue and opacity from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
