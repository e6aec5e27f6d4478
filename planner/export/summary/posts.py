"""Civilian posts: how many end, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class PostsEnded:
    """Posts of a kind that end, of those that stood and those that might; weeks of the first and
    the last (None: none ends).
    """

    post: str
    number: int
    most: int
    ended: int
    first_week: int | None
    last_week: int | None


def posts_ended(mission: Mission, plan: Plan) -> tuple[PostsEnded, ...]:
    """Every kind of posts that may end, in the order of the mission."""
    rows = [row for row in records(plan.tables["post_cuts"]) if row["posts"]]
    found = []
    for name, post in mission.posts.items():
        mine = [row for row in rows if row["post"] == name]
        weeks = [int(row["week"]) for row in mine]
        ended = sum(int(row["posts"]) for row in mine)
        first, last = min(weeks, default=None), max(weeks, default=None)
        found.append(PostsEnded(name, post.number, post.most_cut, ended, first, last))
    return tuple(found)
