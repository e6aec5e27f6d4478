"""`peaceplan replan`: plan again in the middle of a plan."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console, progress
from cli.options import (
    Limits,
    config_of_plan_option,
    format_option,
    gap_option,
    limits_options,
    overwrite_option,
    verbosity_options,
)
from planner.errors import VerificationFailed
from planner.mission.executed import POSTING_USD, TRIP_USD

if TYPE_CHECKING:
    from planner.replan.deviation import Deviations
    from planner.replan.run import Replanned

EXAMPLE = """\
\b
Example:
  peaceplan replan out/minusca --changes withdrawn.yaml --as-of 2025-10-08 -o out/october
"""


@click.command("replan", epilog=EXAMPLE)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@click.option(
    "--changes",
    type=click.Path(path_type=Path),
    metavar="CHANGES.yaml",
    help="What is otherwise from the week on: a scenario whose base is the plan's config.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="Day in the first week that is still open.",
)
@click.option(
    "--actuals",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="What truly happened before the week, may be repeated: a CSV, or a workbook (.xlsx, needs "
    "the extra peaceplan[sheets]) with a sheet each, of arrivals (unit, site, arrived_on, persons; "
    "of a unit that has not come arrived_on empty, and ready_on), stocks (site, supply_class, "
    "date, quantity, unit) or payments (fund, date, received_usd).",
)
@click.option(
    "--only-deviations",
    is_flag=True,
    help="Say where the actuals differ from the plan, and do not plan.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to write; whole or not at all.",
)
@click.option(
    "--posting-usd",
    type=click.FloatRange(min=0),
    help="Objective price of each posting of the plan that is changed, in place of the file's "
    f"change_prices.  [usual: {POSTING_USD:,.0f}]",
)
@click.option(
    "--trip-usd",
    type=click.FloatRange(min=0),
    help="Objective price of each shared trip of the plan that is no longer made, likewise.  "
    f"[usual: {TRIP_USD:,.0f}]",
)
@config_of_plan_option
@limits_options
@gap_option
@overwrite_option
@format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    plan: Path,
    changes: Path | None,
    as_of: datetime,
    output: Path | None,
    config: Path | None,
    limits: Limits,
    gap: float,
    *,
    actuals: tuple[Path, ...],
    only_deviations: bool,
    posting_usd: float | None,
    trip_usd: float | None,
    overwrite: bool,
    style: str,
) -> None:
    """Plan the mission of the plan in the folder PLAN again, from the week of a date on.

    What happened before that week stays as it was, and what has begun goes on; what is changed
    after it has the notice that the mission gives, counted from that week. The file of changes is
    a scenario; its overrides take effect from that week on, never before. As much of the old plan
    is kept as the prices of a change are worth; they are no money, and stand apart in the
    objective. Says what is otherwise and why. Where actuals are given, says first where they
    differ from the plan, and plans on from them: stocks and inflows are corrected, units that have
    not arrived are taken out of the past and offered anew, other arrivals refused. The new folder
    can be planned again from, with a file whose base is this file of changes.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.folder import write_plan  # noqa: PLC0415
    from planner.export.opened import open_plan  # noqa: PLC0415
    from planner.portfolio.folder import is_portfolio_folder  # noqa: PLC0415
    from planner.replan.run import (  # noqa: PLC0415
        AS_PLANNED,
        ChangePrices,
        deviations_of,
        replan,
    )
    from planner.replan.text import deviations_told  # noqa: PLC0415
    from planner.solve.interrupt import Interrupt  # noqa: PLC0415

    if only_deviations and not actuals:
        raise click.UsageError("--only-deviations needs --actuals")
    if not only_deviations and (changes is None or output is None):
        raise click.UsageError("--changes and -o are needed, but with --only-deviations")
    if output is not None:
        check_target(output, overwrite=overwrite)
    if is_portfolio_folder(plan):
        raise click.UsageError("PLAN is of a portfolio; only a single mission is planned again")
    opened = open_plan(plan, config)
    actual = deviations_of(opened, actuals, as_of.date()) if actuals else AS_PLANNED
    if actuals and style != "json":
        console.result(deviations_told(actual.told))
    if only_deviations or changes is None or output is None:
        if style == "json":
            told = {"deviations": [asdict(each) for each in actual.told]}
            console.result(json.dumps(told, indent=2, ensure_ascii=False))
        return
    prices = ChangePrices(posting_usd, trip_usd)
    with Interrupt() as interrupt:  # a plan that is found is written too
        with progress.shown() as show:
            made = replan(
                opened, changes, as_of.date(), prices, actual=actual, gap=gap, on_progress=show,
                **limits.left(),
            )  # fmt: skip
        if not made.verdict.ok:
            raise VerificationFailed([str(violation) for violation in made.verdict.violations])
        write_plan(
            made.plan, made.verdict, asdict(made.run), made.mission, output,
            overwrite=overwrite, config=changes,
            otherwise={
                "changes": [asdict(each) for each in made.differences],
                "deviations": [asdict(each) for each in actual.told],
            },
        )  # fmt: skip
    _show(made, actual, style, output)
    if made.plan.limit == "interrupted" or interrupt.asked():
        click.get_current_context().exit(console.INTERRUPTED)


def _show(made: Replanned, actual: Deviations, style: str, output: Path) -> None:
    """Print the plan's summary, and what is otherwise."""
    from planner.export.summary import summarise  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.summary.text import text  # noqa: PLC0415
    from planner.replan.text import told  # noqa: PLC0415

    summary = summarise(made.mission, made.plan, made.verdict)
    if style == "json":
        deviations = [asdict(each) for each in actual.told]
        said = {"deviations": deviations, "folder": str(output), **summary.as_json()}
        said["changes"] = [asdict(each) for each in made.differences]
        console.result(json.dumps(said, indent=2, ensure_ascii=False))
        return
    console.result(text(summary))
    console.result(told(made))
    console.result(
        f"PLAN in {output}: plan.json, tables/, executed/, plan.gpkg (for a GIS), run.json"
    )
