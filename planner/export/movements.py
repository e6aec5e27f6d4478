"""What moves, as lines: each load by lane and week, and the lanes themselves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely.geometry import LineString

from planner.export.rows import records
from planner.export.schema import layer_frame, moment

if TYPE_CHECKING:
    import geopandas as gpd

    from planner.mission.lift import Lane
    from planner.mission.mission import Mission
    from planner.plan import Plan


def movements(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Unit loads on shared trips, charters, and supplies, each on its lane in its direction.

    `trips` of shared trips are all those of the lane in that week, whatever they carry.
    """
    rows = []
    for load in loads(mission, plan):
        lane = mission.lanes[load["lane"]]
        rows.append({
            **load,
            "mode": lane.mode,
            "contributor": mission.units[load["unit"]].contributor if load["unit"] else "",
            "begin": moment(mission.calendar, load["week"]),
            "end": moment(mission.calendar, load["week"] + lane.lag_weeks + 1),
            "geometry": _line(lane, backwards=load["direction"] == "out"),
        })  # fmt: skip
    return layer_frame("movements", rows)


def routes(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Lanes with at least one trip, with the persons and tonnes that they carry both ways."""
    trips = plan.tables["sorties"].groupby("lane")["trips"].sum()
    carried: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for load in loads(mission, plan):
        carried[load["lane"]][0] += load["pax"]
        carried[load["lane"]][1] += load["t"]
    rows = []
    for name, count in sorted(trips[trips > 0].items()):
        lane = mission.lanes[str(name)]
        rows.append({
            "lane": lane.lane,
            "corridor": lane.corridor,
            "mode": lane.mode,
            "vehicle": lane.vehicle,
            "fleet": lane.fleet,
            "use": lane.use,
            "distance_km": lane.distance_km,
            "snap_km": lane.snap_km,
            "trips": int(count),
            "pax": carried[lane.lane][0],
            "t": carried[lane.lane][1],
            "geometry": _line(lane, backwards=False),
        })  # fmt: skip
    return layer_frame("routes", rows)


def timetable(mission: Mission, plan: Plan) -> gpd.GeoDataFrame:
    """Each trip of the timetable as two lines: out and back, with the hours on the way."""
    rows = []
    for row in records(plan.tables["timetable"]):
        lane = mission.lanes[row["lane"]]
        first = moment(mission.calendar, row["week"])
        for way, begin, end in (("out", "depart_h", "turn_h"), ("back", "leave_h", "return_h")):
            rows.append({
                **row,
                "mode": lane.mode,
                "way": way,
                "begin": first + pd.Timedelta(hours=row[begin]),
                "end": first + pd.Timedelta(hours=row[end]),
                "geometry": _line(lane, backwards=way == "back"),
            })  # fmt: skip
    return layer_frame("timetable", rows)


def loads(mission: Mission, plan: Plan) -> list[dict[str, Any]]:
    """Everything that moves: lane, week, direction, persons, tonnes, TEU, trips, whose it is.

    TEU of supplies are not known: None.
    """
    return [*_unit_loads(plan), *_charters(plan), *_supplies(mission, plan)]


def _consignments(plan: Plan) -> dict[str, dict[str, Any]]:
    return {row["consignment"]: row for row in records(plan.tables["consignments"])}


def _shared_trips(plan: Plan) -> dict[tuple[str, int], int]:
    sorties = plan.tables["sorties"]
    shared = sorties[sorties["consignment"] == ""]
    return {(row["lane"], row["week"]): row["trips"] for row in records(shared)}


def _load(kind: str, row: dict[str, Any], of: dict[str, Any], trips: int) -> dict[str, Any]:
    return {
        "load": kind,
        "lane": row["lane"],
        "week": row["week"],
        "unit": of["unit"],
        "consignment": of["consignment"],
        "purpose": of["purpose"],
        "direction": of["direction"],
        "trips": trips,
        "pax": float(row["pax"]),
        "t": float(row["t"]),
        "teu": row["teu"],
    }


def _unit_loads(plan: Plan) -> list[dict[str, Any]]:
    whose, trips = _consignments(plan), _shared_trips(plan)
    return [
        _load("unit", row, whose[row["consignment"]], trips.get((row["lane"], row["week"]), 0))
        for row in records(plan.tables["movements"])
    ]


def _charters(plan: Plan) -> list[dict[str, Any]]:
    whose = _consignments(plan)
    sorties = plan.tables["sorties"]
    rows = []
    for row in records(sorties[sorties["consignment"] != ""]):
        of = whose[row["consignment"]]
        load = {**row, "pax": of["pax"], "t": of["t"], "teu": of["teu"]}
        rows.append(_load("charter", load, of, row["trips"]))
    return rows


def _supplies(mission: Mission, plan: Plan) -> list[dict[str, Any]]:
    trips = _shared_trips(plan)
    tonnes: dict[tuple[str, int, str], float] = defaultdict(float)
    for direction, name in (("in", "flows"), ("out", "returns")):
        for row in records(plan.tables[name]):
            weight = mission.supply_classes[row["supply_class"]].t_per_unit
            tonnes[row["lane"], row["week"], direction] += row["quantity"] * weight
    nobody = {"unit": "", "consignment": "", "purpose": "supply"}
    return [
        _load("supplies", {"lane": lane, "week": week, "pax": 0.0, "t": t, "teu": None},
              {**nobody, "direction": direction}, trips.get((lane, week), 0))
        for (lane, week, direction), t in sorted(tonnes.items())
    ]  # fmt: skip


def _line(lane: Lane, *, backwards: bool) -> LineString:
    """A lane's route; of one whose ends share a road junction, a line of no length at it."""
    points = lane.route[::-1] if backwards else lane.route
    return LineString(points if len(points) > 1 else 2 * points)
