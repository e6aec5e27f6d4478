"""Every itinerary of every unit class: its postings, rotations and moves, as parallel arrays."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from planner.mission.force import Requirement
from planner.mission.mission import Mission
from planner.options.classes import UnitClass
from planner.options.exclusions import Postings, posting_exclusions, waived
from planner.options.executed import LAW, contradicting
from planner.options.fixed import keeps_fixed, ways_to_leave
from planner.options.itinerary_table import (
    HANDS_OVER,
    LEAVES,
    NONE,
    TRANSFERS,
    Ints,
    Itineraries,
    ItineraryDraft,
    Pattern,
)
from planner.options.rotations import strengths_after, turns_on_the_move
from planner.options.templates import Template, Templates
from planner.options.transfers import beyond, port_weeks


class ItineraryMaker:
    """Enumerates the itineraries of a mission's unit classes by planner/README.md."""

    def __init__(
        self, mission: Mission, classes: tuple[UnitClass, ...], templates: Templates
    ) -> None:
        self._mission = mission
        self._classes = classes
        self._make = templates
        self._weeks = mission.calendar.weeks
        self._sites = list(mission.sites)
        self._site_index = {site: number for number, site in enumerate(self._sites)}
        self._arrivals = [
            "in_place",
            *sorted({o for u in mission.units.values() for o in u.movement_options}),
        ]
        self._draft = ItineraryDraft()
        wanted = mission.requirements
        self._requirement_index = {item.requirement: n for n, item in enumerate(wanted)}
        self._wanted: dict[str, list[Requirement]] = {}
        for item in wanted:
            self._wanted.setdefault(item.capability, []).append(item)
        self._held: dict[tuple[str, ...], dict[str, list[Requirement]]] = {}
        self._redeploys: dict[tuple[str, str, str, int], Template | None] = {}
        expiry = max(item.until_week for item in mission.authorisations)
        self._expiry = expiry if mission.rules_of("mandate_expiry") else self._weeks
        self._ready_rules = mission.rules_of("readiness")
        tours = mission.rules_of("tour_length")
        self._tour = tours[0] if tours else None

    def make(self) -> Itineraries:
        """All itineraries of all classes."""
        for number, unit_class in enumerate(self._classes):
            if unit_class.unit.in_place:
                self._in_place(number, unit_class)
            else:
                self._pledged(number, unit_class)
        return self._draft.gathered(tuple(self._arrivals))

    # -- units in place ---------------------------------------------------------------------

    def _in_place(self, number: int, unit_class: UnitClass) -> None:
        site = unit_class.unit.site
        assert site is not None
        last = self._last_week(unit_class)
        notice = self._mission.notice_weeks
        ends = np.arange(notice, min(self._weeks - 1, last) + 1, dtype=np.int64)
        if last >= self._weeks:
            ends = np.append(ends, self._weeks)
        holdable = self._holdable(unit_class)
        for requirement in (None, *holdable.get(site, ())):
            pattern = Pattern(number, unit_class, "in_place", site, requirement)
            self._emit(pattern, np.zeros(len(ends), np.int64), ends)
        for destination, wanted in holdable.items():
            for second in wanted:
                if destination != site:
                    self._redeployed(number, unit_class, site, destination, second, last)

    def _redeployed(
        self,
        number: int,
        unit_class: UnitClass,
        site: str,
        destination: str,
        second: Requirement,
        last: int,
    ) -> None:
        strengths = strengths_after(self._mission, unit_class)
        sample = self._redeploy(unit_class, site, destination, strengths[0])
        if sample is None:
            return
        end = min(self._weeks, last)
        splits = np.arange(self._mission.notice_weeks, end - sample.duration, dtype=np.int64)
        if not len(splits):
            return
        for first in (None, *self._holdable(unit_class).get(site, ())):
            pattern = Pattern(
                number,
                unit_class,
                "in_place",
                site,
                first,
                destination=destination,
                second=second,
                duration=sample.duration,
            )
            self._emit(pattern, np.zeros(len(splits), np.int64), np.full(len(splits), end), splits)

    # -- pledged units ----------------------------------------------------------------------

    def _pledged(self, number: int, unit_class: UnitClass) -> None:
        end = min(self._weeks, self._last_week(unit_class))
        for site, wanted in self._holdable(unit_class).items():
            for requirement in wanted:
                for option in unit_class.unit.movement_options:
                    key = ("arrive", number, site, option)
                    make = partial(self._make.arrive, unit_class, site, option)
                    template = self._draft.template(key, make)
                    if template == NONE:
                        self._block(unit_class, site, requirement, f"no lift ({option})", 1)
                        continue
                    starts = self._starts(unit_class, self._draft.templates[template], end)
                    if not len(starts):
                        self._block(unit_class, site, requirement, "readiness", 1)
                        continue
                    pattern = Pattern(
                        number, unit_class, option, site, requirement, arrive=template
                    )
                    self._emit(pattern, starts, np.full(len(starts), end))

    def _starts(self, unit_class: UnitClass, template: Template, end: int) -> Ints:
        first = max(1, -template.earliest)
        for rule in self._ready_rules:
            if not waived(rule, unit_class, ""):
                first = max(first, unit_class.unit.ready_week - template.earliest)
        return np.arange(first, end, dtype=np.int64)

    # -- shared -----------------------------------------------------------------------------

    def _last_week(self, unit_class: UnitClass) -> int:
        mou = unit_class.unit.mou_end_week
        return min(self._expiry, self._weeks if mou is None else mou)

    def _holdable(self, unit_class: UnitClass) -> dict[str, list[Requirement]]:
        """Requirements that a class can hold, by site; both in the mission's order."""
        able = unit_class.unit_type.capabilities
        if able not in self._held:
            found: dict[str, list[Requirement]] = {}
            fits = [item for name in dict.fromkeys(able) for item in self._wanted.get(name, ())]
            for item in sorted(fits, key=lambda item: self._requirement_index[item.requirement]):
                for site in dict.fromkeys(item.sites):
                    found.setdefault(site, []).append(item)
            order = sorted(found, key=lambda site: self._site_index[site])
            self._held[able] = {site: found[site] for site in order}
        return self._held[able]

    def _block(
        self, unit_class: UnitClass, site: str, requirement: Requirement | None, rule: str, n: int
    ) -> None:
        self._draft.blocked.append(
            {
                "unit": unit_class.unit.unit,
                "site": site,
                "requirement": requirement.requirement if requirement else "",
                "rule": rule,
                "options": n,
            }
        )

    def _emit(self, pattern: Pattern, start: Ints, end: Ints, splits: Ints | None = None) -> None:
        """Adds the itineraries of one pattern, with every rotation that the rules allow."""
        split = end if splits is None else splits
        keep = self._offered(pattern, start, split, end)
        start, split, end = start[keep], split[keep], end[keep]
        strength = pattern.unit_class.unit.strength_persons
        due = self._first_due(pattern, start)
        offsets = self._mission.rotation_offsets_weeks
        rotates = end > due + max(offsets)
        never = ~rotates
        self._append(pattern, start[never], split[never], end[never], None, strength)
        if not rotates.any():
            return
        stays = rotates & (end >= self._weeks) & (pattern.second is None)
        afters = strengths_after(self._mission, pattern.unit_class) if stays.any() else []
        for offset, after in product(offsets, afters):
            week = due + offset
            keep = stays & (week >= start) & (week < end)
            self._append(pattern, start[keep], split[keep], end[keep], week[keep], after)
        open_ = rotates & ~stays
        for offset in sorted(offsets, key=lambda item: (abs(item), item)):
            week = due + offset
            keep = open_ & (week >= start) & (week < end)
            if pattern.second is not None:
                keep &= (week < split) | (week >= split + pattern.duration)
            if not keep.any():
                continue
            open_ &= ~keep
            keep &= ~turns_on_the_move(self._mission, week, (split, split + pattern.duration), end)
            self._append(pattern, start[keep], split[keep], end[keep], week[keep], strength)

    def _offered(self, pattern: Pattern, start: Ints, split: Ints, end: Ints) -> NDArray[np.bool_]:
        """Which of a pattern's itineraries no rule and no given posting forbids."""
        start_2 = split + pattern.duration
        unit_class, moved = pattern.unit_class, pattern.second is not None
        keep = self._admitted(unit_class, pattern.site, pattern.requirement, start, split)
        if moved:
            keep &= self._admitted(unit_class, pattern.destination, pattern.second, start_2, end)
        return keep & keeps_fixed(pattern, start, split, end)

    def _first_due(self, pattern: Pattern, start: Ints) -> Ints:
        """Week in which the first rotation is due; far beyond the horizon if none ever is."""
        tour, unit = self._tour, pattern.unit_class.unit
        if tour is not None and not waived(tour, pattern.unit_class, pattern.site):
            if not unit.in_place:
                return start + int(tour.number("weeks"))
            if unit.rotation_due_week is not None:
                return np.full(len(start), unit.rotation_due_week, np.int64)
        return np.full(len(start), self._weeks + 10_000, np.int64)

    def _admitted(
        self,
        unit_class: UnitClass,
        site: str,
        requirement: Requirement | None,
        start: Ints,
        end: Ints,
    ) -> NDArray[np.bool_]:
        postings = Postings(unit_class, site, requirement, start, end)
        found = posting_exclusions(self._mission, postings)
        keep = np.ones(len(start), dtype=bool)
        for rule, mask in found.items():
            keep &= ~mask
            self._block(unit_class, site, requirement, rule, int(mask.sum()))
        return keep

    def _append(
        self,
        pattern: Pattern,
        start: Ints,
        split: Ints,
        end: Ints,
        rotation: Ints | None,
        strength_after: int,
    ) -> None:
        """Adds itineraries in each way to leave that is open to them."""
        for way, keep in ways_to_leave(pattern.unit_class.unit, end < self._weeks):
            turns = None if rotation is None else rotation[keep]
            times = start[keep], split[keep], end[keep]
            self._append_way(pattern, *times, turns, strength_after, way)

    def _append_way(
        self,
        pattern: Pattern,
        start: Ints,
        split: Ints,
        end: Ints,
        rotation: Ints | None,
        strength_after: int,
        way: int,
    ) -> None:
        """Adds itineraries that leave in one way, if they leave."""
        n = len(start)
        if n == 0:
            return
        draft = self._draft
        ids = np.arange(draft.count, draft.count + n, dtype=np.int64)
        departure = np.where(end < self._weeks, way, 0)
        moves = self._moves(pattern, ids, start, split, end, rotation, strength_after, departure)
        transfer = port_weeks(pattern.unit_class.unit, draft.templates, moves, ids)
        lost = [i for i, template, _ in moves if template == NONE]
        lost += beyond(pattern.unit_class.unit, ids, transfer, self._weeks)
        times = ids, start, split, end
        turn = rotation, strength_after
        gone = contradicting(self._mission, pattern, times, turn, departure, moves, draft.templates)
        for each in gone:
            self._block(pattern.unit_class, pattern.site, pattern.requirement, LAW, len(each))
        lost += gone
        if lost:
            keep = ~np.isin(ids, np.concatenate(lost))
            turns = None if rotation is None else rotation[keep]
            kept = start[keep], split[keep], end[keep]
            self._append_way(pattern, *kept, turns, strength_after, way)
            return
        moved, none = pattern.second is not None, np.full(n, NONE, np.int64)
        same = {
            "unit_class": pattern.number,
            "arrival": self._arrivals.index(pattern.arrival),
            "site": self._site_index[pattern.site],
            "requirement": self._requirement(pattern.requirement),
            "site_2": self._site_index[pattern.destination] if moved else NONE,
            "requirement_2": self._requirement(pattern.second),
            "strength_after": strength_after,
        }
        by_row = {
            "start": start,
            "split": split,
            "start_2": split + pattern.duration if moved else none,
            "end": end,
            "rotation": none if rotation is None else rotation,
            "departure": departure,
            "transfer": transfer,
        }
        draft.add(same, by_row)
        draft.moves += moves

    def _requirement(self, requirement: Requirement | None) -> int:
        return NONE if requirement is None else self._requirement_index[requirement.requirement]

    def _moves(
        self,
        pattern: Pattern,
        ids: Ints,
        start: Ints,
        split: Ints,
        end: Ints,
        rotation: Ints | None,
        strength_after: int,
        departure: Ints,
    ) -> list[tuple[Ints, int, Ints]]:
        """The moves of these itineraries; those that cannot be made have no template (-1)."""
        before = pattern.unit_class.unit.strength_persons
        turned = np.full(len(ids), self._weeks + 10_000) if rotation is None else rotation
        last_site = pattern.destination or pattern.site
        moves: list[tuple[Ints, int, Ints]] = []
        if pattern.arrive != NONE:
            moves.append((ids, pattern.arrive, start))
        for strength, late in ((before, False), (strength_after, True)):
            if pattern.second is not None:
                mask = (turned < split) == late
                template = self._redeploy_number(pattern, strength)
                moves.append((ids[mask], template, split[mask]))
            for way, leave in (
                (LEAVES, self._make.leave),
                (HANDS_OVER, self._make.hand_over),
                (TRANSFERS, self._make.transfer),
            ):
                mask = (departure == way) & ((turned < end) == late)
                if mask.any():
                    key = ("leave", way, pattern.number, last_site, strength)
                    make = partial(leave, pattern.unit_class, last_site, strength)
                    moves.append((ids[mask], self._draft.template(key, make), end[mask]))
        if rotation is not None:
            moves += self._rotations(pattern, ids, split, end, rotation, strength_after)
        return [move for move in moves if len(move[0])]

    def _rotations(
        self,
        pattern: Pattern,
        ids: Ints,
        split: Ints,
        end: Ints,
        rotation: Ints,
        strength_after: int,
    ) -> list[tuple[Ints, int, Ints]]:
        assert self._tour is not None
        tour = int(self._tour.number("weeks"))
        latest = max(self._mission.rotation_offsets_weeks)
        moves: list[tuple[Ints, int, Ints]] = []
        week, before = rotation, pattern.unit_class.unit.strength_persons
        due = np.ones(len(ids), dtype=bool)
        while due.any():
            for site, there in ((pattern.site, week < split), (pattern.destination, week >= split)):
                mask = due & there
                if mask.any():
                    key = ("rotate", pattern.number, site, before, strength_after)
                    make = partial(
                        self._make.rotate, pattern.unit_class, site, before, strength_after
                    )
                    moves.append((ids[mask], self._draft.template(key, make), week[mask]))
            week, before = week + tour, strength_after
            due = due & (end > week + latest)
        return moves

    def _redeploy(
        self, unit_class: UnitClass, site: str, destination: str, strength: int
    ) -> Template | None:
        key = (unit_class.unit.unit, site, destination, strength)
        if key not in self._redeploys:
            self._redeploys[key] = self._make.redeploy(unit_class, site, destination, strength)
        return self._redeploys[key]

    def _redeploy_number(self, pattern: Pattern, strength: int) -> int:
        key = ("redeploy", pattern.number, pattern.site, pattern.destination, strength)
        make = partial(
            self._redeploy, pattern.unit_class, pattern.site, pattern.destination, strength
        )
        return self._draft.template(key, make)
