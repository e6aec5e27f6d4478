"""Loads of units, and how many trips of a charter they fill."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.options.classes import UnitClass

ROLLING_STOCK_MEAN_SHARE = 0.5  # assumption: mean piece of rolling stock against the heaviest


@dataclass(frozen=True, slots=True)
class Load:
    """People and cargo of one consignment; `rolling_t` counts only in the air."""

    pax: int = 0
    t: float = 0.0
    m3: float = 0.0
    lane_m: float = 0.0
    teu: float = 0.0
    rolling_t: float = 0.0


def cargo_load(unit_class: UnitClass, strength_persons: int) -> Load:
    """Cargo of a unit of the class at a strength, from the type's load list."""
    items = unit_class.unit_type.load
    share = strength_persons / unit_class.unit_type.nominal_strength_persons
    pieces_t = items.rolling_stock_pieces * items.heaviest_piece_t * ROLLING_STOCK_MEAN_SHARE
    return Load(
        t=items.cargo_t * share,
        m3=items.cargo_m3 * share,
        lane_m=items.lane_m * share,
        teu=items.teu * share,
        rolling_t=pieces_t * share,
    )


def charter_lanes(mission: Mission, iso3: str, mode: str, *, pax: bool) -> list[Lane]:
    """Charter lanes of a contributor by mode that carry people, or cargo."""
    return [
        lane
        for lane in mission.corridors.charters(iso3)
        if lane.mode == mode and (lane.capacity.pax if pax else lane.capacity.t) > 0
    ]


def trips_for(lane: Lane, load: Load, *, back_pax: int = 0) -> int:
    """Whole trips of a charter for a load (people: the fuller of the two directions)."""
    capacity = lane.capacity
    if load.pax or back_pax:
        return ceil(max(load.pax, back_pax) / capacity.pax)
    tonnes = load.t + (load.rolling_t if lane.mode == "air" else 0.0)
    needs = [(tonnes, capacity.t), (load.m3, capacity.m3)]
    if lane.mode == "sea":
        needs += [(load.lane_m, capacity.lane_m), (load.teu, capacity.teu)]
    return max(ceil(need / room - 1e-9) for need, room in needs if room > 0)


def surface(load: Load, *, sea: bool = False) -> Load:
    """What of a load counts on land (t, m3) or at sea (t, lane_m, teu)."""
    if sea:
        return Load(t=load.t, lane_m=load.lane_m, teu=load.teu)
    return Load(t=load.t, m3=load.m3)
