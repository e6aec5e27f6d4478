"""Sites that close leave nothing behind: stock is eaten, goes back, is sold or is written off."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from planner.mission.mission import Mission
from planner.mission.supply import Clearing
from planner.pipeline import evaluate_postings
from planner.plan import Plan
from planner.prove import proven_bound
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from tests.builders import WEEKS, with_clearing
from tests.model.solving import model_of
from tests.rules.case import with_rule
from tests.solve.test_closing import best, leaving
from tests.solve.test_given import rows

DEAR = 100_000.0  # USD for writing a tonne off


def closing(terms: Clearing, **own: Clearing) -> Mission:
    """u1 has to leave alpha by week 12, which then closes: 8 weeks at 5,000 USD for 20,000 USD."""
    return with_clearing(leaving(5_000.0), terms, **own)


def at_alpha(plan: Plan, table: str) -> pd.DataFrame:
    """Rows of a table at alpha."""
    frame = plan.tables[table]
    return frame[frame["site"] == "alpha"]


def cleared_kg(plan: Plan, supply_class: str, how: str) -> float:
    """Units of a class that are sold or written off in week 12."""
    gone = at_alpha(plan, "clearances")
    assert set(gone["week"]) <= {12}
    mine = (gone["supply_class"] == supply_class) & (gone["how"] == how)
    return float(gone.loc[mine, "quantity"].sum())


def left(plan: Plan) -> float:
    """Units of all classes in alpha's stores from week 12 on."""
    stocks = at_alpha(plan, "stocks")
    return float(stocks.loc[stocks["week"] >= 12, "closing"].sum())


def test_without_terms_what_is_left_is_lost() -> None:
    """Tests that the reserve of 7 days, 150 x 2 kg x 7, stays on the books of a closed site."""
    plan = best(leaving(5_000.0))
    assert plan.tables["clearances"].empty
    assert plan.tables["returns"].empty
    assert left(plan) >= 8 * 2_100.0


def test_stocks_run_down_before_a_site_closes() -> None:
    """Tests that with three weeks without a reserve all is eaten: 150 x 2 kg x 7 x 12 of rations
    less the 4,200 kg of the start have to come, and nothing is left to clear.
    """
    plan = best(closing(Clearing(DEAR, None, 3)))
    assert plan.tables["site_closures"].to_dict("records") == [{"site": "alpha", "week": 12}]
    assert left(plan) == pytest.approx(0.0, abs=1e-6)
    assert plan.tables["clearances"]["quantity"].sum() == pytest.approx(0.0, abs=0.1)
    stocks = at_alpha(plan, "stocks")
    rations = stocks[stocks["supply_class"] == "rations"]
    came = rations["received"].sum() - rations["sent"].sum()
    assert came == pytest.approx(150 * 2 * 7 * 12 - 4_200, abs=0.1)


def test_what_is_too_dear_to_write_off_goes_back() -> None:
    """Tests that a reserve of 7 days, 2,100 kg of rations and 8,400 l of fuel, rides back to the
    hub where writing it off costs more than the trips.
    """
    plan = best(with_rule("days_of_supply", closing(Clearing(DEAR))))
    assert left(plan) == pytest.approx(0.0, abs=1e-6)
    back = plan.tables["returns"].groupby("supply_class")["quantity"].sum()
    assert back["rations"] >= 2_100.0 - 0.1
    assert back["ground_fuel"] >= 8_400.0 - 0.1
    assert set(plan.tables["returns"]["week"]) == {12}


def test_what_has_a_price_is_sold() -> None:
    """Tests 400 USD a tonne, far more than it costs to bring one, for rations: what is sold is at
    most what stood there at the start, and comes back on their line. Fuel has no price.
    """
    asked = closing(Clearing(0.0), rations=Clearing(0.0, 400.0))
    cheap = tuple(replace(source, price_usd_per_unit=0.1) for source in asked.sources)
    plan = best(replace(asked, sources=cheap))
    assert cleared_kg(plan, "rations", "sold") >= 2_100.0 - 0.1
    assert cleared_kg(plan, "rations", "sold") <= 4_200.0
    assert cleared_kg(plan, "rations", "written_off") == 0.0
    assert cleared_kg(plan, "ground_fuel", "sold") == 0.0
    bought = plan.tables["purchases"].groupby("supply_class")["quantity"].sum()["rations"]
    costs = plan.tables["costs"].groupby("line")["usd"].sum()
    sold = cleared_kg(plan, "rations", "sold")
    assert costs["rations"] == pytest.approx(0.1 * bought - 0.4 * sold)


def test_nothing_is_sold_where_nothing_closes() -> None:
    """Tests that terms change neither cost nor tables where no site may close."""
    steady = leaving(5_000.0, None)
    plans = [best(asked) for asked in (steady, with_clearing(steady, Clearing(0.0, 2_999.0, 4)))]
    assert plans[0].total_usd == pytest.approx(plans[1].total_usd)
    assert plans[1].tables["clearances"].empty
    assert plans[1].tables["returns"].empty


def test_a_site_stays_open_where_clearing_it_costs_too_much() -> None:
    """Tests that alpha is not closed for 8 weeks at 5,000 USD where its reserve costs 100,000 USD
    a tonne, and no trip leads there from the week on in which its unit leaves.
    """
    asked = with_rule("days_of_supply", closing(Clearing(DEAR)))
    until = tuple(week < 12 for week in range(WEEKS))
    lanes = {name: replace(lane, open_weeks=until) if lane.destination == "alpha" else lane
             for name, lane in asked.lanes.items()}  # fmt: skip
    units = {name: replace(unit, hand_over_usd_per_person=0.0)
             for name, unit in asked.units.items()}  # fmt: skip
    plan = best(replace(asked, lanes=lanes, units=units))
    assert plan.tables["site_closures"].empty
    assert plan.tables["clearances"].empty


@pytest.mark.parametrize("terms", [Clearing(DEAR), Clearing(50.0, 300.0, 2)])
def test_the_bound_lies_below_plans_that_clear_stocks(terms: Clearing) -> None:
    """Tests both bounds at the relaxation's duals against the plan found: they say much."""
    asked = closing(terms)
    plan, model = best(asked), model_of(asked)
    duals = HighsEngine().solve_lp(model.rows).duals
    for bound in (lower_bound(model, duals).value, proven_bound(model, duals)):
        assert bound <= plan.total_usd / 1e6 + 1e-6
    assert lower_bound(model, duals).value >= 0.999 * plan.total_usd / 1e6


def test_stocks_are_cleared_for_given_postings() -> None:
    """Tests that alpha, which u1 leaves in week 10, ends with nothing in its stores."""
    given = rows(("u1", "alpha", 0, 10), ("u2", "hub", 0, 20))
    plan, _, verdict = evaluate_postings(closing(Clearing(50.0, 300.0, 2)), given)
    assert verdict.violations == ()
    assert plan.tables["site_closures"].to_dict("records") == [{"site": "alpha", "week": 10}]
    stocks = at_alpha(plan, "stocks")
    assert stocks.loc[stocks["week"] >= 10, "closing"].sum() == pytest.approx(0.0, abs=1e-6)
