"""`peaceplan burden`: who bears how much of a plan."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli import console
from cli.options import config_of_plan_option, plan_argument, table_format_option, verbosity_options

EXAMPLE = """\
\b
Example:
  peaceplan burden out/minusca
  peaceplan burden out/minusca --key gni.csv --risk risk.csv --format csv
"""


@click.command("burden", epilog=EXAMPLE)
@plan_argument
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="KEY.csv",
    help="Shares to compare with: party (a country's ISO 3166-1 code, a fund or a payer), share.",
)
@click.option(
    "--risk",
    type=click.Path(path_type=Path),
    metavar="RISK.csv",
    help="What a person counts for: place (a sector or site), weight; 1 where nothing is said.",
)
@config_of_plan_option
@table_format_option
@verbosity_options
def command(
    directory: Path, key: Path | None, risk: Path | None, config: Path | None, style: str
) -> None:
    """Share the burdens of the plan in DIR between contributors, and between those who pay.

    Contributors bear person-weeks, the same weighted by risk, and costs that name their units;
    payers (funds that name none) bear what is paid. Said are shares, the Gini coefficient, the
    largest over the smallest amount, and with a key the Gini coefficient against it and the largest
    deviation.
    """
    from planner.burden import RiskWeights, burdens, read_key, read_risk  # noqa: PLC0415 (pandas)
    from planner.burden.text import as_csv, as_json, text  # noqa: PLC0415
    from planner.export.opened import open_plan  # noqa: PLC0415

    opened = open_plan(directory, config)
    mission = opened.mission
    shares = read_key(key, mission) if key else None
    weights = read_risk(risk, mission) if risk else RiskWeights()
    found = burdens(mission, opened.plan.tables, shares, weights)
    assumed = weights.assumed(mission)
    if style == "json":
        told = {"mission": mission.mission, **as_json(found, assumed)}
        console.result(json.dumps(told, indent=2, ensure_ascii=False))
    elif style == "csv":
        console.result(as_csv(found))
    else:
        console.result("\n".join(text(found, assumed)))
