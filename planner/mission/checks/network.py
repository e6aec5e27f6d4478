"""Checks of the lanes: every site is reached by people and by cargo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.paths import cargo_path, corridor_lanes

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.network.inputs import NetworkProblem, NetworkResult


def place_problems(context: Context, problems: tuple[NetworkProblem, ...]) -> None:
    """Notes what the network could not do, where its subject stands. Sites that nothing connects
    are as they should be if the mission has no lift of its own.
    """
    fleets = [fleet.fleet for fleet in context.config.lift.fleets]
    for problem in problems:
        subject = problem.subject
        if subject in context.sites and not fleets:
            continue
        if _at_site(context, subject, f"{problem.message}; correct the site or add a fleet"):
            continue
        if subject in fleets:
            context.add(("lift", "fleets", fleets.index(subject)), f"{problem.message}; correct it")
        elif not _at_unit(context, subject, f"{problem.message}; correct its ports or options"):
            context.add(("lift",), f"{subject}: {problem.message}; correct it")


def check_connections(context: Context, network: NetworkResult) -> None:
    """Notes sites that people cannot reach from the hub, or cargo from hub or seaport; none if the
    mission has no lift of its own.
    """
    if not context.config.lift.fleets:
        return
    hub, seaport = context.config.hub, context.config.seaport.node
    stay = len(context.tables.in_place.rows)
    if stay and cargo_path(network, seaport, hub) is None:
        message = (
            f"no lane carries cargo from {seaport} to {hub}, so none of the {stay} units in place "
            "can take its equipment home; add a fleet that serves it, a road to lift.roads.added, "
            "or a country on the way to lift.roads.transit"
        )
        context.add(("seaport",), message)
    unreached = {problem.subject for problem in network.problems}
    for site in sorted(context.sites):
        if site == hub or site in unreached:
            continue
        lanes = corridor_lanes(network, f"{hub}>{site}")
        if not any(lane.capacity.pax > 0 for lane in lanes):
            message = "no lane carries people here from the hub; add a bus or aircraft fleet"
            _at_site(context, site, f"{message} that serves it")
        if not cargo_path(network, hub, site) and not cargo_path(network, seaport, site):
            message = "no lane carries cargo here; add a truck, barge or aircraft fleet"
            _at_site(context, site, f"{message} that serves it")


def _at_site(context: Context, site: str, message: str) -> bool:
    table = context.tables.sites
    for at, row in enumerate(table):
        if row.site == site:
            context.row(table, at, "site", message)
            return True
    return False


def _at_unit(context: Context, contributor: str, message: str) -> bool:
    for table in context.tables.units:
        for at, row in enumerate(table):
            if row.contributor == contributor:
                context.row(table, at, "contributor", message)
                return True
    return False
