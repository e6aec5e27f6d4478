"""What a plan was in truth, where units did not come though it says so.

Such a unit has done nothing: it stood nowhere, its loads did not move, its charters did not fly or
sail, and nobody is paid for it. All else that was decided happened: shared trips, flows,
purchases, beds, contracts. What follows from that is made anew: stocks, costs, cash, arrears.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.plan import rounded, table
from planner.verify import recompute, verify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.mission.mission import Mission
    from planner.plan import Plan

    Tables = dict[str, pd.DataFrame]

SMALL = 1e-6  # of any unit: what a solver may be off
# What is said of the whole plan, or of its future, and nothing that happened.
NOT_OF_THE_PAST = ("objective", "timetable", "executed")


def without(mission: Mission, tables: Mapping[str, pd.DataFrame], units: set[str]) -> Tables:
    """Tables of a plan of which some units did nothing.

    Of demand that was not met so much less stays unmet as stock is left over, and more if what
    they were to bring lacks. Claims on their account are not paid, and what funds then pay too
    much they keep: earmarked ones what is beyond their lines, then the others in their order.
    """
    done = dict(tables)
    for name in ("postings", "rotations", "consignments"):
        frame = done[name]
        done[name] = frame[~frame["unit"].isin(units)]
    loads = {"", *done["consignments"]["consignment"]}
    for name in ("movements", "sorties", "timetable"):
        frame = done[name]
        done[name] = frame[frame["consignment"].isin(loads)]
    done, before = recompute(mission, done), recompute(mission, dict(tables))
    done["stocks"] = _stocks(done["stocks"], before["stocks"])
    done["arrears"] = _settled(done["arrears"])
    done["cash"] = _paid(mission, done)
    done = recompute(mission, done)
    done["shortfalls"] = _shortfalls(done["shortfalls"], tables["shortfalls"])
    return rounded(done)


def broken(mission: Mission, plan: Plan, tables: Tables, week: int) -> list[str]:
    """Which hard rules and laws a plan of such tables breaks before a week, as sentences."""
    verdict = verify(mission, replace(plan, tables=tables))
    return [
        f"{each.rule}: {each.sentence}"
        for each in verdict.violations
        if each.kind not in NOT_OF_THE_PAST and (each.week is None or each.week < week)
    ]


def _stocks(new: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Stocks with the demand that was not met if the units' share was not consumed or brought."""
    keys = ["site", "supply_class", "week"]
    was = planned.set_index(keys)["closing"].to_dict()
    columns = [*keys, "opening", "consumed", "unmet", "closing"]
    left: dict[tuple[str, str], float] = {}
    unmet: dict[tuple[str, str, int], float] = {}
    for site, name, week, opening, consumed, told, closing in (
        new[columns].sort_values(keys).itertuples(index=False, name=None)
    ):
        free = left.get((site, name), opening) + closing - opening - told
        more = free + told - was.get((site, name, week), 0.0)
        lacks = -free if free < -SMALL and more < -SMALL else 0.0
        met = min(max(told - max(0.0, more), lacks), consumed)
        left[site, name] = free + met
        unmet[site, name, week] = met
    rows = zip(*(new[key] for key in keys), strict=True)
    return new.assign(unmet=[unmet[row] for row in rows])


def _shortfalls(new: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Shortfalls anew; where they are no more than a solver's rounding, as planned."""
    real, rounding = new[new["amount"] > SMALL], planned[planned["amount"] <= SMALL]
    rows = pd.concat([real, rounding]).to_dict("records")
    return table("shortfalls", [{str(key): value for key, value in row.items()} for row in rows])


def _settled(arrears: pd.DataFrame) -> pd.DataFrame:
    """Claims paid as planned, as far as they are due."""
    owed, paid = float(arrears["opening_usd"].iloc[0]), []
    for due, usd in zip(arrears["due_usd"], arrears["paid_usd"], strict=True):
        paid.append(max(0.0, min(float(usd), owed + float(due))))
        owed += float(due) - paid[-1]
    return arrears.assign(paid_usd=paid)


def _paid(mission: Mission, done: Tables) -> pd.DataFrame:
    """What each fund paid, once what is paid for the units is left out."""
    claims = {name for name, line in mission.budget_lines.items() if line.claim}
    costs = done["costs"][~done["costs"]["line"].isin(claims)]
    by_line: dict[int, dict[str, float]] = {}
    for quarter, line, usd in zip(costs["quarter"], costs["line"], costs["usd"], strict=True):
        own = by_line.setdefault(quarter, {})
        own[line] = own.get(line, 0.0) + usd
    settled = dict(zip(done["arrears"]["quarter"], done["arrears"]["paid_usd"], strict=True))
    cash = done["cash"]
    rows = list(zip(cash["fund"], cash["quarter"], strict=True))
    paid = dict(zip(rows, cash["paid_usd"], strict=True))
    marked = [name for name, fund in mission.funds.items() if fund.earmarked]
    for quarter in sorted(settled):
        payable = by_line.get(quarter, {})
        over = sum(paid[name, quarter] for name in mission.funds)
        over -= sum(payable.values()) + settled[quarter]
        for name in [*marked, *(name for name in mission.funds if name not in marked)]:
            beyond = paid[name, quarter]
            if name in marked:
                beyond -= sum(payable.get(line, 0.0) for line in mission.funds[name].lines)
            kept = min(max(0.0, beyond), max(0.0, over))
            paid[name, quarter] -= kept
            over -= kept
    return cash.assign(paid_usd=[paid[row] for row in rows])
