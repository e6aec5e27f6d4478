"""Colours, dashes and signs of the map, which the colour-blind tell apart too."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from planner.export.colours import COVERAGE_PERCENT, MODES
from planner.export.notice import DISCLAIMER
from planner.export.symbols import echelon_name, symbol_svg
from planner.report.background import world
from planner.report.page import LegendItem
from planner.report.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SYMBOL_PIXELS = 24
OTHER = {"colour": "#444444", "dashes": ""}
DASHES = {"road": "", "air": "9 6", "river": "2 6", "sea": "14 5 2 5"}
SOURCES = (
    "Countries and regions: Natural Earth. "
    "Roads and routes: © OpenStreetMap contributors, ODbL 1.0."
)


def looks() -> dict[str, Any]:
    """What the script of the map has to know of how things look, and the world beneath."""
    modes = {mode: {"colour": colour, "dashes": DASHES[mode]} for mode, colour in MODES.items()}
    return {
        "modes": modes | {"other": OTHER},
        "coverage": [list(item) for item in COVERAGE_PERCENT.items()],
        "world": world(),
        "disclaimer": f"{DISCLAIMER} {SOURCES}",
    }


def pictures(data: dict[str, Any]) -> dict[str, str]:
    """The symbols of all units on a map, by their codes, as data URIs.

    Raises
    ------
    ExportFailed
        If there is no symbol of a code.
    """
    codes = sorted({posting["sidc"] for posting in data["postings"]})
    return {code: _picture(symbol_svg(code, SYMBOL_PIXELS)) for code in codes}


def _picture(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def legend(data: dict[str, Any], symbols: Mapping[str, str]) -> tuple[LegendItem, ...]:
    """Signs of what a map can show on any day."""
    return tuple(_legend(data, symbols))


def _legend(data: dict[str, Any], symbols: Mapping[str, str]) -> Iterator[LegendItem]:
    if data["areas"]:
        least = 0.0
        for most, colour in COVERAGE_PERCENT.items():
            yield LegendItem(_patch(colour), f"{least:.0f} to {most:.0f} % of unit-weeks held")
            least = most
    used = {lane["mode"] for lane in data["lanes"]}
    for mode, colour in MODES.items():
        if mode in used:
            yield LegendItem(_line(colour, DASHES[mode]), f"moves by {mode}")
    for kind, code in sorted({(each["type"], each["sidc"]) for each in data["postings"]}):
        picture = Markup('<img src="{}" alt="">').format(symbols[code])
        yield LegendItem(picture, f"{plain(kind)}, {echelon_name(code)}")


def _patch(colour: str) -> Markup:
    return Markup(
        '<svg width="22" height="14" aria-hidden="true"><rect width="22" height="14" fill="{}" '
        'fill-opacity="0.5" stroke="#333"/></svg>'
    ).format(colour)


def _line(colour: str, dashes: str) -> Markup:
    return Markup(
        '<svg width="38" height="8" aria-hidden="true"><path d="M0 4H38" stroke="{}" '
        'stroke-width="3.5" stroke-dasharray="{}"/></svg>'
    ).format(colour, dashes)
