"""Cases of the rules on where the cash of funds comes from."""

from __future__ import annotations

from planner.mission.money import Payer
from tests.builders import mission
from tests.rules.case import Case, put


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
