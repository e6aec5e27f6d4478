"""One input at a time, low and high, against the config as it is: a sweep that the base leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from planner.compare.sides import Side
from planner.compare.tornado import Run, Tornado, tornado
from planner.compare.tornado_text import rows
from planner.compare.wholes import Whole
from planner.compare.write import write_rows
from planner.errors import NoPlanFound
from planner.export.atomic import whole_file
from planner.export.manifest import write_json
from planner.jobs import Workers
from planner.scenario.axes import Axis
from planner.scenario.folder import Sweep
from planner.scenario.inputs import SweepLimits
from planner.scenario.points import BASE, Point, check_axes, made_points
from planner.scenario.rows import Row
from planner.scenario.run import HERE, USUAL, sweep
from planner.scenario.told import read_told

JSON_FILE, CSV_FILE = "tornado.json", "tornado.csv"


def tornado_points(config: Path, axes: Sequence[Axis], folder: Path) -> list[Point]:
    """The config as it is, then the low and the high value of each axis.

    Raises
    ------
    InvalidAxis
        If an axis leads nowhere in the config.
    InvalidInput
        With everything that is wrong with the config, or with any point.
    """
    check_axes(config, axes)
    choices = [((axis, value),) for axis in axes for value in axis.values]
    return made_points(config, [(), *choices], folder)


def run_tornado(
    points: Sequence[Point],
    folder: Path,
    limits: SweepLimits = USUAL,
    workers: Workers = HERE,
    *,
    overwrite: bool = False,
    on_begin: Callable[[Sweep], None] | None = None,
    on_row: Callable[[Row], None] | None = None,
) -> tuple[Sweep, Tornado]:
    """Plan the base, then every other point beginning with its plan; rows, and what they show.

    Points that are there already are not planned again, as in a sweep.

    Raises
    ------
    NoPlanFound
        If the config as it is has no plan: nothing can be set against it.
    ExportFailed
        As `sweep`.
    """
    state = sweep(
        points, folder, limits, workers,
        overwrite=overwrite, lead=BASE, on_begin=on_begin, on_row=on_row,
    )  # fmt: skip
    first, *others = state.rows
    if not first.folder:
        raise NoPlanFound(f"the config as it is has no plan ({first.status}): {first.reason}")
    made = [row for row in state.rows if row.folder]
    told: Sequence[Side | Whole] = read_told([folder / row.folder for row in made])
    sides = {row.point: side for row, side in zip(made, told, strict=True)}
    runs = [
        Run(path, value, sides.get(row.point), row.reason.partition("\n")[0])
        for row in others
        for path, value in row.values.items()
    ]
    pairs = list(zip(runs[::2], runs[1::2], strict=True))
    return state, tornado(sides[BASE], pairs)


def write_tornado(found: Tornado, folder: Path) -> None:
    """Write tornado.json and tornado.csv into the folder of its runs.

    Raises
    ------
    ExportFailed
        If they cannot be written.
    """
    with whole_file(folder / JSON_FILE, overwrite=True) as path:
        write_json(path, found.as_json())
    with whole_file(folder / CSV_FILE, overwrite=True) as path:
        write_rows(path, rows(found))
