"""Camps: the beds that units sleep in, and how fast they grow."""

from __future__ import annotations

import numpy as np

from planner.mission.force import INDIVIDUALS
from planner.model.draft import Draft
from planner.model.rows import BlockBuilder


def camp(draft: Draft) -> None:
    """Columns and rows of beds, where a site could ever hold more people than it has beds."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    persons = draft.family("persons")
    most = draft.columns.upper[persons.columns].reshape(persons.shape).max(axis=1)
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
    later, every = np.arange(1, draft.weeks), np.arange(len(tight))[:, None]
    grow.add(grow.all(), camp_size.all(), 1.0)
    grow.add(grow.at(every, later), camp_size.at(every, later - 1), -1.0)
    grow.add(grow.at(every, later), built.at(every, later - 1), -1.0)
    draft.add(grow)
    for number, site in enumerate(sites):
        draft.charge("facilities", weeks, built.at(number, weeks), site.bed_usd)
    for rule in mission.rules_of("site_capacity"):
        held = [n for n, name in enumerate(tight) if name not in rule.waived]
        beds = np.array([sites[n].beds - sites[n].individuals for n in held], dtype=float)
        block = BlockBuilder(
            "site_capacity", {"site": [tight[n] for n in held], "week": range(draft.weeks)},
            upper=beds[:, None] if held else 0.0,
        )  # fmt: skip
        for position, number in enumerate(held):
            row = block.at(position, weeks)
            block.add(row, persons.at(draft.sites.index(tight[number]), weeks), 1.0)
            block.add(row, camp_size.at(number, weeks), -1.0)
            if tight[number] == mission.hub:
                for kind in range(len(INDIVIDUALS)):
                    block.add(row, draft.family("gone").at(kind, weeks), -1.0)
        draft.add(block)
