"""Whole styles of QGIS 3 as QML: how features are told apart, and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.export.qgis.symbols import FONT, by_feature, rgba

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION = "3.22.0"
BESIDE, INSIDE = "6", "4"  # of labels: beside a point, level within an area
GRID = "2"  # how points are displaced
BY_EXPRESSIONS = "4"  # of what is temporal: features with a begin and an end
# Moments of a GeoPackage are compared as text, in which an end at the begin of a frame would lie
# after it: an expression that QGIS works out by itself is compared as a moment.
BEGIN, END = 'to_datetime("begin")', 'to_datetime("end")'
REGULAR = "50"  # of the weights of a font; without one QGIS takes the thinnest


def single(drawn: ET.Element) -> ET.Element:
    """Every feature alike."""
    renderer = _renderer("singleSymbol")
    ET.SubElement(renderer, "symbols").append(drawn)
    return renderer


def categorised(
    attribute: str,
    values: Sequence[str],
    symbols: Sequence[ET.Element],
    other: ET.Element,
    labels: Sequence[str] = (),
) -> ET.Element:
    """Features told apart by the text of an attribute; `other` draws all that have none of the
    values. Symbols are named by their place from 0, `other` comes last. labels: what the legend
    says of each value; by default the value.
    """
    said = [*(labels or values), "other"]
    renderer = _renderer("categorizedSymbol", attr=attribute)
    categories = ET.SubElement(renderer, "categories")
    drawn = ET.SubElement(renderer, "symbols")
    for place, (value, each) in enumerate(zip([*values, ""], [*symbols, other], strict=True)):
        about = {"render": "true", "symbol": str(place), "value": value, "label": said[place]}
        ET.SubElement(categories, "category", about)
        drawn.append(each)
    return renderer


def ruled(rules: Sequence[tuple[str, str, ET.Element]], least: str = "") -> ET.Element:
    """Features told apart by filters: (filter in QGIS's language, label, symbol) each. least: a
    number, of which the least is drawn upon the others; those without it lie beneath.
    """
    renderer = _renderer("RuleRenderer")
    root = ET.SubElement(renderer, "rules", {"key": "root"})
    drawn = ET.SubElement(renderer, "symbols")
    for place, (asked, label, each) in enumerate(rules):
        about = {"filter": asked, "label": label, "symbol": str(place), "key": f"rule{place}"}
        ET.SubElement(root, "rule", about)
        drawn.append(each)
    if least:
        renderer.set("enableorderby", "1")
        order = ET.SubElement(renderer, "orderby")
        ET.SubElement(order, "orderByClause", {"asc": "0", "nullsFirst": "1"}).text = f'"{least}"'
    return renderer


def displaced(embedded: ET.Element, centre: ET.Element, apart_mm: float) -> ET.Element:
    """Points that would lie upon each other in a grid around their place, which `centre` draws."""
    renderer = _renderer(
        "pointDisplacement",
        tolerance=str(apart_mm),
        toleranceUnit="MM",
        labelAttributeName="",
        circleColor=rgba("#FFFFFF", 0.0),  # lines of the grid would pass for echelons
        circleRadiusAddition="0",
        placement=GRID,
        maxLabelScaleDenominator="0",
    )
    # Nothing is written in it; without a font QGIS complains.
    ET.SubElement(renderer, "labelFontProperties", {"description": f"{FONT},6,-1,5,50,0,0,0,0,0"})
    renderer.append(embedded)
    centre.set("name", "centerSymbol")
    renderer.append(centre)
    return renderer


def style(
    renderer: ET.Element,
    label: str = "",
    placement: str = BESIDE,
    apart_mm: str = "1",
    *,
    timed: bool = False,
) -> ET.Element:
    """A whole style; `label` is the attribute that is written at each feature, if any, so far
    from it as an expression says; timed: features are there from `begin` until before `end`.
    """
    root = ET.Element(
        "qgis",
        {
            "version": VERSION,
            "styleCategories": "Symbology|Labeling|Temporal",
            "labelsEnabled": "1" if label else "0",
        },
    )
    root.append(_temporal(timed=timed))
    root.append(renderer)
    if label:
        root.append(_labels(label, placement, apart_mm))
    return root


def document(root: ET.Element) -> str:
    """A style or a project as text."""
    return DOCTYPE + ET.tostring(root, encoding="unicode")


def _temporal(*, timed: bool) -> ET.Element:
    about = {"enabled": str(int(timed)), "mode": BY_EXPRESSIONS if timed else "0"}
    asked = {"startExpression": BEGIN, "endExpression": END} if timed else {}
    return ET.Element("temporal", {**about, **asked, "limitMode": "0", "accumulate": "0"})


def _renderer(kind: str, **about: str) -> ET.Element:
    flags = {"symbollevels": "0", "enableorderby": "0", "forceraster": "0"}
    return ET.Element("renderer-v2", {"type": kind, **about, **flags})


def _labels(attribute: str, placement: str, apart_mm: str) -> ET.Element:
    labels = ET.Element("labeling", {"type": "simple"})
    settings = ET.SubElement(labels, "settings", {"calloutType": "simple"})
    text = ET.SubElement(settings, "text-style", {
        "fieldName": attribute,
        "isExpression": "0",
        "fontFamily": FONT,
        "fontWeight": REGULAR,
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
    about = {"placement": placement, "distUnits": "MM", "priority": "5"}
    ET.SubElement(settings, "placement", about)
    settings.append(by_feature("dd_properties", "LabelDistance", apart_mm))
    return labels
