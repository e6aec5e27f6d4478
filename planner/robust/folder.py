"""The folder of a robust plan: robust.json, robust.csv, and the plan in `plan` if one is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from planner.compare.write import write_rows
from planner.export.atomic import whole_folder
from planner.export.folder import write_plan
from planner.export.manifest import write_json
from planner.export.notice import write_notice
from planner.mission.mission import Mission
from planner.robust.told import note_of, rows_of
from planner.robust.tried import Robust

PLAN_FOLDER = "plan"


def write_robust(
    found: Robust, told: Mapping[str, Any], mission: Mission, directory: Path, *,
    overwrite: bool, config: Path | None,
) -> None:  # fmt: skip
    """Write what was found, and the plan if it is another one than the one given; whole or not.

    Raises
    ------
    ExportFailed
        If the folder exists and `overwrite` is off, or it cannot be written whole.
    """
    best = found.best
    with whole_folder(directory, overwrite=overwrite) as scratch:
        write_json(scratch / "robust.json", told)
        write_rows(scratch / "robust.csv", rows_of(found))
        write_notice(scratch)
        if best.run is not None and best.verdict is not None:
            plan = replace(best.plan, notes=(*best.plan.notes, note_of(found)))
            # A reference to the config from beside the folder's place is right in its place too.
            write_plan(plan, best.verdict, asdict(best.run), mission, scratch / PLAN_FOLDER,
                       overwrite=False, config=config)  # fmt: skip
