"""Camps: the beds that units sleep in, and how fast they grow."""

from __future__ import annotations

import numpy as np

from planner.model.draft import Draft
from planner.model.rows import BlockBuilder


def camp(draft: Draft) -> None:
    """Columns and rows of beds, where a site could ever hold more people than it has beds."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    persons = draft.family("persons")
    most = draft.columns.upper_of(persons).max(axis=1)
    tight = [
        name
        for number, name in enumerate(draft.sites)
        if most[number] + mission.sites[name].individuals > mission.sites[name].beds
    ]
    sites = [mission.sites[name] for name in tight]
    axes = {"site": tight, "week": range(draft.weeks)}
    rate = np.array([site.bed_build_per_week for site in sites], dtype=float)
    built = draft.columns.add("built", axes, upper=rate[:, None] if tight else 0.0)
    camp_size = draft.columns.add(
        "added_beds", axes, upper=(rate * draft.weeks)[:, None] if tight else 0.0
    )
    grow = BlockBuilder("camp_build", axes, lower=0.0, upper=0.0)
    grow.add(grow.grid, camp_size.grid, 1.0)
    grow.add(grow.grid[:, 1:], camp_size.grid[:, :-1], -1.0)
    grow.add(grow.grid[:, 1:], built.grid[:, :-1], -1.0)
    draft.add(grow)
    for number, site in enumerate(sites):
        draft.charge("facilities", weeks, built.grid[number], site.bed_usd)
    for rule in mission.rules_of("site_capacity"):
        held = [n for n, name in enumerate(tight) if name not in rule.waived]
        beds = np.array([sites[n].beds - sites[n].individuals for n in held], dtype=float)
        block = BlockBuilder(
            "site_capacity", {"site": [tight[n] for n in held], "week": range(draft.weeks)},
            upper=beds[:, None] if held else 0.0,
        )  # fmt: skip
        for position, number in enumerate(held):
            row = block.grid[position]
            block.add(row, persons.grid[draft.site_number[tight[number]]], 1.0)
            block.add(row, camp_size.grid[number], -1.0)
            if tight[number] == mission.hub:
                block.add(row, draft.family("gone").grid, -1.0)
        draft.add(block)
