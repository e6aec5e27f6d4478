"""Charter lanes: what each contributor may hire to bring its own people and equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.network import flight as flights
from planner.mission.network.air import flight_trip
from planner.mission.network.frame import airport_of, lane_of, market_fleet, place_of
from planner.mission.network.inputs import Kit, NetworkInputs, NetworkProblem, Snap
from planner.mission.network.matching import corridor_of
from planner.mission.network.road import convoy_trip, days_of
from planner.mission.network.water import liner_lanes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.mission.lift import Fleet, Lane, Mode
    from planner.mission.network.roads import RoadGraph


def charter_fleets(inputs: NetworkInputs) -> tuple[list[Fleet], list[NetworkProblem]]:
    """Spot-market fleets of every vehicle that charters may use; ids not in the catalogue."""
    choice, catalogue = inputs.settings.charters, inputs.catalogue
    wanted: list[tuple[str, Mode, str, Mapping[str, object]]] = [
        *((name, "air", "travel", catalogue.aircraft) for name in choice.pax_aircraft),
        *((name, "air", "freight", catalogue.aircraft) for name in choice.cargo_aircraft),
        *((name, "sea", "freight", catalogue.ships) for name in choice.liners),
    ]
    if inputs.road_contributors:
        wanted += [
            (choice.road_pax, "road", "travel", catalogue.vehicles),
            (choice.road_cargo, "road", "freight", catalogue.vehicles),
        ]
    fleets, problems = [], []
    for name, mode, line, table in wanted:
        if name in table:
            fleets.append(market_fleet(inputs, name, mode, line))
        else:
            problems.append(NetworkProblem(name, "charters name it, the catalogue does not"))
    return fleets, problems


def charter_lanes(
    inputs: NetworkInputs, fleets: list[Fleet], graph: RoadGraph, snaps: dict[str, Snap]
) -> tuple[list[Lane], list[NetworkProblem]]:
    """Charter lanes of every contributor by air, sea and, where it may, by road."""
    by_air, problems = _air(inputs, [fleet for fleet in fleets if fleet.mode == "air"])
    by_sea = liner_lanes(inputs, [fleet for fleet in fleets if fleet.mode == "sea"])
    road = [fleet for fleet in fleets if fleet.mode == "road"]
    by_road, more = _road(inputs, road, graph, snaps)
    return [*by_air, *by_sea, *by_road], [*problems, *more]


def _air(inputs: NetworkInputs, fleets: list[Fleet]) -> tuple[list[Lane], list[NetworkProblem]]:
    lanes, problems = [], []
    hub = place_of(inputs, inputs.hub)
    for iso3, contributor in sorted(inputs.contributors.items()):
        home = airport_of(contributor)
        if home is None or hub is None:
            problems.append(NetworkProblem(iso3, "no airport of embarkation"))
            continue
        ends = (f"{iso3}:air", inputs.hub)
        found = 0
        for fleet in fleets:
            aircraft = inputs.catalogue.aircraft[fleet.vehicle]
            way = flights.charter_flight(aircraft, home, hub)
            if way is None:
                continue
            kit: Kit = "pax" if fleet.budget_line == "travel" else "cargo"
            name = f"charter:{fleet.vehicle}:{corridor_of(*ends)}"
            trip = flight_trip(aircraft, way, kit)
            lanes.append(lane_of(inputs, name, ends, fleet, trip, use="charter"))
            found += kit == "pax"
        if not found:
            problems.append(NetworkProblem(iso3, "no passenger aircraft reaches the hub"))
    return lanes, problems


def _road(
    inputs: NetworkInputs, fleets: list[Fleet], graph: RoadGraph, snaps: dict[str, Snap]
) -> tuple[list[Lane], list[NetworkProblem]]:
    lanes, problems = [], []
    for iso3 in sorted(inputs.road_contributors):
        home = f"{iso3}:road"
        way = graph.ways_from(home).get(inputs.hub)
        if way is None:
            problems.append(NetworkProblem(iso3, "option road, but no road leads to the hub"))
            continue
        snap_km = max(snaps[home].km, snaps[inputs.hub].km)
        always = (True,) * inputs.calendar.weeks
        never = (False,) * inputs.calendar.weeks
        for fleet in fleets:
            vehicle = inputs.catalogue.vehicles[fleet.vehicle]
            days = days_of(vehicle, way.km, never, always)
            trip = convoy_trip(vehicle, way, days, snap_km)
            ends = (home, inputs.hub)
            name = f"charter:{fleet.vehicle}:{corridor_of(*ends)}"
            lanes.append(lane_of(inputs, name, ends, fleet, trip, use="charter"))
    return lanes, problems
