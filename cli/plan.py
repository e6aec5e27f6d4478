"""`peaceplan plan`: from a config to a verified plan folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import console, progress
from cli.flips import Flips, flips_in
from cli.options import (
    Limits,
    config_argument,
    format_option,
    gap_option,
    limits_options,
    output_option,
    overwrite_option,
    verbosity_options,
    workers_options,
)
from planner.errors import VerificationFailed
from planner.jobs import Workers

if TYPE_CHECKING:
    from planner.export.summary import Summary

ENGINES = ("highs", "mathopt-highs", "gscip")

EXAMPLE = """\
\b
Example:
  peaceplan plan configs/missions/minusca.yaml -o out/minusca
  peaceplan plan mission.yaml -o out --fix out/tables/postings.csv --overwrite
  peaceplan plan mission.yaml -o out --flips --workers 2
  peaceplan plan mission.yaml -o better --start out --time-limit 600 --gap 0.002
"""


@click.command("plan", epilog=EXAMPLE)
@config_argument
@output_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Solver of the integer programs.",
)
@limits_options
@workers_options
@gap_option
@click.option(
    "--fix",
    type=click.Path(path_type=Path),
    metavar="POSTINGS.csv",
    help="Postings that the plan must keep: unit, site, start_week, end_week.",
)
@click.option(
    "--start",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="Folder of a plan to begin with, of this config or of one much like it.",
)
@click.option(
    "--flips",
    is_flag=True,
    help="Say too which choices flip when prices move by 25 %, as `flips` does (in a folder flips "
    "of the plan); --time-limit is then for each plan.",
)
@overwrite_option
@format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    config: Path,
    output: Path,
    engine: str,
    limits: Limits,
    workers: Workers,
    gap: float,
    fix: Path | None,
    start: Path | None,
    *,
    flips: bool,
    overwrite: bool,
    style: str,
) -> None:
    """Plan the mission or portfolio of CONFIG and write the verified plan into a folder.

    The folder holds plan.json, tables/*.csv, plan.gpkg for a GIS, and run.json. A summary goes to
    stdout, news of the search to stderr. Ctrl-C keeps the best plan so far, or makes one in
    haste if there is none; a second ends the run at once. A plan that the
    verifier does not accept is not written. Of a portfolio, the folder holds portfolio.json and a
    plan folder for each mission; --workers and --cluster share the work, and Ctrl-C keeps the plans
    that are there, and has missions without one planned in haste, in two minutes at most. If some
    have none in the end, the plans of the others are kept in a folder beside it, -unfinished.
    """
    from cli.portfolio import plan as plan_of_portfolio  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.export.folder import read_plan, write_plan  # noqa: PLC0415
    from planner.export.postings import read_postings  # noqa: PLC0415
    from planner.export.summary import summarise  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.pipeline import plan_mission  # noqa: PLC0415
    from planner.portfolio.file import is_portfolio  # noqa: PLC0415
    from planner.solve.interrupt import Interrupt  # noqa: PLC0415

    check_target(output, overwrite=overwrite)
    if is_portfolio(config):
        if fix or engine != ENGINES[0]:
            raise click.UsageError("--fix and --engine are for single missions")
        plan_of_portfolio(
            config, output, workers, limits,
            gap=gap, flips=flips, overwrite=overwrite, style=style, start=start,
        )  # fmt: skip
        return
    if workers != Workers() and not flips:
        raise click.UsageError("--workers and --cluster are for portfolios, and this is a mission")
    mission = load_mission(config)
    fixes = read_postings(fix, mission) if fix else None
    lent = read_plan(start) if start else None
    with Interrupt() as interrupt:  # a plan that is found is written too
        with progress.shown() as show:
            plan, run, verdict = plan_mission(
                mission,
                engine=engine,
                gap=gap,
                on_progress=show,
                fixes=fixes,
                start=lent,
                **limits.left(),
            )
        if not verdict.ok:
            raise VerificationFailed([str(violation) for violation in verdict.violations])
        write_plan(plan, verdict, asdict(run), mission, output, overwrite=overwrite, config=config)
    ended = plan.limit == "interrupted" or interrupt.asked()
    found = flips_in(output, limits, gap, workers) if flips and not ended else None
    show_summary(summarise(mission, plan, verdict), style, output, found)
    if ended:
        click.get_current_context().exit(console.INTERRUPTED)


def show_summary(
    summary: Summary, style: str, folder: Path | None, flips: Flips | None = None
) -> None:
    """Print a summary to stdout, with the place of the plan if it was written, and what flips."""
    from planner.export.summary.text import text  # noqa: PLC0415 (loads pandas)

    if style == "json":
        told: dict[str, Any] = {"folder": str(folder)} if folder else {}
        told |= summary.as_json() | ({"flips": flips.told["weights"]} if flips else {})
        console.result(json.dumps(told, indent=2, ensure_ascii=False))
        return
    console.result(text(summary))
    if flips:
        console.result(flips.brief)
    if folder:
        console.result(f"PLAN in {folder}: plan.json, tables/, plan.gpkg (for a GIS), run.json")
