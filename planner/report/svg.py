"""Charts as SVG, drawn by Vega-Lite as the report is made: the page needs no library."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

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
_HEAD = re.compile(r'<svg ([^>]*?)width="(\d+)" height="(\d+)"')
_ID = re.compile(r'(?<= id=")[^"]+')
# A chart is one picture to a screen reader, and the table has the numbers: what marks say is for
# the pointer alone.
_MARK = re.compile(r' aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"')
_ARIA = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def drawn(spec: dict[str, Any], anchor: str, label: str) -> Markup:
    """A chart as an SVG element with a label, no wider than the page. anchor: unique in the page;
    it keeps the ids of charts apart.
    """
    import vl_convert  # noqa: PLC0415 (an extra)

    whole = {"config": CONFIG, "padding": 4, "width": 880, **spec}
    text = str(vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE))
    text = _ARIA.sub("", _MARK.sub(r' data-say="\1"', _renamed(text, anchor)))
    head = Markup(' role="img" aria-label="{}" style="width:{}px" ')
    return Markup(  # noqa: S704 (Vega escapes what stands in a chart)
        _HEAD.sub(lambda found: _labelled(found, head, label), text, count=1)
    )


def _labelled(found: re.Match[str], head: Markup, label: str) -> str:
    return f"<svg{head.format(label, found[2])}{found[1]}"


def _renamed(text: str, anchor: str) -> str:
    """With ids that are this chart's own: Vega counts those of all charts of the process."""
    for place, name in enumerate(dict.fromkeys(_ID.findall(text))):
        for before, after in (('id="', '"'), ("url(#", ")"), ('href="#', '"')):
            text = text.replace(f"{before}{name}{after}", f"{before}{anchor}-{place}{after}")
    return text
