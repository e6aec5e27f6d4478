"""Points of a layer as lines of a table, with their latitude and longitude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.layers.read import Layer, layer_of
from planner.mission.lines.line import Line
from planner.mission.lines.lines import Lines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PLACE = ("latitude", "longitude")
SAME_DEG = 1e-4  # a dozen metres: attributes are often rounded


def point_lines(file: str, content: bytes, name: str) -> Lines:
    """Lines of a layer of points: its attributes, then latitude and longitude.

    A line's number is that of its feature, from 1. Attributes called latitude and longitude must
    say what the points say.

    Raises
    ------
    Unreadable
        As `layer_of`.
    """
    layer = layer_of(file, content, name)
    read = Lines(layer.file, noun="feature")
    kept = [at for at, each in enumerate(layer.columns) if each not in PLACE]
    read.lines = [Line(1, None, [*(layer.columns[at] for at in kept), *PLACE])]
    for number, (row, shape) in enumerate(zip(layer.rows, layer.shapes, strict=True), start=1):
        place = _place(shape)
        if place is None:
            kind = "nothing" if shape is None or shape.is_empty else shape.geom_type
            message = f"must be a point, found {kind}; draw it as one"
            read.wrong.append((number, 1, "geometry", message))
            place = ("", "")
        else:
            read.wrong += _differing(layer, number, row, place)
        read.lines.append(Line(number, None, [*(row[at] for at in kept), *place]))
    return read


def _place(shape: BaseGeometry | None) -> tuple[str, str] | None:
    """Latitude and longitude of a point, or of the only one of several."""
    if shape is not None and shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape is None or shape.geom_type != "Point" or shape.is_empty:
        return None
    return str(float(shape.y)), str(float(shape.x))


def _differing(
    layer: Layer, number: int, row: tuple[str, ...], place: tuple[str, str]
) -> list[tuple[int, int, str | None, str]]:
    wrong: list[tuple[int, int, str | None, str]] = []
    for name, at_point in zip(PLACE, place, strict=True):
        at = layer.columns.index(name) if name in layer.columns else None
        text = row[at] if at is not None else ""
        if at is None or not text:
            continue
        try:
            same = abs(float(text) - float(at_point)) <= SAME_DEG
        except ValueError:
            same = False
        if not same:
            message = f"the point lies at {float(at_point):.5f}, found {text!r}; correct one"
            wrong.append((number, at + 1, name, message))
    return wrong
