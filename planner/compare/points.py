"""The plan folders that a command is given: by name, or all in a folder of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.export.folder import PLAN_FILE
from planner.export.manifest import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SWEEP_FILE = "sweep.json"
WHOLE_FILES = (PLAN_FILE, "portfolio.json")  # of a mission's plan, of the plans of a portfolio


def plan_folders(given: Sequence[Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """Plan folders among and inside what is given, and the points of sweeps that have no plan,
    with the reason.

    Raises
    ------
    InvalidInput
        If something given neither is a plan folder nor holds any.
    """
    found: list[Path] = []
    missing: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for folder in given:
        if any((folder / name).is_file() for name in WHOLE_FILES):
            found.append(folder)
            continue
        inside = sorted(path.parent for name in WHOLE_FILES for path in folder.glob(f"*/{name}"))
        found += inside
        missing += _missing(folder)
        if not inside:
            message = f"is no plan folder, and no folder in it has a {PLAN_FILE}; make some with "
            message += "`peaceplan plan` or `peaceplan sweep`"
            problems.append(Problem(str(folder), 1, 1, "plan", message))
    if problems:
        raise InvalidInput(problems)
    return found, missing


def _missing(folder: Path) -> list[tuple[str, str]]:
    path = folder / SWEEP_FILE
    if not path.is_file():
        return []
    rows = read_json(path).get("points", [])
    if not isinstance(rows, list):
        raise InvalidInput([Problem(str(path), 1, 1, "points", "is no list; sweep again")])
    return [
        (str(row.get("point")), str(row.get("reason") or row.get("status")).partition("\n")[0])
        for row in rows
        if isinstance(row, dict) and not row.get("folder")
    ]
