"""Points of a sweep: scenarios with a name of their own, loaded before any is planned."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from pathlib import Path

from planner.errors import InvalidInput, Problem
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.overrides.paths import NoSuchPath, find
from planner.mission.overrides.read import read_config
from planner.mission.overrides.shape import Shape
from planner.mission.overrides.short import BUDGET
from planner.mission.schema import Config
from planner.portfolio.file import LoadedPortfolio, is_portfolio, load_portfolio
from planner.portfolio.schema import PortfolioConfig
from planner.scenario.axes import MOST_VALUES, Axis, InvalidAxis

BASE = "base"  # name of the point that changes nothing
Choice = tuple[tuple[Axis, Decimal], ...]
Asked = Mission | LoadedPortfolio


@dataclass(frozen=True)
class Point:
    """A scenario of a sweep.

    name: of its folder. values: by path, as people write them. config: the file that the mission or
    portfolio is loaded from; text: its content, where the sweep writes it.
    """

    name: str
    values: Mapping[str, str]
    config: Path
    asked: Asked
    text: str = ""


def load_asked(path: Path, content: bytes | None = None) -> Asked:
    """The mission or the portfolio of a config. content: of the file, where it is not written yet.

    Raises
    ------
    InvalidInput
        With everything that is wrong with it.
    """
    if is_portfolio(path, content):
        return load_portfolio(path, content)
    return load_mission(path, content)


def listed_points(configs: Sequence[Path]) -> list[Point]:
    """A point for each config or scenario, named like its file.

    Raises
    ------
    InvalidInput
        With everything that is wrong with any of them.
    """
    names = [each.stem for each in configs]
    problems: set[Problem] = {
        Problem(str(each), 1, 1, "config", f"another is named {each.stem!r} too; rename one")
        for each in configs
        if names.count(each.stem) > 1
    }
    points = []
    kinds = {is_portfolio(path) for path in configs}
    if len(kinds) > 1:
        message = "is a portfolio, and others are missions; sweep over one kind at a time"
        problems |= {
            Problem(str(each), 1, 1, "config", message) for each in configs if is_portfolio(each)
        }
    for path in configs:
        try:
            points.append(Point(path.stem, {}, path, load_asked(path)))
        except InvalidInput as error:
            problems |= set(error.problems)
    if problems:
        raise InvalidInput(list(problems))
    return points


def grid_points(config: Path, axes: Sequence[Axis], folder: Path) -> list[Point]:
    """A point for each combination of the values of axes, the last changing fastest.

    Parameters
    ----------
    folder
        Where the sweep will write the points' scenarios: they name the config from there.

    Raises
    ------
    InvalidAxis
        If an axis leads nowhere in the config, or there are too many points.
    InvalidInput
        With everything that is wrong with the config, or with any point.
    """
    check_axes(config, axes)
    return made_points(
        config,
        [
            tuple(zip(axes, values, strict=True))
            for values in product(*(axis.values for axis in axes))
        ],
        folder,
    )


def made_points(config: Path, choices: Sequence[Choice], folder: Path) -> list[Point]:
    """A point for each choice of values of some axes, which lead somewhere in the config; one
    without any is the config as it is.

    Raises
    ------
    InvalidInput
        With everything that is wrong with any point.
    """
    problems: set[Problem] = set()
    points: list[Point] = []
    for choice in choices:
        chosen = {axis.path: axis.text(value) for axis, value in choice}
        name = _name(chosen) or BASE
        path = Path(os.path.realpath(folder)) / f"{name}.yaml"
        scale = {axis.path: float(axis.factor(v)) for axis, v in choice if axis.relative}
        fixed = {
            axis.path: int(v) if v == v.to_integral_value() else float(v)
            for axis, v in choice
            if not axis.relative
        }
        text = _scenario(config, path.parent, fixed, scale)
        try:
            asked = load_asked(path, text.encode())
        except InvalidInput as error:
            problems |= {_of_point(each, path, chosen) for each in error.problems}
        else:
            points.append(Point(name, chosen, path, asked, text))
    if problems:
        raise InvalidInput(list(problems))
    return points


def check_axes(config: Path, axes: Sequence[Axis]) -> None:
    """Axes lead somewhere in a config, each of them elsewhere.

    Raises
    ------
    InvalidAxis
        With everything that is wrong with them.
    """
    schema = PortfolioConfig if is_portfolio(config) else Config
    document, shape = read_config(config, schema), Shape.of(schema)
    paths = [axis.path for axis in axes]
    twice = {path for path in paths if paths.count(path) > 1}
    wrong = [f"--over {path}: given twice; name all its values in one" for path in sorted(twice)]
    for axis in axes:
        if axis.path == BUDGET and not axis.relative:
            wrong.append(f"--over {BUDGET}: stands for many sums; give percent of change")
        elif axis.path != BUDGET:
            try:
                find(document.value, shape, axis.path, new=not axis.relative)
            except NoSuchPath as error:
                hint = "" if schema is Config else "; paths inside missions begin with missions.*"
                wrong.append(f"--over {axis.path}: {error}{hint}")
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_VALUES:
        wrong.append(f"--over: {count:,} points; take at most {MOST_VALUES:,}")
    if wrong:
        raise InvalidAxis("\n".join(wrong))


def _name(values: Mapping[str, str]) -> str:
    """Name of a point's folder: `budget=-25pct`, grids joined by two underscores."""
    words = (f"{path}={text.replace('%', 'pct')}" for path, text in values.items())
    return "__".join(re.sub(r"[^\w.=+-]", "-", each) for each in words)


def _scenario(
    config: Path, folder: Path, fixed: Mapping[str, float], scale: Mapping[str, float]
) -> str:
    """Text of a point's scenario; JSON is YAML too, and knows how to quote."""
    base = os.path.relpath(os.path.realpath(config), folder)
    lines = ["# A point of a sweep, written by peaceplan.", f"base: {_quoted(base)}"]
    for key, overrides in (("set", fixed), ("scale", scale)):
        if overrides:
            lines += [f"{key}:", *(f"  {_quoted(path)}: {v}" for path, v in overrides.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _of_point(problem: Problem, path: Path, values: Mapping[str, str]) -> Problem:
    """A problem with the scenario of a point, told of its values: the file is not written."""
    if problem.file != str(path):
        return problem
    place = " ".join(f"--over {name}={text}" for name, text in values.items())
    return Problem(place, 1, 1, problem.field, problem.message)
