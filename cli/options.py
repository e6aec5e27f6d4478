"""Every option and argument that commands share, once.

config_argument    CONFIG        check, plan, evaluate
output_option      -o, --output  plan, export, report
overwrite_option   --overwrite   new, plan, evaluate, export, report
format_option      --format      every command that prints a result
table_format_option  --format    data diff, burden (with csv)
gap_option         --gap         plan
limits_options     --time-limit, --memory-limit  plan, evaluate
workers_options    --workers, --cluster  plan
runs_options       limits and --gap of each plan, --workers, --cluster  flips, price, sweep, tornado
plans_argument     PLAN...       compare, frontier, report
plan_argument      DIR           burden, export, verify
config_of_plan_option  --config  burden, cost, export, flips, verify
config_of_plans_option  --config  compare, frontier, report
tables_option      -o, --output, not required  compare, flips, frontier, price
reader_option      --release-to  export, report
verbosity_options  -v, -q        every command
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from cli.console import VERBOSITY, elapsed_s, set_up_logging
from planner.jobs import Workers

F = TypeVar("F", bound=Callable[..., Any])

config_argument = click.argument("config", type=click.Path(path_type=Path), metavar="CONFIG")

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder or file to write; whole or not at all.",
)

plans_argument = click.argument(
    "plans", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PLAN..."
)

plan_argument = click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")

config_of_plan_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The plan's config, where it is no longer where run.json says.",
)

config_of_plans_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Config of the plans whose own is no longer where run.json says.",
)


def tables_option(what: str) -> Callable[[F], F]:
    """--output, which nobody need give; what: what is written there."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=what)


overwrite_option = click.option(
    "--overwrite", is_flag=True, help="Replace what is already there (else it is refused)."
)

reader_option = click.option(
    "--release-to",
    "--release",
    "reader",
    metavar="READER",
    default="organisation",
    show_default=True,
    help="Who is to read it, and so what is in it: `public` sees sectors and totals, a contributor "
    "(ISO 3166 alpha-3 code, such as RWA) also what its own units do, `organisation` everything.",
)

format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the result on stdout.",
)

table_format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to print the result on stdout.",
)

gap_option = click.option(
    "--gap",
    type=click.FloatRange(min=0, max=1),
    default=0.01,
    show_default=True,
    help="Headline gap at which the search may stop, as a share.",
)


@dataclass(frozen=True)
class Limits:
    """What a command may use: seconds for all of it, and memory in GB."""

    seconds: float
    memory_gb: float | None

    def left(self) -> dict[str, Any]:
        """What is left of them, as keywords of the pipeline's functions."""
        return {"time_limit_s": self.seconds - elapsed_s(), "memory_gb": self.memory_gb}


def limits_options(command: F) -> F:
    """Adds --time-limit and --memory-limit, which reach the command as `limits`."""
    return _limits_options("the whole command")(command)


def _limits_options(what: str) -> Callable[[F], F]:
    def adding(command: F) -> F:
        @click.option(
            "--time-limit",
            "seconds",
            type=click.FloatRange(min=0, min_open=True),
            default=120.0,
            show_default=True,
            help=f"Seconds for {what}, after which the best plan so far counts.",
        )
        @click.option(
            "--memory-limit",
            "memory_gb",
            type=click.FloatRange(min=0, min_open=True),
            metavar="GB",
            help="Memory for the search, in GB, and for each process that it starts.",
        )
        @wraps(command)
        def joined(*arguments: Any, seconds: float, memory_gb: float | None, **others: Any) -> Any:  # noqa: ANN401
            return command(*arguments, limits=Limits(seconds, memory_gb), **others)

        return cast("F", joined)

    return adding


def workers_options(command: F) -> F:
    """Adds --workers and --cluster, which reach the command as one `Workers` named `workers`."""

    @click.option(
        "--workers",
        "count",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        metavar="N",
        help="Processes on this machine that share the work.",
    )
    @click.option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Dask scheduler whose workers do the work instead.",
    )
    @wraps(command)
    def joined(*arguments: Any, count: int, cluster: str | None, **others: Any) -> Any:  # noqa: ANN401
        return command(*arguments, workers=Workers(count, cluster), **others)

    return cast("F", joined)


def runs_options(command: F) -> F:
    """Adds the options of commands that make several plans: --time-limit (of each plan),
    --memory-limit, --gap, --workers and --cluster.
    """
    return _limits_options("each plan")(gap_option(workers_options(command)))


def verbosity_options(command: F) -> F:
    """Adds -v and -q, which may stand before or after a command's name."""
    for option in (
        click.option(
            "-v", "--verbose", count=True, expose_value=False, callback=_louder,
            help="Say more (-vv: with tracebacks).",
        ),
        click.option(
            "-q", "--quiet", count=True, expose_value=False, callback=_quieter,
            help="Say less: errors only.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _louder(context: click.Context, _option: click.Parameter, count: int) -> None:
    _change(context, count)


def _quieter(context: click.Context, _option: click.Parameter, count: int) -> None:
    _change(context, -count)


def _change(context: click.Context, by: int) -> None:
    context.meta[VERBOSITY] = context.meta.get(VERBOSITY, 0) + by
    set_up_logging()
