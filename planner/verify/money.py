"""Cash by fund and arrears by quarter: what falls due, what is paid, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from planner.verify.facts import Facts

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Money:
    """Ledgers by quarter in USD. line_usd[line]: costs; payable_usd: costs that are no claims;
    due_usd: claims falling due; arrears_paid_usd; arrears_usd: what is owed at the quarter's end;
    paid_usd[fund], inflow_usd[fund], borrowed_usd[fund], closing_usd[fund]; owed_usd[lender] at the
    quarter's end, moved_usd[lender]: borrowed, less paid back.
    """

    line_usd: dict[str, Array]
    payable_usd: Array
    due_usd: Array
    arrears_paid_usd: Array
    arrears_usd: Array
    paid_usd: dict[str, Array]
    inflow_usd: dict[str, Array]
    borrowed_usd: dict[str, Array]
    closing_usd: dict[str, Array]
    owed_usd: dict[str, Array]
    moved_usd: dict[str, Array]


def money_of(facts: Facts) -> Money:
    """Ledgers that follow from the recomputed costs and the payments decided in the plan."""
    mission, quarters = facts.mission, facts.mission.calendar.quarters
    lines = {name: np.zeros(quarters) for name in mission.budget_lines}
    for line, quarter, usd in facts.costs[["line", "quarter", "usd"]].itertuples(
        index=False, name=None
    ):
        lines[line][quarter] += usd
    payable, claims = np.zeros(quarters), np.zeros(quarters)
    for name, by_quarter in lines.items():
        if mission.budget_lines[name].claim:
            claims += by_quarter
        else:
            payable += by_quarter
    terms = mission.arrears
    due = _padded(terms.opening_due_usd, quarters)
    lag = min(terms.lag_quarters, quarters)
    due[lag:] += claims[: quarters - lag]
    settled = np.zeros(quarters)
    for quarter, usd in facts.tables["arrears"][["quarter", "paid_usd"]].itertuples(
        index=False, name=None
    ):
        settled[quarter] += usd
    owed = terms.opening_usd + np.cumsum(due - settled)
    lent = _loans(facts, quarters)
    moved = {
        name: np.diff(usd, prepend=mission.lenders[name].opening_usd) for name, usd in lent.items()
    }
    paid, inflow, borrowed, closing = _funds(facts, moved)
    return Money(lines, payable, due, settled, owed, paid, inflow, borrowed, closing, lent, moved)


def _padded(values: tuple[float, ...], quarters: int) -> Array:
    found = np.zeros(quarters)
    known = np.array(values[:quarters], dtype=float)
    found[: len(known)] = known
    return found


def _loans(facts: Facts, quarters: int) -> dict[str, Array]:
    """What is owed to each lender at the end of each quarter; nothing where no row says so."""
    owed = {name: np.zeros(quarters) for name in facts.mission.lenders}
    for lender, quarter, usd in facts.tables["loans"][["lender", "quarter", "owed_usd"]].itertuples(
        index=False, name=None
    ):
        owed[lender][quarter] += usd
    return owed


def _funds(
    facts: Facts, moved: dict[str, Array]
) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array], dict[str, Array]]:
    funds, quarters = facts.mission.funds, facts.mission.calendar.quarters
    paid = {name: np.zeros(quarters) for name in funds}
    for fund, quarter, usd in facts.tables["cash"][["fund", "quarter", "paid_usd"]].itertuples(
        index=False, name=None
    ):
        paid[fund][quarter] += usd
    inflow = {name: _padded(fund.inflow_usd, quarters) for name, fund in funds.items()}
    borrowed = {name: np.zeros(quarters) for name in funds}
    for lender, usd in moved.items():
        borrowed[facts.mission.lenders[lender].fund] += usd
    closing = {
        name: np.asarray(fund.opening_usd + np.cumsum(inflow[name] + borrowed[name] - paid[name]))
        for name, fund in funds.items()
    }
    return paid, inflow, borrowed, closing


def cash_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `cash` table."""
    money = facts.money
    rows: list[dict[str, object]] = []
    for name in facts.mission.funds:
        closing, inflow, paid, borrowed = (
            money.closing_usd[name],
            money.inflow_usd[name],
            money.paid_usd[name],
            money.borrowed_usd[name],
        )
        rows += [
            {
                "fund": name,
                "quarter": quarter,
                "opening_usd": float(
                    closing[quarter] - inflow[quarter] - borrowed[quarter] + paid[quarter]
                ),
                "inflow_usd": float(inflow[quarter]),
                "borrowed_usd": float(borrowed[quarter]),
                "paid_usd": float(paid[quarter]),
                "closing_usd": float(closing[quarter]),
            }
            for quarter in range(len(closing))
        ]
    return rows


def loan_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `loans` table."""
    money = facts.money
    return [
        {
            "lender": name,
            "quarter": quarter,
            "borrowed_usd": max(0.0, float(moved)),
            "repaid_usd": max(0.0, -float(moved)),
            "owed_usd": float(money.owed_usd[name][quarter]),
        }
        for name in facts.mission.lenders
        for quarter, moved in enumerate(money.moved_usd[name])
    ]


def arrears_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `arrears` table."""
    money = facts.money
    rows: list[dict[str, object]] = []
    for quarter in range(len(money.due_usd)):
        due, paid = float(money.due_usd[quarter]), float(money.arrears_paid_usd[quarter])
        closing = float(money.arrears_usd[quarter])
        rows.append(
            {
                "quarter": quarter,
                "opening_usd": closing - due + paid,
                "due_usd": due,
                "paid_usd": paid,
                "closing_usd": closing,
            }
        )
    return rows
