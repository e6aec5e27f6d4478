"""Tests of what a summary says of sites that close."""

from __future__ import annotations

from planner.export.summary import summarise
from planner.export.summary.closing import Stocks
from planner.export.summary.text import text
from planner.mission.supply import Clearing
from tests.builders import mission, with_clearing
from tests.export.plans import Judgement, plan, row


def test_sites_that_close_are_told() -> None:
    """Tests two sites in order of time."""
    rows = [
        row("site_closures", site=site, week=week) for site, week in (("bravo", 9), ("alpha", 4))
    ]
    said = summarise(mission(), plan(mission(), site_closures=rows), Judgement())
    assert [(item.site, item.week) for item in said.sites_closed] == [("alpha", 4), ("bravo", 9)]
    assert "SITES 2 close: alpha (week 4); bravo (week 9)" in text(said)


def test_what_becomes_of_stock_at_sites_that_close_is_told() -> None:
    """Tests alpha, which closes in week 2: 4 t of rations at the start and 3 t that come are 2 t
    eaten, of 2.5 t of which half a tonne was not there, 1 t sent on, 0.5 t sold, 1.5 t written off,
    and 2 t left.
    """
    asked = with_clearing(mission(), Clearing(50.0), rations=Clearing(50.0, 300.0))
    ledger = {"site": "alpha", "supply_class": "rations"}
    given = plan(
        asked,
        site_closures=[row("site_closures", site="alpha", week=2)],
        stocks=[
            row("stocks", **ledger, week=0, opening=4_000.0, received=3_000.0),
            row("stocks", **ledger, week=1, consumed=2_500.0, unmet=500.0, sent=1_000.0),
            row("stocks", **ledger, week=2, cleared=2_000.0, closing=2_000.0),
            row("stocks", **ledger, week=3, received=9_000.0),
        ],
        clearances=[
            row("clearances", **ledger, week=2, how=how, quantity=quantity)
            for how, quantity in (("sold", 500.0), ("written_off", 1_500.0))
        ],
    )
    said = summarise(asked, given, Judgement())
    [closed] = said.sites_closed
    assert closed.stocks == Stocks(4.0, 3.0, 2.0, 1.0, 0.5, 0.0, 1.5, 2.0)
    fate = "2.0 eaten, 1.0 moved on, 0.5 sold, 1.5 written off, 2.0 lost"
    assert f"  stock there: 4.0 t at the start, 3.0 came; {fate}" in text(said)
    gift = with_clearing(mission(), Clearing(50.0, 0.0))
    [closed] = summarise(gift, given, Judgement()).sites_closed
    assert (closed.stocks.sold_t, closed.stocks.given_t) == (0.0, 0.5)
