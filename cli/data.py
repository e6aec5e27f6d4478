"""`peaceplan data`: what data are shipped, and how newer ones differ."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from cli import console
from cli.options import format_option, table_format_option, verbosity_options

EXAMPLE = """\
\b
Example:
  peaceplan data
  peaceplan data diff un_uniformed_personnel_2025-09.csv
  peaceplan data diff --from 2024-07 --to 2025-07 --format csv
"""


@click.group("data", epilog=EXAMPLE, invoke_without_command=True)
@format_option
@verbosity_options
def command(style: str) -> None:
    """List the data that are shipped, with source, date and licence; or compare newer ones."""
    if click.get_current_context().invoked_subcommand is not None:
        return
    from planner.contributions.shipped import shipped_files  # noqa: PLC0415 (--help stays fast)

    found = shipped_files()
    if style == "json":
        told = {"files": [asdict(each) for each in found]}
        console.result(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for each in found:
        facts = {name: value for name, value in asdict(each).items() if name != "file"}
        console.result("\n".join([each.file, *(f"  {name:9}  {facts[name]}" for name in facts)]))


@command.command("diff", epilog=EXAMPLE)
@click.argument("new", type=click.Path(path_type=Path), required=False, metavar="[NEW.csv]")
@click.option(
    "--against",
    "old",
    type=click.Path(path_type=Path),
    metavar="OLD.csv",
    help="What NEW.csv is compared with; the newest shipped table by default.",
)
@click.option("--from", "first", metavar="YYYY-MM", help="A month of the shipped series.")
@click.option("--to", "last", metavar="YYYY-MM", help="A later month to compare it with.")
@table_format_option
@verbosity_options
def diff(
    new: Path | None, old: Path | None, first: str | None, last: str | None, style: str
) -> None:
    """Show how contributions of uniformed personnel changed: by mission, contributor and type.

    NEW.csv has the columns of the shipped table: date, mission_acronym, contributing_country,
    tcc_iso3, personnel_type, male, female, total. Instead of it, two months of the shipped series
    may be given.
    """
    from planner.contributions import (  # noqa: PLC0415 (--help stays fast)
        difference,
        from_series,
        read_snapshot,
        shipped_snapshot,
        text,
    )

    if new is not None and first is None and last is None:
        before = shipped_snapshot() if old is None else read_snapshot(old)
        after = read_snapshot(new)
    elif new is None and old is None and first is not None and last is not None:
        before, after = from_series(first, last)
    else:
        raise click.UsageError("give NEW.csv (and --against OLD.csv), or --from and --to")
    found = difference(before, after)
    if style == "json":
        console.result(json.dumps(text.as_json(found), indent=2, ensure_ascii=False))
    elif style == "csv":
        console.result(text.as_csv(found))
    else:
        console.result("\n".join(text.text(found)))
