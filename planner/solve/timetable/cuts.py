"""Weeks proved impossible: rows on trips that hold in every plan, handed back to the master.

Vehicles of a fleet do not get in each other's way, nor do the ground slots of an airfield; so n of
them do n times what one can, and one is small enough to be settled exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from planner.mission.mission import Mission
from planner.solve.timetable.grid import joined, longer, over_weeks, shorter
from planner.solve.timetable.maximum import Duty, Kind, most_jobs
from planner.solve.timetable.shapes import Shape, shape_of
from planner.solve.timetable.trips import NONE, Released, Trip, vehicles_in

Lanes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """sum of trips of `lanes` in `week` <= maximum_trips + sum of per_contract x count
    - each_trips x vehicles of the fleet given back by then, always.

    The sum goes over all consignments of a lane. per_contract: (contract, trips that each of its
    vehicles adds); contracts not named add nothing. flown_trips, allowed_trips: the two sides in
    the plan at hand, which breaks the cut. each_trips: what one vehicle of `fleet` can start (where
    `fleet` is empty: the landings that one ground slot can take).
    """

    lanes: Lanes
    week: int
    maximum_trips: int
    per_contract: tuple[tuple[str, int], ...]
    flown_trips: int
    allowed_trips: int
    reason: str
    fleet: str
    each_trips: int

    def in_week(self, mission: Mission, week: int) -> Cut:
        """The same row of another week: the proof takes a week that begins with nothing still
        out, whichever it is; only the contracts in force differ. It may not be broken there.
        """
        offers = _offers(mission, self.fleet, week)
        each = tuple((name, self.each_trips) for name in offers)
        return replace(self, week=week, per_contract=each)


def find_cuts(
    mission: Mission, contracts: Mapping[str, int], trips: Iterable[Trip], released: Released = NONE
) -> list[Cut]:
    """Cuts that the trips of one week break: for each fleet and airfield the one broken most.

    An empty list proves nothing: the trips may be impossible for a reason that has no such row.
    """
    view = _Week(mission, contracts, list(trips), released)
    fleets = [view.fleet_cut(name) for name in sorted(mission.fleets)]
    airfields = [view.airfield_cut(name) for name in sorted(mission.sites)]
    return [cut for cut in (*fleets, *airfields) if cut is not None]


class _Week:
    """The trips of one week, counted by lane, with their shapes as kindly rounded."""

    def __init__(
        self,
        mission: Mission,
        contracts: Mapping[str, int],
        trips: list[Trip],
        released: Released,
    ) -> None:
        self.mission = mission
        self.contracts = contracts
        self.released = released
        self.week = trips[0].week if trips else 0
        self.flown: dict[str, int] = {}
        for trip in trips:
            self.flown[trip.lane] = self.flown.get(trip.lane, 0) + 1
        self.shapes = {
            lane: shape_of(mission, mission.lanes[lane], "prove") for lane in sorted(self.flown)
        }

    def total(self, lanes: Lanes) -> int:
        """Trips of `lanes` that the plan has."""
        return sum(self.flown[lane] for lane in lanes)

    def fleet_cut(self, fleet: str) -> Cut | None:
        """The cut of this fleet's vehicles that is broken most."""
        entity = self.mission.fleets[fleet]
        lanes = [lane for lane in self.shapes if self.mission.lanes[lane].fleet == fleet]
        vehicles = len(vehicles_in(self.mission, self.contracts, fleet, self.week, self.released))
        if entity.unlimited or entity.mode == "sea" or not vehicles:
            return None
        offers = _offers(self.mission, fleet, self.week)
        cuts = []
        for group in _groups(lanes, {lane: self.shapes[lane].busy for lane in lanes}):
            flown = self.total(group)
            each = self._trips_of_one(fleet, group, enough=-(-flown // vehicles))
            cuts.append(
                Cut(
                    lanes=group,
                    week=self.week,
                    maximum_trips=each * entity.number,
                    per_contract=tuple((name, each) for name in offers),
                    flown_trips=flown,
                    allowed_trips=each * vehicles,
                    reason=f"one vehicle of {fleet} can start at most {each} of these trips",
                    fleet=fleet,
                    each_trips=each,
                )
            )
        return _worst(cuts)

    def _trips_of_one(self, fleet: str, lanes: Lanes, enough: int) -> int:
        entity = self.mission.fleets[fleet]
        shapes = [self.shapes[lane] for lane in lanes]
        duty = None
        # A night at the far end splits the duty; without duty the bound is weaker, still true.
        if entity.mode == "air" and all(len(shape.legs) == 1 for shape in shapes):
            rest = longer(entity.crew_rest_h, "prove")
            duty = Duty(shorter(entity.crew_duty_h, "prove"), rest)
        kinds = tuple(
            sorted({Kind(_starts(shape, 0, 0), shape.busy, shape.back) for shape in shapes})
        )
        return most_jobs(kinds, duty, enough)

    def airfield_cut(self, site: str) -> Cut | None:
        """The cut of this airfield's ground slots that is broken most."""
        airfield = self.mission.sites[site].airfield
        landings = {lane: _landings(shape, site) for lane, shape in self.shapes.items()}
        landings = {lane: kinds for lane, kinds in landings.items() if kinds}
        if airfield is None or not landings:
            return None
        held = {lane: sum(kind.busy for kind in kinds) for lane, kinds in landings.items()}
        cuts = []
        for group in _groups(list(landings), held):
            flown = self.total(group)
            # Trips with a stop here land twice or more; each trip at least `fewest` times.
            fewest = min(len(landings[lane]) for lane in group)
            kinds = tuple(sorted({kind for lane in group for kind in landings[lane]}))
            each = most_jobs(kinds, None, -(-flown * fewest // max(1, airfield.mog)))
            most = each * airfield.mog // fewest
            times = f", and each trip lands {fewest} times" if fewest > 1 else ""
            cuts.append(
                Cut(
                    lanes=group,
                    week=self.week,
                    maximum_trips=most,
                    per_contract=(),
                    flown_trips=flown,
                    allowed_trips=most,
                    reason=f"one ground slot of {site} can take at most {each} landings{times}",
                    fleet="",
                    each_trips=each,
                )
            )
        return _worst(cuts)


def _landings(shape: Shape, site: str) -> list[Kind]:
    """What each landing of a trip at a site asks of a ground slot.

    After a night at the far end a trip may come back at any hour: such landings prove nothing.
    """
    last = shape.turn if len(shape.legs) > 1 else shape.back
    return [
        Kind(_starts(shape, slot.offset, shape.slack), slot.steps, slot.steps)
        for slot in shape.slots
        if slot.site == site and slot.steps > 0 and slot.offset <= last
    ]


def _offers(mission: Mission, fleet: str, week: int) -> list[str]:
    """Contracts that add vehicles to a fleet in a week."""
    return [
        name
        for name, contract in sorted(mission.contracts.items())
        if contract.fleet == fleet and contract.from_week <= week < contract.until_week
    ]


def _starts(shape: Shape, offset: int, slack: int) -> tuple[tuple[int, int], ...]:
    """When the trips of a week depart, or are `offset` steps after it (`slack`: or later)."""
    week = over_weeks(shape.starts, shape.day, 0)
    return joined([(first + offset, last + offset + slack) for first, last in week])


def _groups(lanes: list[str], steps: dict[str, int]) -> list[Lanes]:
    """Each lane alone, and lanes together from the one that takes longest downwards."""
    order = sorted(lanes, key=lambda lane: (-steps[lane], lane))
    groups: list[Lanes] = [(lane,) for lane in order]
    groups += [tuple(sorted(order[:size])) for size in range(2, len(order) + 1)]
    return groups


def _worst(cuts: list[Cut]) -> Cut | None:
    """The cut broken by most trips, with fewest lanes among equals; none if none is broken."""
    broken = [cut for cut in cuts if cut.allowed_trips < cut.flown_trips]
    return min(
        broken,
        key=lambda cut: (cut.allowed_trips - cut.flown_trips, len(cut.lanes), cut.lanes),
        default=None,
    )
