"""Shared trips, and loads on their streams: ready, moved, due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.model.encode.error import EncodingError

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.model import Model

Floats = NDArray[np.float64]
SMALL = 1e-6


def put_trips(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Shared trips by lane and week.

    Raises
    ------
    EncodingError
        If a lane may not be used for shared trips.
    """
    family = model.columns.families["trips"]
    lanes = {lane.lane: number for number, lane in enumerate(model.options.lanes)}
    shared = tables["sorties"][tables["sorties"]["consignment"] == ""]
    for lane, week, trips in _values(shared, "lane", "week", "trips"):
        if lane not in lanes:
            raise EncodingError(f"{lane} is not open to shared trips")
        point[family.at(lanes[lane], week)] += trips


def put_loads(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """What moves by stream and lane; what waits, and what has moved ahead of its due week.

    Raises
    ------
    EncodingError
        If a load moves on a lane that does not carry it.
    """
    families, found = model.columns.families, model.streams
    streams = {label: number for number, label in enumerate(found.labels)}
    lanes = {lane.lane: number for number, lane in enumerate(model.options.lanes)}
    pairs = {
        (int(stream), int(lane)): number
        for number, (stream, lane) in enumerate(zip(found.stream, found.lane, strict=True))
    }
    shape = families["waiting"].shape
    ready, due, gone = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    way: dict[str, str] = {}
    shared = tables["consignments"][tables["consignments"]["use"] == "shared"]
    for row in shared.to_dict("records"):
        way[row["consignment"]] = f"{row['corridor']}|{row['direction']}"
        for dimension in ("pax", "t", "m3", "lane_m", "teu"):
            stream = streams.get(f"{way[row['consignment']]}|{dimension}")
            if stream is not None:
                ready[stream, row["ready_week"]] += row[dimension]
                due[stream, row["due_week"]] += row[dimension]
    for row in tables["movements"].to_dict("records"):
        for dimension in ("pax", "t", "m3", "lane_m", "teu"):
            stream = streams.get(f"{way.get(row['consignment'])}|{dimension}")
            if stream is None or row[dimension] <= SMALL:
                continue
            pair = pairs.get((stream, lanes.get(row["lane"], -1)))
            if pair is None:
                what = f"{row['consignment']} cannot move on {row['lane']}"
                raise EncodingError(f"{what}: it carries no {dimension}, or may not be used")
            point[families["moved"].at(pair, row["week"])] += row[dimension]
            gone[stream, row["week"]] += row[dimension]
    point[families["waiting"].columns] = np.cumsum(ready - gone, axis=1).ravel()
    point[families["ahead"].columns] = np.cumsum(gone - due, axis=1).ravel()


def _values(frame: pd.DataFrame, *columns: str) -> list[tuple[str, int, int]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))
