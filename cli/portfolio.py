"""What `plan`, `check` and `verify` do with a portfolio."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from cli import console, progress
from cli.flips import Flips, flips_in
from planner.errors import VerificationFailed
from planner.export.atomic import check_target
from planner.mission.money import appropriated_usd
from planner.portfolio import PortfolioLimits, plan_portfolio
from planner.portfolio.file import load_portfolio
from planner.portfolio.folder import open_portfolio, read_start, write_portfolio
from planner.portfolio.prove import check_portfolio_bound
from planner.portfolio.start import PortfolioStart
from planner.portfolio.summary import PortfolioSummary, summarise_portfolio, text
from planner.portfolio.unfinished import unfinished_of, write_unfinished
from planner.solve.interrupt import Interrupt
from planner.verify import verify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cli.options import Limits
    from planner.jobs import Workers
    from planner.mission.mission import Mission
    from planner.portfolio.file import LoadedPortfolio
    from planner.portfolio.pieces import Planned

MILLION = 1e6


def plan(  # noqa: PLR0913 (options of the command)
    config: Path,
    output: Path,
    workers: Workers,
    limits: Limits,
    *,
    gap: float,
    flips: bool,
    overwrite: bool,
    style: str,
    start: Path | None,
) -> None:
    """Plan the portfolio of a config within limits, write and show it. Where some missions have no
    plan, those of the others are kept in a folder beside it.

    Raises
    ------
    VerificationFailed
        If the plans do not fit beside each other, or the verifier does not accept one.
    """
    loaded = load_portfolio(config)
    if flips and loaded.portfolio.shares_something:
        raise click.UsageError(
            "--flips is for missions that share nothing, and these share pledges, fleets or money"
        )
    lent = PortfolioStart() if start is None else read_start(start)
    unfinished = unfinished_of(output)
    check_target(unfinished, overwrite=overwrite)
    begin = perf_counter()

    def run() -> dict[str, Any]:
        return {
            "seconds": {"portfolio": round(perf_counter() - begin, 3)},
            "machine": platform.platform(),
            "python": platform.python_version(),
        }

    def keep(found: Mapping[str, Planned]) -> None:
        write_unfinished(loaded, found, run(), unfinished, overwrite=overwrite, config=config)
        count = f"{len(found)} of {len(loaded.portfolio.missions)} missions"
        console.talk(
            f"kept the plans of {count}, a folder each, in {unfinished}; --start {unfinished} "
            "goes on from them"
        )

    # Writing takes about as long as starting and loading did.
    left = limits.seconds - 2.0 * console.elapsed_s()
    within = PortfolioLimits.within(
        left, len(loaded.portfolio.missions), workers.count, gap, limits.memory_gb
    )
    with Interrupt() as interrupt:  # plans that are found are written too
        with progress.shown() as show:
            made = plan_portfolio(
                loaded.portfolio, workers, within,
                on_progress=show, on_unfinished=keep, start=lent,
            )  # fmt: skip
        if not made.ok:
            raise VerificationFailed(made.broken)
        write_portfolio(loaded, made, run(), output, overwrite=overwrite, config=config)
    ended = made.interrupted or interrupt.asked()
    found = flips_in(output, limits, gap, workers) if flips and not ended else None
    _show(summarise_portfolio(loaded, made), style, output, found)
    if ended:
        click.get_current_context().exit(console.INTERRUPTED)


def _show(said: PortfolioSummary, style: str, folder: Path, flips: Flips | None) -> None:
    if style == "json":
        moved = {"flips": flips.told["weights"]} if flips else {}
        console.result(_json({"folder": str(folder), **said.as_json(), **moved}))
        return
    console.result(text(said))
    if flips:
        console.result(flips.brief)
    console.result(f"PLANS in {folder}: portfolio.json, and a plan folder for each mission")


def check(config: Path, style: str) -> None:
    """Say the key numbers of a portfolio, or everything that is wrong with it."""
    loaded = load_portfolio(config)
    numbers = {name: _numbers(mission) for name, mission in loaded.portfolio.missions.items()}
    if style == "json":
        console.result(_json({"ok": True, "missions": numbers, **_whole(loaded)}))
        return
    console.result(f"OK {config}: {loaded.name}, {len(numbers)} missions")
    for name, item in numbers.items():
        words = ", ".join(f"{key.replace('_', ' ')} {value:,}" for key, value in item.items())
        console.result(f"  {name}: {words}")
    for key, value in _whole(loaded).items():
        console.result(f"  {key.replace('_', ' ')}: {value}")


def _numbers(mission: Mission) -> dict[str, int | float]:
    in_place = [unit for unit in mission.units.values() if unit.in_place]
    coming = [unit for unit in mission.units.values() if unit.comes_from is not None]
    individuals = sum(site.individuals for site in mission.sites.values())
    return {
        "persons": sum(unit.strength_persons for unit in in_place) + individuals,
        "units_in_place": len(in_place),
        "pledged_units": len(mission.units) - len(in_place) - len(coming),
        "sites": len(mission.sites),
        "requirements": len(mission.requirements),
        "appropriation_usd": appropriated_usd(mission.appropriations),
        "assumptions": len(mission.assumptions),
    }


def _whole(loaded: LoadedPortfolio) -> dict[str, Any]:
    return {
        "shared_pledges": list(loaded.portfolio.shared_units),
        "pools": dict(loaded.portfolio.pools),
        "might_move": [
            f"{item.transfer} to {item.destination}" for item in loaded.portfolio.transfers
        ],
        "beside_usd": {item.name: item.usd for item in loaded.budgets},
        "apart": [item.name for item in loaded.apart],
        "digest": loaded.digest,
    }


def verify_folder(directory: Path, config: Path | None, style: str) -> None:
    """Recompute all plans of a portfolio's folder, and whether they fit beside each other.

    Raises
    ------
    VerificationFailed
        With everything that is broken.
    """
    opened = open_portfolio(directory, config)
    broken = [f"{part} was changed after the plan was written" for part in opened.changed]
    totals = {}
    for name, each in opened.missions.items():
        verdict = verify(each.mission, each.plan)
        broken += [f"{name}: {violation}" for violation in verdict.violations]
        totals[name] = sum(verdict.objective_usd.values())
    bound = check_portfolio_bound(opened.loaded.portfolio, opened.bound, sum(totals.values()))
    if bound.holds is False:
        broken.append(f"bound: {bound.sentence}")
    if style == "json":
        said = {
            "portfolio": opened.loaded.portfolio.portfolio,
            "verified": not broken,
            "violations": broken,
            "missions_usd": totals,
            "total_usd": sum(totals.values()),
            "bound": asdict(bound),
        }
        console.result(_json(said))
    elif not broken:
        console.result(
            f"verified: {opened.loaded.name}, {len(totals)} missions, objective "
            f"{sum(totals.values()) / MILLION:,.2f} M USD recomputed; no unit serves twice, and "
            "what they share holds"
        )
        console.result(f"bound of all missions together: {bound.sentence}")
    if broken:
        raise VerificationFailed(broken)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
