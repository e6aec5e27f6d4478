"""`peaceplan new`: a starter config that plans at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from cli import console
from cli.options import format_option, overwrite_option, verbosity_options
from planner.resources import bundled

# Templates, by the file that is planned.
TEMPLATES = {
    "mission": "mission.yaml",
    "observers": "mission.yaml",
    "draw-down": "mission.yaml",
    "portfolio": "portfolio.yaml",
}

# The first line of a config, by which an editor's YAML language server finds its schema.
SCHEMA_LINE = "# yaml-language-server: $schema="

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
@format_option
@verbosity_options
def command(folder: Path, template: str, style: str, *, overwrite: bool) -> None:
    """Write a commented starter config and its small tables into DIR.

    It plans at once; change it line by line into your own mission. The first line of each config
    leads editors with a YAML language server to the JSON Schema beside it, by which they complete
    and explain keys and mark mistakes while you type.
    """
    from planner.export.atomic import whole_folder  # noqa: PLC0415 (--help stays fast)

    if folder.suffix in {".yaml", ".yml"}:
        raise click.BadParameter(f"name a folder, found {str(folder)!r}; the tables need one too")
    with whole_folder(folder, overwrite=overwrite) as scratch:
        shutil.copytree(bundled("configs") / "templates" / template, scratch, dirs_exist_ok=True)
        _write_schemas(scratch)
        files = sorted(path.relative_to(scratch) for path in scratch.rglob("*") if path.is_file())
    config = folder / TEMPLATES[template]
    if style == "json":
        told = {"config": str(config), "files": [str(folder / name) for name in files]}
        console.result(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        console.result(f"wrote {config} and its tables")
    console.talk(f"next: peaceplan check {config}")


def _write_schemas(folder: Path) -> None:
    """Write the JSON Schemas of a folder's configs into it, and lead each config to its own."""
    from cli.schema import schema_text  # noqa: PLC0415 (--help stays fast)

    configs = sorted(folder.rglob("*.yaml"))  # each is named for its kind
    for config in configs:
        up = "../" * (len(config.relative_to(folder).parts) - 1)
        first = f"{SCHEMA_LINE}{up}{config.stem}.schema.json\n"
        config.write_text(first + config.read_text(encoding="utf-8"), encoding="utf-8")
    for kind in {config.stem for config in configs}:
        (folder / f"{kind}.schema.json").write_text(f"{schema_text(kind)}\n", encoding="utf-8")
