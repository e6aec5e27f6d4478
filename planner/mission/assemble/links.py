"""Declared links as lanes: each has one carrier of its own, which makes at most one trip a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.lift import Capacity, Fleet, Lane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.mission.checks.context import Context
    from planner.mission.places import Port, Site
    from planner.mission.schema.rows import LinkRow

HOURS_PER_DAY = 24.0


def link_id(row: LinkRow) -> str:
    """Id of a link's lane and of its fleet."""
    return f"link:{row.link}"


def fleets(context: Context) -> dict[str, Fleet]:
    """The carrier of each link, by id."""
    return {
        link_id(row): Fleet(
            fleet=link_id(row),
            vehicle="carrier",
            mode="road",
            owner="market",
            number=1,
            unlimited=False,
            hours_per_week_each=None,
            fixed_usd_per_week_each=0.0,
            budget_line=row.budget_line,
            base=row.origin,
            crew_duty_h=HOURS_PER_DAY,
            crew_rest_h=0.0,
            daylight_only=False,
        )
        for row in context.tables.links
    }


def lanes(
    context: Context, sites: Mapping[str, Site], ports: Mapping[str, Port]
) -> dict[str, Lane]:
    """The lane of each link, by id: a trip is its use in one week."""
    at = {name: (site.longitude, site.latitude) for name, site in sites.items()}
    at |= {name: (port.longitude, port.latitude) for name, port in ports.items()}
    return {link_id(row): _lane(context, row, at) for row in context.tables.links}


def _lane(context: Context, row: LinkRow, at: Mapping[str, tuple[float, float]]) -> Lane:
    return Lane(
        lane=link_id(row),
        corridor=link_id(row),
        origin=row.origin,
        destination=row.destination,
        mode="road",
        vehicle="carrier",
        fleet=link_id(row),
        use="shared",
        distance_km=0.0,
        hours_per_trip=0.0,
        cycle_days=float(DAYS_PER_WEEK),
        lag_weeks=0,
        capacity=Capacity(0.0, row.t_per_week, 0.0, 0.0, 0.0, row.liquid_t_per_week, 0.0),
        usd_per_trip=row.usd_per_week,
        budget_line=row.budget_line,
        rotary=False,
        min_runway_m=0.0,
        needs_paved=False,
        aviation_fuel_l_per_trip=0.0,
        ground_fuel_l_per_trip=0.0,
        ground_time_h=0.0,
        open_weeks=(True,) * context.calendar.weeks,
        route=(at[row.origin], at[row.destination]),
        snap_km=0.0,
        usd_per_t=row.usd_per_t,
        link=True,
    )
