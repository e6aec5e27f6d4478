"""The default style of every layer; colours are those of Okabe and Ito, or of cividis."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from planner.export.ogr import KML_COLOURS as COLOURS_OF_MODES
from planner.export.qgis.qml import INSIDE, categorised, graduated, single, style
from planner.export.qgis.symbols import fill, line, marker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

    import geopandas as gpd

PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
SHAPES = ("square", "triangle", "diamond", "pentagon", "star")
GREY = "#999999"
KINDS = {
    "mission_hq": ("star", 5.0),
    "sector_hq": ("pentagon", 4.5),
    "logistics_base": ("diamond", 4.0),
    "base": ("square", 3.5),
    "team_site": ("circle", 3.0),
}
# From dark to light, as cividis goes.
COVERAGE_PERCENT = {50.0: "#00224E", 75.0: "#434E6C", 90.0: "#7D7C78", 99.0: "#BCAF6F",
                    100.0: "#FEE838"}  # fmt: skip
DAYS_OF_SUPPLY = {3.0: "#00224E", 7.0: "#575D6D", 14.0: "#A59C74", 1000000.0: "#FEE838"}


def styles(written: Mapping[str, gpd.GeoDataFrame]) -> dict[str, str]:
    """QML by name of layer, for those layers of a plan that are written."""
    unit_types = sorted(set(written["postings"]["unit_type"])) if "postings" in written else []
    every = {
        "areas": style(
            _by_number("coverage_percent", COVERAGE_PERCENT, "%", area=True), "name", INSIDE
        ),
        "reach": style(single(fill("0", "#56B4E9", 0.6, "b_diagonal"))),
        "routes": style(_by_mode(1.2, "dot")),
        "movements": style(_by_mode(0.7, "solid")),
        "timetable": style(_by_mode(0.3, "dash")),
        "sites": style(_sites(), "name"),
        "stocks": style(_by_number("days_of_supply", DAYS_OF_SUPPLY, "days", area=False)),
        "postings": style(_postings(unit_types), "unit"),
    }
    return {name: every[name] for name in written}


def _by_mode(width_mm: float, dashes: str) -> ET.Element:
    lines = [
        line(str(place), colour, width_mm, dashes)
        for place, colour in enumerate(COLOURS_OF_MODES.values())
    ]
    other = line(str(len(lines)), GREY, width_mm, dashes)
    return categorised("mode", list(COLOURS_OF_MODES), lines, other)


def _sites() -> ET.Element:
    markers = [
        marker(str(place), shape, "#FFFFFF", size)
        for place, (shape, size) in enumerate(KINDS.values())
    ]
    return categorised("kind", list(KINDS), markers, marker(str(len(KINDS)), "circle", GREY, 3.0))


def _postings(unit_types: list[str]) -> ET.Element:
    """A colour and a shape for each type of unit: their numbers have no common divisor."""
    looks = zip(unit_types, cycle(PALETTE), cycle(SHAPES), strict=False)
    markers = [
        marker(str(place), shape, colour, 2.6) for place, (_, colour, shape) in enumerate(looks)
    ]
    other = marker(str(len(markers)), "circle", GREY, 2.6)
    return categorised("unit_type", unit_types, markers, other)


def _by_number(
    attribute: str, colours: Mapping[float, str], unit: str, *, area: bool
) -> ET.Element:
    """Classes from 0 to the first key of `colours`, and on to each next one."""
    bounds = [0.0, *colours]
    symbols = [
        fill(str(place), colour, 0.6) if area else marker(str(place), "circle", colour, 2.0)
        for place, colour in enumerate(colours.values())
    ]
    return graduated(attribute, bounds, symbols, unit)
