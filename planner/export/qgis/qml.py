"""Whole styles of QGIS 3 as QML: how features are told apart, and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.export.qgis.symbols import rgba

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION = "3.22.0"
BESIDE, INSIDE = "6", "4"  # of labels: beside a point, level within an area


def single(drawn: ET.Element) -> ET.Element:
    """Every feature alike."""
    renderer = _renderer("singleSymbol")
    ET.SubElement(renderer, "symbols").append(drawn)
    return renderer


def categorised(
    attribute: str, values: Sequence[str], symbols: Sequence[ET.Element], other: ET.Element
) -> ET.Element:
    """Features told apart by the text of an attribute; `other` draws all that have none of the
    values. Symbols are named by their place from 0, `other` comes last.
    """
    renderer = _renderer("categorizedSymbol", attr=attribute)
    categories = ET.SubElement(renderer, "categories")
    drawn = ET.SubElement(renderer, "symbols")
    for place, (value, each) in enumerate(zip([*values, ""], [*symbols, other], strict=True)):
        about = {"render": "true", "symbol": str(place), "value": value, "label": value or "other"}
        ET.SubElement(categories, "category", about)
        drawn.append(each)
    return renderer


def graduated(
    attribute: str, bounds: Sequence[float], symbols: Sequence[ET.Element], unit: str
) -> ET.Element:
    """Features told apart by a number: `symbols[i]` draws those from bounds[i] to bounds[i + 1]."""
    renderer = _renderer("graduatedSymbol", attr=attribute, graduatedMethod="GraduatedColor")
    ranges = ET.SubElement(renderer, "ranges")
    drawn = ET.SubElement(renderer, "symbols")
    for place, (lower, upper, each) in enumerate(
        zip(bounds[:-1], bounds[1:], symbols, strict=True)
    ):
        ET.SubElement(ranges, "range", {
            "render": "true",
            "symbol": str(place),
            "lower": str(lower),
            "upper": str(upper),
            "label": f"{lower:g} to {upper:g} {unit}",
        })  # fmt: skip
        drawn.append(each)
    return renderer


def style(renderer: ET.Element, label: str = "", placement: str = BESIDE) -> str:
    """A whole style; `label` is the attribute that is written at each feature, if any."""
    root = ET.Element(
        "qgis",
        {
            "version": VERSION,
            "styleCategories": "Symbology|Labeling",
            "labelsEnabled": "1" if label else "0",
        },
    )
    root.append(renderer)
    if label:
        root.append(_labels(label, placement))
    return DOCTYPE + ET.tostring(root, encoding="unicode")


def _renderer(kind: str, **about: str) -> ET.Element:
    flags = {"symbollevels": "0", "enableorderby": "0", "forceraster": "0"}
    return ET.Element("renderer-v2", {"type": kind, **about, **flags})


def _labels(attribute: str, placement: str) -> ET.Element:
    labels = ET.Element("labeling", {"type": "simple"})
    settings = ET.SubElement(labels, "settings", {"calloutType": "simple"})
    text = ET.SubElement(settings, "text-style", {
        "fieldName": attribute,
        "isExpression": "0",
        "fontFamily": "DejaVu Sans",
        "fontSize": "8",
        "fontSizeUnit": "Point",
        "textColor": rgba("#000000"),
        "textOpacity": "1",
    })  # fmt: skip
    ET.SubElement(text, "text-buffer", {
        "bufferDraw": "1",
        "bufferSize": "0.8",
        "bufferSizeUnits": "MM",
        "bufferColor": rgba("#FFFFFF"),
        "bufferOpacity": "0.8",
    })  # fmt: skip
    # Without a priority QGIS takes the lowest, at which a label gives way to every marker.
    about = {"placement": placement, "dist": "1", "distUnits": "MM", "priority": "5"}
    ET.SubElement(settings, "placement", about)
    return labels
