"""Vehicles of the fleets that are given back: from when on, and what that saves."""

from __future__ import annotations

import numpy as np

from planner.mission.lift import Fleet
from planner.model.draft import Draft
from planner.model.rows import BlockBuilder


def releases(draft: Draft) -> None:
    """Columns: vehicles given back in a week, and those kept of all that might be; charges of both.

    Notice is a bound of the first. What the vehicles that are kept give is a matter of fleet_hours.
    """
    fleets, weeks = releasing(draft), np.arange(draft.weeks)
    spare = np.array([fleet.most_released for fleet in fleets], dtype=float)[:, None]
    notice = np.array([terms.notice_weeks for fleet in fleets if (terms := fleet.release)])
    axes = {"fleet": [fleet.fleet for fleet in fleets], "week": range(draft.weeks)}
    upper = spare * (weeks >= notice[:, None])
    released = draft.columns.add("release", axes, upper=upper, integer=True)
    kept = draft.columns.add("kept", axes, upper=spare)
    first = spare * (weeks == 0)
    state = BlockBuilder("state:kept", axes, lower=first, upper=first)
    state.add(state.grid, kept.grid, 1.0)
    state.add(state.grid[:, 1:], kept.grid[:, :-1], -1.0)
    state.add(state.grid, released.grid, 1.0)
    draft.add(state)
    for fleet, columns in zip(fleets, kept.grid, strict=True):
        assert fleet.release is not None
        still = fleet.release.guaranteed_usd_per_week_each
        for week in range(draft.weeks):
            draft.charge_fixed(fleet.budget_line, week, fleet.most_released * still)
        draft.charge(fleet.budget_line, weeks, columns, fleet.fixed_usd_per_week_each - still)


def releasing(draft: Draft) -> list[Fleet]:
    """Fleets that may give back vehicles."""
    return [fleet for fleet in draft.mission.fleets.values() if fleet.release is not None]
