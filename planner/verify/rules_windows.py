"""Whether the plan's consignments are those of its postings, and all of each is moved in time."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from planner.verify.cargo import trips_needed
from planner.verify.tolerances import COUNT, PERSONS, load_slack
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.rules import Rule
    from planner.verify.facts import Facts
    from planner.verify.loads import Expected
    from planner.verify.records import Consignment, Movement
    from planner.verify.trips import Booking

Key = tuple[str, str, str, str, str, bool]
# Dimensions that count by mode of lift: others may stand in the table or be left at zero.
LAND = ("t", "m3")
SEA = ("t", "lane_m", "teu")


def pairs(facts: Facts) -> Iterator[tuple[Expected | None, Consignment | None]]:
    """Each consignment that must be there with the plan's own; None where one is lacking."""
    wanted: dict[Key, list[Expected]] = {}
    for item in facts.expected:
        corridor = item.corridor if item.use == "shared" else ""
        key = (item.unit, item.purpose, corridor, item.direction, item.use, item.people)
        wanted.setdefault(key, []).append(item)
    found: dict[Key, list[Consignment]] = {}
    for row in facts.consignments:
        corridor = row.corridor if row.use == "shared" else ""
        if row.pax or row.t or row.m3 or row.lane_m or row.teu:
            key = (row.unit, row.purpose, corridor, row.direction, row.use, row.pax > 0)
            found.setdefault(key, []).append(row)
    for key in sorted(set(wanted) | set(found)):
        left = sorted(wanted.get(key, []), key=lambda item: item.ready_week)
        right = sorted(found.get(key, []), key=lambda row: (row.ready_week, row.consignment))
        for index in range(max(len(left), len(right))):
            yield (
                left[index] if index < len(left) else None,
                right[index] if index < len(right) else None,
            )


def lift_window(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Every load moves between the week it is ready and the week it is due."""
    moves: dict[str, list[Movement]] = {}
    for move in facts.movements:
        moves.setdefault(move.consignment, []).append(move)
    booked: dict[str, list[Booking]] = {}
    for booking in facts.bookings:
        booked.setdefault(booking.consignment.consignment, []).append(booking)
    for item, row in pairs(facts):
        if item is None:
            assert row is not None
            what = f"consignment {row.consignment} ({row.purpose} of {row.unit}) is not asked for"
            yield Finding(row.consignment, row.ready_week, 1.0, what)
        elif row is None:
            way = item.corridor or "no corridor"
            what = f"{item.unit} needs a consignment to {item.purpose} on {way} ({item.direction})"
            yield Finding(item.unit, item.ready_week, 1.0, f"{what} in week {item.ready_week}")
            if item.missing:
                yield Finding(item.unit, item.ready_week, 1.0, f"{item.unit}: {item.missing}")
        else:
            yield from _contents(facts, item, row)
            carried = booked.get(row.consignment, [])
            if item.use == "charter":
                yield from _charter_week(item, row, carried)
            else:
                yield from _window(item, row)
            yield from _moved(facts, row, moves.get(row.consignment, []), carried)


def _contents(facts: Facts, item: Expected, row: Consignment) -> Iterator[Finding]:
    """Loads of the plan's consignment are those of the unit."""
    load = item.load
    if item.people:
        if row.pax not in (load.pax, max(load.pax, load.pax_back)):
            yield _off(row, "people", load.pax, row.pax, "persons")
        return
    for dimension in SEA if facts.network.by_sea(row.corridor) else LAND:
        needed, offered = getattr(load, dimension), getattr(row, dimension)
        allowed = {needed, needed + load.rolling_t} if dimension == "t" else {needed}
        if row.use != "charter":
            allowed = {needed}
        if all(abs(offered - amount) > load_slack(amount) for amount in allowed):
            yield _off(row, "cargo", needed, offered, dimension)


def _off(row: Consignment, what: str, needed: float, offered: float, unit: str) -> Finding:
    sentence = gap_sentence(f"{row.consignment} ({row.unit}) {what}", needed, offered, unit)
    return Finding(row.consignment, row.ready_week, abs(needed - offered), sentence)


def _window(item: Expected, row: Consignment) -> Iterator[Finding]:
    if (row.ready_week, row.due_week) != (item.ready_week, item.due_week):
        what = (
            f"{row.consignment} ({row.unit}) has the wrong window: needed weeks "
            f"{item.ready_week} to {item.due_week}, offered {row.ready_week} to {row.due_week}"
        )
        off = abs(row.ready_week - item.ready_week) + abs(row.due_week - item.due_week)
        yield Finding(row.consignment, row.ready_week, off, what)
    if item.ready_week < 0:
        what = f"{row.consignment} ({row.unit}) would move in week {item.ready_week}"
        yield Finding(row.consignment, item.ready_week, -item.ready_week, what)


def _charter_week(item: Expected, row: Consignment, booked: list[Booking]) -> Iterator[Finding]:
    """A charter is booked once, on a lane that may serve, in the week that is right for it."""
    name = row.consignment
    if len(booked) != 1:
        what = gap_sentence(f"charter of {name} ({row.unit})", 1, len(booked), "bookings")
        yield Finding(name, row.ready_week, abs(len(booked) - 1), what)
        return
    sortie, lane = booked[0].sortie, booked[0].lane
    weeks = dict(item.weeks).get(sortie.lane)
    if weeks is None or lane.corridor != row.corridor:
        what = (
            f"{name} ({row.unit}) is booked on {sortie.lane}, which does not serve {row.corridor}"
        )
        yield Finding(name, sortie.week, 1.0, what)
        return
    found = {sortie.week, row.ready_week, row.due_week}
    if len(found) > 1 or sortie.week not in weeks:
        what = f"charter of {name} ({row.unit}): needed week {weeks[0]}, offered {sorted(found)}"
        yield Finding(name, sortie.week, abs(sortie.week - weeks[0]) or 1.0, what)
    elif sortie.week < 0:
        yield Finding(name, sortie.week, 1.0, f"{name} would depart in week {sortie.week}")


def _moved(
    facts: Facts, row: Consignment, moves: list[Movement], booked: list[Booking]
) -> Iterator[Finding]:
    """All of a shared consignment is moved within its window on lanes of its corridor."""
    name = row.consignment
    if row.use == "charter":
        if moves:
            yield Finding(
                name, moves[0].week, 1.0, f"{name} is chartered and moved by shared trips"
            )
        return
    if booked:
        week = booked[0].sortie.week
        yield Finding(name, week, 1.0, f"{name} is carried by shared trips and booked as a charter")
    for move in moves:
        lane = facts.mission.lanes[move.lane]
        if lane.corridor != row.corridor or lane.use != "shared":
            what = f"{name} ({row.unit}) moves on {move.lane}, which does not serve {row.corridor}"
            yield Finding(name, move.week, 1.0, what)
        if not row.ready_week <= move.week <= row.due_week:
            window = f"needed weeks {row.ready_week} to {row.due_week}, offered week {move.week}"
            late = max(row.ready_week - move.week, move.week - row.due_week)
            yield Finding(name, move.week, late, f"{name} ({row.unit}) moves outside: {window}")
    for dimension in ("pax", "t", "m3", "lane_m", "teu"):
        needed = getattr(row, dimension)
        offered = sum(getattr(move, dimension) for move in moves)
        slack = PERSONS if dimension == "pax" else load_slack(needed)
        if abs(needed - offered) > slack:
            yield _off(row, "moved", needed, offered, dimension)


def charter_trips(facts: Facts, _: Rule) -> Iterator[Finding]:
    """A charter has enough whole trips for its consignment."""
    booked = {item.consignment.consignment: item for item in facts.bookings}
    for item, row in pairs(facts):
        booking = booked.get(row.consignment) if row is not None else None
        if item is None or booking is None:
            continue
        trips, needed = booking.sortie.trips, trips_needed(booking.lane, item.load)
        lane, week = booking.lane.lane, booking.sortie.week
        what = f"charter of {booking.consignment.consignment} ({item.unit}) on {lane}"
        if not isfinite(needed):
            yield Finding(lane, week, 1.0, f"{what}: it cannot carry that load")
        elif trips < needed - COUNT:
            sentence = gap_sentence(what, needed, trips, "trips")
            yield Finding(lane, week, needed - trips, sentence)
