"""Tests of postings that staff write by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planner.errors import InvalidInput
from planner.export.postings import read_postings
from planner.export.rows import records
from planner.export.tables import write_table
from tests import builders
from tests.export.plans import plan

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, text: str) -> pd.DataFrame:
    """Postings in a file with this text."""
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    return read_postings(tmp_path / "p.csv", builders.mission())


def problems(tmp_path: Path, text: str) -> list[tuple[int, int, str]]:
    """Line, column and field of everything wrong with this text."""
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path, text)
    return [(item.line, item.column, item.field) for item in caught.value.problems]


def test_a_plans_own_postings_come_back(tmp_path: Path) -> None:
    """Tests that tables/postings.csv of a plan is such a file."""
    made = plan(builders.mission()).tables["postings"]
    write_table(tmp_path / "p.csv", "postings", made)
    back = read_postings(tmp_path / "p.csv", builders.mission(), whole=True)
    pd.testing.assert_frame_equal(back.drop(columns="posting"), made.drop(columns="posting"))


def test_four_columns_are_enough(tmp_path: Path) -> None:
    """Tests that the rest is filled in: u1 moves, u2 leaves in week 10; how p1 comes is open."""
    made = read(
        tmp_path,
        "unit,site,start_week,end_week\n"
        "u1,bravo,12,20\nu1,alpha,0,8\nu2,hub,0,10\np1,bravo,6,20\n\n",
    )
    ways = {row["posting"]: (row["arrival"], row["departure"]) for row in records(made)}
    assert ways["u1:alpha:0"] == ("in_place", "redeploy")
    assert ways["u1:bravo:12"] == ("redeploy", "stays")
    assert ways["u2:hub:0"] == ("in_place", "leave")
    assert ways["p1:bravo:6"] == ("", "stays")
    assert made["strength_persons"].tolist() == [150] * 4
    assert made["requirement"].tolist() == [""] * 4


def test_equipment_that_is_handed_over_is_read(tmp_path: Path) -> None:
    """Tests that u2 hands its equipment over as it leaves; u1, which stays, has nothing to give."""
    made = read(
        tmp_path,
        "unit,site,start_week,end_week,departure\nu1,alpha,0,20,hand_over\nu2,hub,0,10,hand_over\n",
    )
    ways = {row["unit"]: row["departure"] for row in records(made)}
    assert ways == {"u1": "stays", "u2": "hand_over"}


def test_dates_stand_in_the_place_of_weeks(tmp_path: Path) -> None:
    """Tests that 12 August 2025 is in week 6 from 1 July, and a date beyond the horizon refused."""
    made = read(tmp_path, "unit,site,start,end\np1,bravo,2025-08-12,2025-11-18\n")
    assert made[["start_week", "end_week"]].to_numpy().tolist() == [[6, 20]]
    text = "unit,site,start,end\np1,bravo,2025-08-12,2026-11-18\np1,bravo,soon,2025-11-18\n"
    assert problems(tmp_path, text) == [(2, 4, "end_week"), (3, 3, "start")]


def test_a_unit_is_in_one_place_at_a_time(tmp_path: Path) -> None:
    """Tests that the second posting of u1 begins in week 7 while the first lasts to week 8, and
    that of p1 in the week in which the first has ended.
    """
    text = (
        "unit,site,start_week,end_week\nu1,bravo,7,20\nu1,alpha,0,8\np1,alpha,6,9\np1,bravo,9,20\n"
    )
    assert problems(tmp_path, text) == [(2, 3, "start_week")]


def test_a_unit_in_place_begins_where_it_stands(tmp_path: Path) -> None:
    """Tests that a whole sequence begins at alpha in week 0; not so a part, for --fix."""
    text = "unit,site,start_week,end_week\nu1,bravo,12,20\nu2,hub,3,20\n"
    assert len(read(tmp_path, text)) == 2
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_postings(tmp_path / "p.csv", builders.mission(), whole=True)
    assert [item.line for item in caught.value.problems] == [2, 3]
    assert "u1 is in place at alpha" in str(caught.value)


def test_a_unit_is_what_the_mission_says(tmp_path: Path) -> None:
    """Tests that another contributor or unit type is refused: it is likely another unit's row."""
    text = "unit,contributor,unit_type,site,start_week,end_week\nu1,BBB,tanks,alpha,0,20\n"
    assert problems(tmp_path, text) == [(2, 2, "contributor"), (2, 3, "unit_type")]


def test_every_problem_is_reported_with_its_place(tmp_path: Path) -> None:
    """Tests unknown names, broken numbers, reversed weeks and a short row in one go."""
    found = problems(
        tmp_path,
        "unit,site,start_week,end_week,requirement,arrival\n"
        "u9,alpha,0,20,,\nu1,nowhere,0,20,,\nu1,alpha,x,20,,\nu1,alpha,9,3,,\nu1,alpha\n"
        "u1,alpha,0,20,need-tea,swim\n",
    )
    assert found == [
        (2, 1, "unit"),
        (3, 2, "site"),
        (4, 3, "start_week"),
        (5, 4, "end_week"),
        (6, 1, "row"),
        (7, 5, "requirement"),
        (7, 6, "arrival"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", (1, 1, "unit")),
        ("unit,site,start_week\n", (1, 1, "end_week")),
        ("unit,site,start_week,end_week,end\n", (1, 1, "end_week")),
        ("unit,site,start_week,end_week,color\n", (1, 5, "color")),
        ("unit,site,start_week,end_week,unit\n", (1, 5, "unit")),
        ("unit,site,start_week,end_week\n", (2, 1, "row")),
    ],
)
def test_a_bad_header_is_reported(tmp_path: Path, text: str, place: tuple[int, int, str]) -> None:
    """Tests missing, unknown and repeated columns, and a file without postings."""
    assert place in problems(tmp_path, text)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    """Tests that a path to nothing is a problem with a place, not a crash."""
    with pytest.raises(InvalidInput, match=r"none\.csv:1:1"):
        read_postings(tmp_path / "none.csv", builders.mission())
