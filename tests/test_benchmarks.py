"""The drawn missions of the benchmarks, and the baseline that they are measured against."""

import hashlib
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from tests import builders
from tests.benchmarks import measure as measuring
from tests.benchmarks import together
from tests.benchmarks.figures import remarks
from tests.benchmarks.generator import generate
from tests.benchmarks.portfolio import draw_portfolio
from tests.benchmarks.pulp_baseline import build_baseline
from tests.benchmarks.run import Asked
from tests.benchmarks.sizes import PORTFOLIOS, SIZES, SizeName
from tests.portfolio.builders import pair

SMALL = 1e-9
PROMISED = {
    "size",
    "seed",
    "tightness",
    "gap",
    "seconds",
    "bound",
    "objective",
    "peak_mb",
    "build_s",
}


@pytest.fixture(scope="module")
def small() -> Model:
    """The model of a drawn mission of size S."""
    return _model(generate("S", 1, "mid"))


def _model(mission: Mission) -> Model:
    return build_model(mission, build_options(mission))


@cache
def _drawn(size: SizeName) -> Mission:
    return generate(size, 1, "mid")


def _silent(_: dict[str, object]) -> None:
    """Nobody listens."""


def _digest(model: Model) -> str:
    """Hash over every number of a model."""
    rows = model.rows
    parts = (rows.cost, rows.lower, rows.upper, rows.integer, rows.row_lower, rows.row_upper,
             rows.matrix.data, rows.matrix.indices, rows.matrix.indptr)  # fmt: skip
    return hashlib.sha256(
        b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
    ).hexdigest()


def _random_point(model: Model, seed: int) -> NDArray[np.float64]:
    rows = model.rows
    share = np.random.default_rng(seed).uniform(size=len(rows.cost))
    return np.asarray(rows.lower + share * (np.minimum(rows.upper, 50.0) - rows.lower))


def test_same_seed_same_numbers(small: Model) -> None:
    """Tests that a drawn mission depends on its arguments only, and on each of them."""
    assert _digest(_model(generate("S", 1, "mid"))) == _digest(small)
    assert _digest(_model(generate("S", 2, "mid"))) != _digest(small)
    assert _digest(_model(generate("S", 1, "high"))) != _digest(small)


@pytest.mark.parametrize("size", SIZES)
def test_sizes_are_as_promised(size: SizeName) -> None:
    """Tests that a drawn mission has the sectors, sites, units and weeks of its size."""
    mission, asked = _drawn(size), SIZES[size]
    in_place = [unit for unit in mission.units.values() if unit.in_place]
    assert len(mission.sectors) == asked.sectors
    assert len(mission.sites) == asked.sites
    assert len(mission.units) == asked.units == 2 * len(in_place)
    assert len(mission.contributors) == asked.contributors
    assert mission.calendar.weeks == asked.weeks
    assert all(unit.synthetic for unit in mission.units.values())


@pytest.mark.parametrize("size", SIZES)
def test_pledges_oversubscribe(size: SizeName) -> None:
    """Tests that more units are pledged than requirements are left by those in place.

    0.7 slots a unit, 0.5 units in place: 0.2 slots are left for 0.5 units.
    """
    mission = _drawn(size)
    asked = sum(item.quantity for item in mission.requirements)
    in_place = sum(unit.in_place for unit in mission.units.values())
    assert len(mission.units) - in_place > asked - in_place > 0


@pytest.mark.parametrize("size", PORTFOLIOS)
def test_portfolios_are_as_promised(size: SizeName) -> None:
    """Tests missions, sectors, units and contributors of a drawn portfolio; that half of the
    pledges, give or take what chance does, are offered to two missions of one cluster; and that
    pools have fewer vehicles than the pair of missions that draws on them.
    """
    portfolio, asked = draw_portfolio(size, 1, "mid"), PORTFOLIOS[size]
    missions = list(portfolio.missions.values())
    assert len(missions) == asked.missions
    assert sum(len(mission.sectors) for mission in missions) == asked.sectors
    assert sum(len(mission.sites) for mission in missions) == asked.sites
    assert len({name for mission in missions for name in mission.units}) == asked.units
    assert len({name for each in missions for name in each.contributors}) == asked.contributors
    offered = portfolio.shared_units
    assert 0.4 < len(offered) / (asked.units / 2) < 0.6
    each = asked.missions // asked.clusters
    place = {name: number // each for number, name in enumerate(portfolio.missions)}
    for two in [*offered.values(), *portfolio.drawing.values()]:
        assert len(two) == 2
        assert place[two[0]] == place[two[1]]
    assert len(portfolio.pools) == asked.clusters * (each // 2)
    for fleet, both in portfolio.drawing.items():
        numbers = [portfolio.missions[name].fleets[fleet].number for name in both]
        assert max(numbers) < portfolio.pools[fleet] < sum(numbers)


def test_same_seed_same_portfolio() -> None:
    """Tests that a drawn portfolio depends on its arguments only, and on its seed."""
    first, again = (draw_portfolio("L", 1, "mid") for _ in range(2))
    assert repr(first.missions["m003"]) == repr(again.missions["m003"])
    assert first.pools == again.pools
    assert draw_portfolio("L", 2, "mid").shared_units != first.shared_units


def test_measure_a_portfolio_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests a whole run of a portfolio: sums of sizes, a verified plan, bound and gap over time."""
    monkeypatch.setattr(together, "draw_portfolio", lambda *_: pair())
    stages: list[Any] = []
    asked = Asked("L", 1, "mid", 120.0, gap=0.5, workers=2, rounds=1)
    run: Any = together.measure_portfolio(asked, lambda record: stages.append(record["stage"]))
    models = [_model(mission) for mission in pair().missions.values()]
    assert run["status"] == "planned"
    assert (run["missions"], run["workers"], run["verified"]) == (2, 2, True)
    assert run["nonzeros"] == sum(model.rows.matrix.nnz for model in models)
    assert run["first_verified_s"] <= run["bound_s"] <= run["seconds"]
    above = run["objective"] - run["floor"]
    assert run["gap"] == pytest.approx((run["objective"] - run["bound"]) / above, abs=1e-6)
    assert run["round_bounds"] == [run["bound"]]
    assert run["peak_mb"] > 100
    steps = ("drawing", "building", "searching", "searching: first plans, 0 missions planned")
    assert list(dict.fromkeys(stages))[:4] == list(steps)


def test_only_money_is_tighter() -> None:
    """Tests that tightness changes what money there is and nothing else."""
    low, mid, high = (generate("S", 3, level) for level in ("low", "mid", "high"))
    first = [mission.appropriations[0].usd for mission in (low, mid, high)]
    assert first[0] > first[1] > first[2]
    same = replace(
        high,
        mission=low.mission,
        name=low.name,
        digest=low.digest,
        appropriations=low.appropriations,
        funds=low.funds,
        arrears=low.arrears,
    )
    assert repr(same) == repr(low)


def test_drawn_options_use_everything(small: Model) -> None:
    """Tests that units stay, leave, redeploy, rotate and arrive in more than one way."""
    table_ = small.options.itineraries.table
    assert (table_["departure"] == 1).any()
    assert (table_["site_2"] >= 0).any()
    assert (table_["rotation"] >= 0).any()
    assert len(set(table_["arrival"])) >= 4
    assert (small.rows.upper[small.columns.families["trips"].columns] > 0).any()


def test_baseline_has_the_same_rows(small: Model) -> None:
    """Tests that PuLP's expressions have the model's activities, bounds and objective."""
    baseline = build_baseline(small)
    point = _random_point(small, 7)
    activity = small.rows.matrix @ point
    assert baseline.objective(point) == pytest.approx(small.value(point))
    values = baseline.activities(point)
    assert set(values) == set(range(len(activity)))
    for row, found in values.items():
        bounds = {small.rows.row_lower[row], small.rows.row_upper[row]}
        finite = sorted(bound for bound in bounds if np.isfinite(bound))
        assert sorted(-c.constant for c in baseline.rows[row]) == pytest.approx(finite)
        assert found == pytest.approx([activity[row]] * len(finite))


def test_baseline_of_some_rows(small: Model) -> None:
    """Tests that a shortened baseline holds about as many entries as asked, of true rows."""
    total = sum(len(block.value) for block in small.blocks)
    part = build_baseline(small, nonzeros=total // 10)
    point = _random_point(small, 8)
    activity = small.rows.matrix @ point
    assert total / 30 < part.nonzeros < total / 4
    assert len(part.rows) < len(activity) / 5
    for row, found in part.activities(point).items():
        assert found == pytest.approx([activity[row]] * len(found))


def test_rows_count_people_as_hands_would(small: Model) -> None:
    """Tests that the rows of totals hold for persons counted week by week, unit by unit.

    Ten itineraries drawn, each followed half a time; persons[site, week] is then half of the
    strength of all who stand there, and state:persons has to balance exactly.
    """
    sites, weeks = list(small.mission.sites), small.mission.calendar.weeks
    table_ = {name: values.tolist() for name, values in small.options.itineraries.table.items()}
    chosen = np.random.default_rng(5).choice(len(table_["site"]), 10, replace=False)
    persons = np.zeros((len(sites), weeks))
    for number in chosen.tolist():
        row = {name: values[number] for name, values in table_.items()}
        before = small.options.classes[row["unit_class"]].unit.strength_persons
        for week in range(row["start"], row["end"]):
            at = row["site"] if week < row["split"] else row["site_2"]
            turned = 0 <= row["rotation"] <= week
            persons[at, week] += 0.5 * (row["strength_after"] if turned else before)
    point = np.zeros(small.columns.count)
    point[small.columns.families["itinerary"].offset + chosen] = 0.5
    point[small.columns.families["persons"].columns] = persons.ravel()
    position = [block.rule for block in small.blocks].index("state:persons")
    first, size = small.first_row[position], small.blocks[position].size
    activity = (small.rows.matrix @ point)[first : first + size]
    assert persons.sum() > 0
    assert np.abs(activity).max() < SMALL


def test_measure_without_solving(monkeypatch: pytest.MonkeyPatch, small: Model) -> None:
    """Tests that a run reports sizes, build and ratio, and no plan that was not asked for."""
    monkeypatch.setattr(measuring, "REPEAT_S", 1e-6)
    asked = Asked("S", 1, "mid", solve=False, baselines=("pulp",), pulp_nonzeros=1000)
    run = measuring.measure(asked, _silent)
    assert (run["rows"], run["columns"]) == small.rows.matrix.shape
    assert run["nonzeros"] == small.rows.matrix.nnz
    assert run["build_ratio"] is not None
    assert (run["status"], run["objective"], run["gap"]) == ("not solved", None, None)
    assert set(run) >= PROMISED


def test_measure_a_mission_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests a whole run: plan and bound, their history, the verifier's word, and two solvers given
    the same program, none of whose plans lies below another's bound.
    """
    monkeypatch.setattr(measuring, "generate", lambda *_: builders.mission())
    monkeypatch.setattr(measuring, "REPEAT_S", 1e-6)
    stages: list[Any] = []
    asked = Asked("S", 1, "mid", 60.0, gap=0.05, baselines=("highs", "gscip"))
    run: Any = measuring.measure(asked, lambda record: stages.append(record["stage"]))
    assert run["status"] == "planned"
    assert run["verified"] is True
    assert run["first_plan_s"] <= run["first_verified_s"]
    assert run["lp_solves"] > 0
    assert run["cpu_s"] > 0
    above = run["objective"] - run["floor"]
    assert run["gap"] == pytest.approx((run["objective"] - run["bound"]) / above, abs=1e-6)
    assert [row[0] for row in run["history"]] == sorted(row[0] for row in run["history"])
    assert run["history"][-1][1:3] == [run["objective"], run["bound"]]
    assert {made["status"] for made in run["baselines"].values()} <= {"optimal", "feasible"}
    assert remarks([run]) == ""
    steps = ("drawing", "enumerating", "building", "searching", "verifying")
    assert list(dict.fromkeys(stages))[:5] == list(steps)


def test_builder_mission_takes_the_baseline_too() -> None:
    """Tests the baseline on a mission made by hand, where every row can be compared at once."""
    model = _model(builders.mission())
    baseline = build_baseline(model)
    point = _random_point(model, 9)
    activity = model.rows.matrix @ point
    for row, found in baseline.activities(point).items():
        assert found == pytest.approx([activity[row]] * len(found))
