"""Rules on lift: whole trips, fleets, closures, pieces that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.verify.rules_force import over
from planner.verify.tolerances import COUNT, PERSONS, load_slack
from planner.verify.trips import road_days
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.lift import Lane
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts

Array = NDArray[np.float64]
DIMENSIONS = ("pax", "t", "m3", "lane_m", "teu", "liquid_t")


def trip_capacity(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Loads and supplies of a week fit the whole trips of that week, in each direction."""
    for (name, direction), loads in _carried(facts).items():
        lane = facts.mission.lanes[name]
        trips = facts.trips.get(name, np.zeros(facts.weeks))
        for dimension in DIMENSIONS:
            size = getattr(lane.capacity, dimension)
            if not _counts(lane, dimension):
                continue
            room, load = size * trips, loads[DIMENSIONS.index(dimension)]
            for week in (load > room).nonzero()[0]:
                needed, offered = float(load[week]), float(room[week])
                slack = PERSONS if dimension == "pax" else load_slack(needed)
                if needed - offered > slack:
                    what = f"{name} {direction} in week {week}"
                    sentence = gap_sentence(what, needed, offered, dimension)
                    yield Finding(name, int(week), needed - offered, sentence)


def _counts(lane: Lane, dimension: str) -> bool:
    """Whether a dimension limits a lane. A lane without m3, lane_m or teu of its own is limited
    by its tonnes; people, tonnes and liquids are limited even where the lane takes none.
    """
    if dimension in ("pax", "t", "liquid_t"):
        return True
    if dimension in ("lane_m", "teu") and lane.mode != "sea":
        return False
    return bool(getattr(lane.capacity, dimension) > 0)


def _carried(facts: Facts) -> dict[tuple[str, str], Array]:
    """Loads [dimension, week] by lane and direction."""
    carried: dict[tuple[str, str], Array] = {}

    def row(lane: str, direction: str) -> Array:
        key = (lane, direction)
        return carried.setdefault(key, np.zeros((len(DIMENSIONS), facts.weeks)))

    ways = {item.consignment: item.direction for item in facts.consignments}
    for move in facts.movements:
        loads = (move.pax, move.t, move.m3, move.lane_m, move.teu)
        row(move.lane, ways[move.consignment])[:5, move.week] += loads
    for direction, flows in (("in", facts.flows), ("out", facts.returns)):
        for flow in flows:
            supply = facts.mission.supply_classes[flow.supply_class]
            dimension = DIMENSIONS.index("liquid_t" if supply.liquid else "t")
            row(flow.lane, direction)[dimension, flow.week] += flow.quantity * supply.t_per_unit
    return carried


def fleet_hours(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Trips fit the hours or days that a fleet and its contracts give, but for vehicles given back;
    these are given back after notice, and no more than may be.
    """
    mission = facts.mission
    yield from _releases(facts)
    number = {name: facts.vehicles(name) for name in mission.fleets}
    for name, count in facts.contracts.items():
        contract = mission.contracts[name]
        since, until = max(contract.from_week, 0), max(contract.until_week, 0)
        number[contract.fleet][since:until] += count
        if count > contract.maximum:
            sentence = gap_sentence(f"contract {name}", count, contract.maximum, "vehicles")
            yield Finding(contract.fleet, None, count - contract.maximum, sentence)
    used = {name: np.zeros(facts.weeks) for name in mission.fleets}
    for name, trips in facts.trips.items():
        lane = mission.lanes[name]
        used[lane.fleet] += (
            lane.hours_per_trip * trips if lane.mode == "air" else road_days(lane, trips)
        )
    for name, fleet in mission.fleets.items():
        if fleet.unlimited:
            continue
        each = (fleet.hours_per_week_each or 0.0) if fleet.mode == "air" else DAYS_PER_WEEK
        unit = "hours" if fleet.mode == "air" else "vehicle-days"
        yield from over(name, f"fleet {name}", used[name], each * number[name], unit)


def _releases(facts: Facts) -> Iterator[Finding]:
    """Vehicles given back too early, or too many of them."""
    for name, fleet in facts.mission.fleets.items():
        mine = [row for row in facts.releases if row.fleet == name and row.vehicles]
        notice = fleet.release.notice_weeks if fleet.release is not None else 0
        for row in mine:
            if row.week < notice:
                what = f"notice of {row.vehicles} vehicles of {name} given back in week {row.week}"
                sentence = gap_sentence(what, notice, row.week, "weeks")
                yield Finding(name, row.week, float(row.vehicles), sentence)
        released = sum(row.vehicles for row in mine)
        if released > fleet.most_released:
            what = f"vehicles of {name} given back"
            sentence = gap_sentence(what, released, fleet.most_released, "vehicles")
            yield Finding(name, None, float(released - fleet.most_released), sentence)


def load_size(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """A unit's heaviest piece fits the lift that must carry it."""
    by_id = {item.consignment: item for item in facts.consignments}
    carried: dict[tuple[str, str], int] = {}
    for booking in facts.bookings:
        if booking.consignment.pax == 0:
            carried.setdefault((booking.consignment.unit, booking.lane.lane), booking.sortie.week)
    for row in facts.movements:
        lane, consignment = facts.mission.lanes[row.lane], by_id[row.consignment]
        modes = {item.mode for item in facts.network.shared(lane.corridor)}
        if consignment.pax == 0 and "road" not in modes:
            carried.setdefault((consignment.unit, row.lane), row.week)
    for (unit, name), week in carried.items():
        kind = facts.mission.unit_types[facts.mission.units[unit].unit_type]
        piece, room = kind.load.heaviest_piece_t, facts.mission.lanes[name].capacity.max_piece_t
        if unit not in rule.waived and piece > room + COUNT:
            sentence = gap_sentence(f"{unit} on {name}: heaviest piece", piece, room, "t")
            yield Finding(unit, week, piece - room, sentence)


def route_closure(facts: Facts, _: Rule) -> Iterator[Finding]:
    """No trip starts on a lane in a week in which it is closed."""
    for sortie in facts.sorties:
        is_open = facts.mission.lanes[sortie.lane].open_weeks
        if sortie.trips > 0 and not (sortie.week < len(is_open) and is_open[sortie.week]):
            what = f"{sortie.lane} is closed in week {sortie.week}"
            sentence = gap_sentence(what, sortie.trips, 0, "trips")
            yield Finding(sortie.lane, sortie.week, sortie.trips, sentence)
