"""News of the search on stderr: a line for each better plan, a bar for those who watch."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from cli import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@contextmanager
def shown() -> Iterator[Callable[[News], None]]:
    """Give a function that shows news: silent when piped, lines with -v, a bar on a terminal."""
    if not console.is_terminal():
        yield lambda news: console.talk(line(news), 1)
        return
    from rich.console import Console  # noqa: PLC0415 (only for those who watch)
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building the model", total=None)

        def show(news: News) -> None:
            bar.console.print(line(news), highlight=False)
            bar.update(task, description=news.stage)

        yield show
