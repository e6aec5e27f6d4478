"""What one input at a time does to the outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.compare.intervals import CANNOT_TELL
from planner.compare.tornado import Figure, Run, Tornado, leaving, tornado
from planner.compare.tornado_chart import write_tornado_chart
from planner.compare.tornado_text import rows, text
from tests import builders
from tests.compare.sides import short, side, with_budget
from tests.export.plans import posting, row

if TYPE_CHECKING:
    from pathlib import Path

    from planner.compare.sides import Side

STAY = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 20)]
HALF = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 10, departure="leave")]


def plan(name: str, cost: float, lost: float, bound: float, *, leaves: bool = False) -> Side:
    """A plan in millions of USD; 6 M are asked for, 2 of them (bravo) never held."""
    missing = [short("need-bravo", 2e6), *([short("need-hub", 1e6)] if leaves else [])]
    return side(name, with_budget(20e6), bound_usd=bound * 1e6, postings=HALF if leaves else STAY,
                terms={"cost": cost * 1e6, "requirement_shortfall": lost * 1e6},
                shortfalls=missing)  # fmt: skip


@pytest.fixture
def found() -> Tornado:
    """As it is: 10 + 2 M, bound 11.7. Notice moves it little, pay much, one budget is too small."""
    notice = (
        Run("notice", "4", plan("a", 9.9, 2, 11.6)),
        Run("notice", "8", plan("b", 10.1, 2, 11.9)),
    )
    pay = (
        Run("pay", "-10%", plan("c", 9, 2, 10.8)),
        Run("pay", "+10%", plan("d", 10, 3, 12.5, leaves=True)),
    )
    budget = (
        Run("budget", "-50%", None, "budget: too small"),
        Run("budget", "+5%", plan("e", 10, 2, 11.7)),
    )
    return tornado(plan("base", 10, 2, 11.7), [notice, pay, budget])


def test_bars_are_ordered_by_width(found: Tornado) -> None:
    """Tests objectives 11..13, 11.9..12.1 and 12 alone against 12: widths 2, 0.2 and 0."""
    assert [(bar.path, round(bar.width / 1e6, 9)) for bar in found.bars["objective"]] == [
        ("pay", 2.0),
        ("notice", 0.2),
        ("budget", 0.0),
    ]
    assert [bar.path for bar in found.bars["leaving"]] == ["pay", "budget", "notice"]


def test_what_meets_the_base_cannot_be_told(found: Tornado) -> None:
    """Tests the least objectives against [11.7, 12]: [10.8, 11] is below, [12.5, 13] above, and
    [11.6, 11.9], [11.9, 12.1] meet it.
    """
    said = {bar.path: (bar.low.verdict, bar.high.verdict) for bar in found.bars["objective"]}
    assert said == {
        "pay": ("below", "above"),
        "notice": (CANNOT_TELL, CANNOT_TELL),
        "budget": ("no plan", CANNOT_TELL),
    }


def test_intervals_are_those_that_bounds_prove(found: Tornado) -> None:
    """Tests the base: gap 0.3 M, so cost in [9.7, 10]; held are 4 of 6 M, at most 4.3. Of persons
    who leave nothing is proven.
    """
    assert found.base["objective"] == Figure(12e6, 11.7e6, 12e6)
    assert found.base["cost"] == Figure(10e6, 9.7e6, 10e6)
    coverage = found.base["coverage"]
    assert coverage.value == pytest.approx(4 / 6)
    assert coverage.most == pytest.approx(4.3 / 6)
    [pay] = [bar for bar in found.bars["leaving"] if bar.path == "pay"]
    assert pay.high.figure == Figure(150.0, None, None)  # one company
    assert pay.high.verdict == "of these plans"


def test_persons_who_leave() -> None:
    """Tests that units in place and individuals count, who comes and goes does not."""
    cuts = [row("individual_cuts", category="experts", week=3, persons=2)]
    came = posting("p1", "hub", 2, 9, departure="leave")
    mine = side("x", postings=[*HALF, came], individual_cuts=cuts)
    assert mine.mission.units["p1"].in_place is False
    assert leaving(mine) == 150 + 2
    assert leaving(side("y", postings=STAY)) == 0


def test_other_prices_are_said() -> None:
    """Tests the note on a run whose requirements are priced otherwise."""
    needs = tuple(
        replace(need, penalty_usd_per_week=1.0) for need in builders.mission().requirements
    )
    other = side("x", builders.mission(requirements=needs))
    [note] = tornado(side("base"), [(Run("p", "1", other), Run("p", "2", side("y")))]).notes
    assert note.startswith("p 1: shortfalls are priced otherwise")


def test_as_text_and_rows(found: Tornado, tmp_path: Path) -> None:
    """Tests 100 columns, a line for what has no plan, and a row for each outcome of each run; and
    that the picture repeats byte for byte.
    """
    lines = text(found).splitlines()
    assert max(map(len, lines)) <= 100
    assert "NO PLAN budget -50%: budget: too small" in lines
    assert "  1 = pay -10%..+10%" in lines
    told = rows(found)
    assert len(told) == 4 * (1 + 6)
    [one] = [r for r in told if (r["measure"], r["path"], r["end"]) == ("cost", "pay", "low")]
    assert (one["figure"], one["verdict"]) == (9e6, "below")  # [8.8, 9] against [9.7, 10]
    write_tornado_chart(found, tmp_path / "one.svg", overwrite=False)
    write_tornado_chart(found, tmp_path / "two.svg", overwrite=False)
    drawn = (tmp_path / "one.svg").read_bytes()
    assert drawn == (tmp_path / "two.svg").read_bytes()
    assert b"pay" in drawn
