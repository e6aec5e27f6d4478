"""Talking to people: results on stdout, everything else on stderr."""

from __future__ import annotations

import logging
import sys
import traceback
from time import perf_counter
from typing import TYPE_CHECKING

import click

from planner.errors import InvalidInput

if TYPE_CHECKING:
    from planner.errors import PlannerError

VERBOSITY = "peaceplan.verbosity"
BEGUN = "peaceplan.begun"
INTERRUPTED = 130
UNEXPECTED = 1


def verbosity() -> int:
    """How much to say: 0 by default, more with -v, less with -q."""
    context = click.get_current_context(silent=True)
    return int(context.meta.get(VERBOSITY, 0)) if context else 0


def begin() -> None:
    """Notes that a command begins now."""
    click.get_current_context().meta[BEGUN] = perf_counter()


def elapsed_s() -> float:
    """Seconds since the command began."""
    return perf_counter() - float(click.get_current_context().meta[BEGUN])


def result(text: str) -> None:
    """Prints a result to stdout."""
    click.echo(text)


def talk(text: str, level: int = 0) -> None:
    """Prints news to stderr if the verbosity is `level` or more."""
    if verbosity() >= level:
        click.echo(text, err=True)


def is_terminal() -> bool:
    """Whether a person watches stderr, so that bars may move."""
    return sys.stderr.isatty() and verbosity() >= 0


def set_up_logging() -> None:
    """Sends log records to stderr, by the verbosity."""
    level = max(logging.DEBUG, logging.WARNING - 10 * verbosity())
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", force=True)


def refuse(error: PlannerError) -> None:
    """Says on stderr what is wrong: each problem on its line, then how many."""
    click.echo(str(error), err=True)
    if isinstance(error, InvalidInput):
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was written", err=True)


def unexpected(error: Exception) -> None:
    """Says that the program failed, with the traceback if asked for by -vv."""
    if verbosity() >= 2:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    else:
        what = f"{type(error).__name__}: {error}"
        click.echo(f"Error: unexpected {what}\nRun again with -vv for the traceback.", err=True)
