"""Tests that the README's commands run as shown, and lead to a map."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

import pyogrio
import pytest

from tests.docs.transcripts import TUTORIAL, Step, agrees, same, section, steps, walked

if TYPE_CHECKING:
    from pathlib import Path

WHY = "Why, and why not"


class Walk(NamedTuple):
    """The tutorial as it was done."""

    folder: Path
    done: list[Step]


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Every command of the tutorial, in an empty folder."""
    folder = tmp_path_factory.mktemp("tutorial")
    return Walk(folder, walked(section(TUTORIAL), folder))


@pytest.mark.parametrize(
    ("want", "got", "exactly", "in_words"),
    [
        ("cost 21.96, week 3\n", "cost 1,022.5, week 12\n", False, True),
        ("cost ..., week 3\n", "cost 1,022.5, week 3\n", True, True),
        ("OK\n...\nend\n", "OK\n  a 1\n  b 2\nend\n", True, True),
        ("2025-07-01\n", "2025-07-08\n", False, False),
        ("fuel 3\n", "rations 3\n", False, False),
    ],
)
def test_the_comparison_sees_words(want: str, got: str, exactly: bool, in_words: bool) -> None:
    """Tests the comparisons that the transcripts rely on."""
    assert (same(want, got), agrees(want, got)) == (exactly, in_words)


def test_each_step_says_what_is_shown(tutorial: Walk) -> None:
    """Tests the order of the steps, their words and every figure that is shown."""
    called = [shlex.split(step.line)[1] for step in tutorial.done]
    assert called == ["new", "check", "plan", "verify", "explain", "export"]
    for step in tutorial.done:
        assert same(step.want, step.got), f"{step.line}\n{step.got}"


def test_what_each_step_promises_is_there(tutorial: Walk) -> None:
    """Tests that the files named on the screen exist, and that nothing else was written."""
    assert {path.name for path in tutorial.folder.iterdir()} == {
        "example", "example-plan", "example-map.gpkg", "example-map.NOTICE.txt",
    }  # fmt: skip
    for name in ("plan.json", "tables", "plan.gpkg", "run.json"):
        assert (tutorial.folder / "example-plan" / name).exists()


def test_the_map_has_what_is_said_of_it(tutorial: Walk) -> None:
    """Tests that each layer has a style that a GIS applies by itself, and those named have days."""
    path = tutorial.folder / "example-map.gpkg"
    names = set(pyogrio.list_layers(path)[:, 0]) - {"layer_styles"}
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    assert set(styles.f_table_name[styles.useAsDefault]) == names
    for name in ("postings", "movements", "timetable", "stocks"):
        info = pyogrio.read_info(path, layer=name)
        assert info["features"] > 0
        assert {"begin", "end"} <= set(info["fields"])


def test_what_goes_on_from_it_is_what_the_commands_say(tutorial: Walk) -> None:
    """Tests the transcripts after the tutorial, which need its mission and its plan, in words."""
    assert len(steps(section(WHY))) == 2
    for step in walked(section(WHY), tutorial.folder):
        assert agrees(step.want, step.got), f"{step.line}\n{step.got}"
