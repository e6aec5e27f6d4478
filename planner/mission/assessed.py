"""Assessed contributions: what comes into a fund, from how its payers pay.

All of the assessment is asked for at the start of the calendar. A payer pays its share of it as far
as it pays at all, in equal parts, one in each of its months: on the 15th, the first that comes.
What would come after the calendar's end does not come in.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.calendar import Calendar
    from planner.mission.money import Payer

DAY_PAID = 15  # of a month: its middle, whoever pays


def paid_in(assessment_usd: float, payer: Payer, calendar: Calendar) -> tuple[float, ...]:
    """What a payer pays in each quarter of a calendar, in USD."""
    part_usd = assessment_usd * payer.share * payer.paid_share / len(payer.months)
    found = [0.0] * calendar.quarters
    for month in payer.months:
        week = calendar.week_of(_first(calendar.start, month))
        if week < calendar.weeks:
            found[calendar.quarter_of(week)] += part_usd
    return tuple(found)


def assessment(
    assessment_usd: float, payers: Iterable[Payer], calendar: Calendar
) -> tuple[float, ...]:
    """What all payers of a fund pay in each quarter of a calendar, in USD."""
    each = [paid_in(assessment_usd, payer, calendar) for payer in payers]
    return tuple(sum(by_payer) for by_payer in zip(*each, strict=True))


def _first(start: date, month: int) -> date:
    """The first middle of a month from a day on."""
    day = date(start.year, month, DAY_PAID)
    return day if day >= start else date(start.year + 1, month, DAY_PAID)
