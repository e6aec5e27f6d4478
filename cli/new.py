"""`peaceplan new`: a starter config that plans at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cli import console
from cli.options import overwrite_option, verbosity_options
from planner.resources import bundled

# Templates, by the file that is planned.
TEMPLATES = {
    "mission": "mission.yaml",
    "observers": "mission.yaml",
    "draw-down": "mission.yaml",
    "portfolio": "portfolio.yaml",
}

EXAMPLE = """\b
Example:
  peaceplan new my-mission
  peaceplan plan my-mission/mission.yaml -o my-plan
  peaceplan new my-observers --template observers
"""


@click.command("new", epilog=EXAMPLE)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="mission",
    show_default=True,
    help="What to start from.",
)
@overwrite_option
@verbosity_options
def command(folder: Path, template: str, *, overwrite: bool) -> None:
    """Write a commented starter config and its small tables into DIR.

    It plans at once; change it line by line into your own mission.
    """
    from planner.export.atomic import whole_folder  # noqa: PLC0415 (--help stays fast)

    if folder.suffix in {".yaml", ".yml"}:
        raise click.BadParameter(f"name a folder, found {str(folder)!r}; the tables need one too")
    with whole_folder(folder, overwrite=overwrite) as scratch:
        shutil.copytree(bundled("configs") / "templates" / template, scratch, dirs_exist_ok=True)
    config = folder / TEMPLATES[template]
    console.result(f"wrote {config} and its tables")
    console.talk(f"next: peaceplan check {config}")
