"""What changed between two snapshots of contributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.contributions.snapshot import Snapshot

Kind = Literal["new", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Total:
    """Persons before and after, of a mission, a contributor, a type, or all."""

    name: str
    old_persons: int
    new_persons: int

    @property
    def change_persons(self) -> int:
        """New less old."""
        return self.new_persons - self.old_persons


@dataclass(frozen=True, slots=True)
class Change:
    """A contributor's personnel of one type in one mission that is not as it was."""

    mission: str
    contributor: str
    personnel_type: str
    old_persons: int
    new_persons: int

    @property
    def change_persons(self) -> int:
        """New less old."""
        return self.new_persons - self.old_persons

    @property
    def kind(self) -> Kind:
        """`new` if there were none, `gone` if there are none, else `changed`."""
        if self.old_persons == 0:
            return "new"
        return "gone" if self.new_persons == 0 else "changed"


@dataclass(frozen=True)
class Difference:
    """All changes, and totals of everything, changed or not, by name."""

    old_day: date
    new_day: date
    changes: tuple[Change, ...]
    missions: tuple[Total, ...]
    contributors: tuple[Total, ...]
    types: tuple[Total, ...]
    all: Total


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """What changed from one snapshot to another; those whose rows say 0 are as if not there."""
    cells = sorted({*old.persons, *new.persons})
    pairs = [(cell, old.persons.get(cell, 0), new.persons.get(cell, 0)) for cell in cells]
    changes = tuple(
        Change(*cell, before, after) for cell, before, after in pairs if before != after
    )

    def totals(place: int) -> tuple[Total, ...]:
        return _totals((cell[place], before, after) for cell, before, after in pairs)

    whole = Total("all", sum(old.persons.values()), sum(new.persons.values()))
    return Difference(old.day, new.day, changes, totals(0), totals(1), totals(2), whole)


def _totals(parts: Iterable[tuple[str, int, int]]) -> tuple[Total, ...]:
    found: dict[str, tuple[int, int]] = {}
    for name, before, after in parts:
        so_far = found.get(name, (0, 0))
        found[name] = (so_far[0] + before, so_far[1] + after)
    return tuple(Total(name, *found[name]) for name in sorted(found))
