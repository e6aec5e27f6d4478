"""Totals over time that many rules read: each is last week's total plus what starts less what ends.

In this form an itinerary stands in two rows of a total, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.model.columns import Family
from planner.model.draft import Draft
from planner.model.rows import BlockBuilder

LITRES_PER_M3 = 1000.0
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def add_level(
    draft: Draft,
    name: str,
    labels: Sequence[object],
    key: Ints,
    amount: Floats,
    span: tuple[Ints, Ints] | None = None,
) -> Family:
    """Total `name[key, week]` of `amount` over the pieces whose `key` (-1: none) it is.

    span: (begin, end) weeks in place of the pieces' own.
    """
    pieces = draft.pieces
    begin, end = (pieces.begin, pieces.end) if span is None else span
    keep = (key >= 0) & (begin < end) & (amount != 0)
    key, amount, begin, end = key[keep], amount[keep], begin[keep], end[keep]
    itinerary, unit_class = pieces.itinerary[keep], pieces.unit_class[keep]
    weeks = draft.weeks
    upper = _largest(draft, len(labels), key, amount, unit_class)[:, None]
    axes: dict[str, Sequence[object]] = {"key": labels, "week": range(weeks)}
    family = draft.columns.add(name, axes, upper=upper)
    block = BlockBuilder(f"state:{name}", axes, lower=0.0, upper=0.0)
    block.add(block.grid, family.grid, 1.0)
    block.add(block.grid[:, 1:], family.grid[:, :-1], -1.0)
    column = draft.family("itinerary").offset + itinerary
    block.add(block.at(key, begin), column, -amount)
    ends = end < weeks
    block.add(block.at(key[ends], end[ends]), column[ends], amount[ends])
    draft.add(block)
    return family


def _largest(draft: Draft, count: int, key: Ints, amount: Floats, unit_class: Ints) -> Floats:
    """Largest possible total of each key: every class with its largest amount there."""
    classes = len(draft.options.classes)
    size = np.array([item.size for item in draft.options.classes], dtype=float)
    peak = np.zeros((count, classes))
    np.maximum.at(peak, (key, unit_class), amount)
    return np.asarray(peak @ size) if classes else np.zeros(count)


def add_levels(draft: Draft) -> None:
    """The totals every model has: persons, ground fuel (m3 a day) and flying fuel (m3 a week)."""
    pieces = draft.pieces
    types = [item.unit_type for item in draft.options.classes]
    fuel = np.array([item.ground_fuel_l_per_person_day for item in types]) / LITRES_PER_M3
    flying = (
        np.array([t.flying_hours_per_week * t.aviation_fuel_l_per_hour for t in types])
        / LITRES_PER_M3
    )
    strength = pieces.strength.astype(float)
    add_level(draft, "persons", draft.sites, pieces.site, strength)
    if types:
        add_level(draft, "fuel", draft.sites, pieces.site, strength * fuel[pieces.unit_class])
        add_level(draft, "flight", draft.sites, pieces.site, flying[pieces.unit_class])


def standing(draft: Draft, site: str) -> int:
    """Individuals who stand at a site at the start."""
    return draft.mission.sites[site].individuals


def class_index(draft: Draft, values: Sequence[object], labels: Sequence[object]) -> Ints:
    """For each piece, the position of its class's value among the labels, or -1."""
    position = {label: number for number, label in enumerate(labels)}
    by_class = np.array([position.get(value, -1) for value in values], dtype=np.int64)
    return np.asarray(by_class[draft.pieces.unit_class])
