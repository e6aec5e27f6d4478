"""Map layers as Shapefiles, for those who must: names of ten characters, moments as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.errors import ExportFailed
from planner.export.ogr import write_layer
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from planner.export.maps import Maps

LONGEST_NAME, LONGEST_TEXT = 10, 254  # characters of a name, bytes of a text
# Columns whose names are too long.
SHORT = {
    "asked_unit_weeks": "asked_uw",
    "held_unit_weeks": "held_uw",
    "coverage_percent": "cover_pct",
    "contributor": "contrib",
    "distance_km": "dist_km",
    "consignment": "consignmt",
    "peak_persons": "peak_pers",
    "runway_known": "runway_kn",
    "surface_known": "surface_kn",
    "road_snap_km": "roadsnapkm",
    "supply_class": "supply_cl",
    "days_of_supply": "days",
    "minimum_days": "min_days",
    "requirement": "requiremt",
    "strength_persons": "persons",
}


def write_shapefile(maps: Maps, directory: Path) -> None:
    """Write `<layer>.shp` and what belongs to it for every layer into a folder that exists.

    Raises
    ------
    ExportFailed
        If a file cannot be written, or a text is longer than the format holds.
    """
    for name, frame in maps.layers.items():
        path = directory / f"{name}.shp"
        options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": maps.first_day.isoformat()}
        write_layer(_plain(frame, name), path, "ESRI Shapefile", name, options)
        _write_metadata(path.with_suffix(".shp.xml"), name, maps.about(name))


def _plain(frame: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    """Columns by short names, of types that the format has; truth and moments become text."""
    plain = frame.copy()
    for column, kind in LAYERS[layer].columns.items():
        if column not in plain:
            continue
        if kind == "bool":
            plain[column] = plain[column].map({True: "yes", False: "no"}).astype("str")
        elif kind == "time":
            plain[column] = plain[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ").astype("str")
        elif kind == "str":
            _require_short(plain[column].tolist(), f"{layer}.{column}")
    return plain.rename(columns=SHORT)


def _require_short(texts: list[str], column: str) -> None:
    longest = max((len(text.encode()) for text in texts), default=0)
    if longest > LONGEST_TEXT:
        raise ExportFailed(
            f"{column} holds a text of {longest} bytes, and a Shapefile holds {LONGEST_TEXT}; "
            "export another format"
        )


def _write_metadata(path: Path, name: str, about: str) -> None:
    """What GIS programs show beside a Shapefile (FGDC): its title and the disclaimer."""
    root = ET.Element("metadata")
    said = ET.SubElement(root, "idinfo")
    ET.SubElement(ET.SubElement(ET.SubElement(said, "citation"), "citeinfo"), "title").text = name
    ET.SubElement(ET.SubElement(said, "descript"), "abstract").text = about
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
