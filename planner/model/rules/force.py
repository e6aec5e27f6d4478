"""Units, requirements, ceilings: who serves, and how many may."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.mission.force import INDIVIDUALS
from planner.model.columns import Family
from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder
from planner.model.rules.elastic import elastic
from planner.model.rules.levels import add_level, class_index

CATEGORIES = ("military", "fpu")
Ints = NDArray[np.int64]


def unit_once(draft: Draft) -> None:
    """A unit is in one place at a time and follows one allowed sequence of postings."""
    classes, itineraries = draft.options.classes, draft.options.itineraries
    size = np.array([item.size for item in classes], dtype=float)
    family = draft.columns.add(
        "itinerary",
        {"itinerary": range(len(itineraries))},
        upper=size[itineraries.table["unit_class"]] if len(itineraries) else 0.0,
        integer=True,
    )
    serves = np.array([c.unit.must_serve for c in classes], dtype=bool)
    labels = [item.unit.unit for item in classes]
    block = BlockBuilder("unit_once", {"unit": labels}, lower=np.where(serves, size, 0.0),
                         upper=size)  # fmt: skip
    block.add(itineraries.table["unit_class"], family.all(), 1.0)
    draft.add(block)


def requirement_quantity(draft: Draft) -> None:
    """No more units hold a requirement than it asks for; `missing` is what lacks."""
    mission, pieces = draft.mission, draft.pieces
    code = np.where(pieces.requirement >= 0,
                    pieces.requirement * len(draft.sites) + pieces.site, -1)  # fmt: skip
    known, key = np.unique(code, return_inverse=True)
    key = key.ravel() - int(np.any(code < 0))  # what holds nothing comes first: -1
    held = [divmod(int(item), len(draft.sites)) for item in known if item >= 0]
    from_week = np.array([r.from_week for r in mission.requirements], dtype=np.int64)
    until_week = np.array([r.until_week for r in mission.requirements], dtype=np.int64)
    # What holds nothing has number -1: the entry at the end.
    asked_from = np.append(from_week, 0)[pieces.requirement]
    begin = np.maximum(np.maximum(pieces.begin, pieces.holds_from), asked_from)
    end = np.minimum(pieces.end, np.append(until_week, draft.weeks)[pieces.requirement])
    labels = [f"{mission.requirements[r].requirement}@{draft.sites[s]}" for r, s in held]
    presence = add_level(
        draft, "presence", labels, key, np.ones(len(key)), (np.maximum(begin, 0), end)
    )
    names = [item.requirement for item in mission.requirements]
    weeks = np.arange(draft.weeks)
    wanted = np.array([r.quantity for r in mission.requirements], dtype=float)[:, None]
    active = (weeks >= from_week[:, None]) & (weeks < until_week[:, None])
    priced = bool(mission.rules_of("capability_minimum"))
    price = np.array([r.penalty_usd_per_week for r in mission.requirements])[:, None] * priced
    axes = {"requirement": names, "week": range(draft.weeks)}
    missing = draft.columns.add("missing", axes, upper=wanted * active, cost=price / MILLION)
    block = BlockBuilder("requirement_quantity", axes, lower=wanted * active, upper=wanted * active)
    block.add(block.grid, missing.grid, 1.0)
    block.add(block.grid[known[known >= 0] // len(draft.sites)], presence.grid, 1.0)
    draft.add(block)


def capability_minimum(draft: Draft) -> None:
    """Each essential requirement is held by as many units as it asks for (else: priced)."""
    if not draft.mission.rules_of("capability_minimum"):
        return
    essential = [n for n, item in enumerate(draft.mission.requirements) if item.essential]
    names = [draft.mission.requirements[n].requirement for n in essential]
    axes = {"requirement": names, "week": range(draft.weeks)}
    block = BlockBuilder("capability_minimum", axes, upper=0.0)
    block.add(block.grid, draft.family("missing").grid[essential], 1.0)
    draft.add(block)


def individual_cuts(draft: Draft) -> None:
    """Individuals may be cut at the hub, in whole persons, from a week on. Notice is a bound."""
    mission = draft.mission
    hub = mission.sites[mission.hub]
    stand = np.array([getattr(hub, name) for name in INDIVIDUALS], dtype=float)[:, None]
    axes = {"category": INDIVIDUALS, "week": range(draft.weeks)}
    weeks = np.arange(draft.weeks)
    most = stand * (weeks >= mission.individual_notice_weeks)
    price = mission.individual_cut_usd * (draft.weeks - weeks) / MILLION
    cut = draft.columns.add("cut", axes, upper=most, cost=price, integer=True)
    gone = draft.columns.add("gone", axes, upper=most)
    block = BlockBuilder("state:gone", axes, lower=0.0, upper=0.0)
    block.add(block.grid, gone.grid, 1.0)
    block.add(block.grid[:, 1:], gone.grid[:, :-1], -1.0)
    block.add(block.grid, cut.grid, -1.0)
    draft.add(block)


def ceiling(draft: Draft) -> None:
    """Personnel of a category never exceed the authorised ceiling in force that week."""
    if not draft.mission.rules_of("ceiling"):
        return
    strength = category_strength(draft)
    gone = draft.family("gone")
    counted = {
        "military": ([0], [1, 2]),
        "fpu": ([1], []),
        "ipo": ([], [0]),
        "police": ([1], [0]),
    }
    stand = [sum(getattr(s, name) for s in draft.mission.sites.values()) for name in INDIVIDUALS]
    weeks = np.arange(draft.weeks)
    names = list(counted)
    block = BlockBuilder("ceiling", {"category": names, "week": range(draft.weeks)})
    for authorisation in draft.mission.authorisations:
        within = (weeks >= authorisation.from_week) & (weeks < authorisation.until_week)
        for name, limit in authorisation.ceilings:
            row = block.grid[names.index(name), within]
            present = sum(stand[i] for i in counted[name][1])
            block.upper[names.index(name), within] = limit - present
            for unit_category in counted[name][0]:
                block.add(row, strength.grid[unit_category, within], 1.0)
            for individual in counted[name][1]:
                block.add(row, gone.grid[individual, within], -1.0)
    draft.add(block)


def category_strength(draft: Draft) -> Family:
    """Persons in units by category and week (added when first asked for)."""
    if "category" not in draft.columns.families:
        kinds = [item.unit_type.category for item in draft.options.classes]
        key = class_index(draft, kinds, CATEGORIES)
        add_level(draft, "category", CATEGORIES, key, draft.pieces.strength.astype(float))
    return draft.family("category")


def unit_integrity(draft: Draft) -> None:
    """Units with one parent stand at one site over the same weeks, or none of them serves."""
    if not draft.mission.rules_of("unit_integrity"):
        return
    table = draft.options.itineraries.table
    children: dict[str, list[int]] = {}
    for number, item in enumerate(draft.options.classes):
        if item.unit.parent is not None:
            children.setdefault(item.unit.parent, []).append(number)
    family = draft.family("itinerary")
    signature = np.stack([table[n] for n in ("site", "start", "split", "site_2", "end")], axis=1)
    for parent, members in children.items():
        ids = np.where(np.isin(table["unit_class"], members))[0]
        shapes, shape = np.unique(signature[ids], axis=0, return_inverse=True)
        first, others = members[0], members[1:]
        block = BlockBuilder(
            "unit_integrity",
            {"parent": [parent], "unit": others, "shape": range(len(shapes))},
            lower=0.0,
            upper=0.0,
        )
        owner = table["unit_class"][ids]
        for position, member in enumerate(others):
            for unit_class, sign in ((first, 1.0), (member, -1.0)):
                mine = owner == unit_class
                row = block.at(0, position, shape.ravel()[mine])
                block.add(row, family.at(ids[mine]), sign)
        draft.add(block)
        _hold_together(draft, parent, ids, shape.ravel(), first)


def _hold_together(draft: Draft, parent: str, ids: Ints, shape: Ints, first: int) -> None:
    """Units of one parent come together, so all of them count for a requirement at most as often as
    it is asked for, times whether they come: otherwise a third of three companies would hold each
    of three requirements that ask for one.
    """
    table, family = draft.options.itineraries.table, draft.family("itinerary")
    asked = np.array([item.quantity for item in draft.mission.requirements], dtype=float)
    for name in ("requirement", "requirement_2"):
        held = np.where(table[name][ids] >= 0)[0]
        pairs, pair = np.unique(
            np.stack([shape[held], table[name][ids[held]]], axis=1), axis=0, return_inverse=True
        )
        axes = {"parent": [parent], "holds": [name], "pair": range(len(pairs))}
        block = BlockBuilder("unit_integrity", axes, upper=0.0)
        block.add(block.at(0, 0, pair.ravel()), family.at(ids[held]), 1.0)
        lead = np.where(table["unit_class"][ids] == first)[0]
        row, member = np.where(pairs[:, :1] == shape[lead])
        block.add(block.at(0, 0, row), family.at(ids[lead[member]]), -asked[pairs[row, 1]])
        draft.add(block)


def phased_dates(draft: Draft) -> None:
    """By each milestone the contingents have reached a strength."""
    for rule in draft.mission.rules_of("phased_dates"):
        milestones = [int(str(week)) for week in rule.names("weeks")]
        persons = [float(item) for item in rule.names("persons")]
        asked = np.zeros(draft.weeks)
        for week, target in sorted(zip(milestones, persons, strict=True)):
            asked[max(week, 0) :] = target
        axes = {"rule": [rule.rule], "week": range(draft.weeks)}
        block = BlockBuilder("phased_dates", axes, lower=asked[None, :])
        for strength in category_strength(draft).grid:
            block.add(block.grid[0], strength, 1.0)
        elastic(draft, rule, block, 1.0, asked[None, :])
        draft.add(block)
