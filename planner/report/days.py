"""The layers of a plan as what its map draws, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.report.background import background
from planner.report.geometry import bounds, line_points, polygons
from planner.report.words import number, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import geopandas as gpd
    import pandas as pd

    from planner.export.maps import Maps

AREA_TOLERANCE, REACH_TOLERANCE = 0.01, 0.01  # degrees
# Lines bend within a mission, and run straight for thousands of km to it.
LINE_TOLERANCE, LONG_LINE_TOLERANCE, LONG_DEGREES = 0.01, 0.2, 20.0
SITE_FACTS = {
    "kind": "Kind",
    "sector": "Sector",
    "beds_start": "Beds at first",
    "beds_end": "Beds at the end",
    "peak_persons": "Most unit persons",
    "airfield": "Airfield",
    "runway_m": "Runway, m",
    "surface": "Surface",
    "modes": "Reached by",
}


def days(shown: Maps) -> dict[str, Any] | None:
    """Everything that the map of a plan needs, as plain values; None if there is nothing to draw.

    Days are counted from the first of the plan; ends are exclusive.
    """
    placed = [frame for name in ("areas", "sites", "postings")
              if (frame := shown.layers.get(name)) is not None and len(frame)]  # fmt: skip
    if not placed:
        return None
    corners = bounds(_together(placed))
    places, names = _places(shown)
    lanes, numbers = _lanes(shown)
    return {
        "firstDay": shown.first_day.isoformat(),
        "days": (shown.end - shown.first_day).days,
        "corners": corners,
        "background": background(corners),
        "areas": list(_areas(shown)),
        "reach": list(_reach(shown)),
        "lanes": lanes,
        "loads": list(_loads(shown, numbers)),
        "trips": list(_trips(shown, numbers)),
        "sites": places,
        "postings": list(_postings(shown, names)),
        "moves": "movements" in shown.layers,
        "units": "postings" in shown.layers,
    }


def _together(frames: list[gpd.GeoDataFrame]) -> gpd.GeoSeries:
    import geopandas as gpd  # noqa: PLC0415 (typed only here)

    return gpd.GeoSeries([shape for frame in frames for shape in frame.geometry])


def _rows(shown: Maps, layer: str) -> Iterator[dict[str, Any]]:
    frame = shown.layers.get(layer)
    if frame is not None:
        yield from frame.to_dict("records")


def _day(moment: pd.Timestamp, first: date) -> int:
    return (moment.date() - first).days


def _areas(shown: Maps) -> Iterator[dict[str, Any]]:
    for row in _rows(shown, "areas"):
        percent = number(row["coverage_percent"])
        yield {
            "name": row["name"] or row["sector"],
            "percent": None if percent is None else round(percent, 1),
            "shape": polygons(row["geometry"], AREA_TOLERANCE),
        }


def _reach(shown: Maps) -> Iterator[dict[str, Any]]:
    for row in _rows(shown, "reach"):
        yield {
            "text": f"{row['unit']}: {plain(row['kind'])}, {row['radius_km']:,.0f} km",
            "from": _day(row["begin"], shown.first_day),
            "until": _day(row["end"], shown.first_day),
            "shape": polygons(row["geometry"], REACH_TOLERANCE),
        }


def _places(shown: Maps) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Sites, and the place of each in that list; those of postings alone have nothing but it."""
    found: list[dict[str, Any]] = []
    names: dict[str, int] = {}
    for row in [*_rows(shown, "sites"), *_rows(shown, "postings")]:
        if row["site"] in names:
            continue
        names[row["site"]] = len(found)
        facts = [(title, _fact(row[column])) for column, title in SITE_FACTS.items()
                 if column in row and "sector" in row]  # fmt: skip
        found.append({
            "name": row.get("name") or row["site"],
            "kind": row.get("kind", ""),
            "at": [round(row["geometry"].y, 4), round(row["geometry"].x, 4)],
            "facts": [[title, text] for title, text in facts if text],
        })  # fmt: skip
    return found, names


def _fact(value: object) -> str:
    if isinstance(value, str):
        return plain(value)
    known = number(value)
    return "" if known is None else f"{known:,.0f}"


def _postings(shown: Maps, names: dict[str, int]) -> Iterator[dict[str, Any]]:
    for row in _rows(shown, "postings"):
        yield {
            "site": names[row["site"]],
            "unit": row["unit"],
            "type": row["unit_type"],
            "sidc": row["sidc"],
            "of": row["contributor"],
            "persons": row["strength_persons"],
            "from": _day(row["begin"], shown.first_day),
            "until": _day(row["end"], shown.first_day),
        }


def _lanes(shown: Maps) -> tuple[list[dict[str, Any]], dict[tuple[str, str], int]]:
    """Ways of loads, and the place of each (lane, direction) in that list."""
    found: list[dict[str, Any]] = []
    numbers: dict[tuple[str, str], int] = {}
    for row in _rows(shown, "movements"):
        key = row["lane"], row["direction"]
        if key in numbers:
            continue
        numbers[key] = len(found)
        shape = row["geometry"]
        west, south, east, north = shape.bounds
        long = max(east - west, north - south) > LONG_DEGREES
        found.append({
            "name": row["lane"],
            "mode": row["mode"],
            "line": line_points(shape, LONG_LINE_TOLERANCE if long else LINE_TOLERANCE),
        })  # fmt: skip
    return found, numbers


def _loads(shown: Maps, numbers: dict[tuple[str, str], int]) -> Iterator[list[Any]]:
    """[lane, first day, end, text] for each load."""
    for row in _rows(shown, "movements"):
        yield [
            numbers[row["lane"], row["direction"]],
            _day(row["begin"], shown.first_day),
            _day(row["end"], shown.first_day),
            _load(row),
        ]


def _trips(shown: Maps, numbers: dict[tuple[str, str], int]) -> Iterator[list[Any]]:
    """[lane, day, text] for each trip of the timetable, in order of time; hours are local."""
    rows = sorted(_rows(shown, "timetable"), key=lambda row: (row["begin"], row["lane"]))
    for row in rows:
        number = numbers.get((row["lane"], "in"), numbers.get((row["lane"], "out")))
        if number is None:
            continue
        begin, end = row["begin"].round("min"), row["end"].round("min")
        later = (
            f" {(end.date() - begin.date()).days} day(s) later" if end.date() > begin.date() else ""
        )
        when = f"{begin:%H:%M} to {end:%H:%M}{later}"
        text = f"{row['vehicle'] or 'trip'} {row['way']}, {when}"
        yield [number, _day(begin, shown.first_day), text]


def _load(row: dict[str, Any]) -> str:
    parts = [row["unit"] or plain(row["load"]), plain(row["purpose"]), row["direction"]]
    parts = [*dict.fromkeys(part for part in parts if part)]
    amounts = [
        f"{row[column]:,.0f} {unit}" for column, unit in (("pax", "persons"), ("t", "t"))
        if round(row[column]) > 0
    ]  # fmt: skip
    return ", ".join([*parts, *amounts])
