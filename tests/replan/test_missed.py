"""Tests of units that had not come though the plan said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from planner.errors import InvalidInput
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.replan.deviation import Deviations
from planner.replan.missed import _paid, _stocks
from planner.verify import verify
from tests.builders import rule
from tests.replan.small import GAP, again, asked, first, postings
from tests.replan.test_actuals import told

WEEK = 13  # past the first quarter; p1 is planned at bravo from week 10 on


def missed(folder: Path, wanted: Mission, plan: Plan, week: int, ready: str = "") -> Deviations:
    """Deviations if p1 has not come."""
    text = f"unit,site,arrived_on,ready_on\np1,bravo,,{ready}\n"
    return told(folder, wanted, plan, week, arrivals=text)


def past(frame: pd.DataFrame, week: int, *, consignments: bool) -> set[tuple[object, ...]]:
    """Rows before a week of those with and without a consignment of p1."""
    own = frame["consignment"].str.startswith("p1/") == consignments
    return set(frame[(frame["week"] < week) & own].itertuples(index=False, name=None))


def test_who_did_not_come_did_nothing_and_comes_once_ready(tmp_path: Path) -> None:
    """Tests that p1, ready from week 14 on, is nowhere before; that its charters were not made and
    the shared trips were; that nobody was paid for it, so that the fund keeps what the first
    quarter would have paid out; and that the verifier holds the plan to that past and that week.
    """
    wanted, plan = first()
    ready = wanted.calendar.first_day(WEEK + 1)
    actual = missed(tmp_path, wanted, plan, WEEK, str(ready))
    actual.refuse()
    [one] = actual.told
    assert (one.planned.split(" ")[0], one.actual) == ("bravo", "not arrived")
    alone = replace(asked(), units={name: asked().units[name] for name in ("u1", "u2", "p1")})
    after, made, verdict = again(wanted, plan, alone, WEEK, actual)
    assert [str(each) for each in verdict.violations] == []
    assert [row[0] for row in postings(made) if row[2] < WEEK] == ["u1", "u2"]  # type: ignore[operator]
    was, new = plan.tables["sorties"], made.tables["sorties"]
    assert past(was, WEEK, consignments=False) == past(new, WEEK, consignments=False)
    assert past(was, WEEK, consignments=True)
    assert not past(new, WEEK, consignments=True)
    costs = [frame["costs"].query("item == 'p1' and quarter == 0")["usd"].sum()
             for frame in (plan.tables, made.tables)]  # fmt: skip
    assert costs[0] > 0
    assert costs[1] == 0
    claims = [name for name, line in wanted.budget_lines.items() if line.claim]
    spared = plan.tables["costs"].query("item == 'p1' and quarter == 0")
    spared = spared[~spared["line"].isin(claims)]
    paid = [frame["cash"].query("quarter == 0")["paid_usd"].sum()
            for frame in (plan.tables, made.tables)]  # fmt: skip
    assert paid[0] - paid[1] == pytest.approx(spared["usd"].sum(), abs=1.0)
    arrivals = made.tables["consignments"].query("unit == 'p1'")
    assert arrivals["ready_week"].min() >= WEEK + 1
    assert after.executed is not None
    [late] = after.executed.missed
    executed = (
        replace(after.executed, missed=(replace(late, ready_week=19),)),
        replace(after.executed, tables=plan.tables),
    )
    for each in executed:
        kinds = {item.kind for item in verify(replace(after, executed=each), made).violations}
        assert kinds == {"executed"}


def test_nobody_counts_on_who_gives_no_day(tmp_path: Path) -> None:
    """Tests that p2 comes in place of p1, of which nobody knows when it comes; that this is told
    once; and that p1 may come after all when a day is told.
    """
    wanted, plan = first()
    actual = missed(tmp_path, wanted, plan, 11)
    after, made, verdict = again(wanted, plan, asked(), 11, actual)
    assert [str(each) for each in verdict.violations] == []
    assert {row[0] for row in postings(made)} == {"u1", "u2", "p2"}
    assert missed(tmp_path, after, made, 12).told == ()
    ready = after.calendar.first_day(13) - timedelta(days=3)
    actual = missed(tmp_path, after, made, 12, str(ready))
    assert [each.ready_week for each in actual.missed] == [13]
    assert actual.tables is None
    later, made, verdict = again(after, made, asked(), 12, actual)
    assert [str(each) for each in verdict.violations] == []
    assert later.executed is not None
    assert [each.ready_week for each in later.executed.missed] == [13]


def ledger(*rows: tuple[float, float, float, float]) -> pd.DataFrame:
    """Stocks of a class at a site by week: opening, consumed, unmet, closing."""
    frame = pd.DataFrame(rows, columns=["opening", "consumed", "unmet", "closing"])
    return frame.assign(site="hub", supply_class="rations", week=range(len(rows)))


def test_what_was_not_consumed_meets_demand_that_was_not() -> None:
    """Tests stocks of which all is consumed. 30 kg less are in week 0, so of the 50 kg that were
    not met in week 1 only 20 stay so. If 40 kg are not brought in week 2, 40 are not met. A planned
    stock that is a solver's rounding below nothing makes no demand unmet.
    """
    planned = ledger((100, 100, 0, 0), (0, 50, 50, 0), (0, 60, 0, 0), (0, 10, 0, -5e-6))
    less = ledger((100, 70, 0, 30), (30, 50, 50, 30), (30, 60, 0, -10), (-10, 10, 0, -10 - 5e-6))
    assert list(_stocks(less, planned)["unmet"]) == pytest.approx([0, 20, 40, 0], abs=1e-9)
    assert list(_stocks(planned, planned)["unmet"]) == [0, 50, 0, 0]


def test_earmarked_funds_pay_for_their_lines_and_the_others_keep_the_rest() -> None:
    """Tests that of 100 USD, 60 of them on freight, of which a fund for freight paid 50 and another
    50, 45 remain if 25 of 60 on freight and 20 of 40 on travel do: the first pays 25 then, the
    other 20.
    """
    wanted = asked()
    base = wanted.funds["assessed"]
    funds = {
        "assessed": base, "gift": replace(base, fund="gift", lines=("freight",))
    }  # fmt: skip
    done = {
        "costs": pd.DataFrame(
            {"line": ["freight", "travel"], "quarter": [0, 0], "usd": [25.0, 20.0]}
        ),
        "arrears": pd.DataFrame({"quarter": [0], "paid_usd": [0.0]}),
        "cash": pd.DataFrame(
            {"fund": ["assessed", "gift"], "quarter": [0, 0], "paid_usd": [50.0, 50.0]}
        ),
    }
    assert list(_paid(replace(wanted, funds=funds), done)["paid_usd"]) == [20.0, 25.0]


@cache
def watched() -> tuple[Mission, Plan]:
    """The mission in which by week 12 three companies of 150 must be there, and its plan."""
    weeks = rule("phased_dates", parameters=(("weeks", (12,)), ("persons", (450,))))
    wanted = asked()
    wanted = replace(wanted, rules=(*wanted.rules, weeks))
    plan, _, verdict = plan_mission(wanted, gap=GAP, time_limit_s=60)
    assert verdict.ok
    return wanted, plan


def test_a_past_that_breaks_a_hard_rule_is_refused(tmp_path: Path) -> None:
    """Tests that as of week 13, by when three companies should have been there, p1 cannot be
    missing; as of week 11 it can.
    """
    wanted, plan = watched()
    missed(tmp_path, wanted, plan, 11).refuse()
    with pytest.raises(InvalidInput, match=r"arrivals.csv:2:1: unit: has not arrived; without it"):
        missed(tmp_path, wanted, plan, 13).refuse()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("unit,site,arrived_on\np1,bravo,\n", "2:3: arrived_on"),
        ("unit,site,arrived_on,ready_on\np1,bravo,,soon\n", "2:4: ready_on"),
        ("unit,site,arrived_on,ready_on\np1,bravo,{day},{day}\n", "2:4: ready_on"),
        ("unit,site,arrived_on,ready_on\nu1,alpha,,\n", "2:1: unit"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(tmp_path: Path, text: str, place: str) -> None:
    """Tests an arrival without a day where ready_on does not say that it did not come, a day that
    is none, a unit that came and is yet to come, and one that stood there from the start.
    """
    wanted, plan = first()
    with pytest.raises(InvalidInput, match=rf"arrivals.csv:{place}"):
        told(tmp_path, wanted, plan, 13, arrivals=text.format(day=wanted.calendar.first_day(9)))
