"""A layer of a map file: its features in WGS 84 with their attributes as texts."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from planner.mission.checks.messages import found, nearest
from planner.mission.files import Unreadable
from planner.mission.layers.forms import FORMS, Form, content_of, form_of
from planner.mission.lines.name import parted
from planner.workbook.sheets import text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from planner.mission.files import Files

WGS84 = "EPSG:4326"
MOST_FEATURES = 200_000
SHOWN = 12  # layers of a file that a message lists


@dataclass(frozen=True)
class Layer:
    """A layer's features: what stands where.

    file: its name in problems, with the layer in brackets where there are several; columns: names
    of the attributes; rows: their texts by feature; shapes: geometries, None of a feature that has
    none.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shapes: tuple[BaseGeometry | None, ...]


def is_layer(name: str) -> bool:
    """Whether a file is one of layers, by its ending."""
    return form_of(parted(name)[0]) is not None


def read_layer(files: Files, name: str) -> Layer:
    """The layer that a config names: `posts.gpkg`, or `posts.gpkg[bases]` of several.

    Raises
    ------
    Unreadable
        If it cannot be read, has no such layer, or does not say where on earth it lies.
    BrokenText
        If it should be JSON and is not.
    """
    stored = parted(name)[0]
    return layer_of(str(files.path(stored)), content_of(files, stored), name)


@lru_cache(maxsize=16)  # a scenario or a second mission reads the same layers again
def layer_of(file: str, content: bytes, name: str) -> Layer:
    """As `read_layer`, of content that `content_of` gave."""
    stored, part = parted(name)
    form = FORMS[f".{stored.rpartition('.')[2].lower()}"]
    with warnings.catch_warnings():  # of endings, and of attributes that are not read
        warnings.simplefilter("ignore")
        try:
            at, title = _chosen(form, content, stored, part)
            meta, shapes, values = _features(form, content, at)
            placed = _in_wgs84(shapes, meta["crs"], stored)
        except Unreadable:
            raise
        except Exception as error:  # GDAL and PROJ raise whatever they come upon
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            message = f"cannot be read as {form.name} ({reason}), {found(stored)}; save it anew"
            raise Unreadable(message) from error
    columns = tuple(map(str, meta["fields"]))
    texts = [[_text(each) for each in column] for column in values]
    rows = tuple(zip(*texts, strict=True)) if texts else ((),) * len(placed)
    return Layer(f"{file}[{title}]" if title else file, columns, rows, placed)


def _chosen(form: Form, content: bytes, stored: str, part: str | None) -> tuple[int, str | None]:
    """Which layer to read: its number in the file, and its name where there are several."""
    from pyogrio import list_layers, read_info  # noqa: PLC0415 (heavy)

    # Layers without geometry are not maps: styles, for example.
    every = list_layers(content)
    layers = {str(title): at for at, (title, kind) in enumerate(every) if kind is not None}
    if not layers:
        raise Unreadable(f"no layer with points or areas, {found(stored)}; give one that has")
    first = next(iter(layers))
    driver = read_info(content, layer=layers[first])["driver"]
    if driver not in form.drivers:
        raise Unreadable(f"not a {form.name} but {driver}, {found(stored)}; save it anew as one")
    if part is not None and form.one_layer:
        raise Unreadable(f"a {form.name} has one layer, found [{part}]; leave the brackets out")
    if part is not None and part not in layers:
        raise Unreadable(f"no such layer, {found(part)}; {nearest(part, layers)}")
    if part is None and len(layers) > 1:
        names = ", ".join([*layers][:SHOWN]) + (", …" if len(layers) > SHOWN else "")
        message = f"several layers, found {names}; name one: {stored}[{first}]"
        raise Unreadable(message)
    title = part or first
    return layers[title], title if len(layers) > 1 else None


def _features(
    form: Form, content: bytes, at: int
) -> tuple[dict[str, Any], NDArray[np.object_], list[NDArray[Any]]]:
    from pyogrio.raw import read  # noqa: PLC0415 (heavy)

    meta, _, shapes, values = read(content, layer=at, max_features=MOST_FEATURES + 1)
    if len(shapes) > MOST_FEATURES:
        message = f"more than {MOST_FEATURES:,} features; give those that the mission needs"
        raise Unreadable(f"{form.name} of {message}")
    return meta, shapely.force_2d(shapely.from_wkb(shapes)), values


def _in_wgs84(shapes: NDArray[np.object_], crs: str | None, stored: str) -> tuple[Any, ...]:
    """Shapes by longitude and latitude."""
    from pyproj import CRS, Transformer  # noqa: PLC0415 (heavy)

    if not crs or "Undefined" in crs:
        message = f"no coordinate reference system, {found(stored)}"
        wanted = "set it in a GIS (a Shapefile keeps it in its .prj)"
        raise Unreadable(f"{message}; {wanted}, such as {WGS84}")
    source = CRS.from_user_input(crs)
    if source.equals(CRS.from_user_input(WGS84), ignore_axis_order=True):
        return tuple(shapes)
    change = Transformer.from_crs(source, WGS84, always_xy=True)

    def changed(places: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(places[:, 0], places[:, 1]))

    return tuple(shapely.transform(shapes, changed))


def _text(value: Any) -> str:  # noqa: ANN401 (whatever a driver gives)
    """An attribute as it would stand in a CSV."""
    if value is None or (isinstance(value, np.datetime64 | float | np.floating) and value != value):  # noqa: PLR0124 (NaN, NaT)
        return ""
    if isinstance(value, np.datetime64):
        return text_of(value.astype("datetime64[s]").item())
    if isinstance(value, np.float32):
        return text_of(float(str(value)))
    return text_of(value.item() if isinstance(value, np.generic) else value)
