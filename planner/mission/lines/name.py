"""Names of files in a config, which may choose a sheet or a layer: `own.xlsx[units]`."""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<file>.*\.(?:xlsx|gpkg|shp|zip|fgb|kml|geojson|json))(?:\[(?P<part>[^\[\]]*)\])?",
    re.IGNORECASE | re.DOTALL,
)


def parted(name: str) -> tuple[str, str | None]:
    """The file that a config names, and the sheet or layer if it names one."""
    match = _PART.fullmatch(name)
    return (match["file"], match["part"]) if match else (name, None)
