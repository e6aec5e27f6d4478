"""The postings of one unit in order of time, with its strength and place week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.mission.force import Unit, UnitType
    from planner.mission.mission import Mission
    from planner.verify.records import Posting, Rotation


@dataclass(frozen=True)
class Itinerary:
    """What a plan says about one unit. Postings and rotations are sorted by week."""

    unit: Unit
    unit_type: UnitType
    postings: tuple[Posting, ...]
    rotations: tuple[Rotation, ...]

    @property
    def start(self) -> int:
        """First week of the first posting."""
        return self.postings[0].start_week

    @property
    def end(self) -> int:
        """Week in which the last posting has ended."""
        return self.postings[-1].end_week

    @property
    def hands_over(self) -> bool:
        """Whether the unit leaves without its equipment."""
        return self.postings[-1].departure == "hand_over"

    @property
    def transfers(self) -> bool:
        """Whether the unit leaves for another mission."""
        return self.postings[-1].departure == "transfer"

    @property
    def first_rotation(self) -> int | None:
        """Week of the first rotation, None without."""
        return self.rotations[0].week if self.rotations else None

    def strength(self, week: int) -> int:
        """Persons of the unit in `week`, wherever it is."""
        strength = self.unit.strength_persons
        for rotation in self.rotations:
            if rotation.week <= week:
                strength = rotation.strength_after_persons
        return strength

    def posting_at(self, week: int) -> Posting | None:
        """Posting that holds the unit in `week`; None before, after and on the move."""
        for posting in self.postings:
            if posting.start_week <= week < posting.end_week:
                return posting
        return None

    def spans(self) -> list[tuple[str, int, int]]:
        """(site, from, until) of all weeks in the mission; on the move counts at the end."""
        spans = []
        since = 0
        for index, posting in enumerate(self.postings):
            moving = index > 0 and posting.arrival == "redeploy"
            spans.append((posting.site, since if moving else posting.start_week, posting.end_week))
            since = posting.end_week
        return spans


def itineraries(
    mission: Mission, postings: list[Posting], rotations: list[Rotation]
) -> dict[str, Itinerary]:
    """Itinerary of every unit that the plan posts, in the mission's order of units."""
    by_unit: dict[str, list[Posting]] = {}
    for posting in postings:
        by_unit.setdefault(posting.unit, []).append(posting)
    rotated: dict[str, list[Rotation]] = {}
    for rotation in rotations:
        rotated.setdefault(rotation.unit, []).append(rotation)
    return {
        name: Itinerary(
            unit,
            mission.unit_types[unit.unit_type],
            tuple(sorted(by_unit[name], key=lambda item: (item.start_week, item.end_week))),
            tuple(sorted(rotated.get(name, []), key=lambda item: item.week)),
        )
        for name, unit in mission.units.items()
        if name in by_unit
    }


def last_week(mission: Mission, unit: Unit) -> int:
    """Week by which a unit that stays must have ended: horizon, agreement, authorisation (where
    the rule `mandate_expiry` is in force).
    """
    ends = [mission.calendar.weeks]
    if unit.mou_end_week is not None:
        ends.append(unit.mou_end_week)
    if mission.authorisations and mission.rules_of("mandate_expiry"):
        ends.append(max(item.until_week for item in mission.authorisations))
    return min(ends)
