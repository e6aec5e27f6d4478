"""Sites that close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records

if TYPE_CHECKING:
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class SiteClosed:
    """A site, and the first week in which it is closed."""

    site: str
    week: int


def sites_closed(plan: Plan) -> tuple[SiteClosed, ...]:
    """Every site that closes, in order of time."""
    rows = [(int(row["week"]), str(row["site"])) for row in records(plan.tables["site_closures"])]
    return tuple(SiteClosed(site, week) for week, site in sorted(rows))
