"""What is not offered: for every posting and lane that a rule forbids, all rules that forbid it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.mission.force import Requirement
from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.rules import Rule
from planner.options.classes import UnitClass

Weeks = NDArray[np.int64]
Mask = NDArray[np.bool_]
PostingRule = Callable[[Mission, Rule, UnitClass, str, Requirement | None, Weeks, Weeks], Mask]


def contributor_excluded(
    mission: Mission,
    rule: Rule,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> Mask:
    """A contributor whom the host or the parties refuse does not newly serve."""
    del mission, site, requirement, end
    refused = unit_class.contributor.iso3 in rule.names("contributors")
    return np.full(len(start), refused and not unit_class.unit.in_place)


def neighbour_excluded(
    mission: Mission,
    rule: Rule,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> Mask:
    """Neighbours of the host do not newly serve unless waived by name."""
    del rule, site, requirement, end
    near = mission.host in unit_class.contributor.neighbours
    return np.full(len(start), near and not unit_class.unit.in_place)


def caveat(
    mission: Mission,
    rule: Rule,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> Mask:
    """A unit is not posted where its contributor's declared caveat forbids it."""
    del rule
    forbidden = np.zeros(len(start), dtype=bool)
    for item in unit_class.unit.caveats:
        touched = (
            item.value
            == {
                "site": site,
                "sector": mission.sites[site].sector,
                "capability": requirement.capability if requirement else "",
            }[item.subject]
        )
        if touched:
            forbidden |= (start < item.until_week) & (end > item.from_week)
    return forbidden


def self_sufficiency(
    mission: Mission,
    rule: Rule,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> Mask:
    """A pledged unit arrives with at least the days of self-sufficiency asked for."""
    del mission, site, requirement, end
    unit = unit_class.unit
    short = not unit.in_place and unit.self_sufficiency_days < rule.number("days")
    return np.full(len(start), short)


def mandate_expiry(
    mission: Mission,
    rule: Rule,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> Mask:
    """Nobody is posted after the last authorisation."""
    del rule, unit_class, site, requirement, start
    expiry = max(item.until_week for item in mission.authorisations)
    return end > expiry


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


def posting_exclusions(
    mission: Mission,
    unit_class: UnitClass,
    site: str,
    requirement: Requirement | None,
    start: Weeks,
    end: Weeks,
) -> dict[str, Mask]:
    """For each rule in force that forbids any of the postings [start, end): which ones."""
    found: dict[str, Mask] = {}
    for rule in mission.rules:
        forbids = POSTING_RULES.get(rule.kind)
        if forbids is None or waived(rule, unit_class, site):
            continue
        mask = forbids(mission, rule, unit_class, site, requirement, start, end)
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
