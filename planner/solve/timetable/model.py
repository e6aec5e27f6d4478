"""The CP-SAT model of a week (or two): a departure for every trip, a vehicle where it matters.

Where no crew can break its duty, because the windows of a day are short and the night is long, a
fleet is one cumulative resource: intervals that never overlap more than n-fold can always be given
to n vehicles in order of departure. Else trips choose a vehicle and a duty period of its crew.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import pairwise

from ortools.sat.python import cp_model

from planner.solve.timetable.grid import DAY, DAYS, over_weeks
from planner.solve.timetable.maximum import Duty, repeatable_solver
from planner.solve.timetable.shapes import Shape
from planner.solve.timetable.trips import Trip

FINDING_LIMIT = 1.5  # in deterministic time: CP-SAT's own measure of work, here some five seconds
REFUTING_LIMIT = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """A trip to be placed. `week`: 0 for the first week of the model; `fleet`: the pool whose
    vehicle it needs, or none.
    """

    trip: Trip
    shape: Shape
    week: int
    fleet: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Vehicles of a fleet, and until which step each is still out from before.

    duty: given where the crews' duty has to be planned for.
    """

    vehicles: tuple[int, ...]
    out_until: dict[int, int]
    duty: Duty | None


@dataclass(slots=True)
class Task:
    """All that has to be solved together. slots: mog of each airfield; landed: (site, from,
    until) of ground slots held by landings of earlier trips.
    """

    jobs: list[Job]
    pools: dict[str, Pool]
    slots: dict[str, int]
    landed: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """Departure of each job in order of the task's jobs, and its vehicle where one was chosen."""

    starts: tuple[int, ...]
    vehicles: dict[int, int]


def solve(task: Task, deadline_s: float) -> Answer | None:
    """A timetable of `task`, or None if none was found, which proves nothing about plans.

    `deadline_s`: on the clock of time.monotonic. Within it the answer is always the same.
    """
    if any(not job.shape.starts for job in task.jobs):
        return None
    week = _Model(task)
    # Without a linear relaxation a week is mostly found at once; with it, a shortage is seen.
    for linearization, limit in ((0, FINDING_LIMIT), (2, REFUTING_LIMIT)):
        left_s = deadline_s - time.monotonic()
        if left_s <= 0:
            return None
        solver = repeatable_solver(linearization, limit)
        solver.parameters.max_time_in_seconds = left_s
        status = solver.solve(week.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return week.answer(solver)
        if status == cp_model.INFEASIBLE:
            return None
    return None


class _Model:
    """Variables and constraints of a task."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.model = cp_model.CpModel()
        self.start = [self._start(index, job) for index, job in enumerate(task.jobs)]
        self.choice: dict[int, dict[int, cp_model.IntVar]] = {}
        for name, pool in sorted(task.pools.items()):
            members = [index for index, job in enumerate(task.jobs) if job.fleet == name]
            self._share(members, pool)
            if pool.duty is not None:
                self._crew(members, pool, pool.duty)
            self._order(members, len(pool.vehicles))
        self._land()
        self._prefer()

    def answer(self, solver: cp_model.CpSolver) -> Answer:
        """The solver's departures and vehicles."""
        vehicles = {
            index: vehicle
            for index, choice in self.choice.items()
            for vehicle, literal in choice.items()
            if solver.boolean_value(literal)
        }
        return Answer(tuple(solver.value(start) for start in self.start), vehicles)

    def _start(self, index: int, job: Job) -> cp_model.IntVar:
        times = over_weeks(job.shape.starts, job.shape.day, job.week)
        domain = cp_model.Domain.from_intervals([list(pair) for pair in times])
        return self.model.new_int_var_from_domain(domain, f"start[{index}]")

    def _held(self, index: int, offset: int, steps: int) -> cp_model.IntervalVar:
        name = f"held[{index},{offset}]"
        return self.model.new_fixed_size_interval_var(self.start[index] + offset, steps, name)

    def _fixed(self, begin: int, end: int) -> cp_model.IntervalVar:
        return self.model.new_fixed_size_interval_var(begin, end - begin, f"out[{begin},{end}]")

    def _share(self, members: list[int], pool: Pool) -> None:
        """No more vehicles of a fleet are out at once than it has."""
        held = [self._held(index, 0, self.task.jobs[index].shape.busy) for index in members]
        held += [self._fixed(0, until) for until in pool.out_until.values() if until > 0]
        self.model.add_cumulative(held, [1] * len(held), len(pool.vehicles))

    def _land(self) -> None:
        """No more aircraft are handled at once at an airfield than it has ground slots."""
        for site, mog in sorted(self.task.slots.items()):
            held = [
                self._held(index, slot.offset, slot.steps)
                for index, job in enumerate(self.task.jobs)
                for slot in job.shape.slots
                if slot.site == site
            ]
            held += [self._fixed(a, b) for where, a, b in self.task.landed if where == site]
            self.model.add_cumulative(held, [1] * len(held), mog)

    def _order(self, members: list[int], vehicles: int) -> None:
        """Trips of a lane are alike: they go in order of their numbers, and the one that is
        `vehicles` places behind waits until a vehicle of those before it is back.
        """
        alike: dict[tuple[str, int], list[int]] = {}
        for index in members:
            trip = self.task.jobs[index].trip
            alike.setdefault((trip.lane, trip.week), []).append(index)
        for group in alike.values():
            for place, index in enumerate(group):
                if place:
                    self.model.add(self.start[group[place - 1]] <= self.start[index])
                if 0 < vehicles <= place:
                    busy = self.task.jobs[index].shape.busy
                    self.model.add(self.start[group[place - vehicles]] + busy <= self.start[index])

    def _prefer(self) -> None:
        """The search lets trips go as early as they can, those that take longest first: a day
        fills better, and vehicles are back early for the next week.
        """
        order = sorted(
            range(len(self.start)), key=lambda index: (-self.task.jobs[index].shape.busy, index)
        )
        self.model.add_decision_strategy(
            [self.start[index] for index in order],
            cp_model.CHOOSE_LOWEST_MIN,
            cp_model.SELECT_MIN_VALUE,
        )

    def _crew(self, members: list[int], pool: Pool, duty: Duty) -> None:
        """Each trip takes a vehicle, and each of its legs a duty period of that crew."""
        takes: dict[int, list[cp_model.IntVar]] = {}
        for vehicle in pool.vehicles:
            periods = self._periods(vehicle, members, duty)
            until = pool.out_until.get(vehicle, 0)
            held = [self._fixed(0, until)] if until > 0 else []
            takes[vehicle] = []
            for index in members:
                literal = self.model.new_bool_var(f"takes[{vehicle},{index}]")
                self.choice.setdefault(index, {})[vehicle] = literal
                takes[vehicle].append(literal)
                self._within(index, literal, periods)
                busy = self.task.jobs[index].shape.busy
                name = f"flies[{vehicle},{index}]"
                held.append(
                    self.model.new_optional_fixed_size_interval_var(
                        self.start[index], busy, literal, name
                    )
                )
            self.model.add_no_overlap(held)
        for index in members:
            self.model.add_exactly_one(self.choice.get(index, {}).values())
        for one, other in pairwise(pool.vehicles):
            if pool.out_until.get(one, 0) == pool.out_until.get(other, 0):
                self.model.add(sum(takes[one]) >= sum(takes[other]))

    def _periods(self, vehicle: int, members: list[int], duty: Duty) -> list[_Period]:
        """Duty periods of a crew in order, as many on each day as could begin on it."""
        jobs = [self.task.jobs[index] for index in members]
        weeks = 1 + max((job.week for job in jobs), default=0)
        shortest = min((to - since for job in jobs for since, to in job.shape.legs), default=1)
        each_day = 1 + (DAY - 1) // (shortest + duty.rest)
        horizon = (weeks * DAYS + 1) * DAY + duty.length
        periods: list[_Period] = []
        for number in range(DAYS * weeks * each_day):
            first = number // each_day * DAY
            name = f"[{vehicle},{number}]"
            begin = self.model.new_int_var(first, first + DAY - 1, f"begin{name}")
            end = self.model.new_int_var(0, horizon, f"end{name}")
            used = self.model.new_bool_var(f"used{name}")
            self.model.add(end <= begin + duty.length).only_enforce_if(used)
            if periods:
                # A period that is not used ends with the one before it and asks for no rest.
                self.model.add(end >= periods[-1].end)
                self.model.add(begin >= periods[-1].end + duty.rest).only_enforce_if(used)
            if number % each_day:
                self.model.add_implication(used, periods[-1].used)
            periods.append(_Period(begin, end, used))
        return periods

    def _within(self, index: int, takes: cp_model.IntVar, periods: list[_Period]) -> None:
        """Each leg of a trip lies in one duty period if the vehicle takes the trip."""
        job, start = self.task.jobs[index], self.start[index]
        for leg, (since, to) in enumerate(job.shape.legs):
            literals = []
            for number, period in enumerate(periods):
                literal = self.model.new_bool_var(f"duty[{index},{leg},{number}]")
                self.model.add(start + since >= period.begin).only_enforce_if(literal)
                self.model.add(start + to <= period.end).only_enforce_if(literal)
                self.model.add_implication(literal, period.used)
                literals.append(literal)
            # The way back of a trip that stays the night may lie after the last week: then the
            # crew has rested, and the next week counts it as out.
            beyond = self.model.new_bool_var(f"beyond[{index},{leg}]")
            last = DAYS * DAY * (1 + max(job.week for job in self.task.jobs))
            self.model.add(start + since >= last).only_enforce_if(beyond)
            self.model.add_exactly_one([*literals, beyond, ~takes])


@dataclass(frozen=True, slots=True)
class _Period:
    """A duty period of one crew; if not `used` it holds no leg."""

    begin: cp_model.IntVar
    end: cp_model.IntVar
    used: cp_model.IntVar
