"""Tests of how a start from nothing is set against history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.export.summary import summarise
from planner.export.summary.startup import Deployment, deployments, startup
from tests.export.plans import Judgement, from_nothing, plan

if TYPE_CHECKING:
    from planner.mission.mission import Mission


def test_a_start_from_nothing_is_compared_with_history(mission: Mission) -> None:
    """Tests months: 4 weeks are 28 / 30.4375 = 0.92, 9 weeks are 2.07; history 0.5, 1.0, 3.0."""
    history = [Deployment(str(i), {50: months, 90: months}) for i, months in enumerate((0.5, 1, 3))]
    found = startup(*from_nothing(mission), history)
    assert found is not None
    half, most = found.paces
    assert [half.months, most.months] == pytest.approx([0.9199, 2.0698], abs=1e-4)
    assert (half.history_slower, most.history_slower) == (2, 1)
    assert found.peak_persons == 300
    assert any("beds" in reason for reason in found.reasons)


def test_a_slow_start_needs_no_excuse(mission: Mission) -> None:
    """Tests that no reasons are given where real deployments were as fast."""
    found = startup(*from_nothing(mission), [Deployment("x", {50: 0.5, 90: 0.5})])
    assert found is not None
    assert found.reasons == ()


def test_a_force_in_place_is_no_start(mission: Mission) -> None:
    """Tests that only missions without units in place are compared."""
    assert startup(mission, plan(mission), deployments()) is None


def test_a_start_to_which_nobody_comes_has_no_pace(mission: Mission) -> None:
    """Tests that a plan from nothing without a single posting is summarised all the same."""
    new, made = from_nothing(mission)
    nobody = replace(made, tables=made.tables | {"postings": made.tables["postings"].iloc[:0]})
    assert startup(new, nobody, deployments()) is None
    assert summarise(new, nobody, Judgement()).strength.persons["military"] == (0,) * 6


def test_history_has_thirty_deployments() -> None:
    """Tests the shipped table against UNMIL's 3.4 and 6.4 months."""
    found = {item.mission: item.months for item in deployments()}
    assert len(found) == 30
    assert found["UNMIL"] == {50: 3.4, 90: 6.4}
