"""Reach: wherever some units stand, others must be near enough in time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.geo import distance_km
from planner.mission.rules import Rule
from planner.model.draft import Draft
from planner.model.rows import BlockBuilder
from planner.model.rules.elastic import elastic


def hospital_reach(draft: Draft) -> None:
    """Wherever units of the named capabilities stand, a level-2 hospital is within two hours."""
    for rule in draft.mission.rules_of("hospital_reach"):
        _reach(draft, rule)


def qrf_reach(draft: Draft) -> None:
    """Wherever units of the named capabilities stand, a quick-reaction force is within reach."""
    for rule in draft.mission.rules_of("qrf_reach"):
        _reach(draft, rule)


def reach_km(rule: Rule) -> float:
    """Straight-line distance covered in the time that is left after launch."""
    return (rule.number("hours") - rule.number("launch_hours")) * rule.number("speed_kmh")


def _reach(draft: Draft, rule: Rule) -> None:
    presence = draft.family("presence")
    names = {item.requirement: n for n, item in enumerate(draft.mission.requirements)}
    pairs = [(names[name], site) for label in presence.axes["key"]
             for name, site in [str(label).rsplit("@", 1)]]  # fmt: skip
    needing, giving = set(rule.names("of")), set(rule.names("by"))
    capability = [draft.mission.requirements[r].capability for r, _ in pairs]
    need = [n for n, (_, site) in enumerate(pairs)
            if capability[n] in needing and site not in rule.waived]  # fmt: skip
    give = [n for n in range(len(pairs)) if capability[n] in giving]
    if not need:
        return
    axes = {"held": [presence.axes["key"][n] for n in need], "week": range(draft.weeks)}
    block = BlockBuilder(rule.kind, axes, upper=0.0)
    most = np.array([draft.mission.requirements[pairs[n][0]].quantity for n in need], dtype=float)
    block.add(block.grid, presence.grid[need], 1.0)
    needs, gives = ([pairs[n][1] for n in own] for own in (need, give))
    held, other = np.where(_km(draft, needs, gives) <= reach_km(rule))
    near = np.array(give, dtype=np.int64)[other]
    block.add(block.grid[held], presence.grid[near], -most[held, None])
    elastic(draft, rule, block, -1.0, most[:, None])
    draft.add(block)


def _km(draft: Draft, here: list[str], there: list[str]) -> NDArray[np.float64]:
    """Distance from each site of one list to each of another."""
    sites = draft.mission.sites
    known, row = np.unique(here, return_inverse=True)
    others, column = np.unique(there, return_inverse=True)
    places, ends = ([sites[str(name)] for name in names] for names in (known, others))
    apart = distance_km(
        np.array([[site.longitude] for site in places]),
        np.array([[site.latitude] for site in places]),
        np.array([[site.longitude for site in ends]]),
        np.array([[site.latitude for site in ends]]),
    )
    return apart[np.ix_(row, column)]
