"""The parts of planning a portfolio, one by one, without workers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from planner.mission.lift import Contract, Release
from planner.plan import empty_tables, table
from planner.portfolio import InvalidPortfolio, Portfolio, check_portfolio
from planner.portfolio.commons import Within, commons_of, priced, rows_of, use_of, without_units
from planner.portfolio.prices import FAR, Cut, Prices, contested
from planner.portfolio.shares import (
    clusters,
    first_shares,
    guided_shares,
    left_by_others,
    shares_of_the_rest,
)
from tests import builders
from tests.portfolio.builders import SHARED, WEEKS, common, model_of, pair, tiny

Floats = NDArray[np.float64]
Tables = dict[str, pd.DataFrame]


def sortie(lane: str, week: int, trips: int, consignment: str = "") -> dict[str, object]:
    """A row of sorties."""
    return {"lane": lane, "week": week, "consignment": consignment, "trips": trips}


def serving(unit: str) -> dict[str, object]:
    """A row of postings."""
    return {
        "posting": f"{unit}/1", "unit": unit, "contributor": "AAA", "unit_type": "infantry_coy",
        "site": "alpha", "requirement": "need", "start_week": 2, "end_week": WEEKS,
        "strength_persons": 150, "arrival": "air", "departure": "stays",
    }  # fmt: skip


def tables(**rows: list[dict[str, object]]) -> Tables:
    """Empty tables but for these rows."""
    return empty_tables() | {name: table(name, items) for name, items in rows.items()}


def test_everything_wrong_with_a_portfolio_is_told_at_once() -> None:
    """Tests that units, fleets and calendars that cannot be shared are all named."""
    a, b = tiny("a", 1.0), tiny("b", 1.0)
    b = replace(
        b,
        calendar=replace(b.calendar, weeks=7),
        units={**b.units, "a-u1": builders.unit("a-u1"), SHARED: builders.unit(SHARED)},
        fleets={**b.fleets, "planes": replace(b.fleets["planes"], hours_per_week_each=9.0)},
    )
    b.units[SHARED] = builders.unit(SHARED, strength_persons=90, parent="b-u1")
    pools = {"planes": 1, "ships": 1, "trucks": -1, "boats": 2}
    with pytest.raises(InvalidPortfolio) as caught:
        Portfolio("wrong", {"a": a, "b": b}, pools)
    said = caught.value.problems
    for begin, what in (
        ("missions: b has 7 weeks", "give all the same"),
        ("units: a-u1 of a, b", "a pledge in one and in place in another"),
        (f"units: {SHARED} of a, b", "part of another unit"),
        (f"units: {SHARED} of a, b", "strength differ"),
        ("pools: planes", "hours differ"),
        ("pools: ships", "without limit"),
        ("pools: trucks has -1", "give 0 or more"),
        ("pools: boats is a fleet of 0 missions", "at least 2"),
    ):
        assert [text for text in said if text.startswith(begin) and what in text], (begin, said)
    assert len(said) == 8


def test_units_in_place_are_their_missions_own() -> None:
    """Tests two units of one name, each in place in its mission: neither shared nor a clash."""
    a, b = tiny("a", 1.0), tiny("b", 1.0)
    b = replace(b, units={**b.units, "a-u1": builders.unit("a-u1", "hub", contributor="AAA")})
    both = Portfolio("both", {"a": a, "b": b}, {})
    assert both.shared_units == {SHARED: ("a", "b")}
    holds = {"a": tables(postings=[serving("a-u1")]), "b": tables(postings=[serving("a-u1")])}
    assert check_portfolio(both, holds) == ()
    serves = {"a": tables(postings=[serving(SHARED)]), "b": tables(postings=[serving(SHARED)])}
    assert [clash.subject for clash in check_portfolio(both, serves)] == [SHARED]


def test_commons_are_units_and_hours_of_every_week() -> None:
    """Tests limits: one for the pledge; two trucks of 7 days in each of six weeks."""
    commons = commons_of(pair({"trucks": 2}))
    assert commons.units == (SHARED,)
    assert commons.hours == tuple(("trucks", week) for week in range(WEEKS))
    assert commons.limit.tolist() == [1.0] + [14.0] * WEEKS


def test_shared_pledges_are_classes_of_their_own() -> None:
    """Tests that a pledge that others may want is no one's like, though it looks like one."""
    mission = tiny("a", 1.0)
    twin = replace(mission.units[SHARED], unit="p2")
    mission = replace(mission, units={**mission.units, "p2": twin})
    together = model_of(mission).options.classes
    apart = model_of(mission, frozenset([SHARED])).options.classes
    assert (SHARED, "p2") in [item.units for item in together]
    assert {(SHARED,), ("p2",)} <= {item.units for item in apart}


def test_prices_charge_use_and_nothing_else() -> None:
    """Tests that a point costs as much more at prices as it uses, row by row; contracts give
    hours: three more trucks from week 2 on are 21 days less a week.
    """
    offer = Contract("more", "trucks", 5, 2, WEEKS, 1.0, 0.0, "ground_transport")
    portfolio = pair({"trucks": 2}, contracts={"more": offer})
    commons = common(portfolio, "a")
    model = model_of(portfolio.missions["a"], frozenset([SHARED]))
    chance = np.random.default_rng(3)
    point, prices = chance.uniform(size=model.columns.count), chance.uniform(size=1 + WEEKS)
    use = use_of(model, commons, point)
    charged = priced(model, commons, prices)
    assert charged.value(point) - model.value(point) == pytest.approx(float(prices @ use))
    hired = np.zeros(model.columns.count)
    hired[model.columns.families["contract"].columns] = 3.0
    assert use_of(model, commons, hired).tolist() == [0.0, 0.0, 0.0, *[-21.0] * (WEEKS - 2)]


def test_a_share_narrows_hours_and_takes_units_out() -> None:
    """Tests that a mission in its share has its hours as upper sides, at most its own, and no
    pledge that is another's.
    """
    portfolio = pair({"trucks": 2})
    mission, commons = portfolio.missions["a"], common(portfolio, "a")
    share = np.array([0.0, 3.0, 0.0, 14.0, 5.5, 900.0, 7.0])
    mine = without_units(mission, commons, share)
    assert set(mine.units) == {"a-u1"}
    hours = commons.part(np.arange(1, 1 + WEEKS))
    model = model_of(mine)
    narrowed = Within(hours, share[1:])(model)
    rows = rows_of(model, hours)
    own = mission.fleets["trucks"].number * 7.0
    assert narrowed.rows.row_upper[rows].tolist() == [3.0, 0.0, 14.0, 5.5, own, 7.0]
    others = np.ones(len(model.rows.row_upper), dtype=bool)
    others[rows] = False
    assert (narrowed.rows.row_upper[others] == model.rows.row_upper[others]).all()
    assert (model.rows.row_upper[rows] == own).all()


def drive(prices: Prices, missions: dict[str, list[Cut]], rounds: int) -> None:
    """Let missions answer prices, each by the cheapest of what it could do."""
    at = np.zeros(len(prices.limit))
    for _ in range(rounds):
        answers = {
            name: min(ways, key=lambda way: way.cost + float(at @ way.use))
            for name, ways in missions.items()
        }
        bounds = {name: way.cost + float(at @ way.use) for name, way in answers.items()}
        prices.take(at, bounds, answers)
        at = prices.next()


def test_prices_find_the_best_bound() -> None:
    """Tests the cutting planes by hand: a pledge is worth 4 to one mission and 1 to the other, and
    one of 10 hours costs 2 to do without; 15 hours are wanted of 12.

    Both without anything: 20 + 30. The pledge to the first saves 4; 12 hours save 24. 50 - 28 = 22.
    """
    missions = {
        "x": [Cut(20.0 - 4.0 * unit - 2.0 * hours, np.array([unit, hours]))
              for unit in (0.0, 1.0) for hours in (0.0, 10.0)],
        "y": [Cut(30.0 - 1.0 * unit - 2.0 * hours, np.array([unit, hours]))
              for unit in (0.0, 1.0) for hours in (0.0, 5.0)],
    }  # fmt: skip
    prices = Prices(np.array([1.0, 12.0]), np.array([5.0, 5.0]))
    drive(prices, missions, 1)
    first = prices.mixture()  # both want both, at no price
    assert not first.fits
    assert first.value > 22.0
    drive(prices, missions, 40)
    assert prices.best == pytest.approx(22.0, abs=1e-6)
    assert 1.0 - 1e-6 <= prices.center[0] <= 4.0 + 1e-6
    assert prices.center[1] == pytest.approx(2.0, abs=1e-6)
    mixed = prices.mixture()
    assert mixed.value == pytest.approx(22.0, abs=1e-6)
    assert sum(mixed.use.values()) == pytest.approx([1.0, 12.0], abs=1e-6)
    assert mixed.fits


def test_bounds_never_pass_what_can_be_had() -> None:
    """Tests that at no prices on the way the bound is above the cheapest choices that fit, drawn
    ten times; and that the best prices stay within reach.
    """
    for seed in range(10):
        chance = np.random.default_rng(seed)
        limit = np.array([1.0, 1.0, 8.0])
        missions = {
            name: [Cut(20.0, np.zeros(3))]
            + [
                Cut(float(20 - chance.uniform(0, 9)), chance.integers(0, [2, 2, 9]).astype(float))
                for _ in range(4)
            ]
            for name in ("x", "y")
        }
        best = min(
            x.cost + y.cost
            for x in missions["x"]
            for y in missions["y"]
            if (x.use + y.use <= limit).all()
        )
        prices = Prices(limit, np.full(3, 2.0))
        drive(prices, missions, 15)
        assert prices.best <= best + 1e-9
        assert prices.best <= prices.mixture().value + 1e-6
        assert (prices.center <= FAR * prices.scale).all()


def test_first_prices_are_what_the_last_one_left_out_would_pay() -> None:
    """Tests that a pledge wanted by two costs what it is worth to the second; one wanted by one
    costs nothing, and nobody knows the worth of hours.
    """
    use = [np.array([1.0, 1.0, 9.0]), np.array([0.4, 0.0, 9.0]), np.array([0.0, 0.0, 0.0])]
    worth = [np.array([5.0, 3.0, 0.0]), np.array([2.0, 2.0, 0.0]), np.array([1.0, 0.0, 0.0])]
    assert contested(use, worth, np.array([1.0, 1.0, 12.0])).tolist() == [2.0, 0.0, 0.0]


@pytest.mark.parametrize("seed", range(5))
def test_shares_fit_whatever_is_wanted(seed: int) -> None:
    """Tests that shares of both kinds give each pledge once, only to whom it is offered, and no
    more hours than there are.
    """
    portfolio = pair({"trucks": 2, "planes": 1})
    commons, missions = commons_of(portfolio), dict(portfolio.missions)
    chance = np.random.default_rng(seed)
    use = {name: chance.uniform(-5, 30, len(commons.limit)) for name in missions}
    worth = {name: chance.uniform(0, 1, len(commons.limit)) for name in missions}
    for shares in (
        first_shares(missions, commons),
        guided_shares(missions, commons, use, worth),
    ):
        total = np.sum(list(shares.values()), axis=0)
        assert total[0] == 1.0
        assert (total <= commons.limit + 1e-9).all()
        assert all((share >= 0).all() for share in shares.values())
        assert {float(share[0]) for share in shares.values()} == {0.0, 1.0}


@pytest.mark.parametrize("seed", range(3))
def test_shares_of_the_rest_are_what_is_left(seed: int) -> None:
    """Tests one mission that gets all that is left of hours, and the pledge if it is left and the
    simple rule gives it to it; and two, whose parts make the whole of what is left.
    """
    portfolio = pair({"trucks": 2, "planes": 1})
    commons, missions = commons_of(portfolio), dict(portfolio.missions)
    left = np.random.default_rng(seed).uniform(0, 1, len(commons.limit)) * commons.limit
    wanted = first_shares(missions, commons)
    [taker] = [name for name, share in wanted.items() if share[0]]
    for pledge in (0.0, 1.0):
        left[0] = pledge
        for name in missions:
            [alone] = shares_of_the_rest(commons, {name: wanted[name]}, left).values()
            assert alone[0] == (pledge if name == taker else 0.0)
            assert alone[1:] == pytest.approx(left[1:])
        both = shares_of_the_rest(commons, wanted, left)
        assert sum(both.values()) == pytest.approx(left)


def test_a_guided_share_follows_use_then_worth() -> None:
    """Tests that the pledge goes to whom it serves most, if to nobody to whom it is worth most."""
    portfolio = pair()
    commons, missions = commons_of(portfolio), dict(portfolio.missions)
    worth = {"a": np.array([1.0]), "b": np.array([2.0])}
    for a, b, taker in ((0.7, 0.3, "a"), (0.3, 0.7, "b"), (0.0, 0.0, "b")):
        use = {"a": np.array([a]), "b": np.array([b])}
        shares = guided_shares(missions, commons, use, worth)
        assert [name for name, share in shares.items() if share[0]] == [taker]


def test_missions_that_share_stand_in_one_cluster() -> None:
    """Tests that sharing joins missions through others, and that one that shares nothing is alone;
    and what others leave of a pledge and of hours.
    """
    missions = {name: tiny(name, 1.0) for name in "abcd"}
    missions["d"] = without_units(missions["d"], commons_of(pair()), np.zeros(1))
    fleets = {key: fleet for key, fleet in missions["d"].fleets.items() if key != "planes"}
    missions["d"] = replace(missions["d"], fleets=fleets)
    portfolio = Portfolio("four", missions, {"planes": 2})
    commons = commons_of(portfolio)
    assert clusters(missions, commons) == [("a", "b", "c"), ("d",)]
    used = {"a": np.array([1.0] + [20.0] * WEEKS), "b": np.array([0.0] + [45.0] * WEEKS)}
    assert left_by_others(commons, used, "c").tolist() == [0.0] * (1 + WEEKS)
    assert left_by_others(commons, used, "a").tolist() == [1.0] + [15.0] * WEEKS


def test_the_check_names_a_unit_that_serves_twice() -> None:
    """Tests that a pledge with postings in both plans is a clash, in one is none, and that a
    mission without a plan is told.
    """
    portfolio = pair()
    twice = {name: tables(postings=[serving(SHARED)]) for name in ("a", "b")}
    clashes = check_portfolio(portfolio, twice)
    assert [(clash.kind, clash.subject) for clash in clashes] == [("unit", SHARED)]
    assert clashes[0].sentence == "p1 serves in a and b"
    assert check_portfolio(portfolio, twice | {"b": tables()}) == ()
    assert [clash.sentence for clash in check_portfolio(portfolio, {"a": tables()})] == [
        "b has no plan"
    ]


def test_vehicles_of_a_pool_are_not_released() -> None:
    """Tests that terms of release are refused for a fleet on which others draw."""
    planes = replace(builders.mission().fleets["planes"], release=Release(4, 0.0, 0))
    fleets = {**builders.mission().fleets, "planes": planes}
    with pytest.raises(InvalidPortfolio, match="vehicles of pools are not released"):
        pair({"planes": 2}, fleets=fleets)


def test_the_check_names_a_pool_and_the_week_in_which_it_is_exceeded() -> None:
    """Tests pools by hand. A truck's trip takes 2 days, two trucks give 14 a week: 4 trips and 3
    are enough for week 1, 5 and 3 are too many for week 2. Charters do not count, nor do days of
    vehicles that a mission has hired itself: b has 7 of its 16 days in week 4 of one more truck,
    but none to a, whose 8 trips in week 5 take 16.
    """
    offer = Contract("more", "trucks", 1, 4, WEEKS, 1.0, 0.0, "ground_transport")
    portfolio = pair({"trucks": 2}, contracts={"more": offer})
    road = "road:hub>alpha"
    plans = {
        "a": tables(sorties=[sortie(road, 1, 4), sortie(road, 2, 5), sortie(road, 5, 8)]),
        "b": tables(
            sorties=[sortie(road, 1, 3), sortie(road, 2, 3), sortie(road, 3, 9, "c"),
                     sortie(road, 4, 8)],
            contracts=[{"contract": "more", "count": 1}],
        ),
    }  # fmt: skip
    clashes = check_portfolio(portfolio, plans)
    assert [(clash.subject, clash.week) for clash in clashes] == [("trucks", 2), ("trucks", 5)]
    assert clashes[0].sentence == "pool trucks in week 2: needed 16, offered 14 vehicle-days"


def test_a_trip_over_weeks_takes_from_the_pool_in_each() -> None:
    """Tests that a trip of 10 days takes 7 of its week and 3 of the next, in the check as in the
    planner's own account of what a plan uses.
    """
    portfolio = pair({"trucks": 1})
    missions = {
        name: replace(
            mission,
            lanes={key: replace(lane, cycle_days=10.0) for key, lane in mission.lanes.items()},
        )
        for name, mission in portfolio.missions.items()
    }
    portfolio = replace(portfolio, missions=missions)
    late = tables(sorties=[sortie("road:hub>alpha", 2, 1)])
    clashes = check_portfolio(portfolio, {"a": late, "b": late})
    assert [(clash.week, clash.sentence.split()[-4]) for clash in clashes] == [(2, "14,")]
    commons = common(portfolio, "a")
    model = model_of(missions["a"])
    number = [lane.lane for lane in model.options.lanes].index("road:hub>alpha")
    point = np.zeros(model.columns.count)
    point[model.columns.families["trips"].at(number, 2)] = 1.0
    assert use_of(model, commons, point).tolist() == [0.0, 0.0, 0.0, 7.0, 3.0, 0.0, 0.0]
