"""Tests of a summary as JSON and as one screen of text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from planner.export.summary import summarise
from planner.export.summary.text import text
from planner.mission.calendar import Calendar
from tests.export.plans import Judgement, breaks, from_nothing, plan, row

if TYPE_CHECKING:
    from planner.mission.mission import Mission


def test_the_summary_is_json(mission: Mission) -> None:
    """Tests that the data form goes through JSON unchanged in its figures."""
    said = summarise(*from_nothing(mission), Judgement())
    back = json.loads(json.dumps(said.as_json(), allow_nan=False))
    assert back["headline_gap"] == said.headline_gap
    assert back["startup"]["peak_persons"] == 300


def test_the_text_fits_a_screen_and_names_what_matters(mission: Mission) -> None:
    """Tests that each section is there with its figures."""
    shown = text(summarise(mission, plan(mission), Judgement())).splitlines()
    assert len(shown) <= 60
    for wanted in (
        "A tiny mission (tiny): 20 weeks, 2025-07-01 to 2025-11-18",
        "optimal (gap reached), verified",
        "  group I: 0.77 of 50.00 (1.5 %): personnel 0.65, travel 0.12",
        "SHORTFALLS none",
        "WAIVERS none",
    ):
        assert wanted in shown
    assert "headline gap 1.41 %" in shown[2]  # 1000.25 / 71000.25


def test_the_text_says_what_is_broken(mission: Mission) -> None:
    """Tests that a plan that fails says so at the top, each rule and subject with its worst."""
    broken = Judgement(
        ok=False,
        violations=(
            breaks("ceiling", "military", 3, 5.0, "5 too many"),
            breaks("budget", "I", None, 1.0, "1 USD too much"),
            breaks("ceiling", "military", 7, 6.0, "6 too many"),
            breaks("ceiling", "fpu", 7, 2.0, "2 too many"),
        ),
    )
    said = summarise(mission, plan(mission), broken)
    shown = text(said).splitlines()
    assert shown[1].endswith("BREAKS 2 rules")
    at = shown.index("BREAKS 2 rules, 4 times")
    assert shown[at + 1 : at + 4] == [
        "  ceiling: 6 too many (the worst of 2, weeks 3-7)",
        "  budget: 1 USD too much",
        "  ceiling: 2 too many",
    ]
    assert [(item.subject, item.total) for item in said.broken[:2]] == [("military", 11), ("I", 1)]


def test_the_text_says_what_an_evaluated_plan_is_measured_by(mission: Mission) -> None:
    """Tests that its bound is told to be that of plans with the same postings, and no search."""
    made = plan(mission)
    made = replace(made, status="evaluated", proof=replace(made.proof, scope="these postings"))
    shown = text(summarise(mission, made, Judgement())).splitlines()
    assert shown[1] == "evaluated, verified"
    assert "floor 0.70 (of plans with these postings): headline gap" in shown[2]


def test_a_full_year_fits_a_screen(mission: Mission) -> None:
    """Tests that long lists are cut: 52 weeks, 30 shortfalls, 200 assumptions."""
    year = replace(mission, calendar=Calendar(date(2025, 7, 1), 52))
    rows = [
        row("shortfalls", kind="language_share", rule=f"rule {i % 9}", subject=f"s{i}",
            amount=1.0, penalty_usd=float(i))
        for i in range(30)
    ]  # fmt: skip
    made = replace(plan(year, shortfalls=rows), assumptions=tuple(f"a{i}" for i in range(200)))
    shown = text(summarise(year, made, Judgement())).splitlines()
    assert len(shown) <= 60
    assert "  and 4 more rules" in shown
