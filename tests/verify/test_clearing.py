"""Stock at sites that close: what the verifier makes of where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.mission.supply import Clearing
from planner.verify import verify
from tests.builders import mission, with_clearing
from tests.rules.case import put
from tests.verify.plans import STAYING, added, make, posting, retell

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

GONE = posting("u1", "alpha", "need-alpha", end_week=10, departure="leave")
KG, LITRES = 4_200.0, 16_800.0  # 14 days of 150 persons at alpha


def asked(run_down_weeks: int = 0) -> Mission:
    """The tiny mission, in which alpha may close; rations sell at 300 USD a tonne."""
    base = put(mission(), "sites", "alpha", closing_usd=20_000.0)
    terms, rations = (Clearing(50.0, sale, run_down_weeks) for sale in (None, 300.0))
    return with_clearing(base, terms, rations=rations)


def row(name: str, how: str, quantity: float, week: int = 10) -> dict[str, Any]:
    """A row of `clearances` at alpha."""
    return {"site": "alpha", "supply_class": name, "week": week, "how": how, "quantity": quantity}


ALL = [row("rations", "sold", KG), row("ground_fuel", "written_off", LITRES)]


def closing(mission: Mission, rows: list[dict[str, Any]], **tables: Any) -> Plan:
    """u1 leaves alpha in week 10, which closes then."""
    closed = [{"site": "alpha", "week": 10}]
    return make(mission, [GONE, STAYING[1]], site_closures=closed, clearances=rows, **tables)


def said(mission: Mission, plan: Plan) -> list[str]:
    """Every violation with its kind."""
    return [f"{item.kind}: {item.sentence}" for item in verify(mission, plan).violations]


def test_what_is_cleared_is_paid_for() -> None:
    """Tests 4.2 t sold at 300 USD and 16,800 l x 0.8 kg written off at 50 USD a tonne, on the lines
    of rations and of fuel, against a plan that leaves both where they are.
    """
    plans = closing(asked(), ALL), closing(put(mission(), "sites", "alpha", closing_usd=2e4), [])
    costs = [plan.tables["costs"].groupby("line")["usd"].sum() for plan in plans]
    assert said(asked(), plans[0]) == []
    assert costs[0]["rations"] - costs[1]["rations"] == pytest.approx(-4.2 * 300.0)
    assert costs[0]["fuel"] - costs[1]["fuel"] == pytest.approx(16.8 * 0.8 * 50.0)


def test_nothing_may_be_left() -> None:
    """Tests one kilogram in the stores from week 10 to 19."""
    plan = closing(asked(), [row("rations", "sold", KG - 1.0), ALL[1]])
    found = said(asked(), plan)
    assert len(found) == 10
    assert found[0] == "storage: dry storage at alpha in week 10: needed 0.001, offered 0 t"


def test_stock_is_cleared_only_as_the_site_closes() -> None:
    """Tests fuel that is written off a week before."""
    plan = closing(asked(), [ALL[0], row("ground_fuel", "written_off", LITRES, 9)])
    told = [each for each in said(asked(), plan) if each.startswith("stock_cleared")]
    assert told == [
        "stock_cleared: ground_fuel cleared at alpha in week 9: needed 16,800, offered 0 l"
    ]


def test_no_more_is_cleared_than_stands_there() -> None:
    """Tests one litre too many, which is then not there either."""
    plan = closing(asked(), [ALL[0], row("ground_fuel", "written_off", LITRES + 1.0)])
    told = [each for each in said(asked(), plan) if each.startswith("stock_cleared")]
    sentence = (
        "ground_fuel cleared at alpha in week 10 or sent back: needed 16,801, offered 16,800 l"
    )
    assert told == [f"stock_cleared: {sentence}"]


@pytest.mark.parametrize(("weeks", "week", "may"), [(0, 10, True), (1, 9, True), (0, 9, False)])
def test_supplies_go_back_as_a_site_closes(weeks: int, week: int, may: bool) -> None:
    """Tests 4.2 t that ride back to the hub in the week of the closing, or in the week before if no
    reserve is needed then.
    """
    mission = asked(weeks)
    back = {"lane": "road:hub>alpha", "supply_class": "rations", "week": week, "quantity": KG}
    plan = closing(mission, [ALL[1]], returns=[back])
    told = [each for each in said(mission, plan) if each.startswith("stock_cleared")]
    sentence = "stock_cleared: rations may not go back on road:hub>alpha in week 9"
    assert told == ([] if may else [sentence])
    hub = plan.tables["stocks"].set_index(["site", "supply_class", "week"])["received"]
    assert hub["hub", "rations", week] >= KG


def test_no_reserve_is_needed_as_stock_runs_down() -> None:
    """Tests a reserve of 28 days, of which half is there: it is short in the weeks 0 to 9 at alpha,
    and in none of the last three with three weeks to run down.
    """
    for weeks in (0, 3):
        base = put(asked(weeks), "supply_classes", "rations", own_days_of_supply=(("alpha", 28.0),))
        plan = closing(asked(weeks), ALL)
        lacks = verify(base, plan).shortfalls
        lacks = lacks[lacks["subject"] == "alpha|rations"]
        assert set(lacks["week"]) == set(range(10 - weeks))


def test_what_arrives_does_not_go_back_in_the_same_week() -> None:
    """Tests 4,201 kg of rations that ride back in week 10, of which one came in that week."""
    back = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 10, "quantity": KG + 1.0}
    plan = closing(asked(), [ALL[1]], returns=[back])
    more = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 10, "quantity": 1.0}
    told = said(asked(), retell(asked(), added(plan, "flows", more).tables))
    sentence = "rations cleared at alpha in week 10 or sent back: needed 4,201, offered 4,200 kg"
    assert told == [f"stock_cleared: {sentence}"]
