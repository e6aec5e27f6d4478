"""Tests of plans for given postings: as good as they can be, and bounded."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planner.errors import Infeasible
from planner.mission.force import FixedPosting
from planner.options.options import build_options
from planner.options.postings import fix_postings, give_postings
from planner.pipeline import evaluate_postings, plan_mission
from planner.plan import TABLES, table
from tests.builders import mission
from tests.properties.test_plans_are_points import drawn
from tests.rules.case import given, put, with_rule

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

DRAWN = 8  # random plans of those that the verifier accepts
KEYS = ["unit", "site", "start_week", "end_week", "arrival"]


def rows(*given_rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """Postings by unit, site, start and end; the rest is open."""
    blank = {"str": "", "int64": 150, "float64": 0.0}
    base = {column: blank[kind] for column, kind in TABLES["postings"].items()}
    return table(
        "postings",
        [
            {**base, "unit": unit, "site": site, "start_week": start, "end_week": end}
            for unit, site, start, end in given_rows
        ],
    )


def touring() -> Mission:
    """The tiny mission with a tour that is served in week 9 or 10, after which u1 may go on with
    nine in ten of its people.
    """
    base = put(mission(), "units", "u1", rotation_due_week=9)
    base = replace(base, rotation_strength_shares=(1.0, 0.9))
    return with_rule("tour_length", base, parameters=given(weeks=52))


@pytest.mark.parametrize("asked", [mission(), touring()], ids=["as it is", "touring"])
def test_a_plans_own_postings_cost_what_the_plan_costs(asked: Mission) -> None:
    """Tests that a plan's postings, evaluated, are kept, break nothing and cost the same."""
    plan, _, _ = plan_mission(asked, time_limit_s=60.0, gap=0.001)
    again, _, verdict = evaluate_postings(asked, plan.tables["postings"], gap=0.001)
    assert verdict.violations == ()
    pd.testing.assert_frame_equal(again.tables["postings"], plan.tables["postings"])
    pd.testing.assert_frame_equal(again.tables["rotations"], plan.tables["rotations"])
    assert again.total_usd == pytest.approx(plan.total_usd, rel=0.005)
    assert (again.status, again.proof.scope) == ("evaluated", "these postings")


def test_postings_made_by_hand_are_bounded() -> None:
    """Tests that random plans, made without model or solver, are never below the bound of their
    own postings, and never better than the evaluated plan by more than its gap.
    """
    found = (each for seed in range(100) if (each := drawn(seed)) is not None)
    for asked, plan, terms in islice(found, DRAWN):
        postings = plan.tables["postings"]
        made, _, verdict = evaluate_postings(asked, postings)
        assert verdict.violations == ()
        kept = made.tables["postings"].merge(postings, on=KEYS, suffixes=("", "_given"))
        assert len(kept) == len(postings) == len(made.tables["postings"])
        holds = kept["requirement_given"] != ""  # an empty one is open
        assert (kept["requirement"] == kept["requirement_given"])[holds].all()
        assert made.proof.bound_usd is not None
        assert made.proof.bound_usd <= sum(terms.values()) * (1 + 1e-9)
        assert made.gap is not None
        assert made.total_usd * (1 - made.gap) <= sum(terms.values()) * (1 + 1e-9)


def test_the_bound_holds_for_postings_that_break_a_rule() -> None:
    """Tests 450 persons under a ceiling of 400 against the same plan under a ceiling of 1,000: the
    price of giving is in neither objective nor bound.
    """
    asked = mission()
    low = replace(asked.authorisations[0], ceilings=(("military", 400), ("police", 500)))
    postings = rows(("u1", "alpha", 0, 20), ("u2", "hub", 0, 20), ("p1", "bravo", 8, 20))
    free, _, _ = evaluate_postings(asked, postings)
    broken, _, verdict = evaluate_postings(replace(asked, authorisations=(low,)), postings)
    assert {item.kind for item in verdict.violations} == {"ceiling"}
    assert broken.total_usd == pytest.approx(free.total_usd, rel=0.002)
    assert broken.proof.bound_usd == pytest.approx(free.proof.bound_usd, rel=1e-6)


def test_open_requirements_are_held_where_they_count() -> None:
    """Tests two companies at alpha, where two needs ask for one each: both are held."""
    base = put(mission(), "units", "u2", site="alpha")
    need = replace(base.requirements[0], requirement="guard", capability="guard")
    kind = replace(base.unit_types["infantry_coy"], capabilities=("infantry_coy", "guard"))
    asked = replace(
        base, unit_types={"infantry_coy": kind}, requirements=(need, *base.requirements)
    )
    made, _, verdict = evaluate_postings(asked, rows(("u1", "alpha", 0, 20)))
    assert verdict.violations == ()
    assert sorted(made.tables["postings"]["requirement"]) == ["guard", "need-alpha"]


def test_how_a_pledge_comes_is_chosen_among_what_is_in_time() -> None:
    """Tests that p1 comes by the cheap liner to bravo in week 8, by air in week 4: by sea it would
    have left in week -2.
    """
    ways = []
    for start in (8, 4):
        given_mission, _ = give_postings(mission(), rows(("p1", "bravo", start, 20)))
        options = build_options(given_mission, given=True)
        of_pledge = options.itineraries.table["arrival"] > 0
        used = options.itineraries.table["arrival"][of_pledge].tolist()
        ways.append({options.itineraries.arrivals[number] for number in used})
    assert ways == [{"air", "sea_road", "liner"}, {"air"}]


def test_strengths_that_the_mission_does_not_know_are_told() -> None:
    """Tests that the mission's strength counts, and that a note says so."""
    made, _, verdict = evaluate_postings(
        mission(), rows(("u1", "alpha", 0, 20)).assign(strength_persons=140)
    )
    assert verdict.violations == ()
    assert "strengths are those of the mission: u1 (150, not 140)" in made.notes
    assert set(made.tables["postings"]["strength_persons"]) == {150}


# -- plan --fix ------------------------------------------------------------------------------


def fixed(asked: Mission, *given_rows: tuple[str, str, int, int]) -> Plan:
    """A plan that keeps postings."""
    plan, _, verdict = plan_mission(asked, time_limit_s=30.0, fixes=rows(*given_rows))
    assert verdict.violations == ()
    return plan


def test_a_plan_keeps_a_whole_sequence() -> None:
    """Tests that u1 goes from alpha to bravo in week 8, and p1 comes in week 12, both for nothing
    but that they are fixed, and that the rest is planned.
    """
    plan = fixed(mission(), ("u1", "alpha", 0, 8), ("u1", "bravo", 12, 20), ("p1", "alpha", 12, 20))
    kept = plan.tables["postings"]
    spans = kept[["unit", "site", "start_week", "end_week"]].to_numpy().tolist()
    assert spans == [
        ["p1", "alpha", 12, 20], ["u1", "alpha", 0, 8], ["u1", "bravo", 12, 20],
        ["u2", "hub", 0, 20],
    ]  # fmt: skip


def test_the_end_of_a_sequence_may_be_fixed_alone() -> None:
    """Tests that u1 must be at bravo from week 12 on, wherever it was before."""
    plan = fixed(mission(), ("u1", "bravo", 12, 20))
    own = plan.tables["postings"].query("unit == 'u1'")
    assert own[["site", "end_week"]].to_numpy().tolist() == [["alpha", 8], ["bravo", 20]]


def test_a_pledge_that_is_fixed_serves() -> None:
    """Tests that p1, which costs more than the need that it holds, comes because it must."""
    base = mission()
    cheap = tuple(replace(need, penalty_usd_per_week=1.0) for need in base.requirements)
    asked = replace(base, requirements=cheap)
    free = plan_mission(asked, time_limit_s=30.0)[0].tables["postings"]
    assert "p1" not in set(free["unit"])
    asked = put(asked, "units", "p1", fixed=(FixedPosting(None, None, None),))
    held, _, verdict = plan_mission(asked, time_limit_s=30.0)
    assert verdict.violations == ()
    assert "p1" in set(held.tables["postings"]["unit"])


@pytest.mark.parametrize(
    ("given_rows", "words"),
    [
        (
            [("u1", "alpha", 0, 9), ("u1", "bravo", 12, 20)],
            "holds alpha from week 0 to week 9, then bravo from week 12 to week 20",
        ),
        ([("u1", "alpha", 0, 8), ("u1", "bravo", 12, 16), ("u1", "hub", 18, 20)], "then hub from"),
        ([("p1", "bravo", 2, 20)], "p1: no allowed sequence of postings holds bravo from week 2"),
    ],
    ids=["too quick", "too often", "too early"],
)
def test_a_sequence_that_is_not_allowed_is_refused(
    given_rows: list[tuple[str, str, int, int]], words: str
) -> None:
    """Tests that a plan must not bend what is fixed: the unit and what was asked are named."""
    with pytest.raises(Infeasible) as caught:
        fixed(mission(), *given_rows)
    assert words in str(caught.value)


def test_a_clash_of_fixed_postings_names_the_rule() -> None:
    """Tests p1 under a ceiling of 400, though the individuals may be cut: 450 are in units."""
    low = replace(mission().authorisations[0], ceilings=(("military", 400), ("police", 500)))
    held = (("u1", "alpha", 0, 20), ("u2", "hub", 0, 20))
    with pytest.raises(Infeasible, match=r"^ceiling: "):
        fixed(mission(authorisations=(low,)), *held, ("p1", "bravo", 8, 20))


def test_requirements_and_ways_are_fixed_where_they_are_given() -> None:
    """Tests that what a table leaves empty stays open."""
    table_ = rows(("p1", "bravo", 8, 20), ("u1", "alpha", 0, 20))
    table_.loc[table_["unit"] == "p1", ["requirement", "arrival"]] = ["need-bravo", "sea_road"]
    table_.loc[table_["unit"] == "u1", "arrival"] = "in_place"
    units = fix_postings(mission(), table_).units
    assert units["p1"].fixed == (FixedPosting("bravo", 8, 20, "need-bravo", "sea_road"),)
    assert units["u1"].fixed == (FixedPosting("alpha", 0, 20),)
    assert units["u2"].fixed is None
