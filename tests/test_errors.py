"""Tests that errors survive the way from one process to another."""

from __future__ import annotations

import pickle

import pytest

from planner.errors import (
    ExportFailed,
    Infeasible,
    InvalidInput,
    NoPlanFound,
    PlannerError,
    Problem,
    VerificationFailed,
)

PROBLEM = Problem("mission.yaml", 3, 7, "hub", "there is no such site")


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput([PROBLEM]),
        Infeasible(["52 asked for", "49 offered"]),
        VerificationFailed(["too many", "too late"]),
        NoPlanFound("too short"),
        ExportFailed("no room"),
    ],
)
def test_an_error_is_the_same_after_pickling(error: PlannerError) -> None:
    """Tests its class, its text and its list."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
