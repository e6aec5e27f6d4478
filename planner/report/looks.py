"""Colours, dashes and signs of the map, which the colour-blind tell apart too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from planner.export.colours import COVERAGE_PERCENT, MODES
from planner.export.notice import DISCLAIMER
from planner.report.page import LegendItem

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHER = {"colour": "#444444", "dashes": ""}
DASHES = {"road": "", "air": "9 6", "river": "2 6", "sea": "14 5 2 5"}
SOURCES = (
    "Countries and regions: Natural Earth. "
    "Roads and routes: © OpenStreetMap contributors, ODbL 1.0."
)


def looks() -> dict[str, Any]:
    """What the script of the map has to know of how things look."""
    modes = {mode: {"colour": colour, "dashes": DASHES[mode]} for mode, colour in MODES.items()}
    return {
        "modes": modes | {"other": OTHER},
        "coverage": [list(item) for item in COVERAGE_PERCENT.items()],
        "disclaimer": f"{DISCLAIMER} {SOURCES}",
    }


def legend(data: dict[str, Any], symbols: dict[str, str]) -> tuple[LegendItem, ...]:
    """Signs of what a map can show on any day."""
    return tuple(_legend(data, symbols))


def _legend(data: dict[str, Any], symbols: dict[str, str]) -> Iterator[LegendItem]:
    if data["areas"]:
        least = 0.0
        for most, colour in COVERAGE_PERCENT.items():
            yield LegendItem(_patch(colour), f"{least:.0f} to {most:.0f} % of unit-weeks held")
            least = most
    used = {lane["mode"] for lane in data["lanes"]}
    for mode, colour in MODES.items():
        if mode in used:
            yield LegendItem(_line(colour, DASHES[mode]), f"moves by {mode}")
    for name in sorted({posting["type"] for posting in data["postings"]}):
        if name in symbols:
            picture = Markup('<img src="{}" alt="">').format(symbols[name])
            yield LegendItem(picture, name.replace("_", " "))


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
