"""python -m tests.benchmarks: draw missions, build and solve them, print a table of the runs."""

import json
import platform
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from os import cpu_count
from pathlib import Path
from time import perf_counter

import click

from tests.benchmarks.apart import RunLimits, run_apart
from tests.benchmarks.figures import growth, remarks, table
from tests.benchmarks.measure import measure
from tests.benchmarks.run import BASELINES, Asked, Run
from tests.benchmarks.sizes import PORTFOLIOS, SIZE_NAMES, TIGHTNESSES, SizeName, Tightness
from tests.benchmarks.together import measure_portfolio
from tests.benchmarks.written import write_drawn

Record = dict[str, object]


def names_of(allowed: tuple[str, ...]) -> Callable[..., tuple[str, ...]]:
    """A callback for an option that is repeated or holds commas: its names, each once.

    The callback raises click.BadParameter if a name is not allowed.
    """

    def read(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
        names = dict.fromkeys(part.strip() for text in texts for part in text.split(","))
        wrong = ", ".join(repr(name) for name in names if name not in allowed)
        if wrong:
            raise click.BadParameter(f"there is no {wrong}; there are {', '.join(allowed)}")
        return tuple(names)

    return read


def seeds_of(text: str) -> list[int]:
    """Seeds named as `3`, `1,4` or `1..3` (both ends included).

    Raises
    ------
    click.BadParameter
        If the text is none of these.
    """
    try:
        if ".." in text:
            first, last = (int(part) for part in text.split(".."))
            return list(range(first, last + 1))
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise click.BadParameter(f"seeds are 3, 1,4 or 1..3, not {text!r}") from None


def run_one(asked: Asked, limits: RunLimits) -> Record:
    """One run in a process of its own, told of on standard error as it goes; never fails itself."""
    begin = perf_counter()
    label = f"{asked.size} seed {asked.seed} {asked.tightness}"
    stage = ""

    def tell(record: Record) -> None:
        nonlocal stage
        if record["stage"] != stage:
            stage = str(record["stage"])
            click.echo(f"{label}: {perf_counter() - begin:.0f} s, {stage}", err=True)

    ended = run_apart(
        measure_portfolio if asked.size in PORTFOLIOS else measure, asked, limits, tell
    )
    record = ended.record or Run(asked.size, asked.seed, asked.tightness).record()
    if ended.cause:
        before = "" if record["status"] == "not solved" else f"{record['status']}; "
        record["status"] = f"{before}{ended.cause} while {record['stage']}"
    click.echo(f"{label}: {perf_counter() - begin:.0f} s, {record['status']}", err=True)
    return record


def heading() -> str:
    """Command, date and machine."""
    return (
        f"`python -m tests.benchmarks {shlex.join(sys.argv[1:])}`, "
        f"{datetime.now(UTC):%d %B %Y}, {platform.platform()}, {cpu_count()} cores, "
        f"Python {platform.python_version()}; no real data"
    )


@click.command()
@click.option("--size", "sizes", multiple=True, callback=names_of(SIZE_NAMES), default=("S",))
@click.option("--seeds", default="1..3", show_default=True, help="3, 1,4 or 1..3")
@click.option("--tightness", multiple=True, callback=names_of(TIGHTNESSES), default=("mid",))
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="write all runs here")
@click.option("--time-limit", default=60.0, show_default=True,
              help="seconds of each search and of each baseline that solves")  # fmt: skip
@click.option("--gap", default=0.01, show_default=True, help="headline gap that is enough")
@click.option("--no-solve", is_flag=True, help="build only")
@click.option("--baselines", multiple=True, callback=names_of(BASELINES), default=(),
              help="pulp (build only), highs, gscip (the whole model as one program)")  # fmt: skip
@click.option("--pulp-nonzeros", default=500_000, show_default=True,
              help="entries after which PuLP stops building")  # fmt: skip
@click.option("--run-seconds", default=1800.0, show_default=True, help="limit of a run in all")
@click.option("--memory-gb", default=12.0, show_default=True,
              help="limit of the data of each process of a run")  # fmt: skip
@click.option("--workers", default=1, show_default=True, help="processes that plan a portfolio")
@click.option("--cluster", help="Dask scheduler whose workers plan a portfolio, tcp://host:port")
@click.option("--write", "folder", type=click.Path(path_type=Path),
              help="measure nothing: write each mission or portfolio as a config")  # fmt: skip
@click.option("--rounds", default=4, show_default=True, help="of prices of a portfolio, at most")
@click.option("--first-seconds", default=5.0, show_default=True,
              help="of the search for the first plan of each mission of a portfolio")  # fmt: skip
@click.option("--mission-seconds", default=60.0, show_default=True,
              help="of each later search of one mission of a portfolio")  # fmt: skip
def main(
    sizes: tuple[SizeName, ...],
    seeds: str,
    tightness: tuple[Tightness, ...],
    json_path: Path | None,
    baselines: tuple[str, ...],
    *,
    time_limit: float,
    gap: float,
    no_solve: bool,
    pulp_nonzeros: int,
    run_seconds: float,
    memory_gb: float,
    workers: int,
    cluster: str | None,
    folder: Path | None,
    rounds: int,
    first_seconds: float,
    mission_seconds: float,
) -> None:
    """Measure drawn missions, each run in a process of its own, one after the other.

    --size, --tightness and --baselines take lists (S,M) and may be repeated; every combination is
    run.
    """
    together = [size for size in sizes if size in PORTFOLIOS]
    if baselines and together:
        raise click.BadParameter(
            f"baselines get one mission, {together[0]} has several; take S, M or L-one",
            param_hint="--baselines",
        )
    limits = RunLimits(run_seconds, memory_gb)
    runs: list[Record] = []
    if folder is not None:
        for size, level, seed in product(sizes, tightness, seeds_of(seeds)):
            click.echo(write_drawn(size, seed, level, folder / f"{size}-{seed}-{level}"))
        return
    for size, level, seed in product(sizes, tightness, seeds_of(seeds)):
        asked = Asked(
            size, seed, level, time_limit, gap, not no_solve, baselines, pulp_nonzeros,
            workers, cluster, rounds, first_seconds, mission_seconds,
        )  # fmt: skip
        runs.append(run_one(asked, limits))
        if json_path is not None:
            json_path.write_text(json.dumps(runs, indent=1) + "\n")
    click.echo("\n\n".join(filter(None, (heading(), table(runs), growth(runs), remarks(runs)))))


if __name__ == "__main__":
    main()
