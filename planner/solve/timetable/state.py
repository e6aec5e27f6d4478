"""What has been placed so far, and the tasks that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.solve.timetable.grid import DAY, DAYS, longer, shorter
from planner.solve.timetable.maximum import Duty
from planner.solve.timetable.model import Answer, Job, Pool, Task
from planner.solve.timetable.shapes import Shape, shape_of
from planner.solve.timetable.trips import (
    NONE,
    Counts,
    Placed,
    Released,
    Trip,
    still_out,
    trips_of,
    vehicles_in,
)


class State:
    """Trips by week and part. A part is what must be solved together: all aircraft, which share
    airfields, or one fleet of another mode. A week is here whole or not at all.
    """

    def __init__(
        self,
        mission: Mission,
        contracts: Mapping[str, int],
        counts: Counts,
        released: Released = NONE,
    ) -> None:
        self.mission = mission
        self.contracts = contracts
        self.released = released
        self.counts = counts
        self.placed: dict[int, dict[str, list[Placed]]] = {}
        self.shapes = {
            lane: shape_of(mission, mission.lanes[lane], "make")
            for lane in sorted({lane for lane, _, _ in counts})
        }

    def part_of(self, lane: Lane) -> str:
        """Name of the part that a lane belongs to."""
        return "air" if lane.mode == "air" else lane.fleet

    def parts(self, week: int) -> dict[str, list[Trip]]:
        """Trips of a week by part."""
        parts: dict[str, list[Trip]] = {}
        for trip in trips_of(self.counts, week):
            parts.setdefault(self.part_of(self.mission.lanes[trip.lane]), []).append(trip)
        return parts

    def task(self, part: str, weeks: Sequence[int]) -> Task:
        """The trips of a part in one week, or in two that follow each other."""
        jobs = [
            self._job(trip, offset)
            for offset, week in enumerate(weeks)
            for trip in self.parts(week).get(part, [])
        ]
        pools = {
            name: self._pool(name, weeks[0]) for name in sorted({job.fleet for job in jobs} - {""})
        }
        sites = sorted({slot.site for job in jobs for slot in job.shape.slots})
        slots = {}
        for site in sites:
            airfield = self.mission.sites[site].airfield
            slots[site] = airfield.mog if airfield is not None else 0
        return Task(jobs, pools, slots, self._landed(weeks[0]) if part == "air" else [])

    def same_vehicles(self, part: str, week: int) -> bool:
        """Whether the fleets of a part have the same vehicles in `week` and the week before."""
        trips = [*self.parts(week).get(part, []), *self.parts(week - 1).get(part, [])]
        return all(
            self._vehicles(fleet, week) == self._vehicles(fleet, week - 1)
            for fleet in {self.mission.lanes[trip.lane].fleet for trip in trips}
        )

    def place(self, task: Task, answer: Answer) -> dict[int, list[Placed]]:
        """The answer by week, with a vehicle for every trip."""
        vehicles = dict(answer.vehicles)
        for name in sorted({job.fleet for job in task.jobs}):
            pool = task.pools.get(name)
            if pool is None or pool.duty is None:
                vehicles.update(self._line_up(task, answer, name, pool))
        out: dict[int, list[Placed]] = {}
        for index, job in enumerate(task.jobs):
            start = answer.starts[index] - job.week * DAYS * job.shape.day
            out.setdefault(job.trip.week, []).append(Placed(job.trip, vehicles[index], start))
        return out

    def _line_up(self, task: Task, answer: Answer, fleet: str, pool: Pool | None) -> dict[int, int]:
        """Vehicles in order of departure: the first that is back. Where there is no end of
        vehicles, a number counts the departures of the fleet in the week.
        """
        order = sorted(
            (index for index, job in enumerate(task.jobs) if job.fleet == fleet),
            key=lambda index: (answer.starts[index], index),
        )
        chosen: dict[int, int] = {}
        if pool is None:
            numbers: dict[tuple[str, int], int] = {}
            for index in order:
                trip = task.jobs[index].trip
                key = (self.mission.lanes[trip.lane].fleet, trip.week)
                numbers[key] = chosen[index] = numbers.get(key, 0) + 1
            return chosen
        free = {vehicle: pool.out_until.get(vehicle, 0) for vehicle in pool.vehicles}
        for index in order:
            vehicle = next(name for name in pool.vehicles if free[name] <= answer.starts[index])
            free[vehicle] = answer.starts[index] + task.jobs[index].shape.busy
            chosen[index] = vehicle
        return chosen

    def _job(self, trip: Trip, offset: int) -> Job:
        lane = self.mission.lanes[trip.lane]
        shape = self.shapes[trip.lane]
        limited = lane.mode != "sea" and not self.mission.fleets[lane.fleet].unlimited
        fleet = lane.fleet if limited and lane.use == "shared" else ""
        return Job(trip, shape, offset, fleet)

    def _pool(self, fleet: str, week: int) -> Pool:
        entity = self.mission.fleets[fleet]
        duty = None
        if entity.mode == "air":
            duty = Duty(shorter(entity.crew_duty_h, "make"), longer(entity.crew_rest_h, "make"))
            if self._duty_is_kept(fleet, duty):
                duty = None
        vehicles = self._vehicles(fleet, week)
        return Pool(vehicles, self._out_until(fleet, week, vehicles, duty), duty)

    def _vehicles(self, fleet: str, week: int) -> tuple[int, ...]:
        return vehicles_in(self.mission, self.contracts, fleet, week, self.released)

    def _duty_is_kept(self, fleet: str, duty: Duty) -> bool:
        """Whether no crew of the fleet can break its duty: all it does lies between two times of
        a day that are no further apart than the duty, and the night is long enough a rest.
        """
        dawn, dusk = DAY, 0
        for lane, shape in self.shapes.items():
            entity = self.mission.lanes[lane]
            if entity.fleet != fleet or entity.use != "shared":
                continue
            for first, last in shape.starts:
                for leave, reach in shape.legs:
                    dawn = min(dawn, (first + leave) % DAY)
                    dusk = max(dusk, (first + leave) % DAY + last - first + reach - leave)
        return dusk - dawn <= duty.length and DAY - (dusk - dawn) >= duty.rest

    def _out_until(
        self, fleet: str, week: int, vehicles: tuple[int, ...], duty: Duty | None
    ) -> dict[int, int]:
        out: dict[int, int] = {}
        others: list[tuple[int, int]] = []
        for (lane, before, _), trips in sorted(self.counts.items()):
            if before >= week or self.mission.lanes[lane].fleet != fleet:
                continue
            shape = self.shapes[lane]
            since = (week - before) * DAYS * shape.day
            if before not in self.placed:
                # As the rule fleet_hours counts it: gone in the first hour of its week.
                others.append((shape.busy - since, trips))
        for before, item, shape in self._earlier(week):
            if self.mission.lanes[item.trip.lane].fleet == fleet:
                rested = max(shape.busy, shape.back + duty.rest) if duty else shape.busy
                until = item.start + rested - (week - before) * DAYS * shape.day
                if until > 0:
                    out[item.vehicle] = max(until, out.get(item.vehicle, 0))
        out = {vehicle: until for vehicle, until in out.items() if vehicle in vehicles}
        return out | still_out(others, vehicles, out)

    def _landed(self, week: int) -> list[tuple[str, int, int]]:
        """Ground slots that landings of earlier weeks still hold."""
        held = []
        for before, item, shape in self._earlier(week):
            for slot in shape.slots:
                begin = item.start + slot.offset - (week - before) * DAYS * shape.day
                if begin + slot.steps > 0:
                    held.append((slot.site, begin, begin + slot.steps))
        return held

    def _earlier(self, week: int) -> list[tuple[int, Placed, Shape]]:
        """Placed trips of the weeks before."""
        return [
            (before, item, self.shapes[item.trip.lane])
            for before, parts in sorted(self.placed.items())
            if before < week
            for items in parts.values()
            for item in items
        ]
