"""Tests of hedged plans, on a mission whose best one is known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import NoPlanFound
from planner.model.build import build_model
from planner.options.options import build_options
from planner.robust import run
from planner.robust.against import Against
from planner.robust.hedge import Hedge, taken
from planner.robust.measure import measure_named
from planner.robust.price import price_of
from planner.robust.run import NOTHING_NEW, robust_plan
from planner.robust.told import json_of, note_of, text_of
from planner.robust.tried import Aim, Tried, more_broken
from planner.stress.events import Event, Scenario
from tests.builders import unit
from tests.robust.small import LIMITS, PENALTY_USD, WEEK, asked, found, planned

AWAY = 14  # weeks: who withdraws in week 4 is gone from week 6 on, after the window of two


def holders(tried: Tried) -> dict[str, str]:
    """Who holds each requirement in the first week of stress."""
    table = tried.plan.tables["postings"]
    now = table[(table["start_week"] <= WEEK) & (table["end_week"] > WEEK)]
    return {row["requirement"]: row["unit"] for row in now.to_dict("records") if row["requirement"]}


def test_the_plan_that_is_known_by_hand() -> None:
    """Tests that b1 holds the hub in place of a2: as given AAA's withdrawal takes both companies,
    2 x 14 weeks x 1 M USD, hedged either contributor's takes one. No plan lacks less in its
    worst case: held by one contributor both fall together, by two either falls, and a requirement
    that nobody holds lacks in all 20 weeks.
    """
    best = found().best
    given = found().given
    assert holders(given) == {"need-alpha": "a1", "need-hub": "a2"}
    assert holders(best) == {"need-alpha": "a1", "need-hub": "b1"}
    lost = {each.scenario.key: each.usd["requirement_shortfall"] for each in best.results}
    assert lost == dict.fromkeys(("contributor:AAA", "contributor:BBB"), AWAY * PENALTY_USD)
    worst = max(each.usd["requirement_shortfall"] for each in given.results)
    assert worst == 2 * AWAY * PENALTY_USD
    assert best.verdict is not None
    assert best.verdict.ok


def test_the_price_of_robustness() -> None:
    """Tests that it is an interval which holds the two plans' difference, and is above zero: b1 is
    dearer than a2, and both plans are proven to a gap of less.
    """
    best, given = found().best.plan, found().given.plan
    price = price_of(best, given)
    assert price.high_usd is not None
    assert 0.0 < price.low_usd <= best.total_usd - given.total_usd + 1.0
    assert best.total_usd - given.total_usd <= price.high_usd + 1.0
    assert price.is_certain
    unproven = replace(given, proof=replace(given.proof, bound_usd=None))
    assert price_of(best, unproven).high_usd is None
    loose = replace(best, proof=replace(best.proof, bound_usd=given.total_usd - 5.0))
    assert not price_of(loose, given).is_certain


def test_no_better_plan_is_told() -> None:
    """Tests that by the mean the plan given stays: both lose 28 weeks over the two scenarios, and
    the hedged one is dearer.
    """
    mean = found("expected")
    assert mean.best is mean.given
    assert json_of("tiny", "", mean)["price_of_robustness_usd"] is None
    assert "no better plan was found" in text_of("tiny", mean)[-1]


def test_little_weight_is_no_reason() -> None:
    """Tests that where the measure weighs one in a billion, the plan as planned is the best."""
    little = found(weight=1e-9)
    assert little.best is little.given


def test_what_is_told() -> None:
    """Tests that nothing is said of a bound that is not proven, and that the note of the plan has
    what it was hedged against.
    """
    told = json_of("tiny", "", found())
    assert told["best"] == "hedge 1"
    assert "No bound is proven on the measure" in told["bound_on_the_measure"]
    assert told["measure_less_usd"] > 0.9 * AWAY * PENALTY_USD - 1_500_000.0
    assert note_of(found()).startswith(
        "hedged against withdrawal of each contributor from week 4: worst objective"
    )
    low, high = told["price_of_robustness_usd"]
    assert f"{low / 1e6:,.2f} to {high / 1e6:,.2f} M USD" in text_of("tiny", found())[-1]


def test_a_plan_that_breaks_more_is_not_better() -> None:
    """Tests that a plan under which a hard rule gives more is not chosen, whatever it loses."""
    whole = found()
    given, best = whole.tried[0], whole.best
    results = (replace(best.results[0], broken={"cash": 2.0}), *best.results[1:])
    breaking = replace(best, results=results)
    assert more_broken(breaking, given) == ["cash"]
    assert replace(whole, tried=(given, breaking)).best is given
    # What counts at it next is the scenario in which rules give more, not the worst one.
    assert run._counting(breaking, given, whole.aim).tolist() == [1.0, 0.0]
    assert run._counting(given, given, whole.aim).tolist() == [1.0, 0.0]
    elsewhere = replace(best, results=(best.results[0], replace(best.results[1], broken={"x": 1})))
    assert run._counting(elsewhere, given, whole.aim).tolist() == [0.0, 1.0]


def test_what_scenarios_take() -> None:
    """Tests the price of each itinerary: of AAA's, a week held from week 6 on; of b1, pledged and
    three weeks late, as many of its first weeks; of nobody else, nothing.
    """
    base = asked()
    late = unit("b1", contributor="BBB", movement_options=("sea_road", "liner"))
    mission = replace(base, units={**base.units, "b1": late})
    options = build_options(mission)
    model = build_model(mission, options)
    table = options.itineraries.table
    home = np.array([item.contributor.iso3 for item in options.classes])[table["unit_class"]]
    gone = taken(model, options, Scenario("one", (Event("contributor", "AAA", WEEK),)))
    single = (table["site_2"] < 0) & (table["requirement"] >= 0) & (home == "AAA")
    held = np.clip(table["split"] - np.maximum(table["start"], WEEK + 2), 0, None)
    assert single.any()
    assert gone[single] == pytest.approx(held[single] * PENALTY_USD / 1e6)
    assert not gone[home == "BBB"].any()
    delayed = taken(model, options, Scenario("two", (Event("readiness", "b1", 0, amount=3.0),)))
    single = (table["site_2"] < 0) & (table["requirement"] >= 0) & (home == "BBB")
    held = np.minimum(table["split"] - table["start"], 3)
    assert single.any()
    assert delayed[single] == pytest.approx(held[single] * PENALTY_USD / 1e6)
    assert not delayed[home == "AAA"].any()


def test_prices_are_of_itineraries_alone() -> None:
    """Tests that a hedge adds to the cost of itineraries, by its weights, and to nothing else."""
    mission = asked()
    model = build_model(mission, build_options(mission))
    scenario = Scenario("one", (Event("contributor", "AAA", WEEK),))
    priced = Hedge((scenario, Scenario("idle")), (0.5, 0.5)).priced(model)
    more = priced.columns.cost - model.columns.cost
    mine = model.columns.families["itinerary"].columns
    assert more[mine] == pytest.approx(0.5 * taken(model, model.options, scenario))
    more[mine] = 0.0
    assert not more.any()


def test_postings_that_were_seen_are_not_planned_twice() -> None:
    """Tests that by the mean, under which the search proposes the postings of the plan given, no
    other plan is made, and that it ends once nothing would change.
    """
    mean = found("expected", rounds=4)
    assert [each.name for each in mean.tried] == ["as given"]
    assert mean.ended == NOTHING_NEW


def test_ctrl_c_keeps_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a search that Ctrl-C cut short makes no candidate, and that the rest is told."""
    aim = Aim(Against("contributors", WEEK), measure_named("worst"))
    cut_short = replace(planned(), limit="interrupted")
    monkeypatch.setattr(run, "plan_mission", lambda *_, **__: (cut_short, None, None))
    left = robust_plan(asked(), planned(), aim, LIMITS)
    assert (left.interrupted, left.ended) == (True, "interrupted")
    assert left.best is left.given


def test_no_plan_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a hedge without a plan ends the search, and is told with its reason."""

    def fails(*_: object, **__: object) -> None:
        raise NoPlanFound("the time was too short")

    aim = Aim(Against("contributors", WEEK), measure_named("worst"))
    monkeypatch.setattr(run, "plan_mission", fails)
    left = robust_plan(asked(), planned(), aim, LIMITS)
    assert left.ended == "hedge 1 has no plan: the time was too short"
    assert len(left.tried) == 1
