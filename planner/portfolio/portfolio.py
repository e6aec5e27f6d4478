"""What a portfolio is: missions, the pledges they are all offered, the fleets they all draw on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planner.errors import PlannerError
from planner.mission.force import Unit
from planner.mission.lift import Fleet
from planner.mission.mission import Mission


class InvalidPortfolio(PlannerError):
    """Missions that cannot stand beside each other; `problems` holds everything found."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Transferable:
    """A unit that may go from one mission to another: in place in `origin` as `unit`, a pledge of
    `destination` as `unit_there`. transfer: id of that.
    """

    transfer: str
    origin: str
    unit: str
    destination: str
    unit_there: str


@dataclass(frozen=True)
class Portfolio:
    """Several missions and what they share.

    missions: by id, in the order in which results are told; same first day and weeks. A pledge
    that stands in the units of several (the same id, the same unit) serves in at most one. Units in
    place are each mission's own, whatever their ids: nobody stands in two.
    pools: vehicles by id of a fleet. All missions that have a fleet of this id draw on them: what
    their trips take beyond the vehicles of their own contracts stays, over all of them and in every
    week, within what so many vehicles give. A mission's own number is the most that it can have.
    appropriations: USD by budget group, or for `all`: the most that all missions may commit
        together, beside their own appropriations of the same name.
    lenders: USD by id of a lender of several missions: the most that all may owe it together at the
        end of a quarter, beside what it lends each at most. 0 for a pool of their accounts: what
        some owe, others lend.

    A unit in place that has terms for it (`goes_to`) may go to another mission, in which it is a
    pledge that comes from the first (`comes_from`).

    Raises
    ------
    InvalidPortfolio
        With everything that is wrong.
    """

    portfolio: str
    missions: Mapping[str, Mission]
    pools: Mapping[str, int]
    appropriations: Mapping[str, float] = field(default_factory=dict)
    lenders: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = [
            *_calendars(self.missions),
            *_units(self.missions),
            *_fleets(self.missions, self.pools),
            *_appropriations(self.missions, self.appropriations),
            *_lenders(self.missions, self.lenders),
            *_transfers(self.missions),
        ]
        if problems:
            raise InvalidPortfolio(problems)

    @property
    def shared_units(self) -> dict[str, tuple[str, ...]]:
        """The missions that each shared pledge is offered to; units in order of their ids."""
        offered = _offered(self.missions)
        return {unit: tuple(to) for unit, to in sorted(offered.items()) if len(to) > 1}

    @property
    def shares_something(self) -> bool:
        """Whether any two missions have anything in common."""
        money = bool(self.appropriations or self.lenders)
        return money or bool(self.shared_units or self.pools or self.transfers)

    @property
    def transfers(self) -> tuple[Transferable, ...]:
        """Units that may go from one mission to another, in order of their ids."""
        there = {
            unit.comes_from.transfer: (name, unit.unit)
            for name, mission in self.missions.items()
            for unit in mission.units.values()
            if unit.comes_from is not None
        }
        found = [
            Transferable(unit.goes_to.transfer, name, unit.unit, *there[unit.goes_to.transfer])
            for name, mission in self.missions.items()
            for unit in mission.units.values()
            if unit.goes_to is not None
        ]
        return tuple(sorted(found, key=lambda item: item.transfer))

    @property
    def drawing(self) -> dict[str, tuple[str, ...]]:
        """The missions that draw on each pool; fleets in order of their ids."""
        return {
            fleet: tuple(name for name, item in self.missions.items() if fleet in item.fleets)
            for fleet in sorted(self.pools)
        }


def _offered(missions: Mapping[str, Mission]) -> dict[str, list[str]]:
    """The missions that have a unit, unless it is in place in each of them; one that comes from
    another mission is offered to nobody else.
    """
    offered: dict[str, list[str]] = {}
    for name, mission in missions.items():
        for unit in mission.units.values():
            if unit.comes_from is None:
                offered.setdefault(unit.unit, []).append(name)
    return {
        unit: to
        for unit, to in offered.items()
        if not all(missions[name].units[unit].in_place for name in to)
    }


def _calendars(missions: Mapping[str, Mission]) -> Iterator[str]:
    if not missions:
        yield "missions: there are none; name at least one"
    first = next(iter(missions.values()), None)
    for name, mission in missions.items():
        assert first is not None
        if mission.calendar != first.calendar:
            yield (
                f"missions: {name} has {mission.calendar.weeks} weeks from "
                f"{mission.calendar.start}, {first.mission} has {first.calendar.weeks} from "
                f"{first.calendar.start}; give all the same"
            )


def _units(missions: Mapping[str, Mission]) -> Iterator[str]:
    """What is wrong with units of the same id: one pledge stands alone and is the same to all."""
    for name, offered in _offered(missions).items():
        if len(offered) == 1:
            continue
        units = [missions[mission].units[name] for mission in offered]
        where = f"units: {name} of {', '.join(offered)}"
        if any(unit.in_place for unit in units):
            yield f"{where} is a pledge in one and in place in another; give them ids of their own"
        if any(unit.fixed is not None for unit in units):
            yield f"{where} is fixed in one; take it out of the others"
        parents = {unit.parent for mission in offered for unit in missions[mission].units.values()}
        if any(unit.parent is not None for unit in units) or name in parents:
            yield f"{where} is or has a part of another unit; such units cannot be shared"
        if len({_who(unit) for unit in units}) > 1:
            yield f"{where} is not the same unit: contributor, type or strength differ"


def _who(unit: Unit) -> tuple[str, str, int, int]:
    return unit.contributor, unit.unit_type, unit.strength_persons, unit.women_persons


def _fleets(missions: Mapping[str, Mission], pools: Mapping[str, int]) -> Iterator[str]:
    for name, vehicles in pools.items():
        drawing = [mission for mission in missions.values() if name in mission.fleets]
        if vehicles < 0:
            yield f"pools: {name} has {vehicles} vehicles; give 0 or more"
        if len(drawing) < 2:
            yield f"pools: {name} is a fleet of {len(drawing)} missions; at least 2 share a fleet"
        linked = {lane.fleet for each in drawing for lane in each.lanes.values() if lane.link}
        if name in linked or any(each.fleets[name].unlimited for each in drawing):
            yield f"pools: {name} is a link's carrier or without limit; only own fleets are shared"
        if len({_what(each.fleets[name]) for each in drawing}) > 1:
            yield f"pools: {name} is not the same fleet in all missions: mode or hours differ"
        if any(each.fleets[name].release is not None for each in drawing):
            yield f"pools: {name} has a `release` in a mission; vehicles of pools are not released"


def _what(fleet: Fleet) -> tuple[str, float | None]:
    return fleet.mode, fleet.hours_per_week_each


def _appropriations(
    missions: Mapping[str, Mission], appropriations: Mapping[str, float]
) -> Iterator[str]:
    for group, usd in appropriations.items():
        if usd < 0:
            yield f"appropriations: {group} is {usd:,.0f} USD; give 0 or more"
        for name, mission in missions.items():
            own = {item.group for item in mission.appropriations}
            if group not in own or not mission.rules_of("budget"):
                yield (
                    f"appropriations: {group} is shared, and {name} has no appropriation of that "
                    "name under a rule of kind budget; give it one"
                )


def _lenders(missions: Mapping[str, Mission], lenders: Mapping[str, float]) -> Iterator[str]:
    for name, usd in lenders.items():
        known = [mission for mission in missions.values() if name in mission.lenders]
        if usd < 0:
            yield f"lenders: {name} lends {usd:,.0f} USD; give 0 or more"
        if len(known) < 2:
            yield f"lenders: {name} is a lender of {len(known)} missions; at least 2 share a lender"
        elif usd == 0 and not any(mission.lenders[name].pooled for mission in known):
            yield f"lenders: {name} lends nothing, and is `pooled` in no mission; give it money"


def _transfers(missions: Mapping[str, Mission]) -> Iterator[str]:
    """What is wrong with units that go from one mission to another: both must say the same."""
    going, coming = _by_transfer(missions, goes=True), _by_transfer(missions, goes=False)
    for transfer in sorted({*going, *coming}):
        origins, there = going.get(transfer, []), coming.get(transfer, [])
        where = f"transfers: {transfer}"
        if len(origins) != 1 or len(there) != 1:
            yield (
                f"{where} is of {len(origins)} units that go and {len(there)} that come; "
                "give it one of each"
            )
            continue
        (origin, unit), (destination, same) = origins[0], there[0]
        if unit.goes_to is None or same.comes_from is None:
            continue
        named = same.comes_from.mission, unit.goes_to.mission
        if named != (origin, destination):
            yield f"{where} goes from {origin} to {destination}, and its terms name others"
        if not unit.in_place or same.in_place or unit.parent is not None or unit.fixed is not None:
            yield f"{where} is no unit in place that may leave alone; take it out"
        types = [missions[name].unit_types for name in (origin, destination)]
        if _who(unit) != _who(same) or types[0][unit.unit_type] != types[1].get(unit.unit_type):
            yield f"{where} is not the same unit: contributor, type or strength differ"


def _by_transfer(
    missions: Mapping[str, Mission], *, goes: bool
) -> dict[str, list[tuple[str, Unit]]]:
    """Units that go to other missions, or come from them, with their mission, by transfer."""
    found: dict[str, list[tuple[str, Unit]]] = {}
    for name, mission in missions.items():
        for unit in mission.units.values():
            terms = unit.goes_to if goes else unit.comes_from
            if terms is not None:
                found.setdefault(terms.transfer, []).append((name, unit))
    return found
