"""The folder of a portfolio's plan: portfolio.json and a plan folder for each mission; whole or
absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from planner.errors import InvalidInput, Problem
from planner.export.atomic import whole_folder
from planner.export.folder import config_of, config_reference, read_plan, write_plan
from planner.export.manifest import read_json, versions, write_json
from planner.export.notice import write_notice
from planner.export.opened import Opened, open_plan
from planner.export.proof import read_duals, write_duals
from planner.plan import Origin, Plan
from planner.portfolio.check import check_portfolio
from planner.portfolio.file import LoadedPortfolio, load_portfolio
from planner.portfolio.plan import PortfolioPlan
from planner.portfolio.prove import ToldBound
from planner.portfolio.start import PortfolioStart
from planner.verify import Verdict

FORMAT = 1
PORTFOLIO_FILE = "portfolio.json"
UNFINISHED_FILE = "unfinished.json"  # of a folder that holds plans of some missions alone
FILES = (PORTFOLIO_FILE, UNFINISHED_FILE)
RUN_FILE = "run.json"
BOUND_FOLDER = "bound"


@dataclass(frozen=True)
class OpenedPortfolio:
    """A portfolio's plans with what they were made for; `changed`: what no longer agrees.

    bound: what the folder says of it, to be checked.
    """

    loaded: LoadedPortfolio
    missions: Mapping[str, Opened]
    bound: ToldBound | None
    changed: tuple[str, ...]


def is_portfolio_folder(directory: Path) -> bool:
    """Whether a folder holds the plan of a portfolio."""
    return (directory / PORTFOLIO_FILE).is_file()


def write_portfolio(
    loaded: LoadedPortfolio,
    made: PortfolioPlan,
    run: Mapping[str, Any],
    directory: Path,
    *,
    overwrite: bool,
    config: Path,
) -> None:
    """Write the folder, or nothing at all. Everything but the files run.json repeats byte for byte
    for the same plans.

    Raises
    ------
    ExportFailed
        If the folder exists and `overwrite` is off, or it cannot be written whole.
    """
    with whole_folder(directory, overwrite=overwrite) as scratch:
        for name in loaded.portfolio.missions:
            write_mission(
                loaded, name, made.plans[name], made.verdicts[name], run, scratch, directory
            )
        (scratch / BOUND_FOLDER).mkdir()
        for name, duals in made.duals.items():
            write_duals(scratch / BOUND_FOLDER / f"{name}.npz", duals)
        write_json(scratch / PORTFOLIO_FILE, _manifest(loaded, made))
        write_json(scratch / RUN_FILE, {"config": config_reference(config, directory), **run})
        write_notice(scratch)


def write_mission(
    loaded: LoadedPortfolio,
    name: str,
    plan: Plan,
    verdict: Verdict,
    run: Mapping[str, Any],
    scratch: Path,
    directory: Path,
) -> None:
    """Write a mission's plan folder into `scratch`, which is to be `directory`, and beside it the
    scenario of the mission, if the portfolio changes it.
    """
    inside = loaded.insides[name]
    base = inside.config
    if inside.is_changed:
        base = directory.resolve() / f"{name}.yaml"
        (scratch / base.name).write_text(inside.text(directory.resolve()), encoding="utf-8")
    mission = loaded.portfolio.missions[name]
    write_plan(plan, verdict, run, mission, scratch / name, overwrite=False, config=base)


def _manifest(loaded: LoadedPortfolio, made: PortfolioPlan) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "portfolio": made.portfolio,
        "name": loaded.name,
        "config_sha256": loaded.digest,
        "missions": {name: plan.total_usd for name, plan in made.plans.items()},
        "total_usd": made.total_usd,
        "bound_usd": made.bound_usd,
        "bound_by": made.bound_by,
        "relaxed_usd": made.relaxed_usd,
        "floor_usd": made.floor_usd,
        "headline_gap": made.headline_gap,
        "repeatable": made.repeatable,
        "interrupted": made.interrupted,
        "verified": made.ok,
        "notes": list(made.notes),
        "clashes": [clash.sentence for clash in made.clashes],
        "unit_prices_usd": {name: usd for name, usd in made.unit_prices_usd.items() if usd > 0.0},
        "hour_prices_usd": [
            {"fleet": fleet, "week": week, "usd": usd}
            for (fleet, week), usd in made.hour_prices_usd.items()
            if usd > 0.0
        ],
        "transfer_prices_usd": [
            {"side": side, "transfer": transfer, "week": week, "usd": usd}
            for (side, transfer, week), usd in made.transfer_prices_usd.items()
            if usd > 0.0
        ],
        "account_prices": dict(made.account_prices),
        "appropriations": dict(loaded.portfolio.appropriations),
        "lenders": dict(loaded.portfolio.lenders),
        "budgets": [item.model_dump() for item in loaded.budgets],
        "apart": [item.model_dump() for item in loaded.apart],
        "assumptions": list(loaded.assumptions),
        "versions": versions(),
    }


def open_portfolio(directory: Path, config: Path | None = None) -> OpenedPortfolio:
    """Read the folder of a portfolio's plan, and load the portfolio from `config` or from where
    run.json says.

    Raises
    ------
    InvalidInput
        If the folder is not whole, or a config is gone or no longer the one of the plan.
    """
    content = read_told(directory / PORTFOLIO_FILE)
    config = config or config_of(directory)
    if config is None:
        message = "the portfolio's config is no longer there; name it with --config"
        raise InvalidInput([Problem(str(directory / RUN_FILE), 1, 1, "config", message)])
    loaded = load_portfolio(config)
    if loaded.digest != content.get("config_sha256"):
        message = "the config, or one of its missions, has changed since the plan; plan again"
        raise InvalidInput([Problem(str(config), 1, 1, "config", message)])
    missions = {
        name: open_plan(directory / name, None if inside.is_changed else inside.config)
        for name, inside in loaded.insides.items()
    }
    changed = [f"{name}/{part}" for name, opened in missions.items() for part in opened.changed]
    plans = {name: opened.plan for name, opened in missions.items()}
    clashes = check_portfolio(loaded.portfolio, {name: plan.tables for name, plan in plans.items()})
    total = sum(plan.total_usd for plan in plans.values())
    figures = {
        "total_usd": total,
        "missions": {name: plan.total_usd for name, plan in plans.items()},
        "clashes": [clash.sentence for clash in clashes],
    }
    changed += [
        f"{PORTFOLIO_FILE}: {name}" for name, right in figures.items() if content.get(name) != right
    ]
    return OpenedPortfolio(loaded, missions, _told_bound(directory, content), tuple(changed))


def read_told(path: Path) -> dict[str, Any]:
    """What the file of a portfolio's folder says; its `missions` name folders beside it.

    Raises
    ------
    InvalidInput
        If it cannot be read, is of another format, or names no missions.
    """
    content = read_json(path)
    if content.get("format") != FORMAT:
        message = f"is not a portfolio of format {FORMAT}, found {content.get('format')!r}"
        raise InvalidInput([Problem(str(path), 1, 1, "format", message)])
    missions = content.get("missions")
    if not isinstance(missions, dict) or not all(map(_is_inside, missions)):
        message = "is no longer a portfolio's: must name folders beside this file; plan again"
        raise InvalidInput([Problem(str(path), 1, 1, "missions", message)])
    return content


def _is_inside(name: str) -> bool:
    """Whether a folder of that name lies in the one that names it."""
    return name not in ("", "..") and Path(name).name == name


def read_start(directory: Path) -> PortfolioStart:
    """What the plan in a portfolio's folder lends to another, or what there is of one.

    Raises
    ------
    InvalidInput
        If the folder is not whole.
    """
    path = next((directory / each for each in FILES if (directory / each).is_file()), None)
    content = read_told(path or directory / PORTFOLIO_FILE)
    plans = {name: read_plan(directory / name) for name in content["missions"]}
    told = _told_bound(directory, content)
    if told is None:
        return PortfolioStart(plans)
    return PortfolioStart(
        plans,
        told.duals,
        told.unit_prices_usd,
        told.hour_prices_usd,
        told.account_prices,
        told.transfer_prices_usd,
    )


def _told_bound(directory: Path, content: Mapping[str, Any]) -> ToldBound | None:
    """The bound that a folder tells, with its prices and duals; None if it tells none.

    Raises
    ------
    InvalidInput
        If they are missing, or are something else.
    """
    if content.get("bound_usd") is None:
        return None
    try:
        hours = {(e["fleet"], int(e["week"])): float(e["usd"]) for e in content["hour_prices_usd"]}
        bound_usd, bound_by = float(content["bound_usd"]), content["bound_by"]
        if not isfinite(bound_usd) or bound_by not in get_args(Origin):
            raise ValueError(f"found a bound of {bound_usd} by {bound_by!r}")  # noqa: TRY301
        return ToldBound(
            bound_usd,
            bound_by,
            {name: float(usd) for name, usd in content["unit_prices_usd"].items()},
            hours,
            {name: float(price) for name, price in content["account_prices"].items()},
            {
                name: read_duals(directory / BOUND_FOLDER / f"{name}.npz")
                for name in content["missions"]
            },
            {
                (each["side"], each["transfer"], int(each["week"])): float(each["usd"])
                for each in content["transfer_prices_usd"]
            },
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        message = f"is not complete: {error}"
        raise InvalidInput(
            [Problem(str(directory / PORTFOLIO_FILE), 1, 1, "bound", message)]
        ) from error
