"""Costs by line, quarter and item; cash by fund; arrears."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.model.draft import MILLION
from planner.model.model import Model
from planner.plan import CLEARED
from planner.solve.extract.chosen import Chosen

Floats = NDArray[np.float64]
Row = dict[str, object]
CENT = 0.005


def costs_table(model: Model, point: Floats, chosen: list[Chosen]) -> list[Row]:
    """Rows of `costs`; `item` is the unit, lane, supply class, contract, depot or site."""
    item_of = _items(model, chosen)
    total: dict[tuple[str, int, str], float] = {}
    for charge in model.charges:
        amount = charge.usd * point[charge.column]
        for k in np.where(np.abs(amount) > 0)[0]:
            for item, share in item_of(int(charge.column[k])):
                key = (charge.line, int(charge.quarter[k]), item)
                total[key] = total.get(key, 0.0) + float(amount[k]) * share
    for (line, quarter), usd in model.fixed_usd.items():
        if usd:
            key = (line, quarter, "fixed")
            total[key] = total.get(key, 0.0) + usd
    return [
        {"line": line, "quarter": quarter, "item": item, "usd": usd}
        for (line, quarter, item), usd in total.items()
        if abs(usd) > CENT
    ]


def _items(model: Model, chosen: list[Chosen]) -> Callable[[int], list[tuple[str, float]]]:
    """A function from a column to the items it is charged to, with shares."""
    units: dict[int, list[str]] = {}
    for member in chosen:
        units.setdefault(member.itinerary, []).append(member.unit)
    first = model.columns.families["itinerary"].offset

    def items(column: int) -> list[tuple[str, float]]:
        family = model.columns.family_of(column)
        if family.name == "itinerary":
            names = units.get(column - first, [])
            return [(name, 1.0 / len(names)) for name in names]
        index = np.unravel_index(column - family.offset, family.shape)
        label = str(next(iter(family.axes.values()))[index[0]])
        if family.name in ("flow", "buy", *CLEARED):
            label = label.split("|")[1]
        return [(label, 1.0)]

    return items


def cash_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `cash`."""
    paid = model.columns.families["paid"]
    value = point[paid.columns].reshape(paid.shape) * MILLION
    _, moved = _owed(model, point)
    borrowed = {fund: np.zeros(paid.shape[1]) for fund in model.mission.funds}
    for lender, more in zip(model.mission.lenders.values(), moved, strict=True):
        borrowed[lender.fund] += more
    rows: list[Row] = []
    for number, fund in enumerate(model.mission.funds.values()):
        balance = fund.opening_usd
        for quarter in range(paid.shape[1]):
            inflow = fund.inflow_usd[quarter] if quarter < len(fund.inflow_usd) else 0.0
            came = float(borrowed[fund.fund][quarter])
            closing = balance + inflow + came - float(value[number, quarter])
            rows.append(
                {
                    "fund": fund.fund,
                    "quarter": quarter,
                    "opening_usd": balance,
                    "inflow_usd": inflow,
                    "borrowed_usd": came,
                    "paid_usd": float(value[number, quarter]),
                    "closing_usd": closing,
                }
            )
            balance = closing
    return rows


def loans_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `loans`."""
    owed, moved = _owed(model, point)
    return [
        {
            "lender": lender,
            "quarter": quarter,
            "borrowed_usd": max(0.0, float(moved[number, quarter])),
            "repaid_usd": max(0.0, -float(moved[number, quarter])),
            "owed_usd": float(owed[number, quarter]),
        }
        for number, lender in enumerate(model.mission.lenders)
        for quarter in range(owed.shape[1])
    ]


def _owed(model: Model, point: Floats) -> tuple[Floats, Floats]:
    """By lender and quarter, in USD: what is owed at the end, and how much more than before."""
    family = model.columns.families["owed"]
    owed = point[family.columns].reshape(family.shape) * MILLION
    opening = [[lender.opening_usd] for lender in model.mission.lenders.values()]
    before = np.array(opening).reshape(len(owed), 1)
    return owed, np.diff(owed, axis=1, prepend=before)


def arrears_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `arrears`."""
    settled = point[model.columns.families["settled"].columns] * MILLION
    overdue = point[model.columns.families["overdue"].columns] * MILLION
    rows: list[Row] = []
    balance = model.mission.arrears.opening_usd
    for quarter in range(len(settled)):
        due = float(overdue[quarter] + settled[quarter]) - balance
        rows.append(
            {
                "quarter": quarter,
                "opening_usd": balance,
                "due_usd": due,
                "paid_usd": float(settled[quarter]),
                "closing_usd": float(overdue[quarter]),
            }
        )
        balance = float(overdue[quarter])
    return rows
