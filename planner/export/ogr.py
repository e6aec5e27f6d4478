"""Map layers in formats that GDAL writes as they are, one file a layer: FlatGeobuf and KML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from planner.errors import ExportFailed
from planner.export.colours import MODES, OTHER
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from planner.export.maps import Maps

# What a placemark of each layer is called: the first of these columns that says something.
KML_NAMES = {
    "areas": ("name", "sector"),
    "reach": ("unit",),
    "routes": ("lane",),
    "movements": ("unit", "load"),
    "timetable": ("lane",),
    "sites": ("name", "site"),
    "stocks": ("supply_class",),
    "postings": ("posting",),
}


def write_flatgeobuf(maps: Maps, directory: Path) -> None:
    """Write `<layer>.fgb` for every layer into a folder that exists.

    Raises
    ------
    ExportFailed
        If a file cannot be written.
    """
    for name, frame in maps.layers.items():
        about = {"TITLE": name, "DESCRIPTION": maps.about(name)}
        write_layer(frame, directory / f"{name}.fgb", "FlatGeobuf", name, about)


def write_kml(maps: Maps, directory: Path) -> None:
    """Write `<layer>.kml` for every layer into a folder that exists: placemarks with a name, their
    span of time where they have one, and lines coloured by mode.

    Raises
    ------
    ExportFailed
        If a file cannot be written.
    """
    for name, frame in maps.layers.items():
        about = {"NAME": name, "DESCRIPTION": maps.about(name)}
        write_layer(_placemarks(frame, name), directory / f"{name}.kml", "LIBKML", name, about)


def placemark_name(layer: str, row: Mapping[str, object]) -> str:
    """What a row is called in KML: the first of its columns for that which says something."""
    return next((str(row[column]) for column in KML_NAMES[layer] if row[column]), "")


def _placemarks(frame: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    rows = frame[list(KML_NAMES[layer])].to_dict("records")
    marks = frame.assign(Name=[placemark_name(layer, row) for row in rows])
    if "mode" in frame:
        colours = [MODES.get(mode, OTHER) for mode in frame["mode"]]
        marks["OGR_STYLE"] = [f"PEN(c:{colour},w:2px)" for colour in colours]
    # GDAL reads the truth values that it writes into KML as 0, and numbers of 64 bits as text.
    for column in frame.columns[frame.dtypes == "bool"]:
        marks[column] = frame[column].map({True: "yes", False: "no"}).astype("str")
    whole = {column: "int32" for column in frame if frame[column].dtype == "int64"}
    return marks.astype(whole)


def write_layer(
    frame: gpd.GeoDataFrame, path: Path, driver: str, layer: str, options: dict[str, str]
) -> None:
    """Write a layer into a file of its own by a driver of GDAL, with its options for layers.

    Raises
    ------
    ExportFailed
        If the file cannot be written.
    """
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            layer=layer,
            driver=driver,
            geometry_type=LAYERS[layer].geometry,
            layer_options=options,
        )
    except (DataSourceError, DataLayerError) as error:
        raise ExportFailed(f"{path.name} could not be written: {error}") from error
