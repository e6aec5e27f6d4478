"""Write a plan's layers as GeoJSON (RFC 7946), one file a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from planner.errors import ExportFailed
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.maps import Maps

DECIMALS = 6  # of a degree: about a tenth of a metre


def write_geojson(maps: Maps, directory: Path) -> None:
    """Write `<layer>.geojson` for every layer into a folder that exists.

    Raises
    ------
    ExportFailed
        If a file cannot be written.
    """
    for name, frame in maps.layers.items():
        try:
            pyogrio.write_dataframe(
                frame,
                directory / f"{name}.geojson",
                driver="GeoJSON",
                geometry_type=LAYERS[name].geometry,
                layer_options={
                    "RFC7946": "YES",
                    "COORDINATE_PRECISION": str(DECIMALS),
                    "DESCRIPTION": maps.about(name),
                },
            )
        except (DataSourceError, DataLayerError) as error:
            raise ExportFailed(f"{name}.geojson could not be written: {error}") from error
