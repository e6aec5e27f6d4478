"""Write a GeoPackage 1.3 that repeats byte for byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from planner.errors import ExportFailed
from planner.export.qgis.project import packed, project, write_project
from planner.export.qgis.qml import document
from planner.export.qgis.styles import styles
from planner.export.qgis.table import write_styles
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.export.maps import Maps

# Whether all layers have the spatial index that is written as the file is closed.
INDEXED = (
    "SELECT (SELECT count(*) FROM gpkg_geometry_columns) = (SELECT count(*) FROM gpkg_extensions "
    "WHERE extension_name = 'gpkg_rtree_index')"
)


def write_gpkg(maps: Maps, path: Path) -> None:
    """Write all layers into one file, each with its default style for QGIS, and a project of them.

    `last_change` of every layer is the first day of the plan, not the time of writing, so that
    the same plan gives the same file.

    Raises
    ------
    ExportFailed
        If the file cannot be written.
    """
    written_at = f"{maps.first_day}T00:00:00.000Z"
    settings: dict[str, Any] = {
        "OGR_CURRENT_DATE": written_at,
        "OGR_SQLITE_SYNCHRONOUS": "OFF",  # the whole file is synced before it takes its place
    }
    pyogrio.set_gdal_config_options(settings)
    try:
        for name, frame in maps.layers.items():
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                geometry_type=LAYERS[name].geometry,
                dataset_options={"VERSION": "1.3"},
                layer_options={"DESCRIPTION": maps.about(name)},
                append=path.exists(),
            )
        looks = styles(maps.layers)
        write_styles(path, {name: document(each) for name, each in looks.items()}, written_at)
        write_project(path, packed(project(maps, looks, path.name)), written_at)
    except (DataSourceError, DataLayerError, sqlite3.Error) as error:
        raise ExportFailed(f"{path.name} could not be written: {error}") from error
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(settings))
    _require_whole(path, {name: len(frame) for name, frame in maps.layers.items()})


def write_qgz(maps: Maps, path: Path, package: str) -> None:
    """Write the project of a GeoPackage `package` in the same folder as a file of its own."""
    path.write_bytes(packed(project(maps, styles(maps.layers), package)))


def _require_whole(path: Path, rows: Mapping[str, int]) -> None:
    """See to it that a file holds so many rows of each layer, and their spatial indexes: a disk
    that is full only as the file is closed goes unnoticed by GDAL.

    Raises
    ------
    ExportFailed
        If it does not.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [sound] = database.execute("PRAGMA quick_check").fetchone()
            found = {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for name in rows
            }
            indexed = database.execute(INDEXED).fetchone()[0]
    except sqlite3.Error as error:
        raise ExportFailed(f"{path.name} could not be written: {error}") from error
    if sound != "ok" or found != rows or not indexed:
        raise ExportFailed(f"{path.name} could not be written whole")
