"""Sites and sectors of the starter mission as layers of map files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mission.starter import Starter


def sites_of(starter: Starter) -> gpd.GeoDataFrame:
    """The table of sites as points, with their attributes but latitude and longitude."""
    table = pd.read_csv(starter.folder / "sites.csv")
    points = gpd.points_from_xy(table.pop("longitude"), table.pop("latitude"))
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def sectors_of(starter: Starter) -> gpd.GeoDataFrame:
    """The sectors' areas."""
    return gpd.read_file(starter.folder / "sectors.geojson")


def write_layer(frame: gpd.GeoDataFrame, path: Path, **options: Any) -> Path:
    """A layer written as a GIS would, with the driver that the ending asks for."""
    frame.to_file(path, engine="pyogrio", **options)
    return path
