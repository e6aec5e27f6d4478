"""The folder of a sweep: a plan folder for each point, and sweep.json and sweep.csv of all."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from planner.errors import ExportFailed, InvalidInput
from planner.export.atomic import MARK, check_target, whole_file
from planner.export.folder import PLAN_FILE
from planner.export.manifest import read_json, write_json
from planner.export.notice import write_notice
from planner.portfolio.folder import PORTFOLIO_FILE
from planner.scenario.inputs import differences
from planner.scenario.points import Point
from planner.scenario.rows import Row

FORMAT = 1
JSON_FILE, CSV_FILE = "sweep.json", "sweep.csv"
_ROWS = TypeAdapter(list[Row], config=ConfigDict(extra="forbid", allow_inf_nan=False))


class Sweep:
    """Rows of the points of a sweep, in their order, kept in its folder as they change."""

    def __init__(self, folder: Path, inputs: dict[str, Any], rows: Mapping[str, Row]) -> None:
        self.folder = folder
        self.inputs = inputs
        self._rows = dict(rows)

    @property
    def rows(self) -> list[Row]:
        """Rows of all points."""
        return list(self._rows.values())

    def put(self, *rows: Row) -> None:
        """Replace rows of points, and write what there is now."""
        self._rows |= {row.point: row for row in rows}
        content = {
            "format": FORMAT,
            "inputs": self.inputs,
            "points": [row.as_json() for row in self.rows],
        }
        with whole_file(self.folder / JSON_FILE, overwrite=True) as path:
            write_json(path, content)
        with whole_file(self.folder / CSV_FILE, overwrite=True) as path:
            _write_csv(path, self.rows)


def open_sweep(
    folder: Path, points: Sequence[Point], inputs: dict[str, Any], *, overwrite: bool
) -> Sweep:
    """The sweep in a folder, begun now or taken up where it was left.

    Raises
    ------
    ExportFailed
        If the folder holds something else, or a sweep of other inputs and `overwrite` is off.
    """
    check_target(folder / JSON_FILE, overwrite=True)
    rows = {point.name: Row(point.name, point.values) for point in points}
    before = _before(folder)
    if before is not None and not overwrite:
        rows |= _finished(folder, before, inputs)
    elif before is not None:
        _clear(folder, before)
    sweep = Sweep(folder, inputs, rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_notice(folder)
    except OSError as error:
        raise ExportFailed(f"{folder} could not be written: {error.strerror}") from error
    for point in points:
        if point.text:
            with whole_file(point.config, overwrite=True) as path:
                path.write_text(point.text, encoding="utf-8")
    sweep.put()
    return sweep


def _before(folder: Path) -> dict[str, Any] | None:
    """What stands in the folder of an earlier sweep; None if nothing does."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        content = read_json(folder / JSON_FILE)
    except InvalidInput as error:
        message = f"{folder} exists and holds no sweep; name another"
        raise ExportFailed(message) from error
    if content.get("format") != FORMAT or not isinstance(content.get("points"), list):
        raise ExportFailed(f"{folder / JSON_FILE} is not of format {FORMAT}; name another folder")
    return content


def _finished(folder: Path, before: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Row]:
    """Rows of the points that need not be planned again."""
    said = before.get("inputs")
    parts = [said.get(part, {}) for part in inputs] if isinstance(said, dict) else [said]
    if not all(isinstance(part, dict) for part in parts):
        raise ExportFailed(f"{folder / JSON_FILE} was changed; pass --overwrite")
    differ = differences(before["inputs"], inputs)
    if differ:
        raise ExportFailed(
            f"{folder} holds a sweep of other inputs: {'; '.join(differ)}. Pass --overwrite to "
            "replace it, or name another folder"
        )
    try:
        rows = _ROWS.validate_json(json.dumps(before["points"]), strict=True)
    except ValidationError as error:
        raise ExportFailed(f"{folder / JSON_FILE} was changed; pass --overwrite") from error
    if any(row.point not in inputs["points"] or row.folder not in ("", row.point) for row in rows):
        raise ExportFailed(f"{folder / JSON_FILE} was changed; pass --overwrite")
    return {row.point: row for row in rows if row.is_finished and _is_there(folder, row, inputs)}


def _is_there(folder: Path, row: Row, inputs: dict[str, Any]) -> bool:
    """Whether the plan of a row still lies in its folder, if it has one."""
    if not row.folder:
        return True
    paths = [folder / row.folder / name for name in (PLAN_FILE, PORTFOLIO_FILE)]
    digests = [read_json(path).get("config_sha256") for path in paths if path.is_file()]
    return digests == [inputs["points"][row.point]]


def _clear(folder: Path, before: dict[str, Any]) -> None:
    """Take away what an earlier sweep wrote."""
    for row in before["points"]:
        point = str(row.get("point")) if isinstance(row, dict) else ""
        if Path(point).name != point:
            raise ExportFailed(
                f"{folder / JSON_FILE} was changed: {point!r} is no point; name another folder"
            )
        plan = folder / point
        if (plan / MARK).is_file():
            shutil.rmtree(plan)
        plan.with_name(f"{plan.name}.yaml").unlink(missing_ok=True)


def _write_csv(path: Path, rows: Sequence[Row]) -> None:
    """A line for each point; the values have a column for each path."""
    paths = list(dict.fromkeys(name for row in rows for name in row.values))
    contents = [row.as_json() for row in rows]
    rest = [name for name in contents[0] if name not in {"point", "values"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["point", *paths, *rest])
        for row in contents:
            values = [row["values"].get(name, "") for name in paths]
            writer.writerow([row["point"], *values, *(row[name] for name in rest)])
