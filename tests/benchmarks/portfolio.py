"""Portfolios drawn at random: missions of one world that share pledges and helicopters."""

from dataclasses import dataclass, replace

import numpy as np

from planner.mission.force import Contributor, Unit
from planner.mission.mission import Mission
from planner.portfolio import Portfolio
from tests.benchmarks.force import Force, draw_contributors, draw_force
from tests.benchmarks.generator import equip
from tests.benchmarks.places import Places, draw_places
from tests.benchmarks.sizes import PORTFOLIOS, PortfolioSize, Size, SizeName, Tightness

SHARED_FLEET = "helicopters"
OFFERED_TWICE = 0.5  # of the pledges
POOL_SHARE = 0.75  # of the vehicles of both missions that stand behind a pool


@dataclass
class _Drawn:
    """One mission before its lanes are drawn: they depend on who is offered to it."""

    name: str
    size: Size
    places: Places
    force: Force
    rng: np.random.Generator


def draw_portfolio(size: SizeName, seed: int, tightness: Tightness) -> Portfolio:
    """A drawn portfolio, the same for the same arguments.

    Half of the pledges are offered to a second mission of their cluster; pairs of missions draw on
    one pool of helicopters, with three quarters of the vehicles that the two could use.
    """
    asked = PORTFOLIOS[size]
    rng = np.random.default_rng([int.from_bytes(size.encode()), seed])
    world = draw_contributors(asked.contributors, rng)
    drawn = [_begun(asked, seed, number, world) for number in range(asked.missions)]
    _offer_twice(asked, drawn, rng)
    missions = [
        equip(item.name, item.size, tightness, item.places, item.force, item.rng) for item in drawn
    ]
    pools: dict[str, int] = {}
    each = asked.missions // asked.clusters
    for first in range(0, asked.missions, each):
        for one in range(first, first + each - 1, 2):
            name = f"{SHARED_FLEET}-{one}-{one + 1}"
            pair = (one, one + 1)
            number = sum(missions[at].fleets[SHARED_FLEET].number for at in pair)
            pools[name] = round(POOL_SHARE * number)
            for at in pair:
                missions[at] = with_fleet_named(missions[at], SHARED_FLEET, name)
    name = f"drawn-{size}-{seed}-{tightness}"
    return Portfolio(name, {item.mission: item for item in missions}, pools)


def _begun(asked: PortfolioSize, seed: int, number: int, world: dict[str, Contributor]) -> _Drawn:
    rng = np.random.default_rng([int.from_bytes(asked.name.encode()), seed, 1 + number])
    size = asked.mission(number)
    name = f"m{number:03d}"
    places = draw_places(size, rng)
    force = draw_force(size, places, rng, world)
    units = {f"{name}-{unit.unit}": unit for unit in force.units.values()}
    units = {key: replace(unit, unit=key) for key, unit in units.items()}
    return _Drawn(name, size, places, replace(force, units=units), rng)


def _offer_twice(asked: PortfolioSize, drawn: list[_Drawn], rng: np.random.Generator) -> None:
    """Offer pledges to another mission of the same cluster, too; its places are no caveat's."""
    each = asked.missions // asked.clusters
    added: list[dict[str, Unit]] = [{} for _ in drawn]
    for number, item in enumerate(drawn):
        first = number - number % each
        for unit in item.force.units.values():
            if unit.in_place or rng.random() >= OFFERED_TWICE:
                continue
            other = first + (number - first + 1 + int(rng.integers(each - 1))) % each
            added[other][unit.unit] = replace(unit, caveats=())
            kind = item.force.unit_types[unit.unit_type]
            drawn[other].force.unit_types.setdefault(kind.unit_type, kind)
    for item, more in zip(drawn, added, strict=True):
        item.force = replace(item.force, units=item.force.units | more)


def with_fleet_named(mission: Mission, old: str, new: str) -> Mission:
    """A mission with another id for one of its fleets."""

    def named(fleet: str) -> str:
        return new if fleet == old else fleet

    return replace(
        mission,
        fleets={
            named(key): replace(item, fleet=named(key)) for key, item in mission.fleets.items()
        },
        lanes={key: replace(item, fleet=named(item.fleet)) for key, item in mission.lanes.items()},
        contracts={
            key: replace(item, fleet=named(item.fleet)) for key, item in mission.contracts.items()
        },
    )
