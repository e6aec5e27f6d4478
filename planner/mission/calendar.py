"""The planning calendar: whole weeks from a start date, quarters of thirteen weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_PER_WEEK = 7
WEEKS_PER_QUARTER = 13
DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weeks 0 … weeks-1 from `start`; what lies before `start` has happened and is fixed."""

    start: date
    weeks: int

    def week_of(self, day: date) -> int:
        """Week that contains `day`; negative before the start, >= weeks after the end."""
        return (day - self.start).days // DAYS_PER_WEEK

    def first_day(self, week: int) -> date:
        """First day of `week`, which may lie outside the horizon."""
        return self.start + timedelta(days=DAYS_PER_WEEK * week)

    @property
    def end(self) -> date:
        """First day after the horizon."""
        return self.first_day(self.weeks)

    @property
    def quarters(self) -> int:
        """Number of quarters; the last may be short."""
        return -(-self.weeks // WEEKS_PER_QUARTER)

    @staticmethod
    def quarter_of(week: int) -> int:
        """Quarter (0-based) that holds `week`."""
        return week // WEEKS_PER_QUARTER
