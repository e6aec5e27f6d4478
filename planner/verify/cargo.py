"""Loads of a unit's people and equipment, and the whole trips that a charter of them takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING

from planner.verify.tolerances import COUNT

if TYPE_CHECKING:
    from planner.mission.force import UnitType
    from planner.mission.lift import Lane

MEAN_PIECE_SHARE = 0.5  # assumption: a mean piece of rolling stock weighs half the heaviest


@dataclass(frozen=True, slots=True)
class Load:
    """What one consignment weighs and measures. `rolling_t` counts only on charters by air;
    pax_back: people on the way back of the same charter (rotation).
    """

    pax: int = 0
    pax_back: int = 0
    t: float = 0.0
    m3: float = 0.0
    lane_m: float = 0.0
    teu: float = 0.0
    rolling_t: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to carry."""
        return not any((self.pax, self.pax_back, self.t, self.m3, self.lane_m, self.teu))


def cargo_of(unit_type: UnitType, strength_persons: int) -> Load:
    """Equipment of a unit in proportion to its strength, from the type's load list."""
    items = unit_type.load
    share = strength_persons / unit_type.nominal_strength_persons
    return Load(
        t=items.cargo_t * share,
        m3=items.cargo_m3 * share,
        lane_m=items.lane_m * share,
        teu=items.teu * share,
        rolling_t=items.rolling_stock_pieces * items.heaviest_piece_t * MEAN_PIECE_SHARE * share,
    )


def trips_needed(lane: Lane, load: Load) -> float:
    """Whole trips of a charter lane for a load; infinite if the lane cannot carry it."""
    room = lane.capacity
    people = max(load.pax, load.pax_back)
    if people:
        return ceil(people / room.pax) if room.pax > 0 else inf
    tonnes = load.t + (load.rolling_t if lane.mode == "air" else 0.0)
    if tonnes > 0 and room.t <= 0:
        return inf
    pairs = [(tonnes, room.t), (load.m3, room.m3)]
    if lane.mode == "sea":
        pairs += [(load.lane_m, room.lane_m), (load.teu, room.teu)]
    return max((ceil(need / size - COUNT) for need, size in pairs if size > 0), default=0)
