"""The movement table: every load in the order in which movement control works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.export.movements import loads
from planner.export.sheets.grid import Grid
from planner.export.sheets.tables import first_day

if TYPE_CHECKING:
    from planner.export.sheets.grid import Cell
    from planner.mission.mission import Mission
    from planner.plan import Plan

TITLE = "Movement table"
COLUMNS = {
    "departure_date": "date",
    "arrival_date": "date",
    "mode": "str",
    "origin": "str",
    "destination": "str",
    "unit": "str",
    "contributor": "str",
    "purpose": "str",
    "load": "str",
    "consignment": "str",
    "lane": "str",
    "trips": "int64",
    "passengers": "float64",
    "tonnes": "float64",
    "teu": "float64",
}


def movement_grid(mission: Mission, plan: Plan) -> Grid:
    """Loads by date, mode and origin. Dates are the first days of the weeks of departure and
    arrival; `trips` are those of the lane in that week, shared ones whatever they carry.
    """
    rows = [_row(mission, load) for load in loads(mission, plan)]
    names = list(COLUMNS)
    texts = [names.index(name) for name, kind in COLUMNS.items() if kind == "str"]
    ordered = sorted(rows, key=lambda row: (row[0], *(str(row[place]) for place in texts)))
    return Grid(TITLE, COLUMNS, ordered)


def _row(mission: Mission, load: dict[str, Any]) -> list[Cell]:
    lane = mission.lanes[load["lane"]]
    ends = (lane.origin, lane.destination)
    origin, destination = ends if load["direction"] == "in" else ends[::-1]
    unit = load["unit"]
    return [
        first_day(mission.calendar, "movements", load["week"]),
        first_day(mission.calendar, "movements", load["week"] + lane.lag_weeks),
        lane.mode,
        origin,
        destination,
        unit,
        mission.units[unit].contributor if unit else "",
        load["purpose"],
        load["load"],
        load["consignment"],
        load["lane"],
        load["trips"],
        float(load["pax"]),
        float(load["t"]),
        load["teu"],
    ]
