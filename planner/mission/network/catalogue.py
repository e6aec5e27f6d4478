"""Vehicle types from the frames of datasets/catalogue."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.mission.network.inputs import (
    AircraftType,
    BargeType,
    Catalogue,
    ShipType,
    VehicleType,
)

NOT_FUELLED_BY_MISSION = "strategic"


def catalogue_of(
    aircraft: pd.DataFrame,
    payload_range: pd.DataFrame,
    vehicles: pd.DataFrame,
    ships: pd.DataFrame,
    barges: pd.DataFrame,
) -> Catalogue:
    """Types by id, from frames with the columns of the shipped tables.

    Raises
    ------
    KeyError
        If a column is missing.
    """
    curves: dict[str, list[tuple[float, float]]] = {}
    for row in _rows(payload_range):
        curves.setdefault(row["aircraft"], []).append((row["range_km"], row["payload_t"]))
    return Catalogue(
        aircraft={row["aircraft"]: _aircraft(row, curves) for row in _rows(aircraft)},
        vehicles={
            row["vehicle"]: VehicleType(**_fields(row, VehicleType)) for row in _rows(vehicles)
        },
        ships={row["ship"]: ShipType(**_fields(row, ShipType)) for row in _rows(ships)},
        barges={row["barge"]: BargeType(**_fields(row, BargeType)) for row in _rows(barges)},
    )


def _aircraft(row: dict[str, Any], curves: dict[str, list[tuple[float, float]]]) -> AircraftType:
    values = {
        **row,
        "rotary": bool(int(row["rotary"])),
        "needs_paved": bool(int(row["needs_paved"])),
        "fuel_included": row["role"] == NOT_FUELLED_BY_MISSION,
        "payload_range": tuple(sorted(curves.get(row["aircraft"], []))),
    }
    return AircraftType(**_fields(values, AircraftType))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _fields(row: dict[str, Any], kind: type) -> dict[str, Any]:
    return {name: row[name] for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]
