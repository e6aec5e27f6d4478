"""`peaceplan explain` of portfolios: of their configs, and of the folders of their plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import console, progress

if TYPE_CHECKING:
    from cli.options import Limits
    from planner.portfolio.file import LoadedPortfolio


def of_config(loaded: LoadedPortfolio, limits: Limits) -> tuple[list[str], dict[str, Any]]:
    """Why a portfolio has no plan, as lines and as JSON values."""
    from planner.explain.portfolio import explain_portfolio  # noqa: PLC0415 (loads solvers)
    from planner.explain.portfolio_text import as_json, text  # noqa: PLC0415
    from planner.solve.engines.child import Killable  # noqa: PLC0415

    what = progress.waiting("looking for missions that clash")
    with what, Killable("highs", memory_gb=limits.memory_gb) as engine:
        seconds = limits.seconds - console.elapsed_s()
        found = explain_portfolio(loaded.portfolio, engine, seconds)
    return text(loaded, found), as_json(loaded, found)


def of_folder(folder: Path, config: Path | None) -> tuple[list[str], dict[str, Any]]:
    """What more of what missions share is worth, as lines and as JSON values.

    Raises
    ------
    VerificationFailed
        If somebody changed the folder since it was written.
    """
    from planner.errors import VerificationFailed  # noqa: PLC0415 (loads pydantic)
    from planner.explain.portfolio_text import worth_json, worth_text  # noqa: PLC0415
    from planner.explain.shared_worth import shared_worth  # noqa: PLC0415
    from planner.portfolio.folder import open_portfolio  # noqa: PLC0415

    opened = open_portfolio(folder, config)
    if opened.changed:
        raise VerificationFailed(
            [f"{part} was changed after it was written" for part in opened.changed]
        )
    found = shared_worth(opened.loaded.portfolio, opened.bound)
    return worth_text(opened.loaded, found), worth_json(opened.loaded, found)


def missions_of(folder: Path) -> list[str]:
    """Names of the missions that the folder of a portfolio's plan tells of.

    Raises
    ------
    InvalidInput
        If what it says of them cannot be read.
    """
    from planner.portfolio.folder import PORTFOLIO_FILE, read_told  # noqa: PLC0415 (loads pandas)

    return list(read_told(folder / PORTFOLIO_FILE)["missions"])
