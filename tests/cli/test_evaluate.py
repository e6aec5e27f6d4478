"""Tests of `peaceplan evaluate` from a postings file to a folder, with the real engine."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from planner.export.folder import read_plan
from planner.mission import load
from planner.mission.force import Caveat
from planner.mission.lift import Capacity
from planner.mission.money import Appropriation
from planner.mission.rules import Authorisation
from tests.builders import WEEKS, mission
from tests.rules.case import given, put, with_rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.mission.mission import Mission

HEADER = "unit,site,start_week,end_week\n"
STAY = "u1,alpha,0,20\nu2,hub,0,20\n"
ARRIVES = f"{STAY}p1,bravo,8,20\n"
Evaluate: TypeAlias = "Callable[[Mission, str], tuple[Result, dict[str, Any]]]"


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Evaluates rows of a postings file for a mission; the answer is the result and plan.json."""

    def run(asked: Mission, rows: str) -> tuple[Result, dict[str, Any]]:
        monkeypatch.setattr(load, "load_mission", lambda _: asked)
        (tmp_path / "mission.yaml").touch()
        (tmp_path / "mine.csv").write_text(HEADER + rows, encoding="utf-8")
        paths = [str(tmp_path / name) for name in ("mission.yaml", "mine.csv", "out")]
        result = CliRunner().invoke(main, ["evaluate", *paths[:2], "-o", paths[2], "--overwrite"])
        assert result.exit_code in (0, 5), result.output
        return result, json.loads((tmp_path / "out" / "plan.json").read_text())

    return run


@dataclass(frozen=True)
class Breach:
    """Postings that break one rule: for whom, by how much at worst, and in how many weeks."""

    asked: Mission
    rows: str
    rule: str
    subject: str
    worst: float
    times: int = 1


def under(ceiling: int, until: int = WEEKS) -> Mission:
    """The tiny mission with a ceiling of so many military, until a week."""
    ceilings = (("military", ceiling), ("police", 500))
    return mission(authorisations=(Authorisation("res. 1", 0, until, ceilings, False),))


def ceiling() -> Breach:
    """450 in units and 15 staff officers and experts, who are not cut for it, under 400."""
    return Breach(under(400), ARRIVES, "ceiling", "military", 65.0, 12)


def caveat() -> Breach:
    """u1 stands at alpha in five weeks that its caveat forbids."""
    item = Caveat("site", "alpha", 5, 10, "test")
    return Breach(put(mission(), "units", "u1", caveats=(item,)), STAY, "caveat", "u1", 5.0)


def readiness() -> Breach:
    """p1, ready in week 7, must fly its people in in week 5 to be at bravo by road in week 8."""
    return Breach(put(mission(), "units", "p1", ready_week=7), ARRIVES, "readiness", "p1", 2.0)


def contributor_share_cap() -> Breach:
    """All 300 come from AAA, which may give half: 150 too many in 20 weeks."""
    asked = with_rule("contributor_share_cap", parameters=given(share=0.5))
    return Breach(asked, STAY, "contributor_share_cap", "AAA", 150.0, 20)


def site_capacity() -> Breach:
    """150 at alpha have 140 beds, and none is built."""
    asked = put(mission(), "sites", "alpha", beds=140, bed_build_per_week=0)
    return Breach(asked, STAY, "site_capacity", "alpha", 10.0, 20)


def mandate_expiry() -> Breach:
    """u1 stays to week 20 under a mandate until week 15; u2, not named, leaves with it."""
    return Breach(under(1000, 15), "u1,alpha,0,20\n", "mandate_expiry", "u1", 5.0)


def tour_length() -> Breach:
    """The tour of u1 is served in weeks 9 or 10, in which it moves from alpha to bravo."""
    base = put(mission(), "units", "u1", rotation_due_week=9)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    return Breach(asked, "u1,alpha,0,8\nu1,bravo,12,20\n", "tour_length", "u1", 1.0)


def capability_minimum() -> Breach:
    """The need at alpha is essential, and u1 leaves in week 8: missing in 12 weeks."""
    base = mission()
    need = replace(base.requirements[0], essential=True)
    asked = replace(base, requirements=(need, *base.requirements[1:]))
    return Breach(asked, "u1,alpha,0,8\n", "capability_minimum", "need-alpha", 1.0, 12)


def security_minimum() -> Breach:
    """300 of 400 persons hold the north."""
    parameters = given(capabilities=("infantry_coy",), persons=400)
    asked = with_rule("security_minimum", parameters=parameters)
    return Breach(asked, STAY, "security_minimum", "north", 100.0, 20)


def unit_integrity() -> Breach:
    """Of one battalion at alpha, u2 leaves in week 10."""
    base = put(mission(), "units", "u2", site="alpha", parent="battalion")
    asked = with_rule("unit_integrity", put(base, "units", "u1", parent="battalion"))
    rows = "u1,alpha,0,20\nu2,alpha,0,10\n"
    return Breach(asked, rows, "unit_integrity", "battalion", 1.0)


def contributor_excluded() -> Breach:
    """The pledge is AAA's, whom the host refuses."""
    asked = with_rule("contributor_excluded", parameters=given(contributors=("AAA",)))
    return Breach(asked, ARRIVES, "contributor_excluded", "AAA", 1.0)


def route_closure() -> Breach:
    """p1 comes in one convoy for its 150 persons and 60 t, on a road that is closed."""
    convoy = Capacity(200.0, 80.0, 400.0, 0.0, 0.0, 60.0, 30.0)
    closed = {"open_weeks": (False,) * WEEKS, "capacity": convoy}
    base = put(mission(), "lanes", "road:hub>bravo", **closed)
    return Breach(base, ARRIVES, "route_closure", "road:hub>bravo", 1.0)


def fleet_hours() -> Breach:
    """There is no truck for the two trips of two days each in which p1 goes to bravo."""
    return Breach(
        put(mission(), "fleets", "trucks", number=0), ARRIVES, "fleet_hours", "trucks", 4.0
    )


def lift_window() -> Breach:
    """To be at bravo in week 1 by the roads of weeks -1 and 0, the people of p1 would have landed
    at the hub in week -2 and its cargo in week -1: two flights.
    """
    rows = f"{STAY}p1,bravo,1,20\n"
    return Breach(mission(), rows, "lift_window", "p1", 1.0, 2)


def unit_once() -> Breach:
    """u1 leaves in week 2, with four weeks' notice to be given."""
    return Breach(mission(), "u1,alpha,0,2\n", "unit_once", "u1", 1.0)


CASES: tuple[Callable[[], Breach], ...] = (
    ceiling, caveat, readiness, contributor_share_cap, site_capacity, mandate_expiry, tour_length,
    capability_minimum, security_minimum, unit_integrity, contributor_excluded, route_closure,
    fleet_hours, lift_window, unit_once,
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_broken_rule_is_named_with_its_amount(
    case: Callable[[], Breach], evaluate: Evaluate, tmp_path: Path
) -> None:
    """Tests exit 5, a folder with the postings as given, and that rule by subject and amount, on
    stdout too; no figure of the plan is off.
    """
    breach = case()
    result, said = evaluate(breach.asked, breach.rows)
    assert result.exit_code == 5
    assert said["status"] == "evaluated"
    found = [item for item in said["verdict"]["broken"] if item["rule"] == breach.rule]
    [own] = [item for item in found if item["subject"] == breach.subject]
    assert (own["worst"], own["times"]) == (pytest.approx(breach.worst), breach.times)
    assert f"  {breach.rule}: {own['sentence']}" in result.stdout
    assert breach.rule in result.stderr
    kinds = {item["kind"] for item in said["verdict"]["broken"]}
    assert not kinds & {"objective", "table", "timetable", "trip_capacity", "stock_balance"}
    kept = read_plan(tmp_path / "out").tables["postings"]
    rows = kept[["unit", "site", "start_week", "end_week"]].astype(str).agg(",".join, axis=1)
    assert set(breach.rows.split()) <= set(rows)
    assert said["bound_of"] == "these postings"
    assert said["bound_usd"] <= said["total_usd"]


def test_only_what_must_is_broken(evaluate: Evaluate) -> None:
    """Tests that a budget that is too small by far is passed, and nothing else."""
    base = mission()
    asked = replace(base, appropriations=(Appropriation("I", 3e6), *base.appropriations[1:]))
    result, said = evaluate(asked, ARRIVES)
    assert result.exit_code == 5
    assert [(item["rule"], item["subject"]) for item in said["verdict"]["broken"]] == [
        ("budget", "I")
    ]
    spent = said["verdict"]["broken"][0]["worst"] + 3e6
    assert f"needed {spent:,.4f}".rstrip("0").rstrip(".") in result.stdout


def test_individuals_are_cut_if_that_keeps_the_ceiling(evaluate: Evaluate, tmp_path: Path) -> None:
    """Tests a ceiling of 460 for 450 in units and 15 others: five of them go, at their price."""
    result, said = evaluate(under(460), ARRIVES)
    assert result.exit_code == 0
    cuts = read_plan(tmp_path / "out").tables["individual_cuts"]
    assert cuts["persons"].sum() == 5
    # From week 8, in which p1 comes, to week 20: 12 weeks at 2,000 USD.
    assert said["objective_usd"]["individual_cuts"] == pytest.approx(5 * 12 * 2_000.0)


def test_individuals_are_not_cut_for_what_stays_broken(evaluate: Evaluate, tmp_path: Path) -> None:
    """Tests ceilings of 400 military, which units alone pass, and of 8 individual police, of whom
    ten stand: two of these go, and no staff officer.
    """
    ceilings = (("military", 400), ("police", 500), ("ipo", 8))
    limits = (Authorisation("res. 1", 0, WEEKS, ceilings, False),)
    result, said = evaluate(mission(authorisations=limits), ARRIVES)
    assert result.exit_code == 5
    cuts = read_plan(tmp_path / "out").tables["individual_cuts"]
    assert cuts.to_numpy().tolist() == [["ipo", 0, 2]]
    [broken] = said["verdict"]["broken"]
    assert (broken["subject"], broken["worst"]) == ("military", 65.0)


def test_units_that_are_not_named_stay(evaluate: Evaluate, tmp_path: Path) -> None:
    """Tests that u2 stays at the hub, that the plan says so, and that p1 stays at home."""
    result, said = evaluate(mission(), "u1,alpha,0,20\n")
    assert result.exit_code == 0
    assert read_plan(tmp_path / "out").tables["postings"]["unit"].tolist() == ["u1", "u2"]
    assert said["notes"][0] == "units in place that are not named stay: u2"
    assert "NOTE units in place that are not named stay: u2" in result.stdout


def test_a_whole_sequence_is_kept(evaluate: Evaluate, tmp_path: Path) -> None:
    """Tests that u1 moves twice (once too often) and then leaves, with people and cargo of every
    move, and that p1, which moves once (but may not), comes and leaves.
    """
    rows = "u1,alpha,0,5\nu1,bravo,9,12\nu1,hub,16,18\nu2,hub,0,20\np1,alpha,8,12\np1,bravo,16,20\n"
    result, said = evaluate(mission(), rows)
    assert result.exit_code == 5
    assert {item["rule"] for item in said["verdict"]["broken"]} == {"unit_once"}
    tables = read_plan(tmp_path / "out").tables
    kept = tables["postings"]
    rows_kept = kept[["unit", "site", "start_week", "end_week"]].astype(str).agg(",".join, axis=1)
    assert set(rows_kept) == set(rows.split())
    assert kept["posting"].tolist() == ["p1/1", "p1/2", "u1/1", "u1/2", "u1/3", "u2/1"]
    ends = dict(zip(kept["posting"], kept["departure"], strict=True))
    assert ends["u1/2"] == "redeploy"
    assert ends["u1/3"] == "leave"
    loads = tables["consignments"]
    moves = loads[loads["unit"] == "u1"].groupby(["posting", "purpose"])["pax"].max()
    assert moves.to_dict() == {
        ("u1/2", "redeploy"): 150, ("u1/3", "redeploy"): 150, ("u1/3", "leave"): 150,
    }  # fmt: skip
