"""Tests of a model with weeks in blocks: what it keeps of the model, and what it forbids."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.solve.closures import closed_rows, open_trips, shut_out
from planner.solve.form import in_blocks, weekly
from planner.solve.master import Master
from planner.solve.whole import HELD_BACK, Decision, evaluate, fleet_rows, stay_put
from tests import builders
from tests.benchmarks.generator import generate
from tests.model.solving import model_of
from tests.rules.case import with_rule


@cache
def drawn() -> Model:
    """A drawn mission of size S, with roads that are closed for weeks."""
    asked = generate("S", 1, "mid")
    return build_model(asked, build_options(asked))


@pytest.mark.parametrize("size", [1, 3, 4, 26, 40])
def test_rows_add_up_their_weeks(size: int) -> None:
    """Tests that what rows and objective make of a point that is the same in all weeks of a block
    is the sum of what the model makes of its weeks.
    """
    model = drawn()
    form = in_blocks(model, size)
    point = np.random.default_rng(1).uniform(0.0, 5.0, size=len(form.rows.cost))
    spread = point[form.column]
    closed = closed_rows(model)
    by_week = np.where(closed, 0.0, model.rows.matrix @ spread)
    assert form.rows.matrix @ point == pytest.approx(np.bincount(form.row, by_week), abs=1e-6)
    assert form.rows.cost @ point == pytest.approx(model.rows.cost @ spread)


def test_itineraries_and_force_stay_by_weeks() -> None:
    """Tests that blocks leave alone what is decided by weeks, and shrink the rest."""
    model = drawn()
    form = in_blocks(model, 4)
    for name in ("itinerary", "persons", "missing", "cut"):
        family = model.columns.families[name]
        assert len(np.unique(form.column[family.columns])) == family.size
    for name in ("trips", "stock", "moved", "flow"):
        family = model.columns.families[name]
        assert len(np.unique(form.column[family.columns])) == family.size // 26 * 7


def test_blocks_of_one_week_are_the_model_with_fleets_held_back() -> None:
    """Tests that both have the same optimum, and that its duals have the signs of the model's."""
    model = drawn()
    pool = np.zeros(model.columns.families["itinerary"].size, dtype=bool)
    pool[::12] = True
    plain = Master(model, pool)
    plain.hold_back(HELD_BACK)
    blocks = Master(model, pool & ~shut_out(model), in_blocks(model, 1))
    one, other = plain.solve(60.0), blocks.solve(60.0)
    assert one is not None
    assert other is not None
    assert other.value == pytest.approx(one.value, rel=1e-6)
    assert not np.any(other.duals[np.isinf(model.rows.row_lower)] > 1e-7)


def test_sides_and_slack_are_those_of_the_weeks() -> None:
    """Tests that a row in blocks is open where its weeks are, that fleets give nine tenths of the
    sum, and that each row that may give has slack once.
    """
    model = drawn()
    form = in_blocks(model, 4)
    fleets = fleet_rows(model)
    most = np.bincount(form.row[fleets], model.rows.row_upper[fleets])
    at = np.unique(form.row[fleets])
    assert form.rows.row_upper[at] == pytest.approx(0.9 * most[at])
    kept = ~closed_rows(model)
    assert (np.isinf(form.rows.row_lower[form.row]) == np.isinf(model.rows.row_lower))[kept].all()
    both = np.stack([form.slack.row, form.slack.sign])
    assert np.unique(both, axis=1).shape == both.shape
    named = {model.row_name(int(row)).split("[")[0] for row in weekly(model).slack.row}
    assert {model.row_name(int(row)).split("[")[0] for row in form.whole_slack.row} == named


def test_loads_with_no_open_week_are_shut_out() -> None:
    """Tests, against every leg of every itinerary, who has to move while all lanes are closed."""
    lanes = dict(builders.mission().lanes)
    road = "road:hub>bravo"
    closed = tuple(not 4 <= week <= 9 for week in range(builders.WEEKS))
    lanes[road] = replace(lanes[road], open_weeks=closed)
    model = model_of(with_rule("route_closure", builders.mission(lanes=lanes)))
    found, use, open_ = model.streams, model.streams.use, open_trips(model)
    expected = set()
    for leg, itinerary, ready, due in zip(use.leg, use.itinerary, use.ready, use.due, strict=True):
        mine = found.lane[found.stream == found.leg_stream[leg]]
        if not open_[mine, max(ready, 0) : due + 1].any():
            expected.add(int(itinerary))
    assert 0 < len(expected) < model.columns.families["itinerary"].size
    assert set(np.where(shut_out(model))[0].tolist()) == expected


def test_who_is_shut_out_cannot_move() -> None:
    """Tests, by the whole program, that lanes would have to open for who is shut out; that a
    smaller share shuts out more; and that each class keeps somebody who could move.
    """
    model = drawn()
    family = model.columns.families["itinerary"]
    owner = model.options.itineraries.table["unit_class"]
    never, hardly = shut_out(model), shut_out(model, 0.3)
    assert not (never & ~hardly).any()
    assert hardly.sum() > never.sum()
    assert set(owner[~hardly]) == set(owner[~never])
    stays = stay_put(model)
    mine = np.where(never)[0][:: max(1, int(never.sum()) // 6)]
    for itinerary in mine:
        others = owner[stays.columns - family.offset] != owner[itinerary]
        columns = np.append(stays.columns[others], family.offset + itinerary)
        found = evaluate(model, Decision(columns, np.ones(len(columns))), 60.0)
        assert found is not None
        assert any(reason.startswith("route_closure") for reason in found.reasons)
