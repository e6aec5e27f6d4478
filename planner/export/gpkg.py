"""Write a GeoPackage 1.3 that repeats byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyogrio
from pyogrio.errors import DataSourceError

from planner.errors import ExportFailed
from planner.export.layers import layers
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan


def write_gpkg(mission: Mission, plan: Plan, path: Path) -> None:
    """Write all layers into one file.

    `last_change` of every layer is the first day of the plan, not the time of writing, so that
    the same plan gives the same file.

    Raises
    ------
    ExportFailed
        If the file cannot be written.
    """
    settings: dict[str, Any] = {
        "OGR_CURRENT_DATE": f"{mission.calendar.start}T00:00:00.000Z",
        "OGR_SQLITE_SYNCHRONOUS": "OFF",  # the whole file is synced before it takes its place
    }
    pyogrio.set_gdal_config_options(settings)
    try:
        for name, frame in layers(mission, plan).items():
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                geometry_type=LAYERS[name].geometry,
                dataset_options={"VERSION": "1.3"},
                layer_options={"DESCRIPTION": LAYERS[name].title},
                append=path.exists(),
            )
    except DataSourceError as error:
        raise ExportFailed(f"{path.name} could not be written: {error}") from error
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(settings))
