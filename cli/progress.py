"""News of long work on stderr: a line for each step, and a bar for those who watch.

shown    a search for one plan: lines with -v, or above a bar
counted  many plans or trials: a line for each, above a bar that says how many there are
waiting  work that says nothing until it is over: a bar that says what it is
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from cli import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

MILLION = 1e6


class News(Protocol):
    """Where the search stands: seconds since its start, objective and bound in USD."""

    @property
    def stage(self) -> str:
        """What the search is doing."""

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""

    @property
    def objective_usd(self) -> float | None:
        """Objective of the best plan so far."""

    @property
    def bound_usd(self) -> float | None:
        """Proven bound so far."""


def line(news: News) -> str:
    """One line: time, stage, objective and bound in millions of USD, plain gap."""
    parts = [f"{news.seconds:7.1f} s", f"{news.stage:<12}"]
    best, bound = news.objective_usd, news.bound_usd
    parts += [f"objective {best / MILLION:,.2f}"] if best is not None else []
    parts += [f"bound {bound / MILLION:,.2f}"] if bound is not None else []
    if best is not None and bound is not None and best:
        parts.append(f"gap {100 * (best - bound) / abs(best):.2f} %")
    return "  ".join(parts)


class Steps:
    """Steps of long work: each gives a line, and moves the bar if there is one."""

    def __init__(self, bar: Progress | None, task: TaskID | None) -> None:
        self._bar, self._task = bar, task

    def expect(self, total: int, done: int = 0) -> None:
        """How many steps there are, and how many of them were over before."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=total, completed=done)

    def over(self, line: str) -> None:
        """A step is over."""
        if self._bar is None or self._task is None:
            console.talk(line)
            return
        _print(self._bar, line)
        self._bar.advance(self._task)


@contextmanager
def shown() -> Iterator[Callable[[News], None]]:
    """Give a function that shows news: silent when piped, lines with -v, a bar on a terminal."""
    with _bar("building the model", count=False) as (bar, task):
        if bar is None or task is None:
            yield lambda news: console.talk(line(news), 1)
            return
        watched, moving = bar, task

        def show(news: News) -> None:
            _print(watched, line(news))
            watched.update(moving, description=news.stage)

        yield show


@contextmanager
def counted(what: str, total: int | None = None) -> Iterator[Steps]:
    """Give the steps of a work: lines when piped, above a bar on a terminal.

    total: how many there are; None: not known, or not yet (`Steps.expect`).
    """
    with _bar(what, count=True, total=total) as (bar, task):
        yield Steps(bar, task)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A bar on a terminal that says what is being done, and since when; else nothing."""
    with _bar(what, count=False):
        yield


@contextmanager
def _bar(
    what: str, *, count: bool, total: int | None = None
) -> Iterator[tuple[Progress, TaskID] | tuple[None, None]]:
    """A bar on stderr that is gone in the end; none if nobody watches. Colours, unless NO_COLOR."""
    if not console.is_terminal():
        yield None, None
        return
    from rich.console import Console  # noqa: PLC0415 (only for those who watch)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    numbers = (MofNCompleteColumn(),) if count else ()
    columns = (TextColumn("{task.description}"), BarColumn(), *numbers, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar, bar.add_task(what, total=total)


def _print(bar: Progress, text: str) -> None:
    """A line above a bar, as it stands."""
    bar.console.print(text, highlight=False, markup=False, soft_wrap=True)
