"""Kinds of charts, as Vega-Lite says them.

Every mark is a row with the keys `x`, `y`, `series` and `say`: what its label says to a pointer and
to a screen reader. Colours of lines come with dashes of their own, for those who cannot tell them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
Spec = dict[str, Any]

SAY = {"description": {"field": "say", "type": "nominal"}}
DAY_AXIS = {"format": "%-d %b %Y", "labelOverlap": True, "tickCount": 8}
# 1500000 is 1.5M; a billion is no G, and a half no 500m.
SHORT = (
    "abs(datum.value) < 1 ? format(datum.value, '~r') : "
    "replace(format(datum.value, '~s'), 'G', ' bn')"
)
LINE_HEIGHT, BAR_HEIGHT, BAND = 240, 240, 17  # pixels; the last of each row of a list
DASHES = [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 4], [1, 3], [6, 2, 1, 2]]


def series_of(rows: Sequence[Row]) -> list[str]:
    """Names of the series in the order in which they come."""
    return list(dict.fromkeys(str(row["series"]) for row in rows))


def lines(
    rows: Sequence[Row], y_title: str, *, steps: bool = False, most: float | None = None
) -> Spec:
    """Amounts by day, a line for each series. steps: amounts hold until the next; most: end of the
    scale, if it is known.
    """
    place = {"x": _day("x"), "y": _amount("y", y_title)}
    if most is not None:
        place["y"]["scale"] = {"domain": [0, most]}
    look: Spec = _colour(rows)
    if look:
        look["strokeDash"] = {"field": "series", "type": "nominal", "title": None,
                              "scale": {"domain": series_of(rows), "range": DASHES}}  # fmt: skip
    mark = {
        "type": "line",
        "aria": False,
        "strokeWidth": 2,
        "interpolate": "step-after" if steps else "linear",
    }
    return {
        "height": LINE_HEIGHT,
        "layer": [
            {"data": {"values": _held(rows) if steps else list(rows)}, "mark": mark,
             "encoding": {**place, **look}},
            {"data": {"values": list(rows)}, "mark": _POINTER, "encoding": {**place, **SAY}},
        ],
    }  # fmt: skip


def _held(rows: Sequence[Row]) -> list[Row]:
    """With the last amount of each series held for as long as the one before."""
    found = list(rows)
    for name in series_of(rows):
        own = [row for row in rows if str(row["series"]) == name]
        if len(own) > 1:
            before, last = (date.fromisoformat(row["x"]) for row in own[-2:])
            found.append({**own[-1], "x": (last + (last - before)).isoformat()})
    return found


_POINTER = {"type": "point", "filled": True, "opacity": 0, "size": 90}


def bars(rows: Sequence[Row], y_title: str, *, grouped: bool = False) -> Spec:
    """Amounts by what `x` names, in its order: stacked by series, or beside each other."""
    encoding: Spec = {
        "x": {"field": "x", "type": "nominal", "sort": None, "title": None,
              "axis": {"labelAngle": 0 if len({row["x"] for row in rows}) < 10 else -40}},
        "y": _amount("y", y_title),
        **_colour(rows),
        **SAY,
    }  # fmt: skip
    if grouped:
        encoding["xOffset"] = {"field": "series", "type": "nominal", "sort": series_of(rows)}
        encoding["y"]["stack"] = None
    return {"height": BAR_HEIGHT, "data": {"values": list(rows)},
            "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 0.5},
            "encoding": encoding}  # fmt: skip


def list_bars(rows: Sequence[Row], x_title: str) -> Spec:
    """Amounts `x` of what `y` names, from top to bottom, stacked by series."""
    encoding = {
        "y": {"field": "y", "type": "nominal", "sort": None, "title": None},
        "x": _amount("x", x_title),
        **_colour(rows),
        **SAY,
    }
    return {"height": {"step": BAND}, "data": {"values": list(rows)},
            "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 0.5},
            "encoding": encoding}  # fmt: skip


def spans(rows: Sequence[Row]) -> Spec:
    """Bars from day `x` to day `until` in the row that `y` names, from top to bottom."""
    encoding = {
        "y": {"field": "y", "type": "nominal", "sort": None, "title": None},
        "x": _day("x"),
        "x2": {"field": "until"},
        **_colour(rows),
        **SAY,
    }
    return {"height": {"step": BAND}, "data": {"values": list(rows)},
            "mark": {"type": "bar", "height": {"band": 0.8}, "stroke": "#ffffff",
                     "strokeWidth": 0.5},
            "encoding": encoding}  # fmt: skip


def grid(rows: Sequence[Row], value_title: str, *, most: float | None = None) -> Spec:
    """A colour for the amount `value` in the row `y`, in their order, and the column `x`, and the
    amount itself.
    """
    scale: Spec = {"scheme": "cividis"}
    if most is not None:
        scale["domain"] = [0, most]
        scale["clamp"] = True
    middle = (most if most is not None else max((row["value"] for row in rows), default=0.0)) / 2
    columns = sorted({str(row["x"]) for row in rows})
    place = {
        "x": {"field": "x", "type": "nominal", "sort": columns, "title": None,
              "axis": {"labelAngle": 0 if len(columns) < 10 else -40}},
        "y": {"field": "y", "type": "nominal", "sort": None, "title": None},
    }  # fmt: skip
    colour = {"field": "value", "type": "quantitative", "title": value_title, "scale": scale}
    ink = {"condition": {"test": f"datum.value > {middle}", "value": "#000000"}, "value": "#ffffff"}
    return {
        "height": {"step": 22},
        "data": {"values": list(rows)},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff"},
             "encoding": {**place, "color": colour, **SAY}},
            {"mark": {"type": "text", "fontSize": 10, "aria": False},
             "encoding": {**place, "text": {"field": "value", "format": ",.0f"}, "color": ink}},
        ],
    }  # fmt: skip


def dots(rows: Sequence[Row], x_title: str, y_title: str) -> Spec:
    """Points by two amounts, with their names; `x_least` and `y_most` are how far each may be from
    the best.
    """
    free = {"zero": False, "nice": True}
    x = {**_amount("x", x_title), "scale": free}
    y = {**_amount("y", y_title), "scale": free}
    ends: list[Mapping[str, Any]] = [
        {"mark": {"type": "rule", "aria": False, "color": "#D55E00", "strokeWidth": 1.5},
         "encoding": {"x": x, "y": y, "x2": {"field": "x_least"}}},
        {"mark": {"type": "rule", "aria": False, "color": "#D55E00", "strokeWidth": 1.5},
         "encoding": {"x": x, "y": y, "y2": {"field": "y_most"}}},
    ]  # fmt: skip
    return {
        "height": 300,
        "data": {"values": list(rows)},
        "layer": [
            *ends,
            {"mark": {"type": "point", "filled": True, "size": 70, "color": "#0072B2"},
             "encoding": {"x": x, "y": y, **SAY}},
            {"mark": {"type": "text", "align": "left", "dx": 8, "dy": 10, "aria": False},
             "encoding": {"x": x, "y": y, "text": {"field": "series"}}},
        ],
    }  # fmt: skip


def _colour(rows: Sequence[Row]) -> Spec:
    names = series_of(rows)
    if len(names) < 2:
        return {}
    return {"color": {"field": "series", "type": "nominal", "title": None,
                      "scale": {"domain": names}, "sort": names}}  # fmt: skip


def _day(field: str) -> Spec:
    return {"field": field, "type": "temporal", "scale": {"type": "utc"}, "title": None,
            "axis": DAY_AXIS}  # fmt: skip


def _amount(field: str, title: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": title, "axis": {"labelExpr": SHORT}}


def panels(parts: Sequence[tuple[str, Spec]]) -> Spec:
    """Charts beside each other, two in a row, each with its title and scales of its own."""
    if len(parts) == 1:
        return parts[0][1]
    return {
        "concat": [{"title": title, "width": 400, **spec} for title, spec in parts],
        "columns": 2,
        "resolve": {"scale": {"color": "independent", "strokeDash": "independent"}},
    }


def day(moment: date) -> str:
    """A day in ISO form."""
    return moment.isoformat()[:10]
