"""Units that came otherwise than planned, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.executed import MissedArrival
from planner.replan.deviation import Deviation
from planner.replan.missed import broken, without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from planner.errors import Problem
    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.replan.actuals import Actuals, Arrival, Place

Row = dict[str, Any]


def compare_arrivals(mission: Mission, plan: Plan, actuals: Actuals, as_of_week: int) -> Arrivals:
    """Who came otherwise than a plan says before a week, or has not come by then."""
    work = Arrivals(mission, plan, as_of_week)
    work.compare(actuals)
    work.leave_out(actuals)
    return work


@dataclass
class Arrivals:
    """Deviations of arrivals, why planning cannot take up some, units that did not come; tables:
    of the plan without what these did, None if it does not post them.
    """

    mission: Mission
    plan: Plan
    week: int
    told: list[Deviation] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    missed: list[MissedArrival] = field(default_factory=list)
    tables: Mapping[str, pd.DataFrame] | None = None

    def no(self, at: Place, column: str, message: str) -> str:
        """Note what cannot be taken up; how the deviation tells it."""
        self.refused.append(at.problem(column, message))
        return "cannot be taken up"

    def compare(self, actuals: Actuals) -> None:
        """Set each arrival against the unit's first posting."""
        planned: dict[str, Row] = {}
        for row in self.plan.tables["postings"].sort_values("start_week").to_dict("records"):
            planned.setdefault(row["unit"], {str(key): value for key, value in row.items()})
        for each in sorted(actuals.arrivals, key=lambda item: item.unit):
            if each.day is None:
                self._missed(each, planned.get(each.unit))
            else:
                self._arrival(each, each.day, planned.get(each.unit))

    def _missed(self, each: Arrival, row: Row | None) -> None:
        """A unit that has not come; told again in the same words it is no news."""
        calendar, unit = self.mission.calendar, self.mission.units[each.unit]
        ready = calendar.weeks
        if each.ready_on is not None:
            days = (each.ready_on - calendar.start).days
            ready = min(max(-(-days // DAYS_PER_WEEK), 0), calendar.weeks)
        executed = self.mission.executed
        known = {item.unit: item for item in (executed.missed if executed else ())}.get(each.unit)
        if known is not None and known.ready_week == ready:
            return
        taken = f"offered anew, ready from {calendar.first_day(max(ready, self.week))} on"
        if ready == calendar.weeks:
            taken = "no longer counted on"
        if unit.fixed is not None or unit.transfer is not None:
            taken = self.no(
                each.at, "unit",
                "has not arrived, found that its postings are given, or that it comes from another "
                "mission; change that in a config of its own and plan anew",
            )  # fmt: skip
        else:
            self.missed.append(MissedArrival(each.unit, self.week, ready))
        when, planned = f"by {calendar.first_day(self.week)}", self._planned(row)
        self.told.append(Deviation("arrival", each.unit, when, planned, "not arrived", None, taken))

    def _planned(self, row: Row | None) -> str:
        """A first posting in words."""
        if row is None:
            return "not posted"
        start = self.mission.calendar.first_day(row["start_week"])
        return f"{row['site']} on {start}, {row['strength_persons']:,} persons"

    def leave_out(self, actuals: Actuals) -> None:
        """Take those who did not come out of the plan, if the past could be without them."""
        units = {each.unit for each in self.missed} & set(self.plan.tables["postings"]["unit"])
        if not units:
            return
        self.tables = tables = without(self.mission, self.plan.tables, units)
        faults = broken(self.mission, self.plan, tables, self.week)
        if faults:
            at = next(each.at for each in actuals.arrivals if each.unit in units)
            found = faults[0] + (f", and {len(faults) - 1} more" if len(faults) > 1 else "")
            message = f"has not arrived; without it the past breaks what must hold, found {found}"
            self.no(at, "unit", f"{message}; make the rule soft, or plan the mission anew")

    def _arrival(self, each: Arrival, day: date, row: Row | None) -> None:
        calendar = self.mission.calendar
        when = calendar.week_of(day)
        window = self.mission.lift.pax_window_weeks
        people = "" if each.persons is None else f", {each.persons:,} persons"
        actual = f"{each.site} on {day}{people}"
        days: float | None = None
        planned = self._planned(row)
        if row is not None:
            start = calendar.first_day(row["start_week"])
            same = each.persons in (None, row["strength_persons"]) and each.site == row["site"]
            if same and row["start_week"] - window <= when <= row["start_week"]:
                return
            days = float((day - start).days) if each.site == row["site"] else None
        message = (
            f"arrived otherwise than planned, found {actual}, planned {planned}; its loads, "
            "supplies and costs of past weeks are the plan's and cannot follow. Take the row out "
            "to go on as if it came as planned, or plan the mission anew with the unit where it is"
        )
        taken = self.no(each.at, "unit", message)
        self.told.append(Deviation("arrival", each.unit, str(day), planned, actual, days, taken))
