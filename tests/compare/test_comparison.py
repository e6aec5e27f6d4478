"""Tests of plans side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.compare.comparison import compare
from planner.compare.score import score
from planner.compare.sides import names_of
from planner.compare.tables import TABLES
from planner.compare.text import text
from planner.compare.write import write_tables
from planner.errors import ExportFailed
from planner.mission.calendar import Calendar
from tests import builders
from tests.compare.sides import short, side
from tests.export.plans import breaks, posting, row

if TYPE_CHECKING:
    from planner.compare.comparison import Comparison
    from planner.compare.sides import Side

MOVED = [
    posting("u1", "alpha", 0, 8, departure="redeploy"),
    posting("u1", "bravo", 12, 20, arrival="redeploy"),
    posting("u2", "hub", 0, 10, departure="leave"),
    posting("p1", "alpha", 13, 20, arrival="air"),
]


def moved() -> Side:
    """u1 goes from alpha to bravo, u2 leaves in week 10, p1 comes to alpha in week 13."""
    return side("moved", postings=MOVED, terms={"cost": 90.0})


@pytest.fixture
def found() -> Comparison:
    """All stay, against all that move."""
    return compare([side("still"), moved()])


def test_every_unit_has_its_fate(found: Comparison) -> None:
    """Tests who stays, moves, goes, comes and is not used, with sites and days."""
    fates = {(row["plan"], row["unit"]): row["fate"] for row in found.tables["units"]}
    assert fates == {
        ("still", "u1"): "stays",
        ("still", "u2"): "stays",
        ("still", "p1"): "not used",
        ("moved", "u1"): "moves",
        ("moved", "u2"): "goes",
        ("moved", "p1"): "comes",
    }
    last = [row for row in found.tables["units"] if row["unit"] == "u1"][-1]
    assert (last["site"], last["from"], last["until"]) == ("bravo", "2025-09-23", "2025-11-18")
    assert found.changes == {"moved": ("p1", "u1", "u2")}


def test_strength_and_coverage_stand_by_sector_and_quarter(found: Comparison) -> None:
    """Tests the second plan: in quarter 0 (13 weeks) u1 with 13 x 150 and u2 with 10 x 150, 265 a
    week; held are alpha 8, bravo 1 and hub 10 of 39. In quarter 1 (7 weeks) u1 and p1, 300; 14 of
    21.
    """
    one, two = (row for row in found.tables["sectors"] if row["plan"] == "moved")
    assert one["persons"] == pytest.approx(23 * 150 / 13)
    assert (one["asked_unit_weeks"], one["held_unit_weeks"]) == (39.0, 19.0)
    assert (two["quarter"], two["persons"]) == ("2025-09-30", 300.0)
    assert (two["asked_unit_weeks"], two["held_unit_weeks"]) == (21.0, 14.0)


def test_costs_and_burden_stand_by_plan() -> None:
    """Tests lines by group, and what names a contributor's units: 150 persons x 40 unit-weeks."""
    costs = [row("costs", line="travel", item="u1", usd=5.0), row("costs", line="fuel", usd=7.0)]
    told = compare([side("a", costs=costs), side("b", costs=costs[:1])]).tables
    assert [(row["plan"], row["group"], row["line"], row["usd"]) for row in told["costs"]] == [
        ("a", "I", "travel", 5.0),
        ("a", "III", "fuel", 7.0),
        ("b", "I", "travel", 5.0),
    ]
    first = told["burden"][0]
    assert (first["contributor"], first["person_weeks"], first["usd"]) == ("AAA", 6000.0, 5.0)


def test_the_scorecard_is_what_the_page_says() -> None:
    """Tests the second plan with a rule it falls short of and one it breaks.

    Waits: alpha 0, hub 0, bravo 12 weeks: 4 on average. Held: alpha 8 + 7, hub 10, bravo 8 of 60.
    Of 12 rules one has a shortfall and one is broken; requirements do not count.
    """
    late = row("shortfalls", kind="days_of_supply", rule="days_of_supply", subject="hub|rations",
               amount=1.0, penalty_usd=1.0)  # fmt: skip
    made = side("x", postings=MOVED, terms={"cost": 99.0},
                shortfalls=[late, short("need-hub", 1.0)])  # fmt: skip
    broken = breaks("ceiling", "military", 3, 5.0, "5 too many")
    made = replace(made, verdict=replace(made.verdict, violations=(broken,)))
    told = score(made)
    assert told.wait_weeks == 4.0
    assert told.coverage == (33 / 60,)
    rules = len(builders.mission().rules) - 1
    assert (told.rules, told.rules_kept, told.violations) == (rules, rules - 2, 1)
    assert told.gini == 0.0  # AAA bears all
    assert (told.cost_usd, told.usd_per_unit_week) == (99.0, 3.0)


def test_a_need_never_held_waits_for_all_its_weeks() -> None:
    """Tests that bravo waits 20 weeks where nobody comes: 20 / 3."""
    assert score(side("still")).wait_weeks == pytest.approx(20 / 3)


def test_what_is_not_comparable_is_said() -> None:
    """Tests another mission, calendar and requirement, and that no flips are told then."""
    base = builders.mission()
    other = replace(
        base, mission="other", calendar=Calendar(date(2025, 7, 8), 20), digest="1" * 64,
        requirements=(replace(base.requirements[0], quantity=2), *base.requirements[1:]),
    )  # fmt: skip
    notes = "\n".join(compare([side("a"), side("b", other)]).notes)
    for words in ("another mission (other): 3 units", "20 weeks from 2025-07-08", "other require"):
        assert words in notes
    assert compare([side("a"), side("b", other)]).flips == ()


def test_the_screen_holds_a_hundred_columns(found: Comparison) -> None:
    """Tests the width, and a line of each section that has something to say."""
    lines = text(found).splitlines()
    assert max(map(len, lines)) <= 100
    assert "  B: plans -0.00; best plans are the same: one mission" in lines
    assert "  A = still" in lines
    shown = "\n".join(lines)
    assert "p1: A not used; B comes (alpha 2025-09-30..2025-11-18)" in shown


def test_eight_plans_are_cut_to_seven_on_the_screen() -> None:
    """Tests that the eighth is counted, and stands in the data."""
    told = compare([side(f"plan{number}") for number in range(8)])
    lines = text(told).splitlines()
    assert max(map(len, lines)) <= 100
    assert "  and 1 more plans" in lines
    assert len(told.plans) == 8


def test_tables_are_written_whole_or_not_at_all(found: Comparison, tmp_path: Path) -> None:
    """Tests a file for each table that has rows, JSON that reads back, and no overwriting."""
    out = tmp_path / "out"
    write_tables(out, found.flat(), "compare", found.as_json(), overwrite=False)
    told = json.loads((out / "compare.json").read_text(encoding="utf-8"))
    assert told["changes"] == {"moved": ["p1", "u1", "u2"]}
    written = {path.stem for path in out.glob("*.csv")}
    assert written == {name for name, rows in found.flat().items() if rows}
    assert {"units", "scorecard", "differences"} <= written
    assert written <= {*TABLES, "plans", "scorecard", "differences", "weights"}
    with pytest.raises(ExportFailed):
        write_tables(out, found.flat(), "compare", found.as_json(), overwrite=False)


def test_plans_are_named_by_the_fewest_last_parts_of_their_paths() -> None:
    """Tests that folders of one name take the one above, that the same folder twice has numbers,
    and that no name has the whole path, which differs from desk to desk.
    """
    one, two, other = Path("/desk/a/plan"), Path("/desk/b/plan"), Path("/desk/b/cut")
    assert names_of([one, other]) == ["plan", "cut"]
    assert names_of([one, two, other]) == ["a/plan", "b/plan", "b/cut"]
    assert names_of([one, one]) == ["plan (1)", "plan (2)"]
    assert names_of([one, two, two]) == ["a/plan", "b/plan (2)", "b/plan (3)"]
