"""Where what truly happened differs from the plan, and how planning takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput
from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.executed import InflowCorrection, StockCorrection
from planner.replan.file import Override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.errors import Problem
    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.replan.actuals import Actuals, Arrival, Count, Place

USD_DIGITS, DIGITS = 2, 6  # below these an actual is as planned
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Planned against actual of a unit, a stock or a fund, and what planning makes of it.

    amount: actual less planned: days, units of the class, or USD; None where places differ.
    """

    kind: str
    subject: str
    when: str
    planned: str
    actual: str
    amount: float | None
    taken_up: str


@dataclass(frozen=True)
class Deviations:
    """All deviations, why planning cannot take up some, and the corrections of the rest."""

    told: tuple[Deviation, ...]
    refused: tuple[Problem, ...]
    stocks: tuple[StockCorrection, ...]
    inflows: tuple[InflowCorrection, ...]

    @property
    def reasons(self) -> tuple[Override, ...]:
        """Corrections of stocks as what a difference may rest on, by their sites."""
        sites = {each.site for each in self.stocks}
        return tuple(
            Override(f"count of {each.subject}: {each.taken_up}", "", frozenset({site}), ())
            for each in self.told
            for site in [each.subject.split(" ")[0]]
            if each.kind == "stock" and site in sites
        )

    def refuse(self) -> None:
        """Say everything that planning cannot take up.

        Raises
        ------
        InvalidInput
            If there is anything.
        """
        if self.refused:
            raise InvalidInput(list(self.refused))


def deviations(mission: Mission, plan: Plan, actuals: Actuals, as_of_week: int) -> Deviations:
    """Compare what happened before a week with a plan and what was told of it before.

    A stock is corrected as the as-of week begins, by its latest count. What a fund received more
    or less in quarters that are over comes in, or is missing, in the quarter of the as-of week; in
    that quarter itself only what it received beyond its plan counts, as the rest may still come.
    """
    work = _Comparison(mission, plan, as_of_week, [], [], [], [])
    work.arrivals(actuals)
    work.counts(actuals)
    work.payments(actuals)
    return Deviations(
        tuple(work.told), tuple(work.refused), tuple(work.stocks), tuple(work.inflows)
    )


@dataclass
class _Comparison:
    mission: Mission
    plan: Plan
    week: int
    told: list[Deviation]
    refused: list[Problem]
    stocks: list[StockCorrection]
    inflows: list[InflowCorrection]

    def no(self, at: Place, column: str, message: str) -> str:
        """Note what cannot be taken up; how the deviation tells it."""
        self.refused.append(at.problem(column, message))
        return "cannot be taken up"

    def arrivals(self, actuals: Actuals) -> None:
        """Units that came otherwise than planned."""
        planned: dict[str, Row] = {}
        for row in self.plan.tables["postings"].sort_values("start_week").to_dict("records"):
            planned.setdefault(row["unit"], {str(key): value for key, value in row.items()})
        for each in sorted(actuals.arrivals, key=lambda item: item.unit):
            self._arrival(each, planned.get(each.unit))

    def _arrival(self, each: Arrival, row: Row | None) -> None:
        calendar = self.mission.calendar
        when = calendar.week_of(each.day)
        window = self.mission.lift.pax_window_weeks
        people = "" if each.persons is None else f", {each.persons:,} persons"
        actual = f"{each.site} on {each.day}{people}"
        days: float | None = None
        if row is None:
            planned = "not posted"
        else:
            start = calendar.first_day(row["start_week"])
            planned = f"{row['site']} on {start}, {row['strength_persons']:,} persons"
            same = each.persons in (None, row["strength_persons"]) and each.site == row["site"]
            if same and row["start_week"] - window <= when <= row["start_week"]:
                return
            days = float((each.day - start).days) if each.site == row["site"] else None
        message = (
            f"arrived otherwise than planned, found {actual}, planned {planned}; its loads, "
            "supplies and costs of past weeks are the plan's and cannot follow. Take the row out "
            "to go on as if it came as planned, or plan the mission anew with the unit where it is"
        )
        taken = self.no(each.at, "unit", message)
        self.told.append(
            Deviation("arrival", each.unit, str(each.day), planned, actual, days, taken)
        )

    def counts(self, actuals: Actuals) -> None:
        """Stocks that are otherwise than planned; the latest count of each corrects it."""
        latest: dict[tuple[str, str], Count] = {}
        for each in sorted(actuals.counts, key=lambda item: item.day):
            latest[each.site, each.supply_class] = each
        frame = self.plan.tables["stocks"]
        opening = {
            (site, name, week): float(quantity)
            for site, name, week, quantity in frame[
                ["site", "supply_class", "week", "opening"]
            ].itertuples(index=False, name=None)
        }
        for each in sorted(
            actuals.counts, key=lambda item: (item.site, item.supply_class, item.day)
        ):
            self._count(each, opening, last=each is latest[each.site, each.supply_class])

    def _count(
        self, each: Count, opening: dict[tuple[str, str, int], float], *, last: bool
    ) -> None:
        week, name = self.mission.calendar.week_of(each.day), each.supply_class
        unit = self.mission.supply_classes[name].unit
        kept = (each.site, name, week) in opening
        planned = opening.get((each.site, name, week), 0.0) + self._told(each, week)
        off = each.quantity - planned
        if abs(off) < 10.0**-DIGITS * max(1.0, planned):
            return
        now = opening.get((each.site, name, self.week), 0.0) + self._told(each, self.week) + off
        day = self.mission.calendar.first_day(self.week)
        taken = f"{off:+,.0f} {unit} as the week of {day} begins"
        if not last:
            taken = "a later count corrects it"
        elif not kept:
            taken = self.no(each.at, "site", f"the plan keeps no {name} at {each.site}, found "
                            f"{each.quantity:g} {unit}; remove the row")  # fmt: skip
        elif now < 0:
            taken = self.no(
                each.at, "quantity",
                f"leaves less than nothing on {day}, found {each.quantity:,.0f} {unit} on "
                f"{each.day}, and until then {each.quantity - now:,.0f} {unit} more leave than "
                "come by the plan; give a later count",
            )  # fmt: skip
        else:
            self.stocks.append(StockCorrection(each.site, name, week, self.week, round(off, 9)))
        self.told.append(
            Deviation(
                "stock", f"{each.site} {name}", str(each.day), f"{planned:,.0f} {unit}",
                f"{each.quantity:,.0f} {unit}", round(off, DIGITS), taken,
            )
        )  # fmt: skip

    def _told(self, each: Count, week: int) -> float:
        """What counts told of before, of a week that the tables of the plan do not show it in."""
        executed = self.mission.executed
        return sum(
            item.quantity
            for item in (executed.stocks if executed else ())
            if (item.site, item.supply_class) == (each.site, each.supply_class)
            and item.counted_week <= week <= item.week
        )

    def payments(self, actuals: Actuals) -> None:
        """What funds received otherwise than planned, by quarter."""
        received: dict[tuple[str, int], float] = {}
        for each in actuals.payments:
            key = (each.fund, self.mission.calendar.week_of(each.day) // WEEKS_PER_QUARTER)
            received[key] = received.get(key, 0.0) + each.usd
        frame = self.plan.tables["cash"]
        inflow = {
            (fund, quarter): float(usd)
            for fund, quarter, usd in frame[["fund", "quarter", "inflow_usd"]].itertuples(
                index=False, name=None
            )
        }
        for (fund, quarter), usd in sorted(received.items()):
            self._received(fund, quarter, usd, inflow.get((fund, quarter), 0.0))

    def _received(self, fund: str, quarter: int, usd: float, written: float) -> None:
        executed, now = self.mission.executed, self.week // WEEKS_PER_QUARTER
        told: Sequence[InflowCorrection] = executed.inflows if executed else ()
        own = [item for item in told if item.fund == fund and item.quarter != item.received_quarter]
        planned = (
            written
            + sum(item.usd for item in own if item.received_quarter == quarter)
            - sum(item.usd for item in own if item.quarter == quarter)
        )
        off = round(usd - planned, USD_DIGITS)
        if off == 0.0:
            return
        if quarter == now and off < 0:
            taken = "may still come in this quarter; if not, lower its inflow in the changes"
        else:
            day = self.mission.calendar.first_day(now * WEEKS_PER_QUARTER)
            taken = f"{off:+,.0f} USD of inflow in the quarter of {day}"
            self.inflows.append(InflowCorrection(fund, quarter, now, off))
        day = self.mission.calendar.first_day(quarter * WEEKS_PER_QUARTER)
        self.told.append(
            Deviation(
                "payment", fund, f"quarter of {day}", f"{planned:,.0f} USD", f"{usd:,.0f} USD", off,
                taken,
            )
        )  # fmt: skip
