"""`peaceplan verify`: recompute a plan folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from cli import console
from cli.options import config_of_plan_option, format_option, plan_argument, verbosity_options
from planner.errors import VerificationFailed

MILLION = 1e6

EXAMPLE = """\
\b
Example:
  peaceplan verify out/minusca
"""


@click.command("verify", epilog=EXAMPLE)
@plan_argument
@config_of_plan_option
@format_option
@verbosity_options
def command(directory: Path, config: Path | None, style: str) -> None:
    """Recompute the plan in DIR from its config and say what it breaks.

    Loads, stocks, costs, cash and the objective are worked out anew from the plan's decisions, by
    code that shares nothing with the planner; the bound from its duals, by code that shares nothing
    with the search. Exits with 5 and names what is broken if anything is. Of a portfolio, all its
    plans are recomputed, and whether they fit beside each other.
    """
    from cli.portfolio import verify_folder  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.opened import open_plan  # noqa: PLC0415
    from planner.portfolio.folder import is_portfolio_folder  # noqa: PLC0415
    from planner.prove import check_bound  # noqa: PLC0415
    from planner.verify import verify  # noqa: PLC0415

    if is_portfolio_folder(directory):
        verify_folder(directory, config, style)
        return
    opened = open_plan(directory, config, malformed=True)
    verdict = verify(opened.mission, opened.plan)
    broken = [f"{part} was changed after the plan was written" for part in opened.changed]
    broken += [str(violation) for violation in verdict.violations]
    bound = check_bound(opened.mission, opened.plan)
    if bound.holds is False:
        broken.append(f"bound: {bound.sentence}")
    if style == "json":
        said = {
            "mission": opened.plan.mission,
            "verified": not broken,
            "violations": broken,
            "budget_feasible": verdict.budget_feasible,
            "cash_feasible": verdict.cash_feasible,
            "objective_usd": verdict.objective_usd,
            "total_usd": sum(verdict.objective_usd.values()),
            "bound": asdict(bound),
        }
        console.result(json.dumps(said, indent=2, ensure_ascii=False))
    elif not broken:
        total = sum(verdict.objective_usd.values()) / MILLION
        rules = len(opened.mission.rules)
        console.result(
            f"verified: {opened.mission.name}, objective {total:,.2f} M USD recomputed, "
            f"{rules} rules of the mission and all laws of logistics and money hold"
        )
        words = {None: "not judged", True: "yes", False: "no"}
        budget, cash = words[verdict.budget_feasible], words[verdict.cash_feasible]
        console.result(f"money: budget-feasible {budget}, cash-feasible {cash}")
        console.result(f"bound: {bound.sentence}")
    if broken:
        raise VerificationFailed(broken)
