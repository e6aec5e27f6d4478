"""Cases of the rules on where the cash of funds comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.money import Lender, Payer
from tests.builders import mission
from tests.rules.case import Case, put
from tests.verify.plans import make

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


def assessment() -> Case:
    """40 M USD are assessed on two payers: three quarters come in August (quarter 0), and half of
    the rest in October (quarter 1): 30 M and 5 M; a fund that counts on 6 M counts on 1 M too much.
    """
    payers = (Payer("a", 0.75, 1.0, (8,)), Payer("b", 0.25, 0.5, (10,)))
    asked = {"assessment_usd": 40e6, "payers": payers}
    good, bad = (
        put(mission(), "funds", "assessed", **asked, inflow_usd=(30e6, usd)) for usd in (5e6, 6e6)
    )
    return Case(good, bad, 1e6, "needed 6,000,000, offered 5,000,000 USD")


def loans() -> Case:
    """800,000 USD borrowed in quarter 0 and paid back in quarter 1: the reserve lends as much, or
    750,000 at most.
    """

    def lent(most_usd: float) -> Mission:
        reserve = Lender("reserve", "assessed", most_usd, settle_every_quarters=2)
        return mission(lenders={"reserve": reserve})

    def owing(asked: Mission) -> Plan:
        row = {"lender": "reserve", "quarter": 0, "borrowed_usd": 0.0, "repaid_usd": 0.0,
               "owed_usd": 8e5}  # fmt: skip
        return make(asked, loans=[row])

    words = "needed 800,000, offered 750,000 USD"
    return Case(lent(8e5), lent(7.5e5), 50_000.0, words, owing, owing)
