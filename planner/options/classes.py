"""Unit classes: pledged units that nothing tells apart are decided together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.mission.force import Contributor, Unit, UnitType
from planner.mission.mission import Mission


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Units that are identical but for their id; `unit` stands for all of them.

    before: how many postings the class's itineraries leave to another class of the same unit: an
    itinerary holds two, a longer given sequence is several, each going on where the last ends.
    """

    units: tuple[str, ...]
    unit: Unit
    unit_type: UnitType
    contributor: Contributor
    before: int = 0

    @property
    def size(self) -> int:
        """Number of units in the class."""
        return len(self.units)


def unit_classes(mission: Mission, apart: frozenset[str] = frozenset()) -> tuple[UnitClass, ...]:
    """Classes in the order of their first unit. Units in place, with a parent, named in a waiver,
    with costs of their own or named in `apart` stand alone.
    """
    named = apart | {subject for rule in mission.rules for subject in rule.waived}
    named |= {cost.unit for cost in mission.posting_costs}
    members: dict[Unit, list[str]] = {}
    for unit in mission.units.values():
        alone = unit.in_place or unit.parent is not None or unit.fixed is not None
        alone |= unit.comes_from is not None
        alone |= unit.unit in named
        members.setdefault(unit if alone else replace(unit, unit=""), []).append(unit.unit)
    return tuple(
        UnitClass(
            tuple(sorted(units)),
            mission.units[min(units)],
            mission.unit_types[unit.unit_type],
            mission.contributors[unit.contributor],
        )
        for unit, units in members.items()
    )
