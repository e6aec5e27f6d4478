"""The plan folder: plan.json, run.json, tables/*.csv, plan.gpkg, plan.qgz, proof.npz and the
notice, and executed/*.csv of a plan that goes on from another; whole or absent.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput, Problem
from planner.export.atomic import whole_folder
from planner.export.content import wrong_parts
from planner.export.gpkg import write_gpkg, write_qgz
from planner.export.manifest import FORMAT, Judged, manifest, plan_of, read_json, write_json
from planner.export.maps import maps
from planner.export.notice import write_notice
from planner.export.proof import read_duals, write_duals
from planner.export.replanned import changed_executed, write_executed
from planner.export.tables import digest, read_table, write_table
from planner.plan import TABLES, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.mission.mission import Mission

PLAN_FILE = "plan.json"
RUN_FILE = "run.json"
TABLES_FOLDER = "tables"
GPKG_FILE = "plan.gpkg"
PROJECT_FILE = "plan.qgz"
PROOF_FILE = "proof.npz"


def write_plan(
    plan: Plan,
    verdict: Judged,
    run: Mapping[str, Any],
    mission: Mission,
    directory: Path,
    *,
    overwrite: bool,
    config: Path | None = None,
    otherwise: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> None:
    """Write the plan folder, or nothing at all.

    Everything but run.json repeats byte for byte for the same plan. run: facts of this run (times
    in seconds, memory in bytes, machine); config: file that the mission was loaded from, which
    `config_of` finds again; otherwise: `changes` that a plan has which goes on from another, and
    `deviations` of what had happened from that one.

    Raises
    ------
    ExportFailed
        If the folder exists and `overwrite` is off, or it cannot be written whole.
    """
    with whole_folder(directory, overwrite=overwrite) as scratch:
        (scratch / TABLES_FOLDER).mkdir()
        digests = {}
        for name in TABLES:
            path = scratch / TABLES_FOLDER / f"{name}.csv"
            write_table(path, name, plan.tables[name])
            digests[name] = digest(path)
        if plan.proof.duals is not None:
            write_duals(scratch / PROOF_FILE, plan.proof.duals)
            digests[PROOF_FILE] = digest(scratch / PROOF_FILE)
        replanned = write_executed(mission, scratch)
        if replanned is not None:
            replanned |= {name: list(rows) for name, rows in (otherwise or {}).items()}
        content = manifest(plan, verdict, mission, digests) | {"replanned": replanned}
        write_json(scratch / PLAN_FILE, content)
        write_json(scratch / RUN_FILE, {"config": config_reference(config, directory), **run})
        shown = maps(mission, plan)
        write_gpkg(shown, scratch / GPKG_FILE)
        write_qgz(shown, scratch / PROJECT_FILE, GPKG_FILE)
        write_notice(scratch)


def table_path(directory: Path, name: str) -> Path:
    """Where a table lies in a plan's folder."""
    return directory / TABLES_FOLDER / f"{name}.csv"


def config_reference(config: Path | None, directory: Path) -> dict[str, str] | None:
    """Where a config lies, by itself and from an output's folder."""
    if config is None:
        return None
    absolute = Path(os.path.realpath(config))
    relative = os.path.relpath(absolute, os.path.realpath(directory))
    return {"absolute": str(absolute), "relative": relative}


def read_plan(directory: Path) -> Plan:
    """Read a plan folder back; `changed_parts` tells whether it is as it was written.

    Raises
    ------
    InvalidInput
        If files are missing or are not what a plan folder holds.
    """
    content = _manifest(directory)
    tables = {name: read_table(table_path(directory, name), name) for name in TABLES}
    duals = None if content["proof"] is None else read_duals(directory / PROOF_FILE)
    return plan_of(content, tables, duals)


def changed_parts(directory: Path, plan: Plan) -> list[str]:
    """What no longer agrees within the folder: tables and duals by their hash, headline figures by
    what they are made of.
    """
    content = _manifest(directory)
    recorded = content.get("tables", {})
    changed = [
        f"tables/{name}.csv"
        for name in TABLES
        if digest(table_path(directory, name)) != recorded.get(name, {}).get("sha256")
    ]
    if plan.proof.duals is not None and digest(directory / PROOF_FILE) != content["proof"].get(
        "sha256"
    ):
        changed.append(PROOF_FILE)
    changed += changed_executed(directory, content)
    figures = {
        "total_usd": plan.total_usd,
        "gap": plan.gap,
        "headline_gap": plan.headline_gap,
    }
    return changed + [
        f"{PLAN_FILE}: {name}" for name, right in figures.items() if content.get(name) != right
    ]


def replanned_of(directory: Path) -> dict[str, Any] | None:
    """What plan.json says of the plan that this one goes on from; None if it is the first."""
    said: dict[str, Any] | None = _manifest(directory).get("replanned")
    return said


def config_of(directory: Path) -> Path | None:
    """Config that an output was made from, if it is still where its run.json says."""
    path = directory / RUN_FILE
    reference = read_json(path).get("config") if path.is_file() else None
    if not isinstance(reference, dict):
        return None
    places = (Path(directory, str(reference.get("relative"))), Path(str(reference.get("absolute"))))
    return next((Path(os.path.realpath(place)) for place in places if place.is_file()), None)


def _manifest(directory: Path) -> dict[str, Any]:
    content = read_json(directory / PLAN_FILE)
    if content.get("format") != FORMAT:
        message = f"is not a plan of format {FORMAT}, found {content.get('format')!r}"
        raise InvalidInput([Problem(str(directory / PLAN_FILE), 1, 1, "format", message)])
    problems = [
        Problem(str(directory / PLAN_FILE), 1, 1, part, f"is no longer a plan's: {message}")
        for part, message in wrong_parts(content)
    ]
    if problems:
        raise InvalidInput(problems)
    return content
