"""Weeks in season, and closures."""

from datetime import date

import pytest

from planner.mission.calendar import Calendar
from planner.mission.network.inputs import Closure
from planner.mission.network.seasons import in_months, open_weeks

# Weeks begin on 1, 8, 15, 22, 29 July 2025 …; their fourth days are 4, 11, 18, 25 July, 1 August.
CALENDAR = Calendar(date(2025, 7, 1), 6)


def test_week_belongs_to_the_month_of_its_fourth_day() -> None:
    """Tests that the week of 29 July counts as August."""
    assert in_months(CALENDAR, (7,)) == (True, True, True, True, False, False)
    assert in_months(CALENDAR, (8,)) == (False, False, False, False, True, True)


def test_closure_shuts_matching_lanes_in_its_months() -> None:
    """Tests that a closure by months and wildcard shuts its mode and corridors only."""
    closures = (Closure("road", ("*>birao",), months=(7,)),)
    shut = (False, False, False, False, True, True)
    assert open_weeks(CALENDAR, closures, "road", "hub>birao") == shut
    assert all(open_weeks(CALENDAR, closures, "air", "hub>birao"))
    assert all(open_weeks(CALENDAR, closures, "road", "hub>bria"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(2, 4, (1, 1, 0, 0, 1, 1)), (4, None, (1, 1, 1, 1, 0, 0)), (None, 1, (0, 1, 1, 1, 1, 1))],
)
def test_declared_closure_by_weeks(
    start: int | None, end: int | None, expected: tuple[int, ...]
) -> None:
    """Tests half-open weeks of a declared closure, open at either side."""
    closures = (Closure("road", ("*",), from_week=start, until_week=end),)
    assert open_weeks(CALENDAR, closures, "road", "a>b") == tuple(map(bool, expected))


def test_closures_add_up() -> None:
    """Tests that a week is open only if no closure shuts it."""
    closures = (
        Closure("road", ("*",), from_week=0, until_week=1),
        Closure("road", ("a>*",), from_week=5),
    )
    assert open_weeks(CALENDAR, closures, "road", "a>b") == (False, True, True, True, True, False)
