"""Spending by account, payments of funds, and what is owed, in millions of USD."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.model.draft import MILLION
from planner.model.rules.money import accounts

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.model import Model

Floats = NDArray[np.float64]


def put_money(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Costs summed by account and quarter; cash and arrears as the plan tells them."""
    families = model.columns.families
    known = accounts(model.mission).values()
    account = {line: number for number, lines in enumerate(known) for line in lines}
    costs = tables["costs"]
    line = costs["line"].map(account)
    np.add.at(point, families["spend"].at(line, costs["quarter"]), costs["usd"] / MILLION)
    funds = list(families["paid"].axes["fund"])
    cash = tables["cash"]
    fund = cash["fund"].map({name: number for number, name in enumerate(funds)})
    point[families["paid"].at(fund, cash["quarter"])] = cash["paid_usd"] / MILLION
    point[families["balance"].at(fund, cash["quarter"])] = cash["closing_usd"] / MILLION
    loans = tables["loans"]
    lender = loans["lender"].map({name: n for n, name in enumerate(model.mission.lenders)})
    point[families["owed"].at(lender, loans["quarter"])] = loans["owed_usd"] / MILLION
    arrears = tables["arrears"]
    point[families["settled"].at(arrears["quarter"])] = arrears["paid_usd"] / MILLION
    point[families["overdue"].at(arrears["quarter"])] = arrears["closing_usd"] / MILLION
