"""The default style of every layer."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from planner.export.colours import COVERAGE_PERCENT, DAYS_OF_SUPPLY, MODES, OTHER, REACH, SITES
from planner.export.qgis.qml import INSIDE, categorised, displaced, ruled, single, style
from planner.export.qgis.symbols import fill, line, marker, picture, subtitled
from planner.export.symbols import echelon_name, symbol_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree import ElementTree as ET

    import geopandas as gpd

SYMBOL_MM = 7.0
# The frame of a symbol stands below its echelon: lifted, its centre is at the place.
SYMBOL_UP_MM = 0.9
CODE_MM = 1.8
CODE_DOWN_MM = 3.1


def styles(written: Mapping[str, gpd.GeoDataFrame]) -> dict[str, ET.Element]:
    """Styles by name of layer, for those layers of a plan that are written."""
    return {name: _STYLES[name](frame) for name, frame in written.items()}


def _lines(width_mm: float, dashes: str, *, timed: bool) -> ET.Element:
    lines = [
        line(str(place), colour, width_mm, dashes) for place, colour in enumerate(MODES.values())
    ]
    other = line(str(len(lines)), OTHER, width_mm, dashes)
    return style(categorised("mode", list(MODES), lines, other), timed=timed)


def _sites(_: gpd.GeoDataFrame) -> ET.Element:
    markers = [
        marker(str(place), shape, "#FFFFFF", size)
        for place, (shape, size) in enumerate(SITES.values())
    ]
    other = marker(str(len(SITES)), "circle", OTHER, 3.0)
    beside = f'if("peak_persons" > 0, {SYMBOL_MM / 2 + 0.4:g}, 1)'  # clear of a unit's symbol
    return style(categorised("kind", list(SITES), markers, other), "name", apart_mm=beside)


def _postings(frame: gpd.GeoDataFrame) -> ET.Element:
    """Units by the map symbol of their type and size; those of one place side by side."""
    types: dict[str, set[str]] = {}
    for code, unit_type in zip(frame["sidc"], frame["unit_type"], strict=True):
        types.setdefault(code, set()).add(unit_type)
    codes = sorted(types)
    pictures = [
        subtitled(
            picture(str(place), symbol_svg(code), SYMBOL_MM, SYMBOL_UP_MM),
            "contributor",
            CODE_MM,
            CODE_DOWN_MM,
        )
        for place, code in enumerate(codes)
    ]
    labels = [f"{', '.join(sorted(types[code]))} ({echelon_name(code)})" for code in codes]
    other = marker(str(len(codes)), "circle", OTHER, 2.6)
    drawn = categorised("sidc", codes, pictures, other, labels)
    centre = marker("", "circle", "#404040", 0.8)
    return style(displaced(drawn, centre, SYMBOL_MM / 2), timed=True)


def _areas(_: gpd.GeoDataFrame) -> ET.Element:
    nothing = ('"coverage_percent" IS NULL', "nothing asked", fill("0", "#FFFFFF", 0.0))
    rules = [nothing, *_by_number("coverage_percent", COVERAGE_PERCENT, "%", area=True)]
    return style(ruled(rules), "name", INSIDE)


def _stocks(_: gpd.GeoDataFrame) -> ET.Element:
    """Classes of supply of one site upon each other, the one with the fewest days on top."""
    nothing = (
        '"days_of_supply" IS NULL',
        "nothing consumed",
        marker("0", "circle", "#FFFFFF", 1.2),
    )
    rules = [nothing, *_by_number("days_of_supply", DAYS_OF_SUPPLY, "days", area=False)]
    return style(ruled(rules, "days_of_supply"), timed=True)


def _by_number(
    attribute: str, colours: Mapping[float, str], unit: str, *, area: bool
) -> Iterator[tuple[str, str, ET.Element]]:
    """Classes from 0 on, each up to and with its key of `colours`; the last has no end."""
    lower = 0.0
    for place, (upper, colour) in enumerate(colours.items(), start=1):
        drawn = fill(str(place), colour, 0.6) if area else marker(str(place), "circle", colour, 2.0)
        above = f'"{attribute}" > {lower:g}' if lower else f'"{attribute}" >= 0'
        if isinf(upper):
            yield above, f"more than {lower:g} {unit}", drawn
        else:
            yield (
                f'{above} AND "{attribute}" <= {upper:g}',
                f"{lower:g} to {upper:g} {unit}",
                drawn,
            )
        lower = upper


_STYLES: dict[str, Callable[[gpd.GeoDataFrame], ET.Element]] = {
    "areas": _areas,
    "reach": lambda _: style(single(fill("0", REACH, 0.6, "b_diagonal")), timed=True),
    "routes": lambda _: _lines(1.2, "dot", timed=False),
    "movements": lambda _: _lines(0.5, "solid", timed=True),
    "timetable": lambda _: _lines(0.3, "dash", timed=True),
    "sites": _sites,
    "stocks": _stocks,
    "postings": _postings,
}
