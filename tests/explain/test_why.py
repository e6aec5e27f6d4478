"""Tests of what a posting costs that a plan has not, against all plans tried and by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.errors import InvalidInput
from planner.explain.posting import Asked, asked_posting
from planner.explain.why import THAT, Why, why
from planner.explain.why_text import text
from planner.mission.force import Caveat, FixedPosting
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from tests.builders import rule
from tests.special.assignment import Assignment, best_by_trying, write_assignment

SECONDS = 30.0
CLOSED = 10**7  # USD: dearer than any choice


def drawn(seed: int) -> Assignment:
    """Four companies of 100, and three sites with beds for five."""
    usd = np.random.default_rng(seed).integers(1, 100, (4, 3)) * 1_000
    return Assignment(np.full(4, 100), np.array([200, 100, 200]), usd)


def best(folder: Path, instance: Assignment) -> tuple[Mission, dict[str, str], Asked]:
    """A mission, where its units are in the best plan, and a posting that it has not: the first
    unit at the next site.
    """
    mission = load_mission(write_assignment(folder, instance))
    plan, _, _ = plan_mission(mission, time_limit_s=SECONDS, gap=0.0)
    postings = plan.tables["postings"]
    at = dict(zip(postings["unit"], postings["site"], strict=True))
    other = (int(at["unit-0"].removeprefix("site-")) + 1) % len(instance.beds)
    return mission, at, Asked("unit-0", FixedPosting(f"site-{other}", None, None))


def told(mission: Mission, asked: Asked, gap: float = 0.0) -> Why:
    """What the posting costs beside the best plan."""
    plan, _, _ = plan_mission(mission, time_limit_s=SECONDS, gap=gap)
    return why(mission, plan, asked, seconds=SECONDS, gap=gap)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_cost_is_that_of_trying_all(tmp_path: Path, seed: int) -> None:
    """Tests the interval against the best of all assignments, and of all with the posting."""
    instance = drawn(seed)
    mission, _, asked = best(tmp_path, instance)
    site = int(str(asked.posting.site).removeprefix("site-"))
    usd = instance.usd.copy()
    usd[0, np.arange(len(instance.beds)) != site] += CLOSED
    free, held = best_by_trying(instance), best_by_trying(replace(instance, usd=usd))
    found = told(mission, asked)
    assert free is not None
    assert held is not None
    assert found.cost is not None
    assert found.cost.least_usd == pytest.approx(held - free, abs=1.0)
    assert found.cost.most_usd == pytest.approx(held - free, abs=1.0)


def test_what_else_changes(tmp_path: Path) -> None:
    """Tests two sites with room for one: unit 0 at site 1 sends unit 1 to site 0, and costs
    130 + 65 - 100 - 20 thousand.
    """
    instance = Assignment(np.array([100, 100]), np.array([100, 100]),
                          np.array([[100_000, 130_000], [65_000, 20_000]]))  # fmt: skip
    mission, at, asked = best(tmp_path, instance)
    assert at == {"unit-0": "site-0", "unit-1": "site-1"}
    found = told(mission, asked)
    assert found.comparison is not None
    assert found.comparison.changes[THAT] == ("unit-0", "unit-1")
    lines = text(found)
    assert len(lines) <= 10
    assert lines[0] == "unit-0 at site-1: costs 0.075 to 0.075 M USD in the objective"
    assert any(line.startswith("  unit-1: site-1") and "with it: site-0" in line for line in lines)


def test_a_gap_cannot_tell(tmp_path: Path) -> None:
    """Tests that a wide gap leaves the interval wide, and that the true cost lies within."""
    instance = drawn(1)
    mission, _, asked = best(tmp_path, instance)
    sharp, rough = told(mission, asked).cost, told(mission, asked, gap=0.5).cost
    assert sharp is not None
    assert rough is not None
    assert rough.least_usd - 1.0 <= sharp.least_usd
    assert sharp.most_usd <= rough.most_usd + 1.0


def test_what_the_plan_has(tmp_path: Path) -> None:
    """Tests that the plan's own posting is told as such, without another search."""
    mission, at, _ = best(tmp_path, drawn(1))
    own = asked_posting(f"unit=unit-0,site={at['unit-0']}", mission, "here")
    assert told(mission, own).status == "has it"


def test_what_a_rule_forbids(tmp_path: Path) -> None:
    """Tests a posting that the contributor's caveat forbids: the caveat is named, nothing else of
    the mission's rules.
    """
    instance = Assignment(np.array([100, 100]), np.array([200, 200]),
                          np.array([[100_000, 130_000], [65_000, 20_000]]))  # fmt: skip
    mission, _, asked = best(tmp_path, instance)
    barred = replace(
        mission.units["unit-0"], caveats=(Caveat("site", "site-1", 0, 100, "declared"),)
    )
    mission = replace(
        mission, units={**mission.units, "unit-0": barred}, rules=(*mission.rules, rule("caveat"))
    )
    found = told(mission, asked)
    assert found.status == "impossible"
    assert found.clash is not None
    kinds = {(member.kind, member.subject) for member in found.clash.members}
    assert kinds == {("unit_once", "unit-0"), ("fixed", "unit-0"), ("caveat", "unit-0")}
    assert text(found)[0].startswith("unit-0 at site-1: impossible")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("unit=unit-0", "name a unit and a site"),
        ("unit=unit-9,site=site-1", "unknown unit, found 'unit-9'"),
        ("unit=unit-0,place=site-1", "unknown key 'place'"),
        ("unit=unit-0,site", "write it as key=value"),
        ("unit=unit-0,start_week=soon", "start_week is no week"),
        ("unit=unit-0,unit=unit-1", "given twice"),
    ],
)
def test_bad_questions(tmp_path: Path, wanted: str, message: str) -> None:
    """Tests that what names nothing of the mission is refused with what to do."""
    mission = load_mission(write_assignment(tmp_path, drawn(1)))
    with pytest.raises(InvalidInput, match=message):
        asked_posting(wanted, mission, "here")
