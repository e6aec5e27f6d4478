"""Funds whose inflow follows from how their payers pay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.mission.assessed import assessment, paid_in
from planner.mission.calendar import Calendar
from planner.mission.load import load_mission
from planner.mission.money import Payer

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YEAR = Calendar(date(2025, 7, 1), 52)
FUND = "{fund: assessed, opening_usd: 10000000, inflow_usd: [25000000, 25000000]}"
PAYERS = """\
fund: assessed
      opening_usd: 10000000
      assessment_usd: 100000000
      payers:
        - {payer: USA, share: 0.25, paid_share: {value: 0.8, assumption: as in 2024}, months: [10]}
        - {payer: early, share: 0.6, months: [7, 8]}
        - {payer: late, share: 0.15, months: [3]}"""


def with_payers(starter: Starter, old: str = "", new: str = "") -> Starter:
    """The starter mission with 100 million USD assessed on three payers, one thing changed."""
    text = PAYERS
    assert text.count(old) == 1 or not old
    starter.change("mission.yaml", FUND, text.replace(old, new) if old else text)
    return starter


def test_who_pays_when() -> None:
    """Tests a quarter of 100 M USD, of which 90 % are paid, in three parts of 7.5 M: on 15 October
    (week 15, quarter 1), 15 January (week 28, quarter 2) and 15 June (week 49, quarter 3).
    """
    payer = Payer("x", 0.25, 0.9, (1, 6, 10))
    assert paid_in(100e6, payer, YEAR) == pytest.approx((0.0, 7.5e6, 7.5e6, 7.5e6))


@pytest.mark.parametrize(
    ("start", "month", "weeks", "expected"),
    [
        (date(2025, 7, 15), 7, 52, (1.0, 0, 0, 0)),  # the first day counts
        (date(2025, 7, 16), 7, 52, (0, 0, 0, 0)),  # 15 July 2026 is one day too late
        (date(2025, 7, 17), 7, 52, (0, 0, 0, 1.0)),
        (date(2025, 7, 1), 6, 49, (0, 0, 0, 0)),  # 15 June 2026 lies in week 49, one too late
        (date(2025, 7, 1), 6, 50, (0, 0, 0, 1.0)),
        (date(2025, 7, 1), 9, 104, (1.0, *[0] * 7)),  # one assessment, whatever the calendar
        (date(2025, 7, 1), 9, 11, (1.0,)),
    ],
)
def test_the_first_middle_of_the_month(
    start: date, month: int, weeks: int, expected: tuple[float, ...]
) -> None:
    """Tests the 15th that comes first after the start, as far as the calendar goes: 364 days from
    16 July 2025 end with 14 July 2026, from 17 July with 15 July.
    """
    assert paid_in(1.0, Payer("x", 1.0, 1.0, (month,)), Calendar(start, weeks)) == expected


def test_all_payers_together() -> None:
    """Tests 30 % in quarter 0, 70 % of which half is paid in quarter 2."""
    payers = (Payer("a", 0.3, 1.0, (8,)), Payer("b", 0.7, 0.5, (2,)))
    assert assessment(10e6, payers, YEAR) == pytest.approx((3e6, 0.0, 3.5e6, 0.0))


def test_payers_of_a_config(starter: Starter) -> None:
    """Tests 26 weeks from July: 60 M USD come early, 20 of USA's 25 in quarter 1, and nothing of
    whom March is too late, which the plan says.
    """
    mission = with_payers(starter).load()
    fund = mission.funds["assessed"]
    assert fund.inflow_usd == pytest.approx((60e6, 20e6))
    assert fund.payers[0] == Payer("USA", 0.25, 0.8, (10,))
    said = [f"{item.subject} = {item.value} ({item.note})" for item in mission.assumptions]
    assert "money.funds[0].payers[0].paid_share = 0.8 (as in 2024)" in said
    idle = "pays nobody: nothing of 15,000,000 USD that it is assessed comes in"
    assert f"money.funds.assessed.payers.late = 0 ({idle})" in said
    assert not any("payers.early" in each for each in said)


def test_payers_in_scenarios(starter: Starter) -> None:
    """Tests that a payer is named in paths, and that `budget` scales what is assessed."""
    with_payers(starter)
    path = starter.folder / "scenario.yaml"
    path.write_text(
        "base: mission.yaml\nset: {money.funds.assessed.payers.USA.paid_share: 0.4}\n"
        "scale: {budget: 0.5}\n",
        encoding="utf-8",
    )
    assert load_mission(path).funds["assessed"].inflow_usd == pytest.approx((30e6, 5e6))


MISTAKES = {
    "shares that do not sum up": (
        "share: 0.6,", "share: 0.5,", "money.funds[0].payers: shares must sum up to 1, found 0.9",
    ),
    "nothing assessed": (
        "[3]}", "[3]}\n        - {payer: none, share: 0, months: [3]}",
        "money.funds[0].payers[3].share: is assessed nothing, found 0",
    ),
    "a month twice": (
        "[7, 8]", "[7, 7]", "money.funds[0].payers[1].months: the same month twice, found [7, 7]",
    ),
    "no such month": ("[3]", "[13]", "money.funds[0].payers[2].months[0]: too large, found 13"),
    "a payer twice": (
        "payer: late", "payer: USA", "money.funds[0].payers[2].payer: named twice, found 'USA'",
    ),
    "a payer like a fund": (
        "payer: late", "payer: fuel-trust-fund",
        "money.funds[0].payers[2].payer: is the name of a fund, found 'fuel-trust-fund'",
    ),
    "no assessment": (
        "      assessment_usd: 100000000\n", "",
        "money.funds[0].payers: nothing is assessed on them; give assessment_usd",
    ),
    "inflow and payers": (
        "      assessment_usd", "      inflow_usd: [1, 1]\n      assessment_usd",
        "money.funds[0].inflow_usd: payers say what comes in, and this does too",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told(starter: Starter, name: str) -> None:
    """Tests that a mistake is told alone, at its place."""
    old, new, told = MISTAKES[name]
    [problem] = with_payers(starter, old, new).problems()
    assert told in problem
    assert problem.startswith(str(starter.config))


def test_an_assessment_without_payers(starter: Starter) -> None:
    """Tests that neither inflow nor payers, and an assessment on nobody, are told."""
    new = "{fund: assessed, assessment_usd: 5}"
    starter.change("mission.yaml", FUND, new)
    told = starter.problems()
    assert [each.split(": ", 1)[1] for each in told] == [
        "money.funds[0]: nothing says what comes in, found 'assessed'; give inflow_usd, or payers",
        "money.funds[0].assessment_usd: nobody is assessed; give payers",
    ]


@pytest.mark.parametrize(
    "fund",
    [
        "{fund: empty, inflow_usd: [0, 0]}",
        "{fund: x2, assessment_usd: 9, payers: [{payer: x, share: 1, paid_share: 0, months: [8]}]}",
        "{fund: empty, assessment_usd: 9, payers: [{payer: x, share: 1, months: [2]}]}",
    ],
)
def test_a_fund_that_pays_nobody(starter: Starter, fund: str) -> None:
    """Tests that a fund is refused in which there is never anything."""
    starter.change("mission.yaml", f"    - {FUND}", f"    - {FUND}\n    - {fund}")
    [problem] = starter.problems()
    assert "money.funds[1].fund: pays nobody: nothing is in it, and nothing comes in" in problem


def test_what_is_there_at_the_start_is_money(starter: Starter) -> None:
    """Tests that a fund with an opening balance and no inflow pays somebody."""
    old = "opening_usd: 10000000, inflow_usd: [25000000, 25000000]"
    starter.change("mission.yaml", old, "opening_usd: 60000000, inflow_usd: [0, 0]")
    assert starter.load().funds["assessed"].inflow_usd == (0.0, 0.0)
