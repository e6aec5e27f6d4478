"""How Google Earth draws the layers: styles of KML, and the pictures that they name."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import cos, isnan, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from planner.export.colours import COVERAGE_PERCENT, DAYS_OF_SUPPLY, MODES, OTHER, REACH, SITES
from planner.export.notice import DISCLAIMER
from planner.export.symbols import symbol_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.export.maps import Maps

SYMBOL_PX, SIGN_PX = 64, 32
CORNERS = {"square": 4, "diamond": 4, "pentagon": 5}
TURNS = {"square": pi / 4}
NOTHING = "none"  # ends the name of a style for what is not known


def look(layer: str, row: Mapping[str, Any]) -> str:
    """Name of the style of a row."""
    if layer == "postings":
        return f"unit-{row['sidc']}"
    if layer == "sites":
        return f"site-{row['kind'] if row['kind'] in SITES else 'other'}"
    if layer == "areas":
        return f"areas-{_class(row['coverage_percent'], COVERAGE_PERCENT)}"
    if layer == "stocks":
        return f"stocks-{_class(row['days_of_supply'], DAYS_OF_SUPPLY)}"
    if layer == "reach":
        return "reach"
    return f"line-{row['mode'] if row['mode'] in MODES else 'other'}"


def _class(value: float, classes: Mapping[float, str]) -> str:
    """The place, from 0, of the first class that a number does not exceed."""
    if isnan(value):
        return NOTHING
    return next((str(place) for place, upper in enumerate(classes) if value <= upper), NOTHING)


def styles_of(maps: Maps) -> Iterator[ET.Element]:
    """The styles that the rows of the layers name, each once."""
    for name in sorted({name for name, _ in _used(maps)}):
        yield _style(name)


def icons(maps: Maps) -> dict[str, bytes]:
    """PNGs by their name in the archive: those that the styles name, and the disclaimer."""
    found = {"files/disclaimer.png": _png(_sentence(DISCLAIMER), None)}
    for name, drawn in sorted(set(_used(maps))):
        if drawn:
            found[f"files/{name}.png"] = _png(drawn, SYMBOL_PX if "unit" in name else SIGN_PX)
    return found


def _used(maps: Maps) -> Iterator[tuple[str, str]]:
    """Style and SVG (empty for lines and areas) of each row."""
    for layer, frame in maps.layers.items():
        for row in frame.drop(columns="geometry").to_dict("records"):
            name = look(layer, row)
            yield name, _drawing(name)


@cache
def _drawing(name: str) -> str:
    kind, _, which = name.partition("-")
    if kind == "unit":
        return symbol_svg(which, SYMBOL_PX)
    if kind == "site":
        return _sign(SITES[which][0] if which in SITES else "circle", "#FFFFFF")
    if kind == "stocks":
        return _sign("circle", _colour(which, DAYS_OF_SUPPLY, "#FFFFFF"))
    return ""


def _colour(place: str, classes: Mapping[float, str], otherwise: str) -> str:
    return otherwise if place == NOTHING else list(classes.values())[int(place)]


def _style(name: str) -> ET.Element:
    kind, _, which = name.partition("-")
    style = ET.Element("Style", {"id": name})
    if _drawing(name):
        icon = ET.SubElement(style, "IconStyle")
        _entry(icon, "scale", "1.2" if kind == "unit" else "0.6")
        _entry(ET.SubElement(icon, "Icon"), "href", f"files/{name}.png")
        if kind != "site":
            # Names of units and stocks would hide each other; they stand in the balloon.
            _entry(ET.SubElement(style, "LabelStyle"), "scale", "0")
    elif kind == "line":
        line = ET.SubElement(style, "LineStyle")
        _entry(line, "color", _aabbggrr(MODES.get(which, OTHER), 1.0))
        _entry(line, "width", "3")
    else:
        line = ET.SubElement(style, "LineStyle")
        _entry(line, "color", _aabbggrr("#404040", 1.0))
        _entry(line, "width", "1.5")
        colour = REACH if kind == "reach" else _colour(which, COVERAGE_PERCENT, "#FFFFFF")
        clear = kind == "reach" or which == NOTHING
        _entry(ET.SubElement(style, "PolyStyle"), "color", _aabbggrr(colour, 0.2 if clear else 0.5))
    return style


def _entry(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _aabbggrr(colour: str, opacity: float) -> str:
    """A colour #rrggbb as KML writes it."""
    red, green, blue = (colour[at : at + 2] for at in (1, 3, 5))
    return f"{round(255 * opacity):02x}{blue}{green}{red}".lower()


def _sign(shape: str, colour: str) -> str:
    """A sign of 32 by 32 pixels."""
    ink = f'fill="{colour}" stroke="#404040" stroke-width="2"'
    if shape == "circle":
        drawn = f'<circle cx="16" cy="16" r="12" {ink}/>'
    else:
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in _corners(shape))
        drawn = f'<polygon points="{points}" {ink}/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">{drawn}</svg>'


def _corners(shape: str) -> Iterator[tuple[float, float]]:
    """Corners of a regular figure, or of a star of five points, around 16, 16."""
    radii = [14.0, 6.0] * 5 if shape == "star" else [14.0] * CORNERS[shape]
    for place, radius in enumerate(radii):
        angle = 2 * pi * place / len(radii) - pi / 2 + TURNS.get(shape, 0.0)
        yield 16 + radius * cos(angle), 16 + radius * sin(angle)


def _sentence(text: str) -> str:
    """A sentence in two lines on a light ground."""
    words = text.split()
    halves = [" ".join(words[a:b]) for a, b in pairwise((0, len(words) // 2, len(words)))]
    lines = "".join(
        f'<text x="460" y="{20 + 20 * place}" font-size="15" font-family="DejaVu Sans" '
        f'text-anchor="middle" fill="#202020">{escape(half)}</text>'
        for place, half in enumerate(halves)
    )
    ground = '<rect width="920" height="48" fill="#FFFFFF" fill-opacity="0.75"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="920" height="48">{ground}{lines}</svg>'


@cache
def _png(svg: str, width_px: int | None) -> bytes:
    """A drawing as PNG, its letters in a font that is not of this machine."""
    import matplotlib as mpl  # noqa: PLC0415 (an extra)
    import resvg_py  # noqa: PLC0415 (an extra)

    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    fonts = [str(folder / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width_px,
        skip_system_fonts=True,
        font_files=fonts,
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
    return bytes(drawn)
