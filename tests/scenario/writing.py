"""Scenario files on the starter mission."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from planner.errors import InvalidInput
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.scenario import Point
from tests.mission.starter import Starter


def write(starter: Starter, text: str, name: str = "scenario.yaml") -> Path:
    """Write a scenario beside the starter mission (or in a folder from there)."""
    path = starter.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return path


def loaded(starter: Starter, overrides: str) -> Mission:
    """The starter mission with overrides."""
    return load_mission(write(starter, "base: mission.yaml\n" + dedent(overrides).lstrip()))


def problems(path: Path) -> list[str]:
    """What is wrong with a scenario, without the folder of its files."""
    with pytest.raises(InvalidInput) as caught:
        load_mission(path)
    return [str(each).replace(f"{path.parent}/", "") for each in caught.value.problems]


def wrong(starter: Starter, overrides: str) -> list[str]:
    """What is wrong with overrides of the starter mission; they begin on line 2."""
    text = "base: mission.yaml\n" + dedent(overrides).lstrip()
    return problems(write(starter, text))


def mission_of(point: Point) -> Mission:
    """The mission of a point that is one."""
    assert isinstance(point.asked, Mission)
    return point.asked


def changes(mission: Mission) -> list[str]:
    """What plans list as changed."""
    return [
        f"{each.file}: {each.subject} = {each.value} ({each.note})"
        for each in mission.assumptions
        if each.field == "changed"
    ]
