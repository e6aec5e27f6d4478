"""What of an earlier plan has happened, and what a new plan pays for departing from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from planner.mission.force import FixedPosting, Planned

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission

Row = dict[str, Any]
POSTING_USD, TRIP_USD = 100_000.0, 1_000.0  # assumed prices of one change


@dataclass(frozen=True, slots=True)
class StockCorrection:
    """What a count found more of a class than was planned (less: negative), in the class's unit.

    It enters the site's stock in `week`; the count is of the beginning of `counted_week`.
    """

    site: str
    supply_class: str
    counted_week: int
    week: int
    quantity: float


@dataclass(frozen=True, slots=True)
class InflowCorrection:
    """USD that a fund received more in `received_quarter` than was planned (less: negative).

    They enter the fund's inflow in `quarter`, the first that was still open.
    """

    fund: str
    received_quarter: int
    quarter: int
    usd: float


@dataclass(frozen=True, slots=True)
class MissedArrival:
    """A unit that had not come by `week`, though the plan said so.

    ready_week: the first in which it can leave home now; that after the last, if nobody knows.
    """

    unit: str
    week: int
    ready_week: int


@dataclass(frozen=True, eq=False)
class Executed:
    """The plan that was carried out up to a week.

    as_of_week: the first week that is still open. tables: of that plan, whole, as
    `planner.plan.TABLES` names them. posting_usd, trip_usd: objective price of each later posting
    of it that is changed, and of each later shared trip that is no longer made.
    weeks: the as-of weeks of the plan's own earlier plans, and this one.
    stocks, inflows: what truly happened otherwise than in the tables, and was told until then.
    missed: units that did not come, in the latest word on each; the tables are without what they
    did not do.
    """

    as_of_week: int
    tables: Mapping[str, pd.DataFrame]
    posting_usd: float = 0.0
    trip_usd: float = 0.0
    weeks: tuple[int, ...] = field(default=())
    stocks: tuple[StockCorrection, ...] = ()
    inflows: tuple[InflowCorrection, ...] = ()
    missed: tuple[MissedArrival, ...] = ()


def carry_on(mission: Mission, executed: Executed) -> Mission:
    """The mission from which a plan is to be made that goes on from what was executed.

    Its funds must have their corrected inflows already (`with_received`).
    """
    planned = planned_units(executed)
    for each in executed.missed:
        known = planned.get(each.unit, Planned((), begun=0, over=False))
        planned[each.unit] = replace(known, from_week=each.ready_week)
    units = {name: replace(unit, planned=planned.get(name)) for name, unit in mission.units.items()}
    return replace(mission, units=units, executed=executed)


def with_received(mission: Mission, corrections: Iterable[InflowCorrection]) -> Mission:
    """The mission whose funds receive so much more or less."""
    funds = dict(mission.funds)
    for each in corrections:
        fund = funds[each.fund]
        inflow = list(fund.inflow_usd)
        inflow += [0.0] * (each.quarter + 1 - len(inflow))
        inflow[each.quarter] += each.usd
        funds[each.fund] = replace(fund, inflow_usd=tuple(inflow))
    return replace(mission, funds=funds)


def planned_units(executed: Executed) -> dict[str, Planned]:
    """What the earlier plan has of each unit that it posts, and how much of it has begun.

    An arrival, a redeployment or a departure has begun once something of it was ready before the
    as-of week.
    """
    week, ready = executed.as_of_week, dict[str, dict[str, int]]()
    columns = ["unit", "purpose", "ready_week"]
    for unit, purpose, first in executed.tables["consignments"][columns].itertuples(
        index=False, name=None
    ):
        own = ready.setdefault(str(unit), {})
        own[purpose] = min(int(first), own.get(purpose, int(first)))
    turns = _by_unit(executed.tables["rotations"], "week")
    return {
        unit: _planned(rows, turns.get(unit, []), week, _begun(rows, ready.get(unit, {}), week))
        for unit, rows in _by_unit(executed.tables["postings"], "start_week").items()
    }


def _begun(rows: list[Row], ready: Mapping[str, int], week: int) -> tuple[int, bool]:
    """How many postings have begun, and whether the end of the last of these has.

    ready: first week in which something of the unit's arrival, redeployment, departure is ready.
    """
    last = rows[-1]
    if min(rows[0]["start_week"], ready.get("arrive", week)) >= week:
        return 0, False
    if len(rows) > 1 and min(rows[0]["end_week"], ready.get("redeploy", week)) >= week:
        return 1, False
    gone = min(last["end_week"], ready.get("leave", week)) < week
    return len(rows), gone and last["departure"] != "stays"


def _planned(rows: list[Row], turns: list[Row], week: int, begun: tuple[int, bool]) -> Planned:
    return Planned(
        tuple(
            FixedPosting(
                row["site"], int(row["start_week"]), int(row["end_week"]), row["requirement"],
                row["arrival"], row["departure"],
            )
            for row in rows
        ),
        begun[0],
        begun[1],
        tuple(
            (int(row["week"]), int(row["strength_after_persons"]))
            for row in turns
            if row["week"] < week
        ),
    )  # fmt: skip


def _by_unit(frame: pd.DataFrame, order: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.sort_values(order, kind="stable").to_dict("records"):
        found.setdefault(str(row["unit"]), []).append({str(k): v for k, v in row.items()})
    return found
