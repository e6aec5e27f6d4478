"""`peaceplan evaluate`: judge a plan that staff made."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from cli import console, progress
from cli.options import (
    Limits,
    config_argument,
    format_option,
    limits_options,
    overwrite_option,
    verbosity_options,
)
from cli.plan import show_summary
from planner.errors import VerificationFailed

EXAMPLE = """\
\b
Example:
  cp out/tables/postings.csv mine.csv    # and change it
  peaceplan evaluate configs/missions/minusca.yaml mine.csv -o out/mine
"""


@click.command("evaluate", epilog=EXAMPLE)
@config_argument
@click.argument("postings", type=click.Path(path_type=Path), metavar="POSTINGS.csv")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the whole plan; it says so if the plan breaks rules.",
)
@limits_options
@overwrite_option
@format_option
@verbosity_options
def command(
    config: Path,
    postings: Path,
    output: Path | None,
    limits: Limits,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Cost, check and score the postings in POSTINGS.csv as a plan for CONFIG.

    Every posting is kept as it is, whatever it breaks; loads, lift, supplies and money follow from
    them as they do in a computed plan. The table needs the columns unit, site, and start_week and
    end_week, or start and end for dates; the other columns of a plan's tables/postings.csv may be
    given. Units in place that it does not name stay, other pledges stay at home. Exits with 5 and
    names what is broken if anything is.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.folder import write_plan  # noqa: PLC0415
    from planner.export.postings import read_postings  # noqa: PLC0415
    from planner.export.summary import summarise  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.pipeline import evaluate_postings  # noqa: PLC0415
    from planner.solve.interrupt import Interrupt  # noqa: PLC0415

    if output:
        check_target(output, overwrite=overwrite)
    mission = load_mission(config)
    table = read_postings(postings, mission, whole=True)
    with Interrupt() as interrupt:  # a plan that is made is written too
        with progress.shown() as show:
            plan, run, verdict = evaluate_postings(
                mission, table, on_progress=show, **limits.left()
            )
        if output:
            facts = asdict(run)
            write_plan(plan, verdict, facts, mission, output, overwrite=overwrite, config=config)
    summary = summarise(mission, plan, verdict)
    show_summary(summary, style, output)
    if not verdict.ok:
        rules = ", ".join(dict.fromkeys(item.rule for item in summary.broken))
        where = f", all in {output / 'plan.json'}" if output else ""
        raise VerificationFailed(
            [f"these postings break {rules}: {len(summary.violations)} violations{where}"]
        )
    if plan.limit == "interrupted" or interrupt.asked():
        click.get_current_context().exit(console.INTERRUPTED)
