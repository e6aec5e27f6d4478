"""Sites that close for good once nobody is to stand there again, and what that saves."""

from __future__ import annotations

import numpy as np

from planner.model.draft import Draft
from planner.model.rows import BlockBuilder


def site_closed(draft: Draft) -> None:
    """Nobody stands at a site after it has closed.

    Columns: whether a site closes in a week, and whether it is still open; charges of both.
    """
    mission, weeks = draft.mission, np.arange(draft.weeks)
    names = [name for name in draft.sites if mission.may_close(name)]
    axes = {"site": names, "week": range(draft.weeks)}
    closes = draft.columns.add("site_closure", axes, upper=1.0, integer=True)
    still = draft.columns.add("site_open", axes, upper=1.0)
    first = np.where(weeks == 0, 1.0, 0.0)
    state = BlockBuilder("state:site_open", axes, lower=first, upper=first)
    state.add(state.grid, still.grid, 1.0)
    state.add(state.grid[:, 1:], still.grid[:, :-1], -1.0)
    state.add(state.grid, closes.grid, 1.0)
    draft.add(state)
    _held_open(draft, names)
    for name, site in mission.sites.items():
        if name in names:
            mine = names.index(name)
            draft.charge("facilities", weeks, still.grid[mine], site.running_usd_per_week)
            draft.charge("facilities", weeks, closes.grid[mine], site.closing_usd or 0.0)
        else:
            for week in range(draft.weeks):
                draft.charge_fixed("facilities", week, site.running_usd_per_week)


def _held_open(draft: Draft, names: list[str]) -> None:
    """Rows: persons at a site, and the units that hold each requirement there, are none where it is
    not open. The second say no more of whole sites, and far more of their shares.
    """
    persons, presence = draft.family("persons"), draft.family("presence")
    most = draft.columns.upper_of(persons)
    where = {name: draft.site_number[name] for name in names}
    parts = [(name, persons.grid[at], most[at]) for name, at in where.items()]
    quantity = {item.requirement: item.quantity for item in draft.mission.requirements}
    for number, label in enumerate(presence.axes["key"]):
        requirement, site = str(label).rsplit("@", 1)
        if site in where:
            limit = np.full(draft.weeks, float(quantity[requirement]))
            parts.append((site, presence.grid[number], limit))
    axes = {"part": range(len(parts)), "week": range(draft.weeks)}
    block = BlockBuilder("site_closed", axes, upper=0.0)
    for row, (site, columns, limit) in zip(block.grid, parts, strict=True):
        block.add(row, columns, 1.0)
        block.add(row, draft.family("site_open").grid[names.index(site)], -limit)
    draft.add(block)
