"""Tests of what a plan holds of the mandate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.export.coverage import larger_key, mandate_coverage
from planner.export.summary import summarise
from planner.export.summary.text import text
from tests import builders
from tests.export.plans import Judgement, plan, posting


def test_shares_stand_by_priority_task_and_weight() -> None:
    """Tests three needs of 20 unit-weeks each.

    Priority 1: alpha held 20, hub held 10 of 20: 30 / 40. Priority 2: bravo held 5 of 20.
    Weighted with 100,000 and for bravo 50,000: (20 + 10 + 5/2) / (20 + 20 + 20/2) = 32.5 / 50.
    """
    asked = replace(
        builders.mission(),
        requirements=(
            builders.requirement("need-alpha", ("alpha",)),
            builders.requirement("need-bravo", ("bravo",), priority=2, task="observe",
                                 penalty_usd_per_week=50_000.0),
            builders.requirement("need-hub", ("hub",), task="keep order"),
        ),
    )  # fmt: skip
    postings = [
        posting("u1", "alpha", 0, 20),
        posting("u2", "hub", 0, 10, departure="leave"),
        posting("p1", "bravo", 15, 20, arrival="air"),
    ]
    made = plan(asked, postings=postings)
    held = mandate_coverage(asked, made)
    assert held.key == (0.75, 0.25)
    assert held.weighted.share == pytest.approx(0.65)
    assert [(part.priority, part.task, part.share.share) for part in held.tasks] == [
        (1, "protect civilians", 1.0),
        (1, "keep order", 0.5),
        (2, "observe", 0.25),
    ]
    assert held.sectors["north"].held == 35.0
    line = "MANDATE held, %: priority 1 75.0, priority 2 25.0; weighted by penalties 65.0"
    assert line in text(summarise(asked, made, Judgement())).splitlines()


def test_more_units_than_asked_cover_nothing_more() -> None:
    """Tests two companies for a need of one in weeks 0 to 9, none after: 10 of 20."""
    asked = replace(builders.mission(), requirements=(builders.requirement("need-hub", ("hub",)),))
    postings = [
        posting("u1", "hub", 0, 10, departure="leave"),
        posting("u2", "hub", 0, 10, departure="leave"),
    ]
    assert mandate_coverage(asked, plan(asked, postings=postings)).key == (0.5,)


@pytest.mark.parametrize(
    ("one", "other", "larger"),
    [
        ((0.9, 0.1), (0.8, 1.0), 1),  # the higher priority decides alone
        ((0.9, 0.1), (0.9, 0.2), -1),
        ((0.9, 0.1), (0.9 + 1e-12, 0.1), 0),  # rounding is no difference
    ],
)
def test_keys_are_compared_by_priority(
    one: tuple[float, ...], other: tuple[float, ...], larger: int
) -> None:
    """Tests the lexicographic order."""
    assert larger_key(one, other) == larger
