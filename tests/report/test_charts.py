"""What charts say: the rows that they draw, and the SVG that they become."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.export.marking import ORGANISATION, PUBLIC
from planner.mission.money import Appropriation
from planner.report import force, lift, money, need
from planner.report.charts import bars, grid, lines
from planner.report.plan import shown
from planner.report.sections import BY_WEEK, SECTIONS
from planner.report.svg import drawn
from planner.report.tables import cell, title_of, week_table
from planner.views.catalogue import VIEWS
from planner.views.view import Source
from tests.export.plans import Judgement, mission_with_reach, plan
from tests.report.pages import elements, spread

if TYPE_CHECKING:
    import pandas as pd

    from planner.report.page import Chart

ROWS = [
    {"x": "2026-01-01", "y": 3.0, "series": "a", "say": "three"},
    {"x": "2026-01-08", "y": 5.0, "series": "a", "say": "five"},
    {"x": "2026-01-01", "y": 4.0, "series": "b", "say": "four"},
]


@pytest.fixture
def source() -> Source:
    """A plan in which p1 comes in week 6."""
    mission = replace(
        spread(mission_with_reach()), appropriations=(Appropriation("I", 2_000_000.0),)
    )
    return Source(mission, plan(mission), Judgement())


@pytest.fixture
def tables(source: Source) -> dict[str, pd.DataFrame]:
    """All views of it."""
    return shown(source, ORGANISATION).tables


def rows_of(chart: Chart | None, panel: int = 0) -> list[dict[str, Any]]:
    """What a chart draws, in its first layer."""
    assert chart is not None
    spec = chart.spec.get("concat", [chart.spec])[panel]
    values = spec.get("layer", [spec])[-1].get("data", spec.get("data", {})).get("values")
    assert values
    return list(values)


def test_strength_and_ceiling_are_two_lines(tables: dict[str, pd.DataFrame]) -> None:
    """Tests the 150 persons that come with p1 in week 6, and the ceiling beside them."""
    rows = rows_of(force.strength(tables))
    present = [row["y"] for row in rows if row["series"] == "present"]
    assert present[6] - present[5] == 150
    assert "authorised" in {row["series"] for row in rows}
    assert rows[6]["say"] == f"{rows[6]['x']}: {present[6]:,.0f} present"


def test_moves_and_deployments_are_spans(tables: dict[str, pd.DataFrame]) -> None:
    """Tests p1's cargo in week 5, and that it stands at bravo from week 6 to the end."""
    spans = {row["say"]: row for row in rows_of(force.moves(tables))}
    cargo = next(row for say, row in spans.items() if "60 t" in say)
    assert (cargo["y"], cargo["series"]) == ("p1", "arrive")
    assert cargo["x"] < cargo["until"]
    stands = {row["y"]: row for row in rows_of(force.deployments(tables))}
    assert stands["p1"]["x"] == cargo["until"]
    assert "150 persons" in stands["p1"]["say"]


def test_ports_are_idle_in_weeks_without_a_row(tables: dict[str, pd.DataFrame]) -> None:
    """Tests that a port at which something comes in week 4 alone has nothing before and after."""
    frame = tables["port_use"]
    one = frame[(frame["port"] == frame["port"].iloc[0]) & (frame["week"] == 4)]
    assert len(one) == 1
    rows = rows_of(lift.ports({"port_use": one}))
    assert [row["y"] > 0 for row in rows] == [False, False, False, False, True, False]
    assert rows[4]["x"] == one["first_day"].iloc[0].date().isoformat()


def test_money_beside_its_limit(tables: dict[str, pd.DataFrame]) -> None:
    """Tests what the plan commits of group I, and its appropriation."""
    rows = {(row["x"], row["series"]): row["y"] for row in rows_of(money.budget(tables))}
    assert rows["group I", "appropriation"] == 2_000_000.0
    assert sum(usd for (_, of), usd in rows.items() if of == "planned") == pytest.approx(771_000.25)


def test_shares_of_what_is_asked(tables: dict[str, pd.DataFrame]) -> None:
    """Tests that a grid has a cell for each sector and capability that is asked for."""
    rows = rows_of(need.capabilities(tables))
    assert {(row["x"], row["y"]) for row in rows} == {("north", "infantry coy")}
    assert 0 < rows[0]["value"] < 100


@pytest.mark.parametrize("name", SECTIONS)
def test_sections_cope_with_what_is_not_released(source: Source, name: str) -> None:
    """Tests that no chart is made of views that are not there, nor a fault of fewer."""
    kind = SECTIONS[name]
    assert all(make({}) is None for make in kind.charts)
    public = shown(source, PUBLIC).tables
    for make in kind.charts:
        make(public)
    assert set(kind.views) <= set(VIEWS)


@pytest.mark.parametrize("name", BY_WEEK)
def test_tables_by_week_hold_every_row(tables: dict[str, pd.DataFrame], name: str) -> None:
    """Tests as many amounts as the view has, in columns of weeks."""
    keys, values = BY_WEEK[name]
    frame = tables[name]
    made = week_table(VIEWS[name], frame, keys, values)
    weeks = frame["first_day"].nunique()
    assert len(made.columns) == len(keys) + 1 + weeks
    if len(frame):
        last = frame.iloc[-1]
        column, text = made.rows[-1][-1]
        assert column.title == last["first_day"].date().isoformat()
        assert text == cell(values[-1], last.to_dict()[values[-1]])


def test_a_chart_says_its_marks_and_nothing_else() -> None:
    """Tests that every row says its own to the pointer, and that the chart is one picture."""
    for spec in (lines(ROWS, "t", steps=True), bars(ROWS, "t"), bars(ROWS, "t", grouped=True)):
        svg = drawn(spec, "here", "A chart of <three>")
        assert sorted(re.findall(r'data-say="([^"]*)"', svg)) == ["five", "four", "three"]
        [root, *others] = elements(str(svg))
        assert (root.attributes["role"], root.attributes["aria-label"]) == (
            "img", "A chart of <three>",
        )  # fmt: skip
        assert not any("role" in each.attributes for each in others)


def test_what_a_chart_says_is_text() -> None:
    """Tests a name that would be an element, and an attribute, in a mark, a legend and a label."""
    name = "<script>alert(1)</script>\"'&"
    rows = [{"x": name, "y": 1.0, "series": each, "say": name} for each in (name, "b")]
    svg = str(drawn(bars(rows, name), "here", name))
    assert elements(svg, "script") == []
    assert not [
        each for each in elements(svg) if any(key.startswith("on") for key in each.attributes)
    ]
    assert elements(svg)[0].attributes["aria-label"] == name
    assert name in {each.attributes.get("data-say") for each in elements(svg)}


def test_ids_of_charts_are_their_own() -> None:
    """Tests two grids, whose colour scales are gradients with an id, in one page."""
    cells = [{"x": "a", "y": "b", "value": 3.0, "series": "", "say": "three"}]
    one, two = (drawn(grid(cells, "days"), anchor, "A grid") for anchor in ("one", "two"))
    assert 'id="one-0"' in one
    assert 'id="two-0"' in two
    assert "url(#two-0)" in two
    assert one.replace("one-0", "two-0") == two


def test_headings_and_cells_are_words() -> None:
    """Tests units in headings, thousands, days, and what is not known."""
    assert title_of("paid_usd") == "Paid, USD"
    assert title_of("supply_class") == "Supply class"
    assert cell("paid_usd", 1234567.4) == "1,234,567"
    assert cell("held_percent", 33.333) == "33.3"
    assert cell("closing", 2.25) == "2.2"
    assert cell("weeks", 1200) == "1,200"
    assert cell("anything", float("nan")) == "\N{EN DASH}"
    assert cell("verified", True) == "yes"
