"""Charts as SVG, drawn by Vega-Lite as the report is made: the page needs no library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

VEGA_LITE = "6.4"
# Okabe and Ito, without the yellow that is too light for lines on white.
PALETTE = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#999999", "#000000"]
CONFIG: dict[str, Any] = {
    "font": "DejaVu Sans, Verdana, sans-serif",
    "background": "#ffffff",
    "range": {"category": PALETTE, "heatmap": {"scheme": "cividis"}, "ramp": {"scheme": "cividis"}},
    "mark": {"color": PALETTE[0]},
    "view": {"stroke": None},
    "axis": {"gridColor": "#e4e4e0", "domainColor": "#555555", "tickColor": "#555555",
             "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
             "labelLimit": 220},
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "orient": "top", "labelLimit": 260,
               "symbolStrokeWidth": 3, "columns": 6},
    "header": {"labelFontSize": 11, "titleFontSize": 11},
    "text": {"fontSize": 11},
}  # fmt: skip
KIND = "aria-roledescription"
GUIDES = {"axis", "legend", "title", "header"}  # say what is written beside them anyway
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_ARIA = re.compile(r"role|aria-.*")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_PLACE = re.compile(r"translate\(([^,]+),([^)]+)\)")


def drawn(spec: dict[str, Any], anchor: str, label: str) -> Markup:
    """A chart as an SVG element with a label, no wider than the page. anchor: unique in the page;
    it keeps the ids of charts apart.
    """
    import vl_convert  # noqa: PLC0415 (an extra)

    whole = {"config": CONFIG, "padding": 4, "width": 880, **spec}
    text = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE)
    root = ET.fromstring(text)  # noqa: S314 (just made)
    names = [name for each in root.iter() if (name := each.get("id"))]
    renamed = {name: f"{anchor}-{place}" for place, name in enumerate(dict.fromkeys(names))}
    for each in root.iter():
        _tidy(each, renamed)
    width = root.attrib.pop("width")
    root.attrib.pop("height")
    root.attrib |= {"role": "img", "aria-label": label, "style": f"width:{width}px"}
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 (escaped by XML)


def _tidy(each: ET.Element, renamed: Mapping[str, str]) -> None:
    """Ids of the chart's own, for Vega counts those of all charts of the process; coordinates of
    one decimal; and what a mark says for the pointer alone: to a screen reader the whole chart is
    one picture, and the table has the numbers.
    """
    is_mark = each.get("role") == "graphics-symbol" and each.get(KIND) not in GUIDES
    said = each.get("aria-label") if is_mark else None
    for name in [name for name in each.attrib if _ARIA.fullmatch(name)]:
        del each.attrib[name]
    for name, value in each.attrib.items():
        if name in ("d", "transform", "x", "x2", "y", "y2"):
            each.set(name, _NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value))
        elif name == "id":
            each.set(name, renamed[value])
        elif "#" in value:
            own = (f"url(#{old})" for old in renamed if value == f"url(#{old})")
            each.set(name, next((f"url(#{renamed[old[5:-1]]})" for old in own), value))
    if said is not None:
        each.set("data-say", said)
        if each.get("opacity") == "0":
            _point(each)


def _point(each: ET.Element) -> None:
    """What only the pointer finds, in few bytes: there are many of them."""
    place = _PLACE.fullmatch(each.get("transform", ""))
    if place:
        said = each.get("data-say", "")
        each.attrib.clear()
        each.attrib |= {"class": "p", "cx": place[1], "cy": place[2], "r": "5", "data-say": said}
        each.tag = f"{{{SVG}}}circle"
