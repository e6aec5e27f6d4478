"""`peaceplan man`: the pages of the manual."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import click

from cli import console
from cli.options import format_option, overwrite_option, verbosity_options

EXAMPLE = """\b
Example:
  peaceplan man -o ~/.local/share/man/man1
  peaceplan man -o pages
  man -l pages/peaceplan-plan.1
"""


@click.command("man", epilog=EXAMPLE)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder for the pages; it may hold others.",
)
@overwrite_option
@format_option
@verbosity_options
def command(output: Path, style: str, *, overwrite: bool) -> None:
    """Write the manual, a page for `man` of each command, into a folder.

    The pages say what --help says, and are the same for the same version. Each is written whole,
    and none if one of them is there and --overwrite is not given.
    """
    from cli.main import main  # noqa: PLC0415 (it imports this)
    from cli.manual import pages  # noqa: PLC0415 (--help stays fast)
    from planner.export.atomic import check_target, whole_file  # noqa: PLC0415

    told = f"peaceplan {version('peaceplan')}"
    written = {output / page.file: page.text for page in pages(main, "peaceplan", told)}
    for path in written:
        check_target(path, overwrite=overwrite)
    for path, text in written.items():
        with whole_file(path, overwrite=overwrite) as scratch:
            scratch.write_text(text, encoding="ascii", newline="\n")
    files = [str(path) for path in written]
    console.result(json.dumps({"files": files}, indent=2) if style == "json" else "\n".join(files))
