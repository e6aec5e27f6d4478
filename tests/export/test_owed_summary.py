"""What a summary says of who is owed what, of loans, and of budget and cash."""

from __future__ import annotations

from planner.export.summary import summarise
from planner.export.summary.text import text
from planner.mission.mission import Mission
from tests.builders import mission
from tests.export.plans import Judgement, plan, row


def owing(quarter: int, age: int, usd: float, contributor: str = "AAA") -> dict[str, object]:
    """A row of arrears."""
    return row("arrears_by_contributor", contributor=contributor, quarter=quarter,
               age_quarters=age, owed_usd=usd)  # fmt: skip


def lines_of(
    asked: Mission, judged: Judgement | None = None, **tables: list[dict[str, object]]
) -> list[str]:
    """The lines of a summary's text."""
    return text(summarise(asked, plan(asked, **tables), judged or Judgement())).splitlines()


def test_who_is_owed_what() -> None:
    """Tests that ages are added up, the largest first, at the end of the quarter in which most is
    owed; without arrears nothing is said.
    """
    asked = mission()
    rows = [owing(0, 0, 5e6), owing(1, 1, 2e6), owing(1, 0, 1e6), owing(1, 0, 4e6, "BBB"),
            owing(1, 2, 5e5, "")]  # fmt: skip
    arrears = [
        row("arrears", quarter=0, closing_usd=5e6),
        row("arrears", quarter=1, closing_usd=7.5e6),
    ]
    found = summarise(asked, plan(asked, arrears_by_contributor=rows), Judgement()).money.creditors
    assert [(item.quarter, item.contributor, item.usd) for item in found] == [
        (0, "AAA", 5e6), (1, "BBB", 4e6), (1, "AAA", 3e6), (1, "", 5e5),
    ]  # fmt: skip
    assert found[2].by_age_usd == {0: 1e6, 1: 2e6}
    said = lines_of(asked, arrears=arrears, arrears_by_contributor=rows)
    assert (
        "OWED at the end of quarter 2 (M USD): BBB 4.00 (due in it), AAA 3.00 (for 1 quarter), "
        "not by name 0.50 (for 2 quarters)"
    ) in said
    assert not any(line.startswith("OWED") for line in lines_of(asked))


def test_loans_stand_beside_cash() -> None:
    """Tests that columns on loans are there where something is owed, and only there."""
    cash = [row("cash", fund="assessed", quarter=0, borrowed_usd=2e6, closing_usd=3e6)]
    loans = [row("loans", lender="x", quarter=0, borrowed_usd=2e6, owed_usd=2e6)]
    [head] = [line for line in lines_of(mission(), cash=cash, loans=loans) if "CASH" in line]
    assert head.split()[4:] == ["opening", "inflow", "borrowed", "paid", "closing", "owed",
                                "claims", "due", "arrears"]  # fmt: skip
    [head] = [line for line in lines_of(mission()) if "CASH" in line]
    assert "borrowed" not in head


def test_budget_and_cash() -> None:
    """Tests each answer that a verifier may give."""
    said = lines_of(mission(), Judgement(budget_feasible=False, cash_feasible=None))
    assert "MONEY budget-feasible: NO; cash-feasible: not judged" in said
    assert "MONEY budget-feasible: yes; cash-feasible: yes" in lines_of(mission())
