"""Reach: wherever some units stand, others must be near enough in time."""

from __future__ import annotations

import numpy as np

from planner.geo import between_km
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
    pairs = [_pair(draft, str(label)) for label in presence.axes["key"]]
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
    for position, number in enumerate(need):
        near = [g for g in give if _km(draft, pairs[number][1], pairs[g][1]) <= reach_km(rule)]
        for other in near:
            block.add(block.grid[position], presence.grid[other], -most[position])
    elastic(draft, rule, block, -1.0, most[:, None])
    draft.add(block)


def _pair(draft: Draft, label: str) -> tuple[int, str]:
    name, site = label.rsplit("@", 1)
    names = [item.requirement for item in draft.mission.requirements]
    return names.index(name), site


def _km(draft: Draft, a: str, b: str) -> float:
    first, second = draft.mission.sites[a], draft.mission.sites[b]
    return between_km((first.longitude, first.latitude), (second.longitude, second.latitude))
