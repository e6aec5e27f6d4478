"""The consignments that a unit's itinerary implies: legs on shared lanes, and charters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.mission.paths import pax_corridor
from planner.verify.cargo import Load, cargo_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.lift import Lane
    from planner.verify.itinerary import Itinerary
    from planner.verify.network import Network
    from planner.verify.records import Posting


@dataclass(frozen=True, slots=True)
class Expected:
    """A consignment that must be in the plan.

    weeks: for a charter, the departure weeks that are right for each lane that may serve; for a
    shared leg empty. missing: why the consignment can never be moved (no path, no lane).
    """

    unit: str
    purpose: str
    corridor: str
    direction: str
    use: str
    ready_week: int
    due_week: int
    load: Load
    weeks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    missing: str = ""

    @property
    def people(self) -> bool:
        """Whether this carries people rather than cargo."""
        return self.load.pax > 0


@dataclass(frozen=True, slots=True)
class Move:
    """One move of one unit: makes its consignments."""

    network: Network
    itinerary: Itinerary
    purpose: str
    strength_persons: int

    @property
    def cargo(self) -> Load:
        """The equipment that moves along."""
        return cargo_of(self.itinerary.unit_type, self.strength_persons)

    @property
    def people(self) -> Load:
        """The persons of the unit."""
        return Load(pax=self.strength_persons)

    def leg(self, corridor: str, direction: str, ready: int, due: int, load: Load) -> Expected:
        """A consignment on the shared lanes of a corridor."""
        lanes = self.network.shared(corridor)
        able = [lane for lane in lanes if (lane.capacity.pax if load.pax else lane.capacity.t) > 0]
        missing = "" if able else f"no shared lane on {corridor} carries it"
        unit = self.itinerary.unit.unit
        return Expected(
            unit, self.purpose, corridor, direction, "shared", ready, due, load, (), missing
        )

    def charter(
        self, mode: str, direction: str, week: int, load: Load, *, before: bool = False
    ) -> Expected:
        """A charter in `week`; with `before`, one that has arrived by then (its lag earlier)."""
        unit = self.itinerary.unit
        lanes = self.network.charters(unit.contributor, mode, pax=load.pax > 0)
        longest = max((lane.lag_weeks for lane in lanes), default=0)

        def right(lane: Lane) -> tuple[int, ...]:
            return tuple({week - lane.lag_weeks, week - longest}) if before else (week,)

        weeks = tuple((lane.lane, right(lane)) for lane in lanes)
        missing = "" if lanes else f"{unit.contributor} has no charter lane by {mode} for it"
        corridor = lanes[0].corridor if lanes else ""
        at = week - longest if before else week
        return Expected(
            unit.unit, self.purpose, corridor, direction, "charter", at, at, load, weeks, missing
        )

    def lost(self, why: str) -> Expected:
        """A consignment that has no way."""
        unit = self.itinerary.unit.unit
        return Expected(unit, self.purpose, "", "in", "shared", 0, 0, self.cargo, (), why)


def expected_loads(network: Network, itinerary: Itinerary) -> list[Expected]:
    """All consignments of one unit that the plan must carry; empty ones are left out."""
    found: list[Expected] = []
    for index, posting in enumerate(itinerary.postings):
        if index == 0 and not itinerary.unit.in_place:
            found += _arrive(network, itinerary, posting)
        if index > 0:
            found += _redeploy(network, itinerary, itinerary.postings[index - 1], posting)
    last = itinerary.postings[-1]
    if last.end_week < network.mission.calendar.weeks:
        found += _leave(network, itinerary, last)
    found += _rotate(network, itinerary)
    return [item for item in found if not item.load.empty]


def _arrive(network: Network, itinerary: Itinerary, posting: Posting) -> Iterator[Expected]:
    mission = network.mission
    start = posting.start_week
    move = Move(network, itinerary, "arrive", itinerary.unit.strength_persons)
    if posting.arrival == "loa":
        yield move.charter("air", "in", start - 1, move.people)
        if mission.contributors[itinerary.unit.contributor].spoe_name is None:
            yield move.charter("air", "in", start - 1, move.cargo)
        else:
            yield move.charter("sea", "in", start - 2, move.cargo, before=True)
        return
    by_sea = posting.arrival in ("sea_road", "liner", "transfer")
    origin = mission.seaport if by_sea else mission.hub
    path = network.path(origin, posting.site)
    if path is None:
        yield move.lost(f"cargo has no way from {origin} to {posting.site}")
        return
    legs = _inbound(move, path, start)
    landed = legs[0].ready_week - 1 if legs else start - 1
    yield from legs
    if posting.arrival == "road":
        yield move.charter("road", "in", landed, move.cargo, before=True)
        yield move.charter("road", "in", landed, move.people, before=True)
        return
    people = list(_people_in(move, posting.site, start))
    if posting.arrival == "transfer":
        yield from (item for item in people if item.use == "shared")
        return
    yield from people
    if posting.arrival == "sea_road":
        yield _sailing(move, landed)
    elif posting.arrival == "liner":
        yield move.charter("sea", "in", landed, move.cargo, before=True)
    else:
        yield move.charter("air", "in", landed, move.cargo)


def _inbound(move: Move, path: tuple[str, ...], start: int) -> list[Expected]:
    """Legs that bring cargo so that the last arrives in the week before `start`."""
    window = move.network.mission.lift.cargo_window_weeks
    legs: list[Expected] = []
    arrive_by = start - 1
    for corridor in reversed(path):
        due = arrive_by - move.network.lag(corridor, pax=False)
        legs.append(move.leg(corridor, "in", due - window + 1, due, move.cargo))
        arrive_by = due - window
    return legs[::-1]


def _sailing(move: Move, landed: int) -> Expected:
    mission = move.network.mission
    corridor = f"{move.itinerary.unit.contributor}:sea>{mission.seaport}"
    due = landed - move.network.lag(corridor, pax=False)
    return move.leg(corridor, "in", due - mission.lift.cargo_window_weeks + 1, due, move.cargo)


def _people_in(move: Move, site: str, start: int) -> Iterator[Expected]:
    mission = move.network.mission
    corridor = pax_corridor(mission, site)
    landing = start - 1
    if corridor is not None:
        due = start - 1 - move.network.lag(corridor, pax=True)
        landing = due - mission.lift.pax_window_weeks + 1
        yield move.leg(corridor, "in", landing, due, move.people)
    yield move.charter("air", "in", landing, move.people)


def _leave(network: Network, itinerary: Itinerary, posting: Posting) -> Iterator[Expected]:
    mission = network.mission
    end, last = posting.end_week, mission.calendar.weeks - 1
    move = Move(network, itinerary, "leave", itinerary.strength(end - 1))
    corridor = pax_corridor(mission, posting.site)
    lag = 0
    if corridor is not None:
        lag = network.lag(corridor, pax=True)
        ready = max(0, end - mission.lift.pax_window_weeks)
        yield move.leg(corridor, "out", ready, end - 1, move.people)
    goes_home = posting.departure != "transfer"
    if goes_home:
        yield move.charter("air", "out", min(end - 1 + lag, last), move.people)
    if posting.departure == "hand_over":
        return
    path = network.path(mission.seaport, posting.site)
    if path is None:
        yield move.lost(f"cargo has no way from {posting.site} to {mission.seaport}")
        return
    steps = [(item, "out") for item in reversed(path)]
    chain = _chain(move, steps, end, move.cargo)
    yield from (leg for leg in chain if leg.due_week <= last)
    if goes_home and mission.contributors[itinerary.unit.contributor].spoe_name is not None:
        week = min(end + mission.lift.equipment_lead_weeks, last)
        yield move.charter("sea", "out", week, move.cargo)


def _chain(move: Move, steps: list[tuple[str, str]], ready: int, load: Load) -> list[Expected]:
    """Legs one after the other from week `ready` on, each with its full window."""
    lift = move.network.mission.lift
    people = load.pax > 0
    window = lift.pax_window_weeks if people else lift.cargo_window_weeks
    legs = []
    for corridor, direction in steps:
        legs.append(move.leg(corridor, direction, ready, ready + window - 1, load))
        ready += window + move.network.lag(corridor, pax=people)
    return legs


def redeploy_chains(
    network: Network, itinerary: Itinerary, there: str, here: str, week: int
) -> tuple[list[Expected], int]:
    """Legs of a redeployment from `there` to `here` from `week` on, and the week it is over."""
    mission = network.mission
    move = Move(network, itinerary, "redeploy", itinerary.strength(week))
    away, towards = network.path(mission.hub, there), network.path(mission.hub, here)
    if away is None or towards is None:
        lost = move.lost(f"cargo has no way from {there} to {here}")
        return [lost], week + mission.lift.redeploy_weeks
    corridors = ((pax_corridor(mission, there), "out"), (pax_corridor(mission, here), "in"))
    steps = [(corridor, way) for corridor, way in corridors if corridor is not None]
    people = _chain(move, steps, week, move.people)
    outward = [(item, "out") for item in reversed(away)]
    cargo = _chain(move, outward + [(item, "in") for item in towards], week, move.cargo)
    ends = [week + mission.lift.redeploy_weeks]
    for legs, pax in ((people, True), (cargo, False)):
        ends += [leg.due_week + 1 + network.lag(leg.corridor, pax=pax) for leg in legs[-1:]]
    return people + cargo, max(ends)


def _redeploy(
    network: Network, itinerary: Itinerary, before: Posting, after: Posting
) -> list[Expected]:
    return redeploy_chains(network, itinerary, before.site, after.site, before.end_week)[0]


def _rotate(network: Network, itinerary: Itinerary) -> Iterator[Expected]:
    mission = network.mission
    for rotation in itinerary.rotations:
        week = rotation.week
        posting = itinerary.posting_at(week)
        if posting is None:
            continue
        before, after = itinerary.strength(week - 1), itinerary.strength(week)
        move = Move(network, itinerary, "rotate", after)
        corridor = pax_corridor(mission, posting.site)
        if corridor is not None:
            due = min(week + mission.lift.pax_window_weeks - 1, mission.calendar.weeks - 1)
            yield move.leg(corridor, "in", week, due, Load(pax=after))
            yield move.leg(corridor, "out", week, due, Load(pax=before))
        yield move.charter("air", "in", week, Load(pax=after, pax_back=before))


def gone_week(network: Network, itinerary: Itinerary) -> int | None:
    """Week in which a unit that leaves for another mission is in that mission's ports; None if its
    cargo has no way there.
    """
    mission, posting = network.mission, itinerary.postings[-1]
    path, corridor = (
        network.path(mission.seaport, posting.site),
        pax_corridor(mission, posting.site),
    )
    if path is None:
        return None
    move = Move(network, itinerary, "leave", itinerary.strength(posting.end_week - 1))
    chain = _chain(move, [(item, "out") for item in reversed(path)], posting.end_week, move.cargo)
    ends = [leg.due_week + 1 + network.lag(leg.corridor, pax=False) for leg in chain[-1:]]
    ends.append(posting.end_week + (network.lag(corridor, pax=True) if corridor else 0))
    terms = itinerary.unit.goes_to
    return max(ends) + (terms.weeks if terms is not None else 0)


def come_week(network: Network, itinerary: Itinerary) -> int | None:
    """Week in which a unit that comes from another mission is in this mission's ports; None if its
    cargo has no way from there.
    """
    mission, posting = network.mission, itinerary.postings[0]
    path = network.path(mission.seaport, posting.site)
    if path is None:
        return None
    move = Move(network, itinerary, "arrive", itinerary.unit.strength_persons)
    start = posting.start_week
    cargo = [leg.ready_week - 1 for leg in _inbound(move, path, start)[:1]]
    people = [
        leg.ready_week for leg in _people_in(move, posting.site, start) if leg.use == "shared"
    ]
    return min(start - 1, *cargo, *people)
