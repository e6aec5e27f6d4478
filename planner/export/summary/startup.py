"""How fast a mission that begins with nothing grows, beside thirty that really did."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from planner.export.presence import presence, stays
from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK
from planner.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan

SHARES = (50, 90)  # percent of peak strength


@dataclass(frozen=True, slots=True)
class Deployment:
    """A real mission: months from its mandate to a share of its peak of troops."""

    mission: str
    months: dict[int, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """Months to `percent` of peak, and how many of the real deployments took longer or not."""

    percent: int
    months: float
    history_median_months: float
    history_slower: int
    history: int


@dataclass(frozen=True, slots=True)
class Startup:
    """Peak of military contingents, the pace to it, and why the model may be fast."""

    peak_persons: int
    paces: tuple[Pace, ...]
    reasons: tuple[str, ...]


def deployments(path: Path | None = None) -> tuple[Deployment, ...]:
    """The thirty real deployments shipped with the planner (1992-2014 starts)."""
    path = path or bundled("datasets") / "validation" / "mission_rampup.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Deployment(
                row["mission"],
                {share: float(row[f"months_to_{share}pct"]) for share in SHARES},
            )
            for row in csv.DictReader(file)
        )


def startup(mission: Mission, plan: Plan, history: Iterable[Deployment]) -> Startup | None:
    """Pace of a mission without units in place; None for others, and for a plan without troops.

    Both clocks start with the mandate: the plan's with its first day, history's with the
    resolution. History counts troops at ends of months, and missions that took over a force from
    another organisation look fast in it.
    """
    if any(unit.in_place for unit in mission.units.values()):
        return None
    troops = _troops(mission, plan)
    peak = max(troops, default=0)
    if peak == 0:
        return None
    real = list(history)
    paces = tuple(_pace(share, troops, peak, real) for share in SHARES)
    fast = any(pace.months < pace.history_median_months for pace in paces)
    return Startup(peak, paces, _reasons(mission, plan, peak) if fast else ())


def _troops(mission: Mission, plan: Plan) -> list[int]:
    here = presence(plan)
    kinds = [mission.unit_types[mission.units[unit].unit_type].category for unit in here["unit"]]
    military = here[np.array([kind == "military" for kind in kinds], dtype=bool)]
    by_week = military.groupby("week")["strength_persons"].sum().to_dict()
    return [int(by_week.get(week, 0)) for week in range(mission.calendar.weeks)]


def _pace(percent: int, troops: list[int], peak: int, real: list[Deployment]) -> Pace:
    week = next(week for week, persons in enumerate(troops) if persons >= peak * percent / 100)
    months = week * DAYS_PER_WEEK / DAYS_PER_MONTH
    took = [deployment.months[percent] for deployment in real]
    return Pace(percent, months, median(took), sum(time > months for time in took), len(took))


def _reasons(mission: Mission, plan: Plan, peak: int) -> tuple[str, ...]:
    """What in the model lets a force grow faster than real ones did."""
    units = [mission.units[unit] for unit in stays(plan)]
    ready = median(unit.ready_week for unit in units)
    beds = sum(site.beds for site in mission.sites.values())
    arrivals = plan.tables["postings"]["arrival"]
    flown = 100.0 * float((arrivals == "air").mean())
    free = sorted(
        {lane.fleet for lane in mission.lanes.values() if mission.fleets[lane.fleet].unlimited}
    )
    reasons = [
        f"pledges stand from the first day and half are ready by week {ready:.0f}",
        f"the sites have {beds:,} beds on the first day, for a peak of {peak:,} troops",
    ]
    if free:
        reasons.append(
            f"charters and sailings are not limited in number ({', '.join(free)}); "
            f"{flown:.0f} % of the units come by air"
        )
    return (*reasons, "consent of the host, visas and customs take no time of their own")
