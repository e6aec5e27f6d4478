"""What is kept of a portfolio of which some mission has no plan: the plans of the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.export.atomic import whole_folder
from planner.export.folder import config_reference
from planner.export.manifest import versions, write_json
from planner.export.notice import write_notice
from planner.portfolio.file import LoadedPortfolio
from planner.portfolio.folder import FORMAT, RUN_FILE, UNFINISHED_FILE, write_mission
from planner.portfolio.pieces import Planned

SUFFIX = "-unfinished"


def unfinished_of(output: Path) -> Path:
    """The folder beside a portfolio's for what there is of it."""
    return output.with_name(output.name + SUFFIX)


def write_unfinished(
    loaded: LoadedPortfolio,
    found: Mapping[str, Planned],
    run: Mapping[str, Any],
    directory: Path,
    *,
    overwrite: bool,
    config: Path,
) -> None:
    """Write a folder with a plan folder for each mission that has a plan, or nothing at all. It is
    no portfolio's plan: it has no objective, and no bound of the whole.

    Raises
    ------
    ExportFailed
        If the folder exists and `overwrite` is off, or it cannot be written whole.
    """
    names = [name for name in loaded.portfolio.missions if name in found]
    with whole_folder(directory, overwrite=overwrite) as scratch:
        for name in names:
            each = found[name]
            write_mission(loaded, name, each.plan, each.verdict, run, scratch, directory)
        content = {
            "format": FORMAT,
            "portfolio": loaded.portfolio.portfolio,
            "name": loaded.name,
            "config_sha256": loaded.digest,
            "missions": {name: found[name].plan.total_usd for name in names},
            "lacking": [name for name in loaded.portfolio.missions if name not in found],
            "versions": versions(),
        }
        write_json(scratch / UNFINISHED_FILE, content)
        write_json(scratch / RUN_FILE, {"config": config_reference(config, directory), **run})
        write_notice(scratch)
