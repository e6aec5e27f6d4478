"""One line of what a unit costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# charged: an amount of the plan's cost table that names the unit. share: what the unit takes of
# supplies and trips that all use, at the least price at which they can be had there.
Part = Literal["charged", "share"]


@dataclass(frozen=True, slots=True)
class CostLine:
    """quantity x rate x time in the weeks [from_week, until_week), on a budget line.

    source: the assumption that the rate rests on, or `given` where the mission's files have it.
    """

    line: str
    what: str
    quantity: float
    quantity_unit: str
    rate_usd: float
    rate_unit: str
    time: float
    time_unit: str
    from_week: int
    until_week: int
    usd: float
    part: Part
    source: str


def total_usd(lines: Iterable[CostLine], part: Part | None = None) -> float:
    """Sum of lines, of one part if given."""
    return sum(line.usd for line in lines if part in (None, line.part))
