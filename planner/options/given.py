"""Options where every posting is given: one way of life for each unit, whatever forbids it.

What a rule forbids is built all the same, for the verifier to name; what cannot be moved at all
(no lane, or weeks outside the horizon) is left out of the moves. Open are only what the postings
leave open: requirements, how a pledged unit comes, and rotations within their window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product

import numpy as np

from planner.mission.force import Requirement
from planner.mission.mission import Mission
from planner.options.classes import UnitClass
from planner.options.exclusions import Postings, posting_exclusions, waived
from planner.options.itinerary_table import (
    BY_ROW,
    GOES_ON,
    HANDS_OVER,
    LEAVES,
    NONE,
    TRANSFERS,
    Itineraries,
    ItineraryDraft,
)
from planner.options.rotations import rotation_weeks, strengths_after
from planner.options.templates import Charter, Leg, Template, Templates
from planner.options.transfers import port_weeks


@dataclass(frozen=True)
class Held:
    """A posting whose weeks are known; `requirements` are those that it may hold (None: none)."""

    site: str
    start: int
    end: int
    requirements: tuple[Requirement | None, ...]


class AnyTemplates(Templates):
    """Moves as far as they can be made: without the charters that are not to be had."""

    def _can_be_made(
        self, unit_class: UnitClass, legs: list[Leg], charters: list[Charter | None]
    ) -> bool:
        del unit_class, legs, charters
        return True


class GivenMaker:
    """Makes the itineraries of units whose postings are all given (`Unit.fixed`)."""

    def __init__(self, mission: Mission, usable: frozenset[str]) -> None:
        self._mission = mission
        self._usable = usable
        free = tuple(rule for rule in mission.rules if rule.kind != "load_size")
        self._makers = (
            Templates(mission, usable),
            AnyTemplates(replace(mission, rules=free), frozenset(mission.lanes)),
        )
        options = {o for unit in mission.units.values() for o in unit.movement_options}
        given = {p.arrival for unit in mission.units.values() for p in unit.fixed or ()}
        self._arrivals = ("in_place", *sorted(options | {a for a in given if a}))
        self._sites = {site: number for number, site in enumerate(mission.sites)}
        wanted = mission.requirements
        self._requirements = {item.requirement: (n, item) for n, item in enumerate(wanted)}
        self._wanted = {site: [r for r in wanted if site in r.sites] for site in mission.sites}
        self._draft = ItineraryDraft()
        self.classes: list[UnitClass] = []

    def make(self) -> Itineraries:
        """Itineraries of all units, in rows of two postings; `classes` are whose they are."""
        for unit in self._mission.units.values():
            kind = self._mission.unit_types[unit.unit_type]
            home = self._mission.contributors[unit.contributor]
            whole = UnitClass((unit.unit,), unit, kind, home)
            postings = [self._held(whole, number) for number in range(len(unit.fixed or ()))]
            self._add(whole, postings, postings[:2])
            for number, pair in enumerate(pairwise(postings[1:]), start=1):
                alone = replace(unit, parent=None)
                self._add(replace(whole, unit=alone, before=number), postings, pair)
        return self._draft.gathered(self._arrivals)

    def _held(self, unit_class: UnitClass, number: int) -> Held:
        unit, weeks = unit_class.unit, self._mission.calendar.weeks
        posting = (unit.fixed or ())[number]
        site, start, end = posting.site, posting.start_week, posting.end_week
        assert site is not None
        start, end = start or 0, weeks if end is None else end
        if posting.requirement is not None:
            return Held(site, start, end, (self._requirements[posting.requirement][1],))
        able = unit_class.unit_type.capabilities
        fits = [r for r in self._wanted[site] if r.capability in able]

        def forbidden(requirement: Requirement | None) -> set[str]:
            span = np.array([start]), np.array([end])
            postings = Postings(unit_class, site, requirement, *span)
            return set(posting_exclusions(self._mission, postings))

        admitted = [r for r in fits if forbidden(r) <= forbidden(None)]
        if unit.in_place and number == 0:
            return Held(site, start, end, (*admitted, None))
        return Held(site, start, end, tuple(admitted or fits or [None]))

    # -- itineraries ------------------------------------------------------------------------

    def _add(self, unit_class: UnitClass, whole: list[Held], pair: Sequence[Held]) -> None:
        """Adds the ways in which a unit may go through one or two of its postings."""
        turns = rotation_weeks(
            self._mission, unit_class, [(item.start, item.end) for item in whole]
        )
        first, last = pair[0], pair[-1]
        needs = [(None,) if unit_class.before else first.requirements]
        needs += [item.requirements for item in pair[1:]]
        strengths = strengths_after(self._mission, unit_class)
        free = len(whole) == 1 and last.end >= self._mission.calendar.weeks
        for arrival, held, weeks in product(self._ways(unit_class, first), product(*needs), turns):
            for after in strengths if free and weeks else strengths[:1]:
                row = {
                    "arrival": self._arrivals.index(arrival),
                    "strength_after": after,
                    "rotation": weeks[0] if weeks else NONE,
                    "departure": self._departure(unit_class, whole, last),
                }
                moves = self._moves(unit_class, pair, row, weeks)
                self._record(unit_class, pair, held, row, list(moves))

    def _departure(self, unit_class: UnitClass, whole: list[Held], last: Held) -> int:
        if last is not whole[-1]:
            return GOES_ON
        if last.end >= self._mission.calendar.weeks:
            return 0
        given = unit_class.unit.fixed
        ways = {"hand_over": HANDS_OVER, "transfer": TRANSFERS}
        return ways.get(given[-1].departure or "", LEAVES) if given else LEAVES

    def _ways(self, unit_class: UnitClass, first: Held) -> list[str]:
        """How a unit may come: as given; else every way by which it is in time, or the one that
        is least late.
        """
        unit = unit_class.unit
        if unit.in_place or unit_class.before:
            return ["in_place"]
        assert unit.fixed
        if unit.fixed[0].arrival is not None:
            return [unit.fixed[0].arrival]
        strict = self._makers[0]
        made = {o: strict.arrive(unit_class, first.site, o) for o in unit.movement_options}
        earliest = {o: t.earliest for o, t in made.items() if t is not None}
        held = any(not waived(r, unit_class, "") for r in self._mission.rules_of("readiness"))
        ready = max(0, unit.ready_week if held else 0)
        in_time = [option for option, week in earliest.items() if first.start + week >= ready]
        least_late = sorted(earliest, key=lambda option: -earliest[option])
        return in_time or least_late[:1] or list(unit.movement_options[:1])

    def _record(
        self,
        unit_class: UnitClass,
        pair: Sequence[Held],
        held: tuple[Requirement | None, ...],
        values: dict[str, int],
        moves: list[tuple[int, int]],
    ) -> None:
        """Adds one itinerary to the table. One that goes on from an earlier row has no weeks in
        its first posting, which that row holds.
        """
        if len(self.classes) == 0 or self.classes[-1] is not unit_class:
            self.classes.append(unit_class)
        needs = [NONE if item is None else self._requirements[item.requirement][0] for item in held]
        first, last = pair[0], pair[-1]
        second = len(pair) > 1
        row = values | {
            "unit_class": len(self.classes) - 1,
            "site": self._sites[first.site],
            "requirement": needs[0],
            "start": first.end if unit_class.before else first.start,
            "split": first.end,
            "site_2": self._sites[last.site] if second else NONE,
            "requirement_2": needs[1] if second else NONE,
            "start_2": last.start if second else NONE,
            "end": last.end,
        }
        draft = self._draft
        mine = np.array([draft.count])
        made = [(mine, template, np.array([week])) for template, week in moves]
        draft.moves += made
        [row["transfer"]] = port_weeks(unit_class.unit, draft.templates, made, mine).tolist()
        draft.add(row, {name: np.array([row[name]]) for name in BY_ROW})

    # -- moves ------------------------------------------------------------------------------

    def _moves(
        self,
        unit_class: UnitClass,
        pair: Sequence[Held],
        values: dict[str, int],
        turns: tuple[int, ...],
    ) -> Iterator[tuple[int, int]]:
        """(template, week) of every move of an itinerary that can be made."""
        strength, first, last = unit_class.unit.strength_persons, pair[0], pair[-1]
        wanted: list[tuple[int, str, tuple[object, ...]]] = []
        if values["arrival"]:
            option = self._arrivals[values["arrival"]]
            wanted.append((first.start, "arrive", (first.site, option)))
        if len(pair) > 1:
            wanted.append((first.end, "redeploy", (first.site, last.site, strength)))
        before, after = strength, values["strength_after"]
        for week in turns:
            own = pair[1:] if unit_class.before else pair
            there = [item.site for item in own if item.start <= week < item.end]
            wanted += [(week, "rotate", (site, before, after)) for site in there]
            before = after
        ways = {LEAVES: "leave", HANDS_OVER: "hand_over", TRANSFERS: "transfer"}
        if values["departure"] in ways:
            wanted.append((last.end, ways[values["departure"]], (last.site, strength)))
        for week, purpose, what in wanted:
            number = self._move(unit_class, week, purpose, what)
            if number != NONE:
                yield number, week

    def _move(
        self, unit_class: UnitClass, week: int, purpose: str, what: tuple[object, ...]
    ) -> int:
        """Number of the template of a move in a week; -1 if nothing of it can be moved."""

        def make() -> Template | None:
            for maker in self._makers:
                method: Callable[..., Template | None] = getattr(maker, purpose)
                made = method(unit_class, *what)
                if made is not None:
                    return self._movable(made, week)
            return None

        key = (unit_class.unit.unit, week, purpose, what)
        return self._draft.template(key, partial(make))

    def _movable(self, template: Template, week: int) -> Template:
        """What of a move lies in the horizon, on corridors where some lane takes it."""
        weeks = self._mission.calendar.weeks
        legs = tuple(
            replace(leg, ready=max(leg.ready, -week))
            for leg in template.legs
            if week + leg.due >= 0 and week + leg.ready < weeks and self._carried(leg)
        )
        charters = tuple(item for item in template.charters if week + item.week >= 0)
        return replace(template, legs=legs, charters=charters)

    def _carried(self, leg: Leg) -> bool:
        measure = "pax" if leg.load.pax else "t"
        return any(
            lane.lane in self._usable and getattr(lane.capacity, measure) > 0
            for lane in self._mission.corridors.shared(leg.corridor)
        )
