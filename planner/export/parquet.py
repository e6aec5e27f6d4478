"""Map layers as GeoParquet, for those who have the extra."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.errors import ExportFailed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.maps import Maps

EXTRA = "peaceplan[parquet]"


def write_parquet(maps: Maps, directory: Path) -> None:
    """Write `<layer>.parquet` (GeoParquet, WKB) for every layer into a folder that exists.

    Raises
    ------
    ExportFailed
        If pyarrow is missing, or a file cannot be written.
    """
    if find_spec("pyarrow") is None:
        raise ExportFailed(f"GeoParquet needs pyarrow; install the extra: pip install '{EXTRA}'")
    for name, frame in maps.layers.items():
        described = frame.copy()
        described.attrs["description"] = maps.about(name)
        try:
            described.to_parquet(directory / f"{name}.parquet")
        except OSError as error:
            raise ExportFailed(f"{name}.parquet could not be written: {error}") from error
