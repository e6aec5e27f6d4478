"""Map layers in the formats that GDAL writes one file a layer: FlatGeobuf, KML, SQL for PostGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from planner.errors import ExportFailed
from planner.export.colours import MODES, OTHER
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from planner.export.maps import Maps

SQL_FILE = "plan.sql"
SCHEMA_HEAD = """\
-- The map layers of a plan for PostGIS, in the schema "{schema}": psql -v ON_ERROR_STOP=1 -f {file}
-- NOTICE.txt beside this file holds the licences of the data and the disclaimer on boundaries.
CREATE EXTENSION IF NOT EXISTS postgis;
BEGIN;
CREATE SCHEMA "{schema}";
"""
# What a placemark is called: the first of these columns that says something.
KML_NAMES = ("name", "posting", "unit", "site", "load", "lane", "sector")


def write_flatgeobuf(maps: Maps, directory: Path) -> None:
    """Write `<layer>.fgb` for every layer into a folder that exists.

    Raises
    ------
    ExportFailed
        If a file cannot be written.
    """
    for name, frame in maps.layers.items():
        about = {"TITLE": name, "DESCRIPTION": maps.about(name)}
        _write(frame, directory / f"{name}.fgb", "FlatGeobuf", name, about)


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
        _write(_placemarks(frame), directory / f"{name}.kml", "LIBKML", name, about)


def write_sql(maps: Maps, directory: Path) -> None:
    """Write `plan.sql` into a folder that exists: one transaction that makes a schema named after
    the mission, with a table for every layer, its spatial index and its comment.

    Raises
    ------
    ExportFailed
        If the file cannot be written.
    """
    parts = []
    for name, frame in maps.layers.items():
        part = directory / f".{name}.sql"
        options = {
            "SCHEMA": maps.mission,
            "CREATE_SCHEMA": "OFF",
            "DROP_TABLE": "OFF",
            "GEOMETRY_NAME": "geom",
            "LAUNDER": "NO",
            "SRID": "4326",
            "DESCRIPTION": maps.about(name),
        }
        _write(frame, part, "PGDUMP", name, options)
        parts += [
            line
            for line in part.read_text(encoding="utf-8").splitlines(keepends=True)
            if line.strip() not in {"BEGIN;", "COMMIT;"}
        ]
        part.unlink()
    head = SCHEMA_HEAD.format(schema=maps.mission.replace('"', '""'), file=SQL_FILE)
    text = "".join([head, *parts, "COMMIT;\n"])
    (directory / SQL_FILE).write_text(text, encoding="utf-8", newline="")


def _placemarks(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    named = [column for column in KML_NAMES if column in frame]
    marks = frame.assign(
        Name=[
            next((str(text) for text in row if text), "")
            for row in zip(*(frame[column] for column in named), strict=True)
        ]
    )
    if "mode" in frame:
        colours = [MODES.get(mode, OTHER) for mode in frame["mode"]]
        marks["OGR_STYLE"] = [f"PEN(c:{colour},w:2px)" for colour in colours]
    # GDAL reads the truth values that it writes into KML as 0, and numbers of 64 bits as text.
    for column in frame.columns[frame.dtypes == "bool"]:
        marks[column] = frame[column].map({True: "yes", False: "no"}).astype("str")
    whole = {column: "int32" for column in frame if frame[column].dtype == "int64"}
    return marks.astype(whole)


def _write(
    frame: gpd.GeoDataFrame, path: Path, driver: str, layer: str, options: dict[str, str]
) -> None:
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
