"""Arrivals, stocks and payments as they were against those of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.executed import InflowCorrection, StockCorrection
from planner.replan.arrivals import compare_arrivals
from planner.replan.deviation import Deviation, Deviations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planner.errors import Problem
    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.replan.actuals import Actuals, Count, Place

USD_DIGITS, DIGITS = 2, 6  # below these an actual is as planned


def deviations(mission: Mission, plan: Plan, actuals: Actuals, as_of_week: int) -> Deviations:
    """Compare what happened before a week with a plan and what was told of it before.

    A stock is corrected as the as-of week begins, by its latest count. What a fund received more
    or less in quarters that are over comes in, or is missing, in the quarter of the as-of week; in
    that quarter itself only what it received beyond its plan counts, as the rest may still come.
    Units that did not come are taken out of what was executed, on which all else is then compared.
    """
    came = compare_arrivals(mission, plan, actuals, as_of_week)
    tables = plan.tables if came.tables is None else came.tables
    work = _Comparison(mission, tables, as_of_week, came.told, came.refused, [], [])
    work.counts(actuals)
    work.payments(actuals)
    return Deviations(
        tuple(work.told), tuple(work.refused), tuple(work.stocks), tuple(work.inflows),
        tuple(came.missed), came.tables,
    )  # fmt: skip


@dataclass
class _Comparison:
    mission: Mission
    tables: Mapping[str, pd.DataFrame]
    week: int
    told: list[Deviation]
    refused: list[Problem]
    stocks: list[StockCorrection]
    inflows: list[InflowCorrection]

    def no(self, at: Place, column: str, message: str) -> str:
        """Note what cannot be taken up; how the deviation tells it."""
        self.refused.append(at.problem(column, message))
        return "cannot be taken up"

    def counts(self, actuals: Actuals) -> None:
        """Stocks that are otherwise than planned; the latest count of each corrects it."""
        latest: dict[tuple[str, str], Count] = {}
        for each in sorted(actuals.counts, key=lambda item: item.day):
            latest[each.site, each.supply_class] = each
        frame = self.tables["stocks"]
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
        frame = self.tables["cash"]
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
