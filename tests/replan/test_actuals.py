"""Tests that what truly happened is set against the plan, and that planning goes on from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.errors import InvalidInput
from planner.mission.mission import Mission
from planner.plan import Plan
from planner.replan.actuals import read_actuals
from planner.replan.compare import deviations
from planner.replan.deviation import Deviations
from planner.verify import verify
from tests.replan.small import again, asked, first

KEYS = ["site", "supply_class", "week"]


def told(folder: Path, wanted: Mission, plan: Plan, week: int, **tables: str) -> Deviations:
    """Deviations of the CSV texts of some tables."""
    paths = [folder / f"{name}.csv" for name in tables]
    for path, text in zip(paths, tables.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return deviations(wanted, plan, read_actuals(paths, wanted, week), week)


def stock(plan: Plan, site: str, week: int) -> dict[str, float]:
    """Row of rations at a site in a week."""
    frame = plan.tables["stocks"].query(f"site == '{site}' and week == {week}")
    [row] = frame.drop(columns=KEYS).to_dict("records")
    return {str(key): float(value) for key, value in row.items()}


def test_a_count_corrects_the_stock_and_the_verifier_counts_with_it(tmp_path: Path) -> None:
    """Tests that 400 kg that a count of week 6 did not find are gone as week 8 begins, by the
    plan's own ledger; that a verifier that is not told of it finds the stock out of balance; that
    what happened before stays; and that the same count, told again, is no news.
    """
    wanted, plan = first()
    day = wanted.calendar.first_day(6)
    found = stock(plan, "hub", 6)["opening"] - 400.0
    text = f"site,supply_class,date,quantity,unit\nhub,rations,{day},{found},kg\n"
    actual = told(tmp_path, wanted, plan, 8, stocks=text)
    [one] = actual.told
    assert (one.kind, one.subject) == ("stock", "hub rations")
    assert one.amount == pytest.approx(-400.0)
    after, made, verdict = again(wanted, plan, asked(), 8, actual)
    assert [str(each) for each in verdict.violations] == []
    row = stock(made, "hub", 8)
    balance = row["opening"] + row["brought"] + row["received"] + row["unmet"]
    balance -= row["sent"] + row["consumed"] + row["cleared"]
    assert row["closing"] - balance == pytest.approx(-400.0)
    assert stock(made, "hub", 7) == stock(plan, "hub", 7)
    assert after.executed is not None
    silent = replace(after, executed=replace(after.executed, stocks=()))
    kinds = {each.kind for each in verify(silent, made).violations}
    assert "stock_balance" in kinds
    assert told(tmp_path, after, made, 10, stocks=text).told == ()


def test_money_that_did_not_come_is_missing_in_the_open_quarter(tmp_path: Path) -> None:
    """Tests that of 20 million USD of the first quarter 12 came, in two parts, so that as of week
    15 the second brings 12 in place of 20, by the verifier alike; and that this is told once.
    """
    wanted, plan = first()
    start = wanted.calendar.start
    text = f"fund,date,received_usd\nassessed,{start},5e6\nassessed,{start + timedelta(50)},7e6\n"
    actual = told(tmp_path, wanted, plan, 15, payments=text)
    assert [each.amount for each in actual.told] == [-8e6]
    after, made, verdict = again(wanted, plan, asked(), 15, actual)
    assert [str(each) for each in verdict.violations] == []
    assert list(made.tables["cash"]["inflow_usd"]) == [20e6, 12e6]
    assert told(tmp_path, after, made, 17, payments=text).told == ()


def test_what_is_less_than_planned_in_the_open_quarter_may_still_come(tmp_path: Path) -> None:
    """Tests that 1 million of 20 by week 8 is told and changes nothing, and that 25 million do."""
    wanted, plan = first()
    head = f"fund,date,received_usd\nassessed,{wanted.calendar.start},"
    less = told(tmp_path, wanted, plan, 8, payments=f"{head}1e6\n")
    assert [each.amount for each in less.told] == [-19e6]
    assert less.inflows == ()
    more = told(tmp_path, wanted, plan, 8, payments=f"{head}25e6\n")
    assert [(each.quarter, each.usd) for each in more.inflows] == [(0, 5e6)]


@pytest.mark.parametrize(
    ("site", "week", "persons", "same"),
    [
        ("bravo", 9, "150", True), ("bravo", 10, "", True), ("bravo", 11, "", False),
        ("bravo", 5, "", False), ("alpha", 9, "", False), ("bravo", 9, "120", False),
    ],
)  # fmt: skip
def test_a_unit_that_came_otherwise_is_told_and_refused(
    tmp_path: Path, site: str, week: int, persons: str, *, same: bool
) -> None:
    """Tests that p1, planned at bravo from week 10 on, is as planned if all came there in its
    window; and that planning refuses it at its row if it came late, early, elsewhere or fewer.
    """
    wanted, plan = first()
    day = wanted.calendar.first_day(week)
    text = f"unit,site,arrived_on,persons\np1,{site},{day},{persons}\n"
    actual = told(tmp_path, wanted, plan, 13, arrivals=text)
    assert (actual.told == ()) == same
    if same:
        actual.refuse()
        return
    with pytest.raises(InvalidInput, match=r"arrivals.csv:2:1: unit: arrived otherwise"):
        actual.refuse()


def test_a_count_that_leaves_less_than_nothing_is_refused(tmp_path: Path) -> None:
    """Tests that a count of nothing in week 1, from which more is consumed than comes until week 2,
    asks for a later count and corrects nothing.
    """
    wanted, plan = first()
    week = next(w for w in range(2, 12) if stock(plan, "hub", w)["opening"]
                < stock(plan, "hub", w - 1)["opening"])  # fmt: skip
    day = wanted.calendar.first_day(week - 1)
    text = f"site,supply_class,date,quantity,unit\nhub,rations,{day},0,kg\n"
    actual = told(tmp_path, wanted, plan, week, stocks=text)
    assert actual.stocks == ()
    with pytest.raises(InvalidInput, match=r"stocks.csv:2:4: quantity: leaves less than"):
        actual.refuse()


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Tests that each error of three files stands with its line and column."""
    wanted, plan = first()
    start = wanted.calendar.start
    with pytest.raises(InvalidInput) as error:
        told(
            tmp_path, wanted, plan, 8,
            arrivals=f"unit,site,arrived_on\nu1,alpha,{start}\nnobody,bravo,soon\n",
            stocks=f"site,supply_class,date,quantity,unit\nhub,rations,{start},-5,l\n",
            payments="fund,date,received_usd,note\n",
        )  # fmt: skip
    places = {
        str(each).removeprefix(f"{tmp_path}/").split(": ")[0] for each in error.value.problems
    }
    assert places == {
        "arrivals.csv:2:1", "arrivals.csv:3:1", "arrivals.csv:3:3", "stocks.csv:2:4",
        "stocks.csv:2:5", "payments.csv:1:4",
    }  # fmt: skip
