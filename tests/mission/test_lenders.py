"""Lenders of a config."""

from __future__ import annotations

import pytest

from planner.mission.money import Lender
from tests.mission.starter import Starter

BEFORE = "  arrears:\n    lag_quarters: 1"


def lending(starter: Starter, *rows: str) -> Starter:
    """The starter mission with lenders."""
    listed = "".join(f"    - {{{row}}}\n" for row in rows)
    starter.change("mission.yaml", BEFORE, f"  lenders:\n{listed}{BEFORE}")
    return starter


def test_lenders_with_what_is_left_out(starter: Starter) -> None:
    """Tests a reserve with all its terms, and a pool with the least."""
    reserve = (
        "lender: reserve, fund: assessed, most_usd: 5000000, opening_usd: 1000000, "
        "settle_every_quarters: 2, usd_per_usd_quarter: 0.01"
    )
    pool = "lender: pool, fund: assessed, most_usd: 2000000, pooled: true"
    assert lending(starter, reserve, pool).load().lenders == {
        "reserve": Lender("reserve", "assessed", 5e6, 1e6, 2, 0.01, pooled=False),
        "pool": Lender("pool", "assessed", 2e6, 0.0, 4, 0.0, pooled=True),
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("lender: x, fund: asessed, most_usd: 5",
         "fund: unknown fund, found 'asessed'; did you mean 'assessed'?"),
        ("lender: x, fund: fuel-trust-fund, most_usd: 5",
         "fund: nobody lends to an earmarked fund, found 'fuel-trust-fund'"),
        ("lender: x, fund: assessed, most_usd: 5, opening_usd: 6",
         "most_usd: below what is owed at the start, found 5"),
        ("lender: x, fund: assessed, most_usd: 5, pooled: true, usd_per_usd_quarter: 1",
         "usd_per_usd_quarter: a pool has no price, found 1"),
        ("lender: x, fund: assessed, most_usd: 5, pooled: true, opening_usd: 1",
         "opening_usd: a pool begins with nothing owed, found 1"),
        ("lender: x, fund: assessed, most_usd: 5, settle_every_quarters: 0",
         "settle_every_quarters: too small, found 0; use at least 1"),
    ],
)  # fmt: skip
def test_mistakes_are_told(starter: Starter, row: str, told: str) -> None:
    """Tests each mistake alone, at its place."""
    [problem] = lending(starter, row).problems()
    assert f": money.lenders[0].{told}" in problem
    assert problem.startswith(f"{starter.config}:")


def test_a_lender_twice(starter: Starter) -> None:
    """Tests two of one name."""
    row = "lender: x, fund: assessed, most_usd: 5"
    [problem] = lending(starter, row, row).problems()
    assert "money.lenders[1].lender: named twice, found 'x'" in problem
