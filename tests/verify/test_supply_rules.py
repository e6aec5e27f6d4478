"""Details of the rules on supplies, each on the smallest change of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.supply import Depot, Source
from planner.verify import verify
from tests.builders import WEEKS, mission
from tests.rules.case import put, with_rule
from tests.verify.plans import added, changed, make, retell, sentences_of


def test_depots_add_storage() -> None:
    """Tests that 4.2 t of rations at alpha fit 4.1 t of storage once a depot of 1 t is open."""
    base = put(mission(), "sites", "alpha", storage_dry_t=4.1)
    depot = Depot("shed", "alpha", 0.0, 1.0, 0.0, "facilities")
    asked = replace(base, depots={"shed": depot})
    assert len(sentences_of(asked, make(asked), "storage")) == 20
    assert verify(asked, make(asked, depots=[{"depot": "shed"}])).ok


def test_sources_sell_no_more_than_they_have() -> None:
    """Tests that 4,550 kg of rations a week are 50 too many of a source of 4,500, in 20 weeks."""
    base = mission()
    limited = (Source("port", "rations", 3.0, 4_500.0), base.sources[1])
    asked = replace(base, sources=limited)
    found = sentences_of(asked, make(asked), "stock_balance")
    assert len(found) == 20
    assert found[0].endswith("needed 4,550, offered 4,500 kg")


def test_a_site_may_buy_for_itself() -> None:
    """Tests that alpha may buy its own 2,100 kg of week 3 in place of what is driven there."""
    base = mission()
    asked = replace(base, sources=(*base.sources, Source("alpha", "rations", 1.0, None)))
    where = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 3}
    plan = changed(make(asked), "flows", where, quantity=0.0)
    row = {"node": "alpha", "supply_class": "rations", "week": 3, "quantity": 2_100.0}
    plan = retell(asked, added(plan, "purchases", row).tables)
    assert verify(asked, plan).ok
    net = changed(plan, "stocks", {"site": "alpha", "supply_class": "rations"}, received=2_100.0)
    net = changed(
        net, "stocks", {"site": "alpha", "supply_class": "rations", "week": 3}, received=0.0
    )
    assert verify(asked, net).ok


def test_a_site_may_need_its_own_days_of_supply() -> None:
    """Tests 14 days in stock everywhere: where every site needs 21 days but alpha its own 14, only
    the hub lacks 7 days, 175 x 2 kg x 7 = 2.45 t; where alpha alone needs 15, 0.3 t lack there.
    """
    base = with_rule("days_of_supply")
    for least, own, said in (
        (21.0, 14.0, "rations at hub in week 0: needed 7.35, offered 4.9 t"),
        (7.0, 15.0, "rations at alpha in week 0: needed 4.5, offered 4.2 t"),
    ):
        days = {"days_of_supply": least, "own_days_of_supply": (("alpha", own),)}
        asked = put(base, "supply_classes", "rations", **days)
        found = sentences_of(asked, retell(asked, make(base).tables), "days_of_supply")
        assert (found[0], len(found)) == (said, WEEKS)


def test_a_site_may_open_with_its_own_stock() -> None:
    """Tests that alpha opens with 20 days of rations, 20 x 150 x 2 kg, and the hub with 14."""
    asked = put(mission(), "supply_classes", "rations", own_opening_days=(("alpha", 20.0),))
    plan = make(asked)
    assert verify(asked, plan).ok
    opening = plan.tables["stocks"].set_index(["site", "supply_class", "week"])["opening"]
    assert opening["alpha", "rations", 0] == pytest.approx(6_000.0)
    assert opening["hub", "rations", 0] == pytest.approx(14 * 175 * 2)


def test_stocks_never_fall_below_nothing() -> None:
    """Tests that alpha, of 4.2 t and 2.1 t a week, has nothing to eat in week 2 without trucks."""
    base = with_rule("days_of_supply", hard=False)
    plan = make(base)
    flows = plan.tables["flows"]
    kept = flows[(flows["lane"] != "road:hub>alpha") | (flows["supply_class"] != "rations")]
    plan = retell(base, {**plan.tables, "flows": kept})
    found = sentences_of(base, plan, "stock_balance")
    assert found[0] == "stock of rations at alpha in week 2: needed 0, offered -2,100 kg"


def test_unmet_demand_is_no_more_than_demand() -> None:
    """Tests alpha, where 2,100 kg of rations are eaten in week 3: all of it may be unmet, not 1 kg
    more, which would be stock out of thin air.
    """
    asked, where = mission(), {"site": "alpha", "supply_class": "rations", "week": 3}
    for unmet, said in (
        (2_100.0, []),
        (2_101.0, ["unmet demand for rations at alpha in week 3: needed 2,101, offered 2,100 kg"]),
    ):
        plan = changed(make(asked), "stocks", where, unmet=unmet)
        assert sentences_of(asked, retell(asked, plan.tables), "stock_balance") == said


def test_supplies_take_lanes_that_can_carry_them() -> None:
    """Tests that fuel does not fly on a plane without tanks."""
    base = mission()
    room = replace(base.lanes["air:hub>alpha"].capacity, liquid_t=0.0)
    asked = put(base, "lanes", "air:hub>alpha", capacity=room)
    row = {"lane": "air:hub>alpha", "supply_class": "ground_fuel", "week": 3, "quantity": 100.0}
    plan = retell(asked, added(make(asked), "flows", row).tables)
    kinds = {item.kind for item in verify(asked, plan).violations}
    assert kinds == {"stock_balance", "trip_capacity"}
