"""Civilian posts: when they end, what that saves, and how many may."""

from __future__ import annotations

import numpy as np

from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder


def post_cuts(draft: Draft) -> None:
    """Posts end after notice, and no more of them than the cap allows.

    Columns: posts that end in a week, and those that have ended by then. Notice is a bound of both.
    """
    posts, weeks = list(draft.mission.posts.values()), np.arange(draft.weeks)
    number = np.array([post.number for post in posts], dtype=float)[:, None]
    notice = np.array([post.notice_weeks for post in posts], dtype=np.int64)[:, None]
    price = np.array([post.cut_usd for post in posts], dtype=float)[:, None] / MILLION
    axes = {"post": [post.post for post in posts], "week": range(draft.weeks)}
    upper, cost = number * (weeks >= notice), price * (draft.weeks - weeks)
    cut = draft.columns.add("post_cut", axes, upper=upper, cost=cost, integer=True)
    ended = draft.columns.add("posts_ended", axes, upper=upper)
    state = BlockBuilder("state:posts_ended", axes, lower=0.0, upper=0.0)
    state.add(state.grid, ended.grid, 1.0)
    state.add(state.grid[:, 1:], ended.grid[:, :-1], -1.0)
    state.add(state.grid, cut.grid, -1.0)
    draft.add(state)
    most = [float(post.most_cut) for post in posts]
    cap = BlockBuilder("post_cuts", {"post": axes["post"]}, upper=most)
    cap.add(cap.all(), ended.grid[:, -1], 1.0)
    draft.add(cap)
    for post, ended_by, ends in zip(posts, ended.grid, cut.grid, strict=True):
        for week in range(draft.weeks):
            draft.charge_fixed(post.line, week, post.number * post.usd_per_week)
        draft.charge(post.line, weeks, ended_by, -post.usd_per_week)
        draft.charge(post.line, weeks, ends, post.separation_usd)
