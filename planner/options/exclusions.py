"""What is not offered: for every posting and lane that a rule forbids, all rules that forbid it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.mission.force import Requirement
from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.rules import Rule
from planner.options.classes import UnitClass

Weeks = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """What a class may do at a site for a requirement (None: for none), in [start, end) each."""

    unit_class: UnitClass
    site: str
    requirement: Requirement | None
    start: Weeks
    end: Weeks

    def all_or_none(self, *, forbidden: bool) -> Mask:
        """A rule that asks for no weeks: either all of them are forbidden, or none is."""
        return np.full(len(self.start), forbidden)


PostingRule = Callable[[Mission, Rule, Postings], Mask]


def contributor_excluded(mission: Mission, rule: Rule, postings: Postings) -> Mask:
    """A contributor whom the host or the parties refuse does not newly serve."""
    del mission
    who = postings.unit_class
    refused = who.contributor.iso3 in rule.names("contributors")
    return postings.all_or_none(forbidden=refused and not who.unit.in_place)


def neighbour_excluded(mission: Mission, rule: Rule, postings: Postings) -> Mask:
    """Neighbours of the host do not newly serve unless waived by name."""
    del rule
    who = postings.unit_class
    near = mission.host in who.contributor.neighbours
    return postings.all_or_none(forbidden=near and not who.unit.in_place)


def caveat(mission: Mission, rule: Rule, postings: Postings) -> Mask:
    """A unit is not posted where its contributor's declared caveat forbids it."""
    del rule
    site, requirement = postings.site, postings.requirement
    here = {
        "site": site,
        "sector": mission.sites[site].sector,
        "capability": requirement.capability if requirement else "",
    }
    forbidden = postings.all_or_none(forbidden=False)
    for item in postings.unit_class.unit.caveats:
        if item.value == here[item.subject]:
            forbidden |= (postings.start < item.until_week) & (postings.end > item.from_week)
    return forbidden


def self_sufficiency(mission: Mission, rule: Rule, postings: Postings) -> Mask:
    """A pledged unit arrives with at least the days of self-sufficiency asked for."""
    del mission
    unit = postings.unit_class.unit
    short = not unit.in_place and unit.self_sufficiency_days < rule.number("days")
    return postings.all_or_none(forbidden=short)


def mandate_expiry(mission: Mission, rule: Rule, postings: Postings) -> Mask:
    """Nobody is posted after the last authorisation."""
    del rule
    expiry = max(item.until_week for item in mission.authorisations)
    return np.asarray(postings.end > expiry)


POSTING_RULES: dict[str, PostingRule] = {
    "contributor_excluded": contributor_excluded,
    "neighbour_excluded": neighbour_excluded,
    "caveat": caveat,
    "self_sufficiency": self_sufficiency,
    "mandate_expiry": mandate_expiry,
}


def waived(rule: Rule, unit_class: UnitClass, site: str) -> bool:
    """Whether the rule is waived for the class's unit, contributor, or the site."""
    subjects = (unit_class.unit.unit, unit_class.contributor.iso3, site)
    return any(subject in subjects for subject in rule.waived)


def posting_exclusions(mission: Mission, postings: Postings) -> dict[str, Mask]:
    """For each rule in force that forbids any of the postings: which ones."""
    found: dict[str, Mask] = {}
    for rule in mission.rules:
        forbids = POSTING_RULES.get(rule.kind)
        if forbids is None or waived(rule, postings.unit_class, postings.site):
            continue
        mask = forbids(mission, rule, postings)
        if mask.any():
            found[rule.rule] = mask
    return found


def lane_exclusion(mission: Mission, lane: Lane) -> str | None:
    """Name of the rule `airfield_limits` if a strip at either end is too short or soft."""
    if lane.mode != "air":
        return None
    for rule in mission.rules_of("airfield_limits"):
        for end in (lane.origin, lane.destination):
            site = mission.sites.get(end)
            if site is None or end in rule.waived or lane.rotary:
                continue
            strip = site.airfield
            if strip is None or strip.runway_m < lane.min_runway_m:
                return rule.rule
            if lane.needs_paved and strip.surface != "paved":
                return rule.rule
    return None
