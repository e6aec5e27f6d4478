"""`peaceplan price`: what each political choice costs."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console, progress
from cli.options import (
    Limits,
    config_argument,
    overwrite_option,
    runs_options,
    table_format_option,
    tables_option,
    verbosity_options,
)
from planner.jobs import Workers

if TYPE_CHECKING:
    from planner.price import Figures

MILLION = 1e6
EXAMPLE = """\
\b
Example:
  peaceplan price mission.yaml --workers 2 -o out/prices
  peaceplan price mission.yaml --rule budget --only budget --gap 0.001
"""


@click.command("price", epilog=EXAMPLE)
@config_argument
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="NAME",
    help="A further rule of the mission to price; may be given more than once.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Price this alone, by the name that the list has; may be given more than once.",
)
@runs_options
@tables_option("Folder for price.csv and price.json.")
@overwrite_option
@table_format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    config: Path,
    rules: tuple[str, ...],
    only: tuple[str, ...],
    limits: Limits,
    gap: float,
    workers: Workers,
    output: Path | None,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Price each caveat, earmark, waiver, rule on shares, exclusion and ceiling of CONFIG.

    The mission is planned as it is, and once without each of them. What a price is at least and at
    most follows from the plans' objectives and proven bounds; only prices whose intervals are
    disjoint are ranked, a smaller --gap tells more of them apart. Variants without a verified plan
    are told with the reason.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas)
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.price import PriceLimits, price_mission, variants  # noqa: PLC0415
    from planner.price.run import most_seconds  # noqa: PLC0415
    from planner.price.text import as_csv, as_json, text, write_prices  # noqa: PLC0415

    if output:
        check_target(output, overwrite=overwrite)
    mission = load_mission(config)
    asked = variants(mission, rules, only, place=str(config))
    if not asked:
        nothing = "nothing to price: no caveat, earmark, waiver, share rule or ceiling"
        none: dict[str, object] = {"mission": mission.mission, "as_it_is": None, "prices": []}
        console.result(json.dumps(none, indent=2) if style == "json" else nothing)
        return
    each = PriceLimits(limits.seconds, gap, limits.memory_gb)
    runs = len(asked) + 1
    longest = most_seconds(runs, workers, each)
    console.talk(f"{runs} runs of at most {each.seconds:g} s: at most {longest:,.0f} s in all")
    with progress.counted("planning", runs) as steps:
        found = price_mission(mission, asked, workers, each, on_done=partial(_tell, steps))
    if output:
        write_prices(found, output, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(as_json(found), indent=2, ensure_ascii=False))
    elif style == "csv":
        console.result(as_csv(found))
    else:
        console.result("\n".join(text(found)))


def _tell(steps: progress.Steps, name: str, figures: Figures | None) -> None:
    """News of a run that is over."""
    if figures is None:
        steps.over(f"{name}: no verified plan")
        return
    objective, bound = figures.objective_usd / MILLION, figures.bound_usd / MILLION
    steps.over(f"{name}: objective {objective:,.2f} M USD, bound {bound:,.2f}")
