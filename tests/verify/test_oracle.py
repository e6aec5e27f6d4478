"""Sound plans with one thing spoiled at random: the verifier names a kind that must notice it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.mission.lift import Contract, Release
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.supply import Depot
from planner.pipeline import plan_mission
from planner.plan import TABLES, Plan
from planner.verify import verify
from tests.builders import mission
from tests.rules.case import put
from tests.rules.test_verifier import CASES
from tests.verify import test_corruption
from tests.verify.oracle import FEEDS, WORDING, Spoiled, spoil
from tests.verify.plans import make
from tests.verify.test_clearing import ALL, KG, asked, closing


def _hires() -> tuple[Mission, Plan]:
    """Vehicles are hired, a depot opens, beds are built."""
    contract = Contract("rent", "trucks", 2, 3, 13, 100.0, 500.0, "ground_transport")
    depot = Depot("shed", "alpha", 7_000.0, 100.0, 0.0, "facilities")
    made = replace(mission(), contracts={"rent": contract}, depots={"shed": depot})
    beds = [{"site": "alpha", "week": 1, "built": 5.0}]
    hired = [{"contract": "rent", "count": 2}]
    return made, make(made, contracts=hired, depots=[{"depot": "shed"}], beds=beds)


def _releases() -> tuple[Mission, Plan]:
    """Three of ten trucks are given back in week 12."""
    release = Release(4, 100.0, 0)
    made = put(mission(), "fleets", "trucks", fixed_usd_per_week_each=500.0, release=release)
    return made, make(made, releases=[{"fleet": "trucks", "week": 12, "vehicles": 3}])


def _returns() -> tuple[Mission, Plan]:
    """Rations ride back as a site closes."""
    back = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 10, "quantity": KG}
    return asked(0), closing(asked(0), [ALL[1]], returns=[back])


HAND_MADE = {name: (case.good, case.make_good(case.good)) for name, case in CASES.items()}
HAND_MADE |= {"hires": _hires(), "releases": _releases(), "returns": _returns()}
HAND_MADE["rotations"] = (test_corruption.ASKED, test_corruption.SOUND)
FULL_TIMES = 12  # as many changes with --full-proofs


@pytest.fixture(scope="module")
def starter() -> tuple[Mission, Plan]:
    """A computed plan, with a timetable."""
    config = Path(__file__).parents[2] / "configs" / "templates" / "mission" / "mission.yaml"
    loaded = load_mission(config)
    plan, _, verdict = plan_mission(loaded, time_limit_s=20.0, gap=0.1)
    assert verdict.ok
    return loaded, plan


@pytest.fixture
def times(request: pytest.FixtureRequest) -> int:
    """How many changes more are tried."""
    return FULL_TIMES if request.config.getoption("--full-proofs") else 1


def test_every_column_is_declared() -> None:
    """Tests that the oracle knows what each column of each table means."""
    assert set(FEEDS) == set(TABLES)
    for table, columns in TABLES.items():
        named = set(FEEDS[table]) - {"*"}
        wording = {column for name, column in WORDING if name == table}
        assert named <= set(columns)
        assert "*" in FEEDS[table] or named | wording == set(columns)


def test_every_table_has_rows_in_some_plan(starter: tuple[Mission, Plan]) -> None:
    """Tests that no table goes without being spoiled."""
    plans = [plan for _, plan in (*HAND_MADE.values(), starter)]
    assert {name for name in TABLES if not any(len(plan.tables[name]) for plan in plans)} == set()


def faults(of: Mission, plan: Plan, count: int, seed: int) -> list[str]:
    """Of so many changes of each table those that nobody named, or not with their subject."""
    rng = np.random.default_rng(seed)
    found = []
    for table in TABLES:
        for _ in range(count if len(plan.tables[table]) else 0):
            spoiled = spoil(of, plan, table, rng)
            if spoiled is not None:
                found += unseen(of, spoiled)
    return found


def unseen(of: Mission, spoiled: Spoiled) -> list[str]:
    """What was expected of the verifier and not said."""
    violations = verify(of, spoiled.plan).violations
    said = {item.kind for item in violations}
    if not said & spoiled.kinds:
        return [f"{spoiled.what}: said {sorted(said)}, none of {sorted(spoiled.kinds)}"]
    if spoiled.subject is not None and "table" not in said:
        kind, subject = spoiled.subject
        subjects = {item.subject for item in violations if item.kind == kind}
        if subject not in subjects:
            return [f"{spoiled.what}: {kind} of {subject!r} is not named, but {sorted(subjects)}"]
    return []


@pytest.mark.parametrize("name", HAND_MADE)
def test_names_what_was_spoiled(name: str, times: int) -> None:
    """Tests plans made by hand, each of which has what others lack."""
    of, plan = HAND_MADE[name]
    assert faults(of, plan, times, seed=len(name)) == []


def test_names_what_was_spoiled_in_a_computed_plan(
    starter: tuple[Mission, Plan], times: int
) -> None:
    """Tests the starter mission's plan, timetable included."""
    assert faults(*starter, 10 * times, seed=5) == []
