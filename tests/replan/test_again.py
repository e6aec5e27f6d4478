"""Tests that a plan made again keeps what happened, and what it can of the rest."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from planner.errors import Infeasible
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.verify import verify
from tests.builders import mission
from tests.replan.small import POSTING_USD, TRIP_USD, again, asked, changed, first, postings
from tests.verify import plans
from tests.verify.plans import WITH_PLEDGE, make, without


def without_unit(base: Mission, name: str) -> Mission:
    """The mission without a unit."""
    return replace(base, units={key: each for key, each in base.units.items() if key != name})


def with_unit(base: Mission, name: str, **changes: object) -> Mission:
    """The mission with a unit changed."""
    unit = replace(base.units[name], **changes)  # type: ignore[arg-type]
    return replace(base, units={**base.units, name: unit})


def closed(base: Mission, lane: str, since: int, until: int) -> Mission:
    """The mission with a lane closed for some weeks."""
    flags = tuple(not since <= week < until for week in range(base.calendar.weeks))
    return replace(base, lanes={**base.lanes, lane: replace(base.lanes[lane], open_weeks=flags)})


def past(plan: Plan, week: int) -> list[object]:
    """Trips, movements and purchases of a plan before a week."""
    return [
        plan.tables[name][plan.tables[name]["week"] < week].to_dict("records")
        for name in ("sorties", "movements", "purchases", "stocks", "shortfalls")
    ]


@pytest.mark.parametrize("week", [1, 5, 9, 15])
def test_no_changes_give_the_same_plan(week: int) -> None:
    """Tests that postings, trips and objective are the same, and the change is priced at nothing:
    the plan was the best, and is the only one of that price that changes nothing.
    """
    before, plan = first()
    _, made, verdict = again(before, plan, asked(), week)
    assert verdict.ok
    assert postings(made) == postings(plan)
    assert made.tables["sorties"].equals(plan.tables["sorties"])
    assert made.total_usd == pytest.approx(plan.total_usd)
    assert made.objective_usd["changes"] == 0.0


def test_a_pledge_that_has_not_set_out_can_be_withdrawn() -> None:
    """Tests that p1, whose liner leaves home in week 4, is replaced by p2 if it is withdrawn as of
    week 3, and that everything before week 3 is as it was. p2 is ready in week 7; by liner it
    leaves 6 weeks before it arrives: week 13; no new price: p1 is gone from the mission, and p2 is
    one posting more.
    """
    before, plan = first()
    wanted, made, verdict = again(before, plan, without_unit(asked(), "p1"), 3)
    assert verdict.ok
    assert ("p2", "bravo") in [each[:2] for each in postings(made)]
    assert "p1" not in wanted.units
    assert past(made, 3) == past(plan, 3)
    lost = made.objective_usd["changes"] - POSTING_USD
    assert lost >= 0.0
    assert lost % TRIP_USD == pytest.approx(0.0)


def test_a_unit_on_its_way_comes() -> None:
    """Tests that p1, at sea since week 4, comes as planned as of week 5 although its place has
    become worth nothing: from then on nothing at bravo is asked for.
    """
    before, plan = first()
    asked_for = asked()
    later = replace(
        asked_for,
        requirements=tuple(
            replace(each, until_week=11) if each.requirement == "need-bravo" else each
            for each in asked_for.requirements
        ),
    )
    # As of week 3 the requirement has not begun and p1 has not left: it stays at home.
    _, early, _ = again(before, plan, later, 3)
    assert "p1" not in {each[0] for each in postings(early)}
    # As of week 5 it is at sea. Only the requirement's end can change: it has not begun by then.
    _, made, verdict = again(before, plan, later, 5)
    assert verdict.ok
    assert ("p1", "bravo", 10, 20) in postings(made)


def test_a_unit_leaves_with_notice_from_the_week_on() -> None:
    """Tests that u1, whose requirement ends in week 6, leaves no sooner than four weeks of notice
    after week 6 let it; a plan from the start would have told it in time for week 6.
    """
    before, plan = first()
    later = replace(
        before,
        requirements=tuple(
            replace(each, until_week=6) if each.requirement == "need-alpha" else each
            for each in before.requirements
        ),
    )
    wanted, made, verdict = again(before, plan, later, 6)
    assert verdict.ok
    assert ("u1", "alpha", 0, 10) in postings(made)
    sooner = made.tables["postings"].replace({"end_week": {10: 9}})
    broken = verify(wanted, replace(made, tables={**made.tables, "postings": sooner})).violations
    assert any(
        each.kind == "executed" and "needed 10, offered 9" in each.sentence for each in broken
    )


def test_a_closed_road_changes_trips_from_the_week_on_alone() -> None:
    """Tests that a closure of weeks 0 to 11, told as of week 8, leaves the trips of before as they
    were and has none from week 8 to 11.
    """
    before, plan = first()
    lane, week = "road:hub>alpha", 8
    wanted, made, verdict = again(before, plan, closed(asked(), lane, 0, 12), week)
    assert verdict.ok
    assert wanted.lanes[lane].open_weeks == (True,) * 8 + (False,) * 4 + (True,) * 8
    trips = made.tables["sorties"].query("lane == @lane")["week"]
    was = plan.tables["sorties"].query("lane == @lane")["week"]
    assert list(trips[trips < week]) == list(was[was < week])
    assert not trips.between(week, 11).any()
    assert past(made, week) == past(plan, week)


def test_a_dearer_ration_costs_more_from_the_week_on_alone() -> None:
    """Tests that rations bought from week 4 on cost 6 USD a kg, and those of before 3 USD, by the
    model and the verifier alike.
    """
    before, plan = first()
    source = replace(before.sources[0], price_usd_per_unit=6.0)
    _, made, verdict = again(before, plan, replace(asked(), sources=(source,)), 4)
    assert [str(each) for each in verdict.violations] == []
    bought = made.tables["purchases"]
    late = bought["week"] >= 4
    usd = 3.0 * bought["quantity"][~late].sum() + 6.0 * bought["quantity"][late].sum()
    costs = made.tables["costs"].query("line == 'rations'")["usd"].sum()
    assert bought["quantity"][late].sum() > 0
    assert costs == pytest.approx(usd)


def test_what_is_past_cannot_be_undone() -> None:
    """Tests that an agreement is kept to that ends before the notice of four weeks from week 8 on,
    if people can still leave within their window of two weeks, week 8 and 9; that there is no
    plan if that window has passed, nor if a unit that is at sea would have to turn back.
    """
    before, plan = first()
    _, made, verdict = again(before, plan, with_unit(asked(), "u1", mou_end_week=10), 8)
    assert verdict.ok
    assert ("u1", "alpha", 0, 10) in postings(made)
    for name in ("u1", "p1"):
        with pytest.raises(Infeasible, match=f"{name}: no posting is possible.*has begun stays"):
            again(before, plan, with_unit(asked(), name, mou_end_week=9), 8)


def test_dear_changes_keep_what_cheap_ones_give_up() -> None:
    """Tests that the price of a change decides: a requirement that ends in week 14 is left by u2
    in week 14 if that saves more than 50,000 USD, and not if a change costs 100 million.
    """
    before, plan = first()
    later = replace(
        before,
        requirements=tuple(
            replace(each, until_week=14) if each.requirement == "need-hub" else each
            for each in before.requirements
        ),
    )
    _, cheap, _ = again(before, plan, later, 8)
    assert ("u2", "hub", 0, 20) not in postings(cheap)
    assert cheap.objective_usd["changes"] >= POSTING_USD
    wanted = changed(before, plan, later, 8)
    assert wanted.executed is not None
    wanted = replace(wanted, executed=replace(wanted.executed, posting_usd=1e8))
    dear, _, verdict = plan_mission(wanted, gap=1e-6, time_limit_s=60, start=plan)
    assert verdict.ok
    assert postings(dear) == postings(plan)


def test_four_changes_one_after_the_other_never_contradict_what_was_done() -> None:
    """Tests that a plan carried out in part and changed four times keeps, at every step, all that
    every earlier plan had done by then.
    """
    wanted, plan = first()
    done: list[tuple[int, list[object]]] = []
    steps = [
        (2, without_unit(asked(), "p2")),
        (6, closed(without_unit(asked(), "p2"), "road:hub>alpha", 8, 10)),
        (9, with_unit(closed(without_unit(asked(), "p2"), "road:hub>alpha", 8, 10), "u1",
                      mou_end_week=15)),
        (15, with_unit(closed(without_unit(asked(), "p2"), "road:hub>alpha", 8, 10), "u1",
                       mou_end_week=15)),
    ]  # fmt: skip
    for week, after in steps:
        done.append((week, past(plan, week)))
        wanted, plan, verdict = again(wanted, plan, after, week)
        assert [str(each) for each in verdict.violations] == []
        assert all(past(plan, until) == was for until, was in done)
    assert ("u1", "alpha", 0, 15) in postings(plan)


@pytest.mark.parametrize(
    "name", ["sorties", "movements", "stocks", "purchases", "flows", "costs", "cash"]
)
def test_the_verifier_names_the_law_where_the_past_is_altered(name: str) -> None:
    """Tests that a row of before the as-of week that is taken out breaks `executed`."""
    before = mission()
    plan = make(before, WITH_PLEDGE)
    wanted = changed(before, plan, before, 15)
    assert [str(each) for each in verify(wanted, plan).violations] == []
    row = {str(column): value for column, value in plan.tables[name].iloc[0].items()}
    broken = verify(wanted, without(plan, name, **row)).violations
    assert "executed" in {each.kind for each in broken}


@pytest.mark.parametrize(
    ("where", "values"),
    [({"unit": "p1"}, {"requirement": ""}), ({"unit": "u1"}, {"strength_persons": 149})],
)
def test_the_verifier_names_the_law_where_a_past_posting_is_altered(
    where: dict[str, str], values: dict[str, object]
) -> None:
    """Tests that a unit that held a requirement, or had a strength, keeps both in the past."""
    before = mission()
    plan = make(before, WITH_PLEDGE)
    wanted = changed(before, plan, before, 15)
    broken = verify(wanted, plans.changed(plan, "postings", where, **values)).violations
    words = [each.sentence for each in broken if each.kind == "executed"]
    assert len(words) == 1
    assert f"{where['unit']} is posted before week 15" in words[0]


def test_a_part_of_a_bed_too_small_for_a_solver_stays() -> None:
    """Tests that a plan that built a thousand millionth of a bed in week 3 can be planned again
    from: the row stays, though no solver tells that number from nothing.
    """
    before, plan = first()
    row = pd.DataFrame({"site": ["bravo"], "week": [3], "built": [1e-9]})
    beds = pd.concat([plan.tables["beds"], row.astype(plan.tables["beds"].dtypes)])
    odd = replace(plan, tables={**plan.tables, "beds": beds})
    _, made, verdict = again(before, odd, asked(), 8)
    assert [str(each) for each in verdict.violations] == []
    assert (made.tables["beds"].query("week < 8")["built"] == 1e-9).sum() == 1
