"""Both sides of the rule on burden sharing bind in the model."""

from __future__ import annotations

import pytest

from planner.pipeline import plan_mission
from planner.verify import verify
from tests.model.binding import burden_share_bound
from tests.model.test_binding_rows import best_plan
from tests.rules.case import edited, given


@pytest.mark.parametrize(
    ("contributor", "side"),
    [
        ("BBB", "at least"),  # 150 of 300; with p1 a third, less than half less a tenth
        ("AAA", "at most"),  # 150 of 300; with p1 two thirds, more than half and a tenth
    ],
)
def test_both_sides(contributor: str, side: str) -> None:
    """Tests that p1 stays at home with the rows, and comes without them."""
    parameters = given(contributors=(contributor,), shares=(0.5,), deviation=0.1)
    asked = edited(burden_share_bound(), "burden_share_bound", parameters=parameters)
    kept = best_plan(asked, "burden_share_bound", rows=True)
    broken = verify(asked, best_plan(asked, "burden_share_bound", rows=False)).violations

    assert verify(asked, kept).ok
    assert {item.subject for item in broken} == {f"{side}|{contributor}"}


def test_a_soft_key_is_told_alike() -> None:
    """Tests that a plan that breaks both sides of a soft key is accepted, its shortfalls
    told by the planner as by the verifier: AAA has two thirds and BBB a third.
    """
    parameters = given(contributors=("AAA", "BBB"), shares=(0.5, 0.5), deviation=0.1)
    asked = edited(
        burden_share_bound(), "burden_share_bound", hard=False, penalty_usd=1.0,
        parameters=parameters,
    )  # fmt: skip
    plan, _, verdict = plan_mission(asked, time_limit_s=20.0)
    told = plan.tables["shortfalls"]

    assert verdict.violations == ()
    subjects = set(told.loc[told["kind"] == "burden_share_bound", "subject"])
    assert subjects == {"at most|AAA", "at least|BBB"}


def test_who_has_no_units_is_short() -> None:
    """Tests that a soft key for CCC, of which there is nobody, costs 10 USD for each person-week
    that 30 % less a tenth of all persons make up.
    """
    parameters = given(contributors=("CCC",), shares=(0.3,), deviation=0.1)
    asked = edited(
        burden_share_bound(), "burden_share_bound", hard=False, penalty_usd=10.0,
        parameters=parameters,
    )  # fmt: skip
    plan = best_plan(asked, "burden_share_bound", rows=True)
    persons = 0.0
    for row in plan.tables["postings"].to_dict("records"):
        persons += row["strength_persons"] * (row["end_week"] - row["start_week"])

    priced = plan.tables["shortfalls"]
    assert priced.loc[priced["kind"] == "burden_share_bound", "penalty_usd"].sum() == pytest.approx(
        10.0 * 0.2 * persons
    )
