"""What `--over` means, and the points that come of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from planner.errors import InvalidInput
from planner.scenario import InvalidAxis, axis_of, grid_points, listed_points
from tests.mission.starter import Starter
from tests.scenario.writing import mission_of, write


@pytest.mark.parametrize(
    ("text", "values", "relative"),
    [
        ("budget=-25%..+10%:5%", ["-25", "-20", "-15", "-10", "-5", "0", "5", "10"], True),
        ("notice_weeks=4..8:2", ["4", "6", "8"], False),
        ("x=0..1:0.4", ["0", "0.4", "0.8"], False),  # 1.2 would be beyond the end
        ("x=3..3:1", ["3"], False),
        ("budget=-15%", ["-15"], True),
        ("x=6,4,5.5", ["6", "4", "5.5"], False),
    ],
)
def test_values(text: str, values: list[str], relative: bool) -> None:
    """Tests ranges and lists, in percent and as they are; decimals do not drift."""
    axis = axis_of(text)
    assert axis.values == tuple(map(Decimal, values))
    assert axis.relative is relative


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("budget", "no path and values"),
        ("=4..8:2", "no path and values"),
        ("x=4..8", "cannot be read"),
        ("x=4%..8:2", "cannot be read"),
        ("x=4,5%", "cannot be read"),
        ("x=four", "cannot be read"),
        ("x=8..4:2", "goes nowhere"),
        ("x=4..8:0", "goes nowhere"),
        ("x=0..1:0.0001", "10,001 values; take at most 1,000"),
        ("x=4,4.0", "stands there twice"),
        ("x=-110%..0%:10%", "less than nothing is left at -110 %"),
    ],
)
def test_no_axis(text: str, words: str) -> None:
    """Tests that what cannot be meant is refused, with the text and what is wrong."""
    with pytest.raises(InvalidAxis) as caught:
        axis_of(text)
    assert str(caught.value).startswith(f"--over {text}: ")
    assert words in str(caught.value)


def test_a_grid_has_all_combinations(starter: Starter, tmp_path: Path) -> None:
    """Tests names, values and missions of 2 x 2 points: percent of the base, and numbers set."""
    axes = [axis_of("budget=-10%,0%"), axis_of("rules.tour.parameters.weeks=40,44.0")]
    points = grid_points(starter.config, axes, tmp_path / "out")
    assert [point.name for point in points] == [
        "budget=-10pct__rules.tour.parameters.weeks=40",
        "budget=-10pct__rules.tour.parameters.weeks=44.0",
        "budget=0pct__rules.tour.parameters.weeks=40",
        "budget=0pct__rules.tour.parameters.weeks=44.0",
    ]
    assert points[1].values == {"budget": "-10%", "rules.tour.parameters.weeks": "44.0"}
    figures = [
        (
            mission_of(point).appropriations[0].usd,
            mission_of(point).rules_of("tour_length")[0].number("weeks"),
        )
        for point in points
    ]
    assert figures == [(36e6, 40), (36e6, 44), (40e6, 40), (40e6, 44)]
    assert not (tmp_path / "out").exists()  # nothing is written before all is sound


def test_a_point_is_the_same_wherever_it_is_written(starter: Starter, tmp_path: Path) -> None:
    """Tests that its digest does not depend on the folder of the sweep."""
    axes = [axis_of("budget=-10%")]
    (near,) = grid_points(starter.config, axes, starter.folder / "out")
    (far,) = grid_points(starter.config, axes, tmp_path / "a" / "b")
    assert near.text != far.text
    assert near.asked.digest == far.asked.digest
    assert mission_of(near).assumptions == mission_of(far).assumptions


def test_all_wrong_axes_at_once(starter: Starter, tmp_path: Path) -> None:
    """Tests a path that leads nowhere, `budget` as a number, and a path given twice."""
    texts = ("notice_week=4,6", "budget=5", "hub=1", "hub=2")
    with pytest.raises(InvalidAxis) as caught:
        grid_points(starter.config, [axis_of(text) for text in texts], tmp_path / "out")
    assert str(caught.value).splitlines() == [
        "--over hub: given twice; name all its values in one",
        "--over notice_week: no such path, found 'notice_week'; did you mean 'notice_weeks'?",
        "--over budget: stands for many sums; give percent of change",
    ]


def test_problems_of_all_points_at_once(starter: Starter, tmp_path: Path) -> None:
    """Tests that points that give no mission are named by their values, before any is planned."""
    axes = [axis_of("notice_weeks=-2,4,5.5")]
    with pytest.raises(InvalidInput) as caught:
        grid_points(starter.config, axes, tmp_path / "out")
    told = [str(each) for each in caught.value.problems]
    assert [each.split(": ")[0].rsplit(":", 2)[0] for each in told] == [
        "--over notice_weeks=-2",
        "--over notice_weeks=5.5",
    ]
    assert "too small, found -2" in told[0]


def test_a_list_of_scenarios(starter: Starter) -> None:
    """Tests points named after their files, and that two of one name are refused."""
    one = write(starter, "base: mission.yaml\nset: {notice_weeks: 4}\n", "one.yaml")
    points = listed_points([starter.config, one])
    assert [(point.name, mission_of(point).notice_weeks) for point in points] == [
        ("mission", 6),
        ("one", 4),
    ]
    other = write(starter, "base: ../mission.yaml\nset: {x: 4}\n", "more/one.yaml")
    with pytest.raises(InvalidInput) as caught:
        listed_points([one, other])
    assert [each.message.partition(";")[0] for each in caught.value.problems] == [
        "another is named 'one' too",
        "no such path, found 'x'",
        "another is named 'one' too",
    ]
