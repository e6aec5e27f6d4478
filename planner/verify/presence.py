"""Who is where in each week: arrays over units, sites, requirements and weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.force import INDIVIDUALS

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.mission.mission import Mission
    from planner.verify.itinerary import Itinerary
    from planner.verify.records import Cut

Array = NDArray[np.float64]
ABSENT = -1


@dataclass(frozen=True)
class Presence:
    """persons[unit, week], women likewise; place[unit, week] is a site's index or ABSENT (on the
    move: the destination); holds[requirement, site, week] counts postings in the requirement's
    weeks; holding_persons likewise in persons, in all weeks of the postings;
    individuals[category][site, week] after cuts.
    """

    units: tuple[str, ...]
    sites: tuple[str, ...]
    persons: Array
    women: Array
    place: NDArray[np.int64]
    holds: Array
    holding_persons: Array
    individuals: dict[str, Array]

    def chosen(self, units: Collection[str]) -> Array:
        """Persons by week of the named units."""
        mask = np.array([name in units for name in self.units], dtype=bool)
        return np.asarray(self.persons[mask].sum(axis=0), dtype=np.float64)

    def at_sites(self, weights: Array) -> Array:
        """Sum of weights[unit, week] by site and week of the units that are there."""
        total = np.zeros((len(self.sites), self.persons.shape[1]))
        for index in range(len(self.sites)):
            total[index] = np.where(self.place == index, weights, 0.0).sum(axis=0)
        return total

    def all_individuals(self) -> Array:
        """Individuals by site and week."""
        return np.asarray(sum(self.individuals.values()), dtype=np.float64)


def presence_of(mission: Mission, itineraries: dict[str, Itinerary], cuts: list[Cut]) -> Presence:
    """Presence of all units that the plan posts and of the individuals it keeps."""
    weeks = mission.calendar.weeks
    units, sites = tuple(itineraries), tuple(mission.sites)
    at = {name: index for index, name in enumerate(sites)}
    persons = np.zeros((len(units), weeks))
    women = np.zeros((len(units), weeks))
    place = np.full((len(units), weeks), ABSENT, dtype=np.int64)
    for row, itinerary in enumerate(itineraries.values()):
        strength = np.array([itinerary.strength(week) for week in range(weeks)], dtype=float)
        for site, since, until in itinerary.spans():
            place[row, max(since, 0) : max(until, 0)] = at[site]
        persons[row] = np.where(place[row] == ABSENT, 0.0, strength)
        women[row] = persons[row] * itinerary.unit.women_persons / itinerary.unit.strength_persons
    holds, holding = _holds(mission, itineraries, at)
    individuals = _individuals(mission, at, cuts)
    return Presence(units, sites, persons, women, place, holds, holding, individuals)


def _holds(
    mission: Mission, itineraries: dict[str, Itinerary], at: dict[str, int]
) -> tuple[Array, Array]:
    weeks = mission.calendar.weeks
    rank = {item.requirement: index for index, item in enumerate(mission.requirements)}
    holds = np.zeros((len(rank), len(at), weeks))
    persons = np.zeros_like(holds)
    for itinerary in itineraries.values():
        strength = np.array([itinerary.strength(week) for week in range(weeks)], dtype=float)
        for posting in itinerary.postings:
            if not posting.requirement:
                continue
            row, site = rank[posting.requirement], at[posting.site]
            requirement = mission.requirements[row]
            since, until = max(posting.start_week, 0), max(posting.end_week, 0)
            persons[row, site, since:until] += strength[since:until]
            since = max(since, requirement.from_week)
            until = max(min(until, requirement.until_week), since)
            holds[row, site, since:until] += 1.0
    return holds, persons


def _individuals(mission: Mission, at: dict[str, int], cuts: list[Cut]) -> dict[str, Array]:
    weeks = mission.calendar.weeks
    found: dict[str, Array] = {}
    for category in INDIVIDUALS:
        stand = np.zeros((len(at), weeks))
        for name, site in mission.sites.items():
            stand[at[name]] = float(getattr(site, category))
        for cut in cuts:
            if cut.category == category:
                stand[at[mission.hub], cut.week :] -= cut.persons
        found[category] = stand
    return found
