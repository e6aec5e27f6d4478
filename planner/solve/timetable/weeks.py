"""Which weeks get a timetable: the first ones, and those that ask most of the fleets."""

from __future__ import annotations

import pandas as pd

from planner.mission.mission import Mission

FIRST_WEEKS = 8
PEAK_WEEKS = 2


def weeks_to_cover(
    mission: Mission, sorties: pd.DataFrame, *, first: int = FIRST_WEEKS, peaks: int = PEAK_WEEKS
) -> tuple[int, ...]:
    """The first weeks of the horizon, and the later weeks with most fleet hours.

    Fleet hours: `hours_per_trip` of the shared trips by air, road and river that leave in the
    week. Weeks without any are no peaks; ties go to the earlier week.
    """
    start = min(first, mission.calendar.weeks)
    hours: dict[int, float] = {}
    for name, week, trips in zip(sorties["lane"], sorties["week"], sorties["trips"], strict=True):
        lane = mission.lanes[name]
        if lane.use == "shared" and lane.mode != "sea" and week >= start:
            hours[int(week)] = hours.get(int(week), 0.0) + trips * lane.hours_per_trip
    order = sorted(hours, key=lambda week: (-hours[week], week))
    busiest = [week for week in order if hours[week] > 0]
    return (*range(start), *sorted(busiest[:peaks]))
