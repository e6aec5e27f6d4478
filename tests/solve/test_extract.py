"""Tests of tables made of a point: what rounding may do to them."""

from __future__ import annotations

import numpy as np
import pytest

from planner.model.columns import Family
from planner.model.model import Model
from planner.solve.extract.supplies import beds_table
from tests import builders
from tests.model.solving import model_of


def _built() -> tuple[Model, Family]:
    model = model_of(builders.mission())
    return model, model.columns.families["built"]


def test_nobody_lacks_a_bed_by_rounding() -> None:
    """Tests that beds built in thirds, week after week, add up to no less than they are."""
    model, family = _built()
    point = np.zeros(len(model.rows.cost))
    point[family.columns] = 1.0 / 3.0
    rows = beds_table(model, point)
    assert len(rows) == family.size
    assert sum(float(str(row["built"])) for row in rows) >= family.size / 3.0
    assert rows[0]["built"] == pytest.approx(0.333333334, abs=1e-15)


def test_a_solver_s_zero_builds_nothing_and_whole_beds_stay_whole() -> None:
    """Tests that what is off by a hair is not rounded up."""
    model, family = _built()
    point = np.zeros(len(model.rows.cost))
    point[family.columns] = 1e-11
    assert beds_table(model, point) == []
    point[family.columns] = 30.0 + 1e-11
    assert beds_table(model, point)[0]["built"] == pytest.approx(30.0, abs=1e-12)
