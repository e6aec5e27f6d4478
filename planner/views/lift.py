"""What moves on which trips, and what that takes of fleets and ports."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from planner.export.marking import Marking
from planner.export.movements import loads
from planner.export.summary.lift import fleet_time
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source


def _movement_table(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    rows = []
    for load in loads(mission, source.plan):
        lane = mission.lanes[load["lane"]]
        ends = (lane.origin, lane.destination)
        origin, destination = ends if load["direction"] == "in" else ends[::-1]
        unit = load["unit"]
        rows.append({
            "departs": mission.calendar.first_day(load["week"]),
            "arrives": mission.calendar.first_day(load["week"] + lane.lag_weeks),
            "mode": lane.mode,
            "origin": origin,
            "destination": destination,
            "contributor": mission.units[unit].contributor if unit else "",
            "unit": unit,
            "purpose": load["purpose"],
            "load": load["load"],
            "consignment": load["consignment"],
            "lane": load["lane"],
            "trips": load["trips"],
            "passengers": float(load["pax"]),
            "tonnes": float(load["t"]),
            "teu": load["teu"],
        })  # fmt: skip
    order = ("departs", "mode", "origin", "destination", "unit", "consignment", "lane", "load")
    yield from sorted(rows, key=lambda row: tuple(row[name] for name in order))


MOVEMENT_TABLE = View(
    "movement_table",
    "Movement table",
    "A row for each load, lane and week of departure, by date, mode, origin and destination.",
    Marking.CONTRIBUTOR,
    {
        "departs": Column("date", "first day of the week of departure"),
        "arrives": Column("date", "first day of the week of arrival"),
        "mode": Column("str", "air, sea, road or river"),
        "origin": Column("str", "port or site of embarkation"),
        "destination": Column("str", "port or site of debarkation"),
        "contributor": Column("str", "whose unit it is; empty for supplies"),
        "unit": Column("str", "unit; empty for supplies"),
        "purpose": Column("str", "arrive, leave, redeploy, rotate, or supply"),
        "load": Column("str", "unit (on shared trips), charter or supplies"),
        "consignment": Column("str", "its name in the plan's tables; empty for supplies"),
        "lane": Column("str", "mode, vehicles, origin and destination"),
        "trips": Column(
            "int64",
            "trips of the lane in that week; shared ones whatever they carry",
            Marking.ORGANISATION,
        ),
        "passengers": Column("float64", "persons"),
        "tonnes": Column("float64", "tonnes"),
        "teu": Column("float64", "containers of twenty feet; not known of supplies"),
    },
    _movement_table,
    owner="contributor",
)


def _lift_use(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    for name, time in fleet_time(mission, source.plan).items():
        if not sum(time.trips) and not sum(time.available or ()):
            continue
        fleet = mission.fleets[name]
        for week in range(mission.calendar.weeks):
            there = time.available[week] if time.available is not None else None
            yield {
                "fleet": name,
                "vehicle": fleet.vehicle,
                "mode": fleet.mode,
                "week": week,
                "first_day": mission.calendar.first_day(week),
                "trips": time.trips[week],
                "unit": "flying hours" if fleet.mode == "air" else "vehicle-days",
                "used": time.used[week],
                "available": there,
                "used_percent": 100.0 * time.used[week] / there if there else None,
            }


LIFT_USE = View(
    "lift_use",
    "Use of vehicles and aircraft",
    "A row for each fleet and week, by fleet; fleets that stand idle and have no vehicle are left "
    "out.",
    Marking.ORGANISATION,
    {
        "fleet": Column("str", "fleet in the config"),
        "vehicle": Column("str", "type of vehicle in the catalogue"),
        "mode": Column("str", "air, sea, road or river"),
        "week": Column("int64", "week, from 0"),
        "first_day": Column("date", "first day of the week"),
        "trips": Column("int64", "trips that leave in the week"),
        "unit": Column("str", "what its time is counted in: flying hours or vehicle-days"),
        "used": Column("float64", "what trips take of its time in the week"),
        "available": Column("float64", "what it has; empty if it is unlimited"),
        "used_percent": Column("float64", "used of available, percent"),
    },
    _lift_use,
)


def _port_use(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    through: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for load in loads(mission, source.plan):
        lane = mission.lanes[load["lane"]]
        outward = load["direction"] == "in"
        leaves, comes = (
            (lane.origin, lane.destination) if outward else (lane.destination, lane.origin)
        )
        for place, week in ((leaves, load["week"]), (comes, load["week"] + lane.lag_weeks)):
            if place in mission.ports or place == mission.hub:
                total = through[place, week]
                amounts = (load["pax"], load["t"], load["teu"] or 0.0)
                for at, amount in enumerate(amounts):
                    total[at] += amount
    for (place, week), (persons, tonnes, teu) in sorted(through.items()):
        if week >= mission.calendar.weeks:
            continue
        port = mission.ports.get(place)
        yield {
            "port": place,
            "name": port.name if port else mission.sites[place].name,
            "kind": port.kind if port else "hub",
            "week": week,
            "first_day": mission.calendar.first_day(week),
            "passengers": persons,
            "tonnes": tonnes,
            "unit_teu": teu,
            "teu_capacity": port.teu_per_week if port and port.kind == "seaport" else None,
        }


PORT_USE = View(
    "port_use",
    "Through ports of debarkation",
    "A row for each port, the hub included, and week in which anything leaves or comes there, by "
    "port.",
    Marking.ORGANISATION,
    {
        "port": Column("str", "port or hub in the config"),
        "name": Column("str", "its name"),
        "kind": Column("str", "seaport, airport, river_port or hub"),
        "week": Column("int64", "week, from 0"),
        "first_day": Column("date", "first day of the week"),
        "passengers": Column("float64", "persons that leave or come"),
        "tonnes": Column("float64", "tonnes that leave or come"),
        "unit_teu": Column("float64", "containers of units that leave or come, TEU"),
        "teu_capacity": Column("float64", "what a seaport handles in a week, TEU"),
    },
    _port_use,
)
