"""Units that go from one mission of a portfolio to another: bounds and plans against every way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from planner.compare.sides import side
from planner.compare.tables import unit_rows
from planner.compare.tornado import leaving
from planner.costing.life import lives_of_plan
from planner.costing.lines import Costing
from planner.export.summary.force import force
from planner.jobs import Workers
from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK
from planner.mission.force import PostingCost, Transfer
from planner.mission.mission import Mission
from planner.pipeline import evaluate_postings, plan_mission
from planner.portfolio import (
    InvalidPortfolio,
    Portfolio,
    PortfolioLimits,
    PortfolioPlan,
    check_portfolio,
    plan_portfolio,
)
from planner.portfolio.commons import commons_of
from planner.portfolio.file import LoadedPortfolio
from planner.portfolio.pieces import Relaxing, relax_alone
from planner.portfolio.prove import ToldBound, check_portfolio_bound
from planner.portfolio.summary import summarise_portfolio, text
from planner.verify import verify
from planner.verify.transfers import transfer_weeks
from tests import builders
from tests.portfolio.builders import WEEKS, common, tiny

LIMITS = PortfolioLimits(gap=1e-6, rounds=20)
CENTS = 1e-6  # relative: what solvers' tolerances may do
ID, NAME = "b/mover", "mover"
MONTHS = DAYS_PER_WEEK / DAYS_PER_MONTH


@dataclass(frozen=True)
class Worth:
    """What a week without a second company at the hub costs a (from a week on) and b, and what the
    transfer costs, in USD; weeks from port to port.
    """

    a: float
    b: float
    transfer: float = 50_000.0
    weeks: int = 0
    from_week: int = 0


# It takes a week to b's port, none or more to a's, and two from there to a's hub: who leaves in
# week 1, the first that notice allows, serves a in weeks 4 and 5 of 0 to 5. So going is worth two
# weeks of a's, and costs five of b's.
EVERY = {
    "goes": Worth(5e6, 0.0),
    "goes a week later": Worth(5e6, 0.5e6, from_week=5),
    "stays": Worth(1e6, 1.5e6),
    "is worth less there": Worth(5e6, 3.2e6),
    "is too dear": Worth(1e6, 0.2e6, transfer=9e6),
    "is too far": Worth(5e6, 0.0, weeks=2),  # would come in week 6
}
AT = {name: {"goes": 2, "goes a week later": 3}.get(name) for name in EVERY}  # week in a's port


def missions(worth: Worth) -> dict[str, Mission]:
    """A second company stands at b's hub, and may go to a's; both want one there."""
    made = {name: tiny(name, 100_000.0) for name in ("a", "b")}
    since = {"a": worth.from_week, "b": 0}
    terms = {
        "a": Transfer(ID, "b", worth.weeks, "agreed", 2 + worth.weeks),
        "b": Transfer(ID, "a", worth.weeks, "agreed"),
    }
    for name, usd in (("a", worth.a), ("b", worth.b)):
        mission = made[name]
        own = {unit: each for unit, each in mission.units.items() if unit != "p1"}
        unit = builders.unit(NAME, "hub", goes_to=terms["b"])
        if name == "a":
            unit = builders.unit(NAME, comes_from=terms["a"], movement_options=("transfer",))
        wanted = builders.requirement(
            "second", ("hub",), from_week=since[name], until_week=WEEKS, penalty_usd_per_week=usd
        )
        made[name] = replace(
            mission,
            notice_weeks=1,
            units=own | {NAME: unit},
            requirements=(*mission.requirements, wanted),
        )
    costs = tuple(PostingCost(NAME, site, worth.transfer, "freight") for site in made["a"].sites)
    return made | {"a": replace(made["a"], posting_costs=costs)}


def portfolio(worth: Worth) -> Portfolio:
    """Both of them."""
    return Portfolio("pair", missions(worth), {})


def decided(mission: Mission, week: int | None) -> Mission:
    """The mission in which the unit goes, or comes, in a week, or never."""
    unit = replace(mission.units[NAME], transfer_week=week)
    if week is None:
        unit = replace(unit, goes_to=None)
    units = mission.units | {NAME: unit}
    if week is None and not unit.in_place:
        del units[NAME]
        return replace(mission, units=units, posting_costs=())
    return replace(mission, units=units)


@cache
def ways_usd(worth: Worth) -> dict[int | None, float]:
    """What both missions cost, each solved to the end, by the week in which the unit is in a's port
    (None: it never goes).
    """
    found = {}
    # From b's port in week 2 + weeks at the earliest; to a's hub two weeks after, by week 5.
    for week in (None, *range(2 + worth.weeks, 4)):
        usd = 0.0
        for mission in missions(worth).values():
            plan, _, verdict = plan_mission(decided(mission, week), time_limit_s=60.0, gap=1e-7)
            assert verdict.ok
            usd += plan.total_usd
        found[week] = usd
    return found


@cache
def planned(worth: Worth) -> PortfolioPlan:
    """The pair, planned."""
    return plan_portfolio(portfolio(worth), Workers(1), LIMITS)


@pytest.mark.parametrize("name", EVERY)
def test_bound_and_plan_meet_at_the_best_of_all_ways(name: str) -> None:
    """Tests units that go, go late, stay, are too dear to bring or too far away: the plan is the
    cheapest of all ways, and the bound reaches it.
    """
    worth, made = EVERY[name], planned(EVERY[name])
    ways = ways_usd(worth)
    assert min(ways, key=lambda week: ways[week]) == AT[name]
    best = ways[AT[name]]
    assert made.ok
    assert made.total_usd == pytest.approx(best, rel=CENTS)
    assert made.bound_usd is not None
    assert made.bound_usd <= best * (1 + CENTS)
    assert made.bound_usd == pytest.approx(best, rel=1e-5)
    gone, _ = transfer_weeks(missions(worth)["b"], made.plans["b"].tables)
    _, come = transfer_weeks(missions(worth)["a"], made.plans["a"].tables)
    assert gone == come == ({} if AT[name] is None else {ID: AT[name]})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["goes a week later", "stays"])
def test_any_prices_prove_a_bound(name: str, seed: int) -> None:
    """Tests that prices drawn at random give no bound above the best way: they cancel out where the
    unit comes as it goes, and limits are zero.
    """
    asked, total = portfolio(EVERY[name]), 0.0
    chance = np.random.default_rng(seed)
    prices = chance.choice([0.0, 0.0, 0.2, 3.0], size=len(commons_of(asked).limit))
    for mission in asked.missions:
        job = Relaxing(asked.missions[mission], common(asked, mission), prices, 60.0, 1e-6)
        total += 1e6 * relax_alone(job).bound
    assert total <= min(ways_usd(EVERY[name]).values()) * (1 + CENTS)


def test_the_one_who_goes_is_paid_until_it_is_there() -> None:
    """Tests the week to the port: b pays 2 weeks for 150 persons, a 2, and a the transfer."""
    made = planned(EVERY["goes"])
    assert _usd(made, "b", "self_sustainment") == pytest.approx(150 * 300 * 2 * MONTHS)
    assert _usd(made, "a", "self_sustainment") == pytest.approx(150 * 300 * 2 * MONTHS)
    assert (_usd(made, "a", "freight"), _usd(made, "b", "freight")) == (50_000.0, 0.0)
    assert (_usd(made, "a", "travel"), _usd(made, "b", "travel")) == (0.0, 0.0)


def _usd(made: PortfolioPlan, mission: str, line: str) -> float:
    """What a mission's plan pays for the unit on a line."""
    costs = made.plans[mission].tables["costs"]
    return float(costs[(costs["line"] == line) & (costs["item"] == NAME)]["usd"].sum())


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("goes", "stays", "in the ports of a never, and comes from there in week 2"),
        ("stays", "goes", "in the ports of a in week 2, and comes from there never"),
        (
            "goes",
            "goes a week later",
            "in the ports of a in week 3, and comes from there in week 2",
        ),
        ("goes", "goes", None),
        ("stays", "stays", None),
    ],
)
def test_plans_that_do_not_agree_clash(a: str, b: str, said: str | None) -> None:
    """Tests one that comes and never went, one that is lost, one that comes too early."""
    tables = {
        "a": planned(EVERY[a]).plans["a"].tables,
        "b": planned(EVERY[b]).plans["b"].tables,
    }
    clashes = check_portfolio(portfolio(EVERY["goes"]), tables)
    assert [(item.kind, item.subject) for item in clashes] == ([("transfer", ID)] if said else [])
    assert [item.sentence for item in clashes] == ([f"mover of b is {said}"] if said else [])


def test_the_bound_is_recomputed_from_its_prices() -> None:
    """Tests that prices of transfers and duals prove the bound, and that without them they do
    not.
    """
    name = "is worth less there"
    made, asked = planned(EVERY[name]), portfolio(EVERY[name])
    assert made.bound_usd is not None
    told = ToldBound(
        made.bound_usd, made.bound_by, made.unit_prices_usd, made.hour_prices_usd,
        made.account_prices, made.duals, made.transfer_prices_usd,
    )  # fmt: skip
    assert any(usd > 0.0 for usd in told.transfer_prices_usd.values())
    duals = replace(told, bound_by="duals")
    honest = check_portfolio_bound(asked, duals, made.total_usd).recomputed_usd
    bare = check_portfolio_bound(asked, replace(duals, transfer_prices_usd={}), made.total_usd)
    assert honest is not None
    assert bare.recomputed_usd is not None
    assert bare.recomputed_usd < honest <= made.total_usd * (1 + CENTS)


def test_a_move_is_told_as_a_move() -> None:
    """Tests the summaries of both missions and of the whole, the fates that comparisons tell, and
    that nobody is counted as leaving: the unit leaves b in week 1, is in a's port in week 2, and
    serves there from week 4.
    """
    made, both = planned(EVERY["goes"]), missions(EVERY["goes"])
    forces = {name: force(mission, made.plans[name]) for name, mission in both.items()}
    assert [(move.unit, move.week, move.destination) for move in forces["b"].transfer_out] == [
        (NAME, 1, "a")
    ]
    assert [(move.unit, move.week, move.origin) for move in forces["a"].transfer_in] == [
        (NAME, 4, "b")
    ]
    assert (forces["a"].arrive, forces["b"].leave) == ((), ())
    told = LoadedPortfolio("Both", portfolio(EVERY["goes"]), {}, (), (), (), "0")
    said = summarise_portfolio(told, made)
    [move] = said.transfers
    assert (move.left_week, move.there_week, move.start_week, move.persons) == (1, 2, 4, 150)
    assert "MOVES 1 of 1 units that might go to another mission" in text(said)
    assert "mover, 150 persons: leaves b in week 1, is in the ports of a in week 2" in text(said)
    sides = {name: side(name, mission, made.plans[name]) for name, mission in both.items()}
    fates = {name: {row["unit"]: row["fate"] for row in unit_rows(side)}
             for name, side in sides.items()}  # fmt: skip
    assert (fates["a"][NAME], fates["b"][NAME]) == ("comes from b", "goes to a")
    assert leaving(sides["b"]) == 0


def test_the_verifier_of_one_mission_knows_its_terms() -> None:
    """Tests that the unit, in a's port in week 2, breaks terms that allow week 3 at the earliest,
    and on a way of five weeks would be there after the end: in week 2 + 5 of 0 to 5.
    """
    asked, made = missions(EVERY["goes"]), planned(EVERY["goes"])
    late = replace(asked["a"].units[NAME], comes_from=Transfer(ID, "b", 0, "agreed", 3))
    far = replace(asked["b"].units[NAME], goes_to=Transfer(ID, "a", 5, "agreed"))
    for name, unit, said in (
        ("a", late, "needed 3, offered 2"),
        ("b", far, "needed 5, offered 7"),
    ):
        other = replace(asked[name], units=asked[name].units | {NAME: unit})
        found = verify(other, made.plans[name]).violations
        broken = [item for item in found if item.kind == "transfer"]
        assert [item.subject for item in broken] == [NAME]
        assert said in broken[0].sentence


@pytest.mark.parametrize("name", ["a", "b"])
def test_given_postings_go_and_come_as_they_are_told(name: str) -> None:
    """Tests that the postings of either plan, given back to its mission, are judged right, move in
    the same weeks and cost the same.
    """
    mission, made = missions(EVERY["goes"])[name], planned(EVERY["goes"]).plans[name]
    plan, _, verdict = evaluate_postings(mission, made.tables["postings"])
    assert verdict.violations == ()
    assert transfer_weeks(mission, plan.tables) == transfer_weeks(mission, made.tables)
    assert plan.total_usd == pytest.approx(made.total_usd, rel=1e-4)


def test_cost_lines_of_the_one_who_goes_add_up() -> None:
    """Tests that `peaceplan cost` charges the unit what both plans' cost tables do."""
    made = planned(EVERY["goes"])
    for name, mission in missions(EVERY["goes"]).items():
        plan = made.plans[name]
        life = lives_of_plan(mission, dict(plan.tables))[NAME]
        lines = [each for each in Costing(mission).lines(life) if each.part == "charged"]
        costs = plan.tables["costs"]
        charged = float(costs[costs["item"] == NAME]["usd"].sum())
        assert sum(each.usd for each in lines) == pytest.approx(charged)
        assert charged > 0.0


def _changed(mission: str, **changes: object) -> dict[str, Mission]:
    """The missions, one with another unit."""
    made = missions(EVERY["goes"])
    unit = replace(made[mission].units[NAME], **changes)  # type: ignore[arg-type]
    return made | {mission: replace(made[mission], units=made[mission].units | {NAME: unit})}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (_changed("b", goes_to=None), "b/mover is of 0 units that go and 1 that come"),
        (_changed("a", strength_persons=140), "contributor, type or strength differ"),
        (_changed("b", parent="battalion"), "is no unit in place that may leave alone"),
        (_changed("b", goes_to=Transfer(ID, "c", 0, "agreed")), "and its terms name others"),
    ],
)
def test_missions_that_do_not_agree_are_refused(made: dict[str, Mission], said: str) -> None:
    """Tests terms that only one of both has, that name others, or are of another unit."""
    with pytest.raises(InvalidPortfolio) as caught:
        Portfolio("pair", made, {})
    assert any(said in problem for problem in caught.value.problems)
