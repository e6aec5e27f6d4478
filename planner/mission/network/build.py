"""All lanes of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.network.air import air_lanes
from planner.mission.network.charter import charter_fleets, charter_lanes
from planner.mission.network.frame import airport_of
from planner.mission.network.inputs import NetworkInputs, NetworkProblem, NetworkResult
from planner.mission.network.road import road_lanes
from planner.mission.network.roads import road_graph
from planner.mission.network.water import river_lanes, sea_lanes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.geo import Point
    from planner.mission.lift import Lane


def build_lanes(inputs: NetworkInputs) -> NetworkResult:
    """Lanes between all nodes of the mission, with snap distances and problems.

    Problems in the input are collected in the result, never raised. A corridor without a road is
    a problem only if nothing else leads there.
    """
    problems = _unknown_vehicles(inputs)
    graph, placed = road_graph(inputs.roads, _road_nodes(inputs), inputs.settings)
    snaps = {snap.node: snap for snap in placed}
    by_road, no_road = road_lanes(inputs, graph, snaps)
    by_air, air_problems = air_lanes(inputs)
    by_river, river_problems = river_lanes(inputs)
    hired, hire_problems = charter_fleets(inputs)
    charters, charter_problems = charter_lanes(inputs, hired, graph, snaps)
    lanes = [*by_road, *by_air, *by_river, *sea_lanes(inputs), *charters]
    problems += [*air_problems, *river_problems, *hire_problems, *charter_problems]
    problems += _unreached(inputs, lanes, no_road)
    return NetworkResult(
        lanes={lane.lane: lane for lane in sorted(lanes, key=lambda lane: lane.lane)},
        fleets={fleet.fleet: fleet for fleet in hired},
        snaps=placed,
        problems=tuple(problems),
    )


def _road_nodes(inputs: NetworkInputs) -> dict[str, Point]:
    nodes = {name: (site.longitude, site.latitude) for name, site in inputs.sites.items()}
    port = inputs.ports[inputs.seaport]
    nodes[inputs.seaport] = (port.longitude, port.latitude)
    for iso3 in inputs.road_contributors:
        home = airport_of(inputs.contributors[iso3]) if iso3 in inputs.contributors else None
        if home is not None:
            nodes[f"{iso3}:road"] = home
    return nodes


def _unknown_vehicles(inputs: NetworkInputs) -> list[NetworkProblem]:
    catalogue = inputs.catalogue
    tables: dict[str, Mapping[str, object]] = {
        "air": catalogue.aircraft,
        "road": catalogue.vehicles,
        "river": catalogue.barges,
        "sea": catalogue.ships,
    }
    return [
        NetworkProblem(name, f"no {fleet.mode} vehicle {fleet.vehicle!r} in the catalogue")
        for name, fleet in sorted(inputs.fleets.items())
        if fleet.vehicle not in tables[fleet.mode]
    ]


def _unreached(
    inputs: NetworkInputs, lanes: list[Lane], no_road: list[NetworkProblem]
) -> list[NetworkProblem]:
    """Sites that no shared lane leads to, with what is known about their road."""
    reached = {lane.destination for lane in lanes if lane.use == "shared"}
    why = {problem.subject.partition(">")[2]: problem.message for problem in no_road}
    return [
        NetworkProblem(site, f"not connected by any mode ({why.get(site, 'no fleet serves it')})")
        for site in sorted(inputs.sites)
        if site != inputs.hub and site not in reached
    ]
