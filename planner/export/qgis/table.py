"""The table `layer_styles`, in which QGIS looks for the default style of a layer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = "layer_styles"
# Columns and their order are QGIS's own.
CREATE = """\
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),
  styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME
)"""
REGISTER = """\
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', 'How QGIS draws the layers', ?)"""
INSERT = """\
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
  styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
SELECT '', '', table_name, column_name, 'peaceplan', ?, '', 1, '', '', NULL, ?
FROM gpkg_geometry_columns WHERE table_name = ?"""


def write_styles(path: Path, styles: Mapping[str, str], written_at: str) -> None:
    """Write the default style of each layer into a GeoPackage that holds the layers.

    written_at: moment that is noted as the time of writing, in ISO 8601 with milliseconds.

    Raises
    ------
    sqlite3.Error
        If the file cannot be written.
    """
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(CREATE)
        database.execute(REGISTER, (written_at,))
        for layer, qml in styles.items():
            database.execute(INSERT, (qml, written_at, layer))
