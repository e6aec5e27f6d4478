"""The ways of life of units under stress: as planned, cut short from a week on, or begun late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from planner.errors import InvalidInput, Problem
from planner.mission.mission import Mission
from planner.options.classes import UnitClass
from planner.options.exclusions import lane_exclusion
from planner.options.given import GivenMaker, Held
from planner.options.itinerary_table import LEAVES, NONE, Itineraries
from planner.options.options import Options
from planner.options.postings import give_postings
from planner.stress.events import Event

PLANNED = ("planned", 0)
ABSENT = -1  # in place of an itinerary: the unit never comes
MOST_POSTINGS = 2
Way = tuple[str, int]


@dataclass(frozen=True)
class Ways:
    """Itineraries of the units of a plan. mission: with the plan's postings given; of: the number
    of each unit's itinerary by way (`planned`, `lost` from a week, `late` by weeks), where it has
    one of its own; `ABSENT` where the unit does not come.
    """

    mission: Mission
    options: Options
    of: dict[str, dict[Way, int]]

    def chosen(self, events: Iterable[Event]) -> dict[str, int]:
        """The itinerary that each unit follows under some events, where it is another one."""
        listed, found = list(events), {}
        lost = {each.subject: each.from_week for each in listed if each.kind == "contributor"}
        late = {each.subject: int(each.amount) for each in listed if each.kind == "readiness"}
        for name, own in self.of.items():
            home = self.mission.units[name].contributor
            way = PLANNED
            if home in lost:
                way = ("lost", lost[home])
            elif name in late:
                way = ("late", late[name])
            if way in own and way != PLANNED:
                found[name] = own[way]
        return found


def ways_of(mission: Mission, tables: dict[str, pd.DataFrame], from_week: int,
            events: Iterable[Event], place: str) -> Ways:  # fmt: skip
    """The plan's itineraries and those that events ask for.

    Parameters
    ----------
    from_week: who has begun to move before it is not late.
    place: of the plan's postings, for messages.

    Raises
    ------
    InvalidInput
        If a unit has more postings than itineraries have.
    """
    counts = tables["postings"]["unit"].value_counts()
    if (counts > MOST_POSTINGS).any():
        names = ", ".join(sorted(str(name) for name in counts.index[counts > MOST_POSTINGS]))
        message = f"stress is for plans whose units have two postings at most; more have {names}"
        raise InvalidInput([Problem(place, 1, 1, "unit", message)])
    plain = {name: replace(unit, planned=None) for name, unit in mission.units.items()}
    mission = replace(mission, executed=None, units=plain)
    given, _ = give_postings(mission, tables["postings"])
    blocked = {lane.lane: lane_exclusion(given, lane) for lane in given.lanes.values()}
    usable = frozenset(lane for lane, rule in blocked.items() if rule is None)
    maker = _Maker(given, usable, tables["rotations"], from_week)
    itineraries = maker.make_for(tuple(events))
    lanes = tuple(
        lane for lane in given.lanes.values() if lane.use == "shared" and lane.lane in usable
    )
    forbidden = tuple((lane, rule) for lane, rule in blocked.items() if rule is not None)
    return Ways(given, Options(tuple(maker.classes), itineraries, lanes, forbidden), maker.of)


class _Maker(GivenMaker):
    """Makes itineraries with the rotations of a plan, and those that events ask for."""

    def __init__(
        self, mission: Mission, usable: frozenset[str], rotations: pd.DataFrame, from_week: int
    ) -> None:
        super().__init__(mission, usable)
        self.of: dict[str, dict[Way, int]] = {}
        self._from_week = from_week
        self._turns: dict[str, list[tuple[int, int]]] = {}
        columns = ["unit", "week", "strength_after_persons"]
        for unit, week, strength in rotations.sort_values(["unit", "week"])[columns].itertuples(
            index=False, name=None
        ):
            self._turns.setdefault(unit, []).append((int(week), int(strength)))

    def make_for(self, events: tuple[Event, ...]) -> Itineraries:
        """Itineraries of all units: as planned, and as each event has them."""
        mission = self._mission
        for unit in mission.units.values():
            whole = UnitClass((unit.unit,), unit, mission.unit_types[unit.unit_type],
                              mission.contributors[unit.contributor])  # fmt: skip
            held = [self._as_planned(whole, number) for number in range(len(unit.fixed or ()))]
            own = self.of.setdefault(unit.unit, {})
            own[PLANNED] = self._itinerary(whole, held, planned=True)
            begins = self._begins(own[PLANNED])
            lost = {each.from_week for each in events
                    if each.kind == "contributor" and each.subject == unit.contributor}  # fmt: skip
            for week in sorted(lost):
                comes = unit.in_place or begins < week
                cut = _cut_short(held, week, mission.lift.pax_window_weeks, comes=comes)
                if cut != held:
                    own["lost", week] = self._itinerary(whole, cut) if cut else ABSENT
            late = {int(each.amount) for each in events
                    if each.kind == "readiness" and each.subject == unit.unit}  # fmt: skip
            for weeks in sorted(late):
                if not unit.in_place and begins >= self._from_week:
                    kept = _delayed(held, weeks)
                    own["late", weeks] = (
                        self._itinerary(whole, kept, planned=True) if kept else ABSENT
                    )
        return self._draft.gathered(self._arrivals)

    def _as_planned(self, whole: UnitClass, number: int) -> Held:
        """A posting, which holds the requirement that the plan says, or none."""
        held = self._held(whole, number)
        assert whole.unit.fixed
        named = whole.unit.fixed[number].requirement
        return held if named is not None else replace(held, requirements=(None,))

    def _begins(self, number: int) -> int:
        """First week in which anything of an itinerary moves in."""
        moves = [
            int(weeks[0]) + self._draft.templates[template].earliest
            for mine, template, weeks in self._draft.moves
            if int(mine[0]) == number and self._draft.templates[template].purpose == "arrive"
        ]
        return min(moves, default=int(self._draft.by_row[number]["start"][0]))

    def _itinerary(self, whole: UnitClass, held: list[Held], *, planned: bool = False) -> int:
        """Add an itinerary; `planned`: it ends as planned, else by leaving. Its number."""
        first, last = held[0], held[-1]
        turns = [(week, after) for week, after in self._turns.get(whole.unit.unit, ())
                 if first.start < week < last.end]  # fmt: skip
        weeks = tuple(week for week, _ in turns)
        row = {
            "arrival": self._arrivals.index(self._ways(whole, first)[0]),
            "strength_after": turns[0][1] if turns else whole.unit.strength_persons,
            "rotation": weeks[0] if weeks else NONE,
            "departure": self._departure(whole, held, last) if planned else LEAVES,
        }
        moves = list(self._moves(whole, held, row, weeks))
        needs = tuple(item.requirements[0] for item in held)
        number = self._draft.count
        self._record(whole, held, needs, row, moves)
        return number


def _cut_short(held: list[Held], week: int, window: int, *, comes: bool) -> list[Held]:
    """Postings of a unit that leaves from a week on, within the window that people have for it;
    none if it has not set out by then. Who is on the way arrives first.
    """
    if not comes:
        return []
    begun = [item for item in held if item.start < week or item is held[0]]
    if len(held) > len(begun) and begun[-1].end < week:
        begun = held  # on the way from one site to another
    last = begun[-1]
    end = max(week, last.start) + window
    if end >= last.end:
        return held if len(begun) == len(held) else begun
    return [*begun[:-1], replace(last, end=end)]


def _delayed(held: list[Held], weeks: int) -> list[Held]:
    """Postings of a unit that comes some weeks later; it ends as planned, or never comes."""
    start = held[0].start + weeks
    kept = [replace(item, start=max(item.start, start)) for item in held]
    return [item for item in kept if item.start < item.end]
