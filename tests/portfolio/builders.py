"""Two tiny missions that share a pledge, and a fleet if asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from planner.mission.calendar import Calendar
from planner.mission.lift import LiftSettings
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.portfolio import Portfolio
from planner.portfolio.commons import Commons, commons_of
from tests import builders

WEEKS = 6
SHARED = "p1"
USD = {"a": 600_000.0, "b": 300_000.0}  # what a week without a company at alpha costs each mission


def tiny(name: str, usd_per_week: float, **changes: Any) -> Mission:
    """Six weeks, a hub and one site: a company holds the hub, `p1` may fly in for the other."""
    base = builders.mission()
    left_out = ("bravo", "sea:")
    lanes = {
        key: replace(lane, open_weeks=(True,) * WEEKS)
        for key, lane in base.lanes.items()
        if not any(part in key for part in left_out)
    }
    asked = {"until_week": WEEKS, "penalty_usd_per_week": usd_per_week}
    return replace(
        base,
        mission=name,
        calendar=Calendar(date(2025, 7, 1), WEEKS),
        sites={key: base.sites[key] for key in ("hub", "alpha")},
        lanes=lanes,
        lift=LiftSettings(1, 1, 0.85, 2, 6),
        units={
            f"{name}-u1": builders.unit(f"{name}-u1", "hub"),
            SHARED: builders.unit(SHARED, movement_options=("air",)),
        },
        contributors={"AAA": builders.contributor("AAA")},
        requirements=(
            builders.requirement("hold", ("hub",), until_week=WEEKS, penalty_usd_per_week=5e6),
            builders.requirement("need", ("alpha",), **asked),
        ),
        **changes,
    )


def pair(pools: dict[str, int] | None = None, **changes: Any) -> Portfolio:
    """Missions a and b, to whom one pledge is offered; a asks for it twice as much."""
    missions = {name: tiny(name, usd, **changes) for name, usd in USD.items()}
    return Portfolio("pair", missions, pools or {})


def common(portfolio: Portfolio, name: str) -> Commons:
    """What of the commons is open to one mission."""
    commons = commons_of(portfolio)
    return commons.part(commons.open_to(portfolio.missions[name]))


def model_of(mission: Mission, apart: frozenset[str] = frozenset()) -> Model:
    """The model of a mission, some of its units kept apart."""
    return build_model(mission, build_options(mission, apart=apart))
