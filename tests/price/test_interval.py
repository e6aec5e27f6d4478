"""Intervals of prices from objectives and bounds, by hand."""

from __future__ import annotations

import pytest

from planner.price import Figures, Interval, Priced, Variant, priced
from planner.price.variants import Sense
from tests.builders import mission

ASKED = Figures(100.0, 90.0, 0.1, "gap", repeatable=True)


def figures(objective_usd: float, bound_usd: float) -> Figures:
    """Figures of a run."""
    return Figures(objective_usd, bound_usd, 0.1, "gap", repeatable=True)


def variant(name: str, sense: Sense = "removed", *, nested: bool = True) -> Variant:
    """A variant of no interest but for its name."""
    return Variant(name, "caveat", name, sense, nested, mission())


def by_name(rows: tuple[Priced, ...]) -> dict[str, Priced]:
    """Rows by name."""
    return {row.name: row for row in rows}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # With: 90 … 100. Without: 60 … 70. At least 90 - 70, at most 100 - 60.
        (figures(70.0, 60.0), Interval(20.0, 40.0)),
        # Without: 85 … 98. At least 90 - 98 = -8, cut at 0; at most 100 - 85.
        (figures(98.0, 85.0), Interval(0.0, 15.0)),
        # The plan with the rule, of 100, is one without, too; and 95 bounds both from below.
        (figures(110.0, 95.0), Interval(0.0, 5.0)),
    ],
)
def test_the_price_of_a_rule(made: Figures, expected: Interval) -> None:
    """Tests opt(with) - opt(without) between bounds and objectives, never below 0."""
    [row] = priced(ASKED, [variant("r")], {"r": made}, {})

    assert row.interval == expected
    assert row.figures == made


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # Without the waiver: 120 … 130; with it: 90 … 100.
        (figures(130.0, 120.0), Interval(20.0, 40.0)),
        # Without it: 80 … 95, so with it no more than 95, and without it no less than 90.
        (figures(95.0, 80.0), Interval(0.0, 5.0)),
    ],
)
def test_the_worth_of_a_waiver(made: Figures, expected: Interval) -> None:
    """Tests opt(without the waiver) - opt(with it)."""
    [row] = priced(ASKED, [variant("w", "waiver removed")], {"w": made}, {})

    assert row.interval == expected


def test_a_price_that_may_be_negative() -> None:
    """Tests that nothing is cut where the plans of neither are all plans of the other."""
    [row] = priced(ASKED, [variant("tour", nested=False)], {"tour": figures(130.0, 85.0)}, {})

    assert row.interval == Interval(-40.0, 15.0)


def test_what_one_variant_proves_for_the_others() -> None:
    """Tests that the bound of a variant, 96, is one of the mission as it is: `a` costs at least
    96 - 70, not 90 - 70.
    """
    made = {"a": figures(70.0, 60.0), "b": figures(99.0, 96.0)}
    rows = by_name(priced(ASKED, [variant("a"), variant("b")], made, {}))

    assert rows["a"].interval == Interval(26.0, 40.0)


def test_only_disjoint_intervals_are_ranked() -> None:
    """Tests prices of 40 … 50, 20 … 45 and 0 … 10: the third is the last for sure, the others are
    tied; a waiver is ranked among waivers.
    """
    made = {
        "high": figures(50.0, 50.0),
        "middle": figures(70.0, 55.0),
        "low": figures(90.0, 90.0),
        "waiver": figures(130.0, 120.0),
    }
    kinds = [
        variant("high"),
        variant("middle"),
        variant("low"),
        variant("waiver", "waiver removed"),
    ]
    rows = by_name(priced(ASKED, kinds, made, {}))

    assert rows["high"].interval == Interval(40.0, 50.0)
    assert rows["middle"].interval == Interval(20.0, 45.0)
    assert rows["low"].interval == Interval(0.0, 10.0)
    assert {name: row.ranks for name, row in rows.items()} == {
        "high": (1, 2), "middle": (1, 2), "low": (3, 3), "waiver": (1, 1),
    }  # fmt: skip
    assert rows["high"].tied_with == ("middle",)
    assert rows["low"].tied_with == ()


def test_a_variant_without_a_plan_has_a_reason() -> None:
    """Tests that it has no price, comes last, and holds no rank."""
    rows = priced(ASKED, [variant("a"), variant("b")], {"b": figures(70.0, 60.0)}, {"a": "why"})

    assert [row.name for row in rows] == ["b", "a"]
    assert (rows[1].interval, rows[1].ranks, rows[1].reason) == (None, None, "why")
    assert rows[0].ranks == (1, 1)
