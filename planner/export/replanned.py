"""What a folder keeps of the plan that its own goes on from: that plan's tables, and as of when."""

from __future__ import annotations

import os
from dataclasses import asdict, fields
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.errors import InvalidInput, Problem
from planner.export.tables import digest, read_table, write_table
from planner.mission.executed import (
    Executed,
    InflowCorrection,
    MissedArrival,
    StockCorrection,
    carry_on,
    with_received,
)
from planner.mission.load import load_mission
from planner.mission.spliced import splice
from planner.mission.yaml_marks import read_yaml
from planner.plan import TABLES
from planner.reading import read_plain, read_text

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from planner.mission.mission import Mission

EXECUTED_FOLDER = "executed"
# Tables of what was told, and what a row of each is.
STOCKS, INFLOWS, MISSED = "stock_corrections", "inflow_corrections", "missed_arrivals"
KINDS = {STOCKS: StockCorrection, INFLOWS: InflowCorrection, MISSED: MissedArrival}


def write_executed(mission: Mission, directory: Path) -> dict[str, Any] | None:
    """Write the tables that a mission goes on from; what plan.json says of them, None if none."""
    executed = mission.executed
    if executed is None:
        return None
    folder = directory / EXECUTED_FOLDER
    folder.mkdir()
    digests = {}
    for name in TABLES:
        write_table(folder / f"{name}.csv", name, executed.tables[name])
        digests[name] = digest(folder / f"{name}.csv")
    told: dict[str, tuple[StockCorrection | InflowCorrection | MissedArrival, ...]] = {
        STOCKS: executed.stocks, INFLOWS: executed.inflows, MISSED: executed.missed
    }  # fmt: skip
    for name, rows in told.items():
        if rows:
            pd.DataFrame([asdict(row) for row in rows]).to_csv(
                folder / f"{name}.csv", index=False, lineterminator="\n"
            )
            digests[name] = digest(folder / f"{name}.csv")
    return {
        "as_of_weeks": list(executed.weeks),
        "posting_usd": executed.posting_usd,
        "trip_usd": executed.trip_usd,
        "tables": digests,
    }


def changed_executed(directory: Path, content: Mapping[str, Any]) -> list[str]:
    """Tables of the earlier plan that were changed since the folder was written."""
    recorded = (content.get("replanned") or {}).get("tables", {})
    names = {name: f"{EXECUTED_FOLDER}/{name}.csv" for name in recorded}
    return [
        path
        for name, path in names.items()
        if not (directory / path).is_file() or digest(directory / path) != recorded[name]
    ]


def gone_on(mission: Mission, config: Path, directory: Path, said: Mapping[str, Any]) -> Mission:
    """The mission of a plan that goes on from others: what each config holds in its own weeks.

    mission: that of `config`, whose bases are the configs of the earlier plans; said: what
    plan.json tells of them.

    Raises
    ------
    InvalidInput
        If a config or a table of the earlier plan is no longer there.
    """
    weeks = [int(week) for week in said["as_of_weeks"]]
    merged = before_of(config, weeks)
    merged, _ = splice(merged, mission, weeks[-1], frozenset())
    tables = {
        name: read_table(directory / EXECUTED_FOLDER / f"{name}.csv", name) for name in TABLES
    }
    stocks, inflows, missed = (
        tuple(kind(**row) for row in _corrections(directory, said, name, merged))
        for name, kind in KINDS.items()
    )
    executed = Executed(
        weeks[-1], tables, float(said["posting_usd"]), float(said["trip_usd"]), tuple(weeks),
        stocks, inflows, missed,
    )  # fmt: skip
    return carry_on(with_received(merged, inflows), executed)


def _corrections(
    directory: Path, said: Mapping[str, Any], name: str, mission: Mission
) -> list[dict[str, Any]]:
    """Rows of a table of corrections, where the folder has any."""
    if name not in said["tables"]:
        return []
    path = directory / EXECUTED_FOLDER / f"{name}.csv"
    kind: Any = KINDS[name]
    types = {each.name: {"str": str, "int": int, "float": float}[str(each.type)]
             for each in fields(kind)}  # fmt: skip
    try:
        frame = pd.read_csv(StringIO(read_text(path)), dtype=types, keep_default_na=False)
    except (OSError, ValueError, OverflowError) as error:
        message = f"cannot be read ({error}); plan again"
        raise InvalidInput([Problem(str(path), 1, 1, "table", message)]) from error
    if list(frame.columns) != list(types):
        message = f"the columns must be {', '.join(types)}; plan again"
        raise InvalidInput([Problem(str(path), 1, 1, "table", message)])
    known: dict[str, Container[object]] = {
        "site": mission.sites, "supply_class": mission.supply_classes, "fund": mission.funds,
        "week": range(mission.calendar.weeks), "quarter": range(mission.calendar.quarters),
    }  # fmt: skip
    rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    problems = [
        Problem(str(path), line, 1, key, f"the mission has no such {key}, found {value!r}")
        for line, row in enumerate(rows, start=2)
        for key, value in row.items()
        if (key in known and value not in known[key])
        or (isinstance(value, float) and not isfinite(value))
    ]
    if problems:
        raise InvalidInput(problems)
    return rows


def before_of(config: Path, weeks: list[int]) -> Mission:
    """The mission that a config changed in the last of some weeks, as the weeks before made it."""
    base = base_of(config)
    mission = load_mission(base)
    if len(weeks) == 1:
        return mission
    merged, _ = splice(before_of(base, weeks[:-1]), mission, weeks[-2], frozenset())
    return merged


def base_of(config: Path) -> Path:
    """The config that a scenario changes.

    Raises
    ------
    InvalidInput
        If it is no scenario.
    """
    document = read_yaml(read_plain(config), str(config))
    base = document.value.get("base") if isinstance(document.value, dict) else None
    if not isinstance(base, str):
        message = "is not given; name the config of the plan that is to be changed"
        raise InvalidInput([Problem(str(config), 1, 1, "base", message)])
    return Path(os.path.normpath(config.parent / base))
