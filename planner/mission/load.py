"""From a config file and its tables to a mission, or to everything that is wrong with them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InvalidInput
from planner.mission.assemble import force, lift, links, mandate, places, supply
from planner.mission.assemble.assumptions import assumptions
from planner.mission.assemble.women import WomenShares
from planner.mission.checks.context import Context
from planner.mission.checks.force import check_force
from planner.mission.checks.lift import check_lift
from planner.mission.checks.money import check_money
from planner.mission.checks.network import check_connections, place_problems
from planner.mission.checks.places import check_places
from planner.mission.checks.prices import check_prices
from planner.mission.checks.rules import check_rules
from planner.mission.checks.supply import check_supply
from planner.mission.files import Files
from planner.mission.inputs import read_tables
from planner.mission.mission import Mission
from planner.mission.network.build import build_lanes
from planner.mission.network.inputs import NetworkInputs, NetworkResult
from planner.mission.overrides.read import read_config
from planner.mission.prices import Supplies
from planner.mission.schema import Config
from planner.mission.validate import validate

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.mission.force import Contributor, Unit, UnitType
    from planner.mission.places import Port, Site
    from planner.mission.yaml_marks import Document

# Sections of a config that the network is built without.
APART = {"mandates", "money", "notice_weeks", "requirements", "rotation", "rules", "supply"}
# What is wrong with a scenario as such: the network is then its base's.
APART |= {"set", "add", "scale", "remove", "include", "assumptions"}


def load_mission(path: Path, content: bytes | None = None) -> Mission:
    """The mission that a config describes.

    Parameters
    ----------
    path
        YAML file; the tables it names lie in its folder or among the shipped data. Of a scenario
        (a file with `base`) this is the mission that its base becomes by its overrides.
    content
        Of the file, where it is not written yet.

    Raises
    ------
    InvalidInput
        With everything that is wrong with the config and its tables.
    """
    document = read_config(path, Config, content)
    files = Files(Path(document.file).parent, _folders(document))
    config, replaced = validate(document)
    tables = read_tables(document, files)
    areas = places.read_areas(document, files, tables.pcodes)
    if config is None:
        raise InvalidInput(document.problems)
    context = Context(config, tables, document, replaced, areas)
    return _mission(context, files)


def _folders(document: Document) -> frozenset[Path]:
    """Folders of the scenarios that changed a config: tables may lie beside them too."""
    return frozenset(Path(file).parent for file in document.files.values())


def _checked(context: Context, files: Files) -> _Parts:
    """What a config puts together, once nothing is wrong with it."""
    problems = context.document.problems
    for check in (check_places, check_force, check_lift):
        check(context)
    # The network can be built although money, supplies or rules are wrong, and prices can be
    # compared although rules are.
    sound = all(_is_apart(context, problem) for problem in problems)
    for check in (check_supply, check_money):
        check(context)
    priced = not problems
    check_rules(context)
    parts = _parts(context, files) if sound else None
    if parts is not None and priced:
        check_prices(context, _supplies(context, parts), mandate.rules(context))
    if problems or parts is None:
        raise InvalidInput(problems)
    return parts


def _mission(context: Context, files: Files) -> Mission:
    parts, config = _checked(context, files), context.config
    return Mission(
        mission=config.mission.id,
        name=config.mission.name,
        organisation=config.mission.organisation,
        host=config.mission.host,
        calendar=context.calendar,
        authorisations=mandate.authorisations(context),
        sectors=places.sectors(context),
        sites=parts.sites,
        ports=parts.ports,
        hub=config.hub,
        seaport=config.seaport.node,
        unit_types=parts.unit_types,
        contributors=parts.contributors,
        units=parts.units,
        requirements=force.requirements(context),
        rotation_offsets_weeks=tuple(sorted(set(config.rotation.offsets_weeks))),
        rotation_strength_shares=config.rotation.strength_shares,
        notice_weeks=config.notice_weeks,
        lanes=parts.network.lanes | links.lanes(context, parts.sites, parts.ports),
        fleets=lift.fleets(context) | parts.network.fleets | links.fleets(context),
        contracts=lift.contracts(context),
        lift=lift.settings(context),
        supply_classes=supply.supply_classes(context),
        sources=supply.sources(context),
        depots=supply.depots(context),
        budget_lines=mandate.budget_lines(context),
        appropriations=mandate.appropriations(context),
        funds=mandate.funds(context),
        arrears=mandate.arrears(context),
        rates=context.rates,
        rules=mandate.rules(context),
        loa_cost_factor=config.lift.settings.loa_cost_factor,
        individual_cut_usd=config.money.individual_cut_usd,
        digest=_digest(context.document.content, files),
        assumptions=assumptions(context),
        snaps={snap.node: snap for snap in parts.network.snaps},
        posting_costs=force.posting_costs(context),
        demands=supply.demands(context),
        posts=mandate.posts(context),
        services=mandate.services(context),
        lenders=mandate.lenders(context),
        individual_notice_weeks=config.money.individual_notice_weeks,
    )


def _is_apart(context: Context, problem: Problem) -> bool:
    """Whether a problem stands where the network does not look."""
    document = context.document
    if problem.file in {document.file, *document.files.values()}:
        return re.split(r"[.\[]", problem.field)[0] in APART
    return problem.file == context.tables.requirements.file


@dataclass(frozen=True)
class _Parts:
    """Who and what stands where, and the lanes between."""

    sites: dict[str, Site]
    ports: dict[str, Port]
    unit_types: dict[str, UnitType]
    units: dict[str, Unit]
    contributors: dict[str, Contributor]
    network: NetworkResult


def _parts(context: Context, files: Files) -> _Parts | None:
    """Parts of a config whose places, force and lift are sound; None if its roads are not."""
    roads = lift.road_tables(context, files)
    if roads is None:
        return None
    sites, ports, kinds = places.sites(context), places.ports(context), force.unit_types(context)
    units = force.units(context, kinds, WomenShares(context))
    contributors = force.contributors(context)
    by_road = {unit.contributor for unit in units.values() if "road" in unit.movement_options}
    network = build_lanes(
        NetworkInputs(
            calendar=context.calendar,
            hub=context.config.hub,
            seaport=context.config.seaport.node,
            sites=sites,
            ports=ports,
            contributors=contributors,
            road_contributors=tuple(sorted(by_road)),
            fleets=lift.fleets(context),
            catalogue=lift.catalogue(context),
            roads=roads,
            settings=lift.network_settings(context),
        )
    )
    place_problems(context, network.problems)
    check_connections(context, network)
    return _Parts(sites, ports, kinds, units, contributors, network)


def _supplies(context: Context, parts: _Parts) -> Supplies:
    return Supplies(
        hub=context.config.hub,
        sites=parts.sites,
        lanes=parts.network.lanes | links.lanes(context, parts.sites, parts.ports),
        classes=supply.supply_classes(context),
        sources=supply.sources(context),
        units=parts.units,
        unit_types=parts.unit_types,
        requirements=force.requirements(context),
        demands=supply.demands(context),
    )


def _digest(content: bytes, files: Files) -> str:
    """SHA-256 over the config and every table it read, whatever folder they lie in."""
    digest = hashlib.sha256(content)
    for name, table in sorted(files.hashes.items()):
        digest.update(f"\0{name}\0{table}".encode())
    return digest.hexdigest()
