"""The plans in folders, of missions or of portfolios, to be set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.compare.sides import Side, names_of, read_sides, side
from planner.compare.wholes import Whole
from planner.errors import InvalidInput, Problem, VerificationFailed
from planner.export.folder import config_of
from planner.portfolio.folder import PORTFOLIO_FILE, is_portfolio_folder, open_portfolio


def read_told(folders: Sequence[Path], config: Path | None = None) -> list[Side] | list[Whole]:
    """The plans of some folders, named by the shortest ends of their paths that differ.

    config: of the plans whose own is no longer where it was.

    Raises
    ------
    InvalidInput
        If folders are no plans, or some are of missions and others of portfolios, or their configs
        are gone or changed.
    VerificationFailed
        If a folder was changed after it was written.
    """
    wholes = [folder for folder in folders if is_portfolio_folder(folder)]
    if not wholes:
        return read_sides(folders, config)
    if len(wholes) < len(folders):
        message = "holds the plan of a portfolio, and others of missions; compare those of one kind"
        raise InvalidInput(
            [Problem(str(each / PORTFOLIO_FILE), 1, 1, "portfolio", message) for each in wholes]
        )
    return _read_wholes(wholes, config)


def _read_wholes(folders: Sequence[Path], config: Path | None) -> list[Whole]:
    problems: list[Problem] = []
    changed: list[str] = []
    found: list[Whole] = []
    for name, folder in zip(names_of(folders), folders, strict=True):
        try:
            opened = open_portfolio(folder, config if config_of(folder) is None else None)
        except InvalidInput as error:
            problems += error.problems
            continue
        changed += [f"{folder}: {part} was changed after it was written" for part in opened.changed]
        loaded = opened.loaded
        portfolio = loaded.portfolio
        found.append(
            Whole(
                name,
                portfolio.portfolio,
                loaded.name,
                loaded.digest,
                {
                    mission: side(mission, each.mission, each.plan)
                    for mission, each in opened.missions.items()
                },
                None if opened.bound is None else opened.bound.bound_usd,
                portfolio.pools,
                portfolio.appropriations,
                portfolio.lenders,
                shares_something=portfolio.shares_something,
            )
        )
    if problems:
        raise InvalidInput(problems)
    if changed:
        raise VerificationFailed(changed)
    return found


def read_alone(folder: Path, config: Path | None = None) -> dict[str, Side]:
    """The plan of a mission, under no name, or those of a portfolio whose missions share nothing,
    each of which stands for itself.

    Raises
    ------
    InvalidInput
        As `read_told`, and if the missions share something.
    VerificationFailed
        If the folder was changed after it was written.
    """
    [found] = read_told([folder], config)
    if isinstance(found, Side):
        return {"": found}
    if found.shares_something:
        message = (
            "its missions share pledges, fleets or money; name the folder of one of them, which is "
            "then planned with all that is shared to itself"
        )
        raise InvalidInput([Problem(str(folder / PORTFOLIO_FILE), 1, 1, "portfolio", message)])
    return dict(found.sides)
