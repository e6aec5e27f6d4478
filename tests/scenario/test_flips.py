"""Which choices of a plan flip when prices move."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from planner.compare.sides import Side
from planner.compare.weights import under
from planner.errors import Infeasible
from planner.jobs import Outcome
from planner.mission.money import Hire
from planner.plan import table
from planner.scenario import flips as module
from planner.scenario.flips import Choice, Moved, by_choice, find_flips, weighings
from planner.scenario.flips_text import rows, text
from planner.scenario.run import Job, Made
from tests import builders
from tests.compare.sides import short, side
from tests.export.plans import posting

STAY = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 20)]
HALF = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 10, departure="leave")]
NEED = "requirements of priority 1"


def here() -> Side:
    """A plan that costs 10 M, loses 2 M by requirements of the first priority; bound 11.7 M."""
    return side("here", bound_usd=11.7e6, postings=STAY, shortfalls=[short("need-bravo", 2e6)],
                terms={"cost": 10e6, "requirement_shortfall": 2e6})  # fmt: skip


def found(monkeypatch: pytest.MonkeyPatch, low: Side | None, high: Side | None) -> list[Moved]:
    """What is said of the first priority's price if these plans are found at 0.75 and 1.25 times
    it; None: the search proves that there is none.
    """
    mine = here()

    def run_jobs(_: object, jobs: list[tuple[str, Job]], __: object, *, on_done: object) -> None:
        assert [job.start is mine.plan for _, job in jobs] == [True, True]
        for (key, _), other in zip(jobs, (low, high), strict=True):
            if other is None:
                on_done(Outcome(key, error=Infeasible(["budget: x"])))  # type: ignore[operator]
            else:
                made = Made(other.plan, None, other.verdict)  # type: ignore[arg-type]
                on_done(Outcome(key, value=made))  # type: ignore[operator]

    monkeypatch.setattr(module, "run_jobs", run_jobs)
    monkeypatch.setattr(module, "weighings", lambda mission: {NEED: weighings(mission)[NEED]})
    return find_flips({"": mine})


def other(cost: float, lost: float, bound: float, *, leaves: bool, factor: float = 0.75) -> Side:
    """A plan found at another price, in millions of USD at that price."""
    missing = [short("need-bravo", lost / factor * 1e6)]  # so many weeks as this is at 1
    return side("other", bound_usd=bound * 1e6, postings=HALF if leaves else STAY,
                shortfalls=missing, terms={"cost": cost * 1e6,
                                           "requirement_shortfall": lost * 1e6})  # fmt: skip


def test_each_price_moves_by_itself() -> None:
    """Tests that a weighing changes one field of the mission alone, and by its factor; and which
    there are: the tiny mission has one priority, posts and no soft rule but that of requirements.
    """
    post = Hire("clerks", "staff", 10, 1000.0, 4, 0.0, 0.5, 50.0)
    mission = builders.mission(posts={"clerks": post})
    moved = weighings(mission)
    changed = {
        name: [
            item.name
            for item in fields(mission)
            if getattr(weigh(1.25), item.name) != getattr(mission, item.name)
        ]
        for name, weigh in moved.items()
    }
    assert changed == {
        NEED: ["requirements"],
        "stock-outs": ["supply_classes"],
        "arrears": ["arrears"],
        "individual cuts": ["individual_cut_usd"],
        "post cuts": ["posts"],
    } | {name: ["rules"] for name in moved if name.startswith("rule ")}
    assert moved["post cuts"](1.25).posts["clerks"].cut_usd == 62.5
    need = mission.requirements[0].penalty_usd_per_week
    assert moved[NEED](0.75).requirements[0].penalty_usd_per_week == 0.75 * need


def test_a_better_plan_proves_a_flip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that at 0.75 this plan costs 10 + 1.5 = 11.5 M, the other 8.5 + 2.7 = 11.2, with a
    bound of 11.1: 0.3 to 0.4 M better. At 1 it costs 8.5 + 3.6 = 12.1, above this plan's 12.
    """
    low, _ = found(monkeypatch, other(8.5, 2.7, 11.1, leaves=True), here())
    assert low.status == "flips"
    assert low.gain_usd == pytest.approx(0.3e6)
    assert low.most_usd == pytest.approx(0.4e6)
    assert not low.at_any_rate
    [choice] = low.choices
    assert (choice.kind, choice.subject) == ("units", "u2")
    assert (choice.before, choice.after) == (
        "stays, hub 2025-07-01..2025-11-18", "goes, hub 2025-07-01..2025-09-09",
    )  # fmt: skip


def test_a_plan_that_is_better_anyway_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests 8.5 + 2.4 at 0.75: 8.5 + 3.2 = 11.7 M at the prices as they are, below 12."""
    low, _ = found(monkeypatch, other(8.5, 2.4, 10.8, leaves=True), here())
    assert (low.status, low.at_any_rate) == ("flips", True)


def test_where_nothing_better_is_found_the_plan_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that at 1.25 this plan costs 12.5 M and the bound 12.2 leaves 0.3 M; and a search that
    ends without a plan.
    """
    low, high = found(monkeypatch, None, other(10, 2.5, 12.2, leaves=False, factor=1.25))
    assert (low.status, low.reason) == ("no plan", "budget: x")
    assert (high.status, high.gain_usd, high.choices) == ("holds", 0.0, ())
    assert high.most_usd == pytest.approx(0.3e6)


def test_what_stands_under_prices_adds_up() -> None:
    """Tests that cost and what stands under each price are the objective."""
    mine = here()
    assert under(mine) == {NEED: 2e6}
    assert mine.cost_usd + sum(under(mine).values()) == mine.objective_usd


def test_as_text_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the lines of a price and a choice, 100 columns, and rows of both tables."""
    moved = found(monkeypatch, other(8.5, 2.7, 11.1, leaves=True), None)
    lines = text(moved, 3).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[1].split() == [*NEED.split(), "flips", "0.30", "to", "0.40", "1", "no", "plan"]
    assert "CHOICES that flip: 1 of 3 units, 0 others" in lines
    assert any(line.startswith("  u2: stays, hub") for line in lines)
    assert f"NO PLAN {NEED} x 1.25: budget: x" in lines
    tables = rows(moved)
    assert [row["choices"] for row in tables["weights"]] == [1, 0]
    assert [row["subject"] for row in tables["flips"]] == ["u2"]
    assert list(by_choice(moved)) == [("", "units", "u2")]


def test_all_that_differs_is_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests contracts and cuts besides units."""
    mine = other(8.5, 2.7, 11.1, leaves=False)
    hired = {
        **mine.plan.tables,
        "contracts": table("contracts", [{"contract": "heli", "count": 2}]),
    }
    mine = replace(mine, plan=replace(mine.plan, tables=hired))
    low, _ = found(monkeypatch, mine, here())
    assert low.choices == (Choice("contracts", "heli", "", "count 2"),)
