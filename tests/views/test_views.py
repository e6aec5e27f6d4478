"""Views: types, meaning and markings of every column, and what readers get."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.export.marking import ORGANISATION, PUBLIC, Marking, contributor
from planner.plan import empty_tables
from planner.views.catalogue import VIEWS, views
from planner.views.view import Column, Source, View
from tests import builders
from tests.export.plans import Judgement, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {"str", "int64", "float64", "bool", "date"}


@pytest.fixture
def source() -> Source:
    """A hand-made plan of the tiny mission."""
    mission = builders.mission()
    return Source(mission, plan(mission), Judgement())


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_column_says_what_it_is_and_who_may_see_it(view: View) -> None:
    """Tests names, types, meanings, units in names, and that contributors' rows have an owner."""
    assert view.title
    assert view.what.endswith(".")
    for name, column in view.columns.items():
        assert name == name.lower()
        assert column.kind in KINDS
        assert len(column.what) > 3
        if column.marking is not None:
            assert list(Marking).index(column.marking) > list(Marking).index(view.marking)
    if view.marking is Marking.CONTRIBUTOR:
        assert view.owner in view.columns
        assert view.columns[view.owner].marking is None
    else:
        # Rows that everybody sees have no column for one contributor alone.
        assert not view.owner
        assert all(c.marking is not Marking.CONTRIBUTOR for c in view.columns.values())


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_views_are_made_of_a_plan_and_of_one_in_which_nothing_happens(
    view: View, source: Source
) -> None:
    """Tests columns and types in both cases."""
    empty = Source(source.mission, replace(source.plan, tables=empty_tables()), source.verdict)
    for each in (source, empty):
        frame = view.frame(each)
        assert list(frame.columns) == list(view.columns)
        for name, column in view.columns.items():
            said = str(frame[name].dtype)
            assert said == {"date": "datetime64[s]"}.get(column.kind, column.kind)


def _strengths(source: Source) -> Iterator[dict[str, object]]:
    for name, unit in sorted(source.mission.units.items()):
        yield {"unit": name, "contributor": unit.contributor, "persons": 1, "remark": "secret"}


OWN = View(
    "own",
    "Units",
    "A row for each unit.",
    Marking.CONTRIBUTOR,
    {
        "unit": Column("str", "unit"),
        "contributor": Column("str", "whose it is"),
        "persons": Column("int64", "persons"),
        "remark": Column("str", "for the organisation", Marking.ORGANISATION),
    },
    _strengths,
    owner="contributor",
)


def test_readers_get_their_rows_and_columns(source: Source) -> None:
    """Tests the organisation, the public, and two contributors."""
    whole = OWN.released(source, ORGANISATION)
    assert whole is not None
    assert len(whole) == len(source.mission.units)
    assert list(whole.columns) == list(OWN.columns)
    assert OWN.released(source, PUBLIC) is None
    for code in ("AAA", "ZZZ"):
        mine = OWN.released(source, contributor(code))
        assert mine is not None
        assert set(mine["contributor"]) == {code} & set(whole["contributor"])
        assert list(mine.columns) == ["unit", "contributor", "persons"]


def test_the_public_sees_public_views_only(source: Source) -> None:
    """Tests which views come, and that the organisation has all."""
    assert list(views(source, ORGANISATION)) == list(VIEWS)
    public = [name for name, view in VIEWS.items() if view.marking is Marking.PUBLIC]
    assert list(views(source, PUBLIC)) == public


def test_the_readme_lists_every_view_with_its_marking() -> None:
    """Tests names, markings, titles and order."""
    text = (Path(__file__).parents[2] / "planner" / "views" / "README.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert told == [(view.name, view.marking, view.title) for view in VIEWS.values()]
