"""Civilian posts and services: when they end, what that saves, and how many may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder

if TYPE_CHECKING:
    from planner.mission.money import HireKind

# Families by kind: how many end in a week, whole numbers; how many have ended by then.
FAMILIES: dict[HireKind, tuple[str, str]] = {
    "post": ("post_cut", "posts_ended"),
    "service": ("service_cut", "services_ended"),
}
HIRE_CUTS = tuple(cut for cut, _ in FAMILIES.values())


def post_cuts(draft: Draft) -> None:
    """Civilian posts end after notice, and no more of them than the cap allows."""
    _cuts(draft, "post")


def service_cuts(draft: Draft) -> None:
    """Contracts for services end after notice, and no more of them than the cap allows."""
    _cuts(draft, "service")


def _cuts(draft: Draft, kind: HireKind) -> None:
    """Columns: how many end in a week, and have ended by then. Notice is a bound of both."""
    hires, weeks = list(draft.mission.hires[kind].values()), np.arange(draft.weeks)
    number = np.array([hire.number for hire in hires], dtype=float)[:, None]
    notice = np.array([hire.notice_weeks for hire in hires], dtype=np.int64)[:, None]
    price = np.array([hire.cut_usd for hire in hires], dtype=float)[:, None] / MILLION
    axes = {kind: [hire.hire for hire in hires], "week": range(draft.weeks)}
    upper, cost = number * (weeks >= notice), price * (draft.weeks - weeks)
    name, name_ended = FAMILIES[kind]
    cut = draft.columns.add(name, axes, upper=upper, cost=cost, integer=True)
    ended = draft.columns.add(name_ended, axes, upper=upper)
    state = BlockBuilder(f"state:{name_ended}", axes, lower=0.0, upper=0.0)
    state.add(state.grid, ended.grid, 1.0)
    state.add(state.grid[:, 1:], ended.grid[:, :-1], -1.0)
    state.add(state.grid, cut.grid, -1.0)
    draft.add(state)
    most = [float(hire.most_cut) for hire in hires]
    cap = BlockBuilder(f"{kind}_cuts", {kind: axes[kind]}, upper=most)
    cap.add(cap.all(), ended.grid[:, -1], 1.0)
    draft.add(cap)
    for hire, ended_by, ends in zip(hires, ended.grid, cut.grid, strict=True):
        for week in range(draft.weeks):
            draft.charge_fixed(hire.line, week, hire.number * hire.usd_per_week)
        draft.charge(hire.line, weeks, ended_by, -hire.saved_usd_per_week)
        draft.charge(hire.line, weeks, ends, hire.end_usd)
