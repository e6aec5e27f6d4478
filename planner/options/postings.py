"""A table of postings as decisions of a mission's units: some held in a plan, or all given."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from planner.mission.force import FixedPosting, Unit
from planner.mission.mission import Mission

NAMES = 5  # of units in a note


def fix_postings(mission: Mission, postings: pd.DataFrame) -> Mission:
    """The mission in which the units of a table end in the postings that it gives them.

    postings: columns unit, site, start_week, end_week, requirement and arrival (empty: open).
    """
    units = {name: replace(mission.units[name], fixed=own) for name, own in _fixed(postings)}
    return replace(mission, units={**mission.units, **units})


def give_postings(mission: Mission, postings: pd.DataFrame) -> tuple[Mission, tuple[str, ...]]:
    """The mission with the given postings and no others, and notes on what was not given.

    Units in place that the table does not name stay where they are; other pledges are left out.
    """
    fixed = dict(_fixed(postings))
    units, staying = {}, []
    for name, unit in mission.units.items():
        if name in fixed:
            units[name] = replace(unit, fixed=fixed[name])
        elif unit.in_place:
            units[name] = replace(unit, fixed=(_stays(mission, unit),))
            staying.append(name)
    notes = [f"units in place that are not named stay: {_names(staying)}"] if staying else []
    return replace(mission, units=units), (*notes, *_strengths(mission, postings))


def _fixed(postings: pd.DataFrame) -> list[tuple[str, tuple[FixedPosting, ...]]]:
    """Postings of each unit in order of time."""
    columns = ["site", "start_week", "end_week", "requirement", "arrival", "departure"]
    in_time = postings.sort_values("start_week", kind="stable")
    found: dict[str, list[FixedPosting]] = {str(unit): [] for unit in postings["unit"]}
    for unit, *row in in_time[["unit", *columns]].itertuples(index=False, name=None):
        found[unit].append(_decided(*row))
    return [(unit, tuple(own)) for unit, own in found.items()]


def _decided(
    site: str, start: int, end: int, requirement: str, arrival: str, departure: str
) -> FixedPosting:
    return FixedPosting(
        site,
        int(start),
        int(end),
        requirement or None,
        None if arrival in ("", "in_place", "redeploy") else arrival,
        departure if departure in ("leave", "hand_over", "transfer") else None,
    )


def _stays(mission: Mission, unit: Unit) -> FixedPosting:
    """A unit in place stays where it is as long as its agreement and the mandate let it."""
    ends = [mission.calendar.weeks]
    ends += [] if unit.mou_end_week is None else [unit.mou_end_week]
    if mission.rules_of("mandate_expiry"):
        ends.append(max(item.until_week for item in mission.authorisations))
    return FixedPosting(unit.site, 0, min(ends))


def _strengths(mission: Mission, postings: pd.DataFrame) -> list[str]:
    """A note where the table has strengths that the mission does not know."""
    other = []
    for name, written in postings[["unit", "strength_persons"]].itertuples(index=False, name=None):
        own = mission.units[name].strength_persons
        if written not in {own, *(int(s * own) for s in mission.rotation_strength_shares)}:
            other.append(f"{name} ({own}, not {written})")
    return [f"strengths are those of the mission: {_names(other)}"] if other else []


def _names(items: list[str]) -> str:
    more = f" and {len(items) - NAMES} more" if len(items) > NAMES else ""
    return ", ".join(items[:NAMES]) + more
