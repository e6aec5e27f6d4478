"""Folders of small configs: what missions without lift of their own have in common."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from shapely.geometry import box, mapping

LINES = (
    "personnel", "coe", "self_sustainment", "individuals", "travel", "freight", "facilities",
    "transport",
)  # fmt: skip
BILLION = 10**9


def write_mission(
    folder: Path,
    *,
    weeks: int,
    beds: dict[str, int],
    tables: dict[str, list[dict[str, object]]],
    sections: dict[str, Any],
) -> Path:
    """A config of a mission without fleets, individuals or pay, and its tables.

    Parameters
    ----------
    beds
        Sites with their beds; the first is the hub.
    tables
        Rows by name of the CSV file.
    sections
        Sections of the config that replace or complete the common ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sites: list[dict[str, object]] = [
        {"site": name, "name": name, **_place(number), "sector": "all", "kind": "base",
         "beds": count, "bed_build_per_week": 0}
        for number, (name, count) in enumerate(beds.items())
    ]  # fmt: skip
    sites[0] |= {"latitude": 4.3938, "longitude": 18.5599, "runway_m": 2600, "surface": "paved",
                 "airfield_ident": "FEFF", "airfield_km": 4.6}  # fmt: skip
    for name, rows in {"sites": sites, **tables}.items():
        _write_table(folder / f"{name}.csv", rows)
    area = {"type": "Feature", "properties": {"sector": "all", "name": "All"},
            "geometry": mapping(box(14, 2, 28, 11))}  # fmt: skip
    areas = {"type": "FeatureCollection", "features": [area]}
    (folder / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
    config = {**_common(weeks, next(iter(beds))), **sections}
    path = folder / "mission.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(config, file)
    return path


def _place(number: int) -> dict[str, float]:
    """Sites on a grid of a tenth of a degree, which nothing depends on."""
    return {"latitude": 5.0 + number // 10 / 10, "longitude": 20.0 + number % 10 / 10}


def _write_table(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)


def _common(weeks: int, hub: str) -> dict[str, Any]:
    return {
        "peaceplan": 1,
        "mission": {"id": "special", "name": "Generated", "organisation": "none", "host": "CAF"},
        "calendar": {"start": date(2025, 7, 1), "weeks": weeks},
        "mandates": [
            {
                "resolution": "invented",
                "from": date(2025, 1, 1),
                "until": date(2027, 1, 1),
                "ceilings": {"military": 1_000_000, "police": 0},
            }
        ],
        "sectors": {"areas": "areas.geojson", "hq": {"all": hub}},
        "sites": {"table": "sites.csv", "kinds": {"base": {"storage_dry_t": 0.0}}},
        "airfields": {"overrides": {hub: {"mog": 100, "opening_hour": 0.0, "closing_hour": 24.0}}},
        "hub": hub,
        "seaport": {
            "node": "port",
            "name": "Port",
            "latitude": 4.05,
            "longitude": 9.68,
            "teu_per_week": 0.0,
            "lane_m_per_week": 0.0,
            "draught_m": 9.0,
        },
        "lift": {"fleets": []},
        "supply": {},
        "money": {
            "lines": [{"line": name, "name": name, "group": "I"} for name in LINES],
            "appropriations": {"I": float(BILLION), "II": 0.0, "III": 0.0},
            "funds": [
                {"fund": "all", "opening_usd": float(BILLION), "inflow_usd": [0.0]},
            ],
            "arrears": {
                "lag_quarters": 1,
                "opening_due_usd": [0.0],
                "maximum_usd": 0.0,
                "usd_per_usd_quarter": 0.0,
            },
            "rates": {"personnel_reimbursement": 0.0},
        },
    }
