"""Which units drop out as money falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.presence import presence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.sides import Side
    from planner.compare.wholes import Whole


@dataclass(frozen=True, slots=True)
class Dropping:
    """A unit that serves in the last week of some points and not of others.

    drops_at: the richest point below one where it serves, at which it no longer does (empty: it
    serves at the poorest). serves_at: points at which it serves, the richest first. monotone:
    whether it serves at all points richer than `drops_at`, and at none poorer. weeks: in the
    mission, by point.
    """

    unit: str
    drops_at: str
    serves_at: tuple[str, ...]
    monotone: bool
    weeks: dict[str, int]


def dropping(sides: Sequence[Side | Whole]) -> tuple[Dropping, ...]:
    """Units whose service differs, in the order in which they drop out as money falls; sides by
    budget, the poorest first.
    """
    rich_first = list(reversed(sides))
    weeks = {side.name: _weeks(side) for side in sides}
    last = {side.name: _last_week(side) for side in sides}
    names = [side.name for side in rich_first]
    units = sorted({unit for own in weeks.values() for unit in own})
    found = []
    for unit in units:
        serves = [unit in last[name] for name in names]
        if all(serves) or not any(serves):
            continue
        first = serves.index(True)
        gone = next((n for n in range(first, len(names)) if not serves[n]), None)
        found.append(
            Dropping(
                unit,
                "" if gone is None else names[gone],
                tuple(name for name, there in zip(names, serves, strict=True) if there),
                serves == sorted(serves, reverse=True),
                {name: weeks[name].get(unit, 0) for name in names},
            )
        )
    order = {name: number for number, name in enumerate(names)}
    return tuple(sorted(found, key=lambda each: (order.get(each.drops_at, len(names)), each.unit)))


def _weeks(side: Side | Whole) -> dict[str, int]:
    return {
        f"{prefix}{unit}": int(count)
        for prefix, part in side.named_parts
        for unit, count in presence(part.plan)["unit"].value_counts().items()
    }


def _last_week(side: Side | Whole) -> set[str]:
    found = set()
    for prefix, part in side.named_parts:
        here = presence(part.plan)
        last = here["unit"][here["week"] == part.mission.calendar.weeks - 1]
        found |= {f"{prefix}{unit}" for unit in last}
    return found
