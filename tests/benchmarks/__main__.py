"""python -m tests.benchmarks: draw missions, build and solve them, print a table of medians."""

import json
import multiprocessing
import platform
import shlex
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path
from statistics import median

import click

from tests.benchmarks.measure import Asked, measure
from tests.benchmarks.sizes import SIZE_NAMES, TIGHTNESSES, SizeName, Tightness

SHOWN = (
    "itineraries", "rows", "columns", "nonzeros", "options_s", "build_s", "us_per_nonzero",
    "bytes_per_nonzero", "first_plan_s", "seconds", "gap", "peak_mb", "pulp_us_per_nonzero",
    "pulp_bytes_per_nonzero", "build_ratio",
)  # fmt: skip


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


def table(runs: list[dict[str, object]]) -> str:
    """Markdown: one line a figure, one column a size, medians over its runs."""
    sizes = [size for size in SIZE_NAMES if any(run["size"] == size for run in runs)]
    lines = ["| median | " + " | ".join(sizes) + " |", "|---|" + "---:|" * len(sizes)]
    for name in SHOWN:
        cells = [_median([run.get(name) for run in runs if run["size"] == size]) for size in sizes]
        if any(cells):
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _median(values: list[object]) -> str:
    numbers = [value for value in values if isinstance(value, int | float)]
    return (
        f"{median(numbers):,.4g}"
        if numbers and median(numbers) < 100
        else (f"{median(numbers):,.0f}" if numbers else "")
    )


@click.command()
@click.option("--size", "sizes", multiple=True, type=click.Choice(SIZE_NAMES), default=("S",))
@click.option("--seeds", default="1..3", show_default=True, help="3, 1,4 or 1..3")
@click.option("--tightness", type=click.Choice(TIGHTNESSES), default="mid", show_default=True)
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="write all runs here")
@click.option("--time-limit", default=60.0, show_default=True, help="seconds of each search")
@click.option("--no-solve", is_flag=True, help="build only")
@click.option("--pulp", is_flag=True, help="build the PuLP baseline too")
@click.option("--pulp-nonzeros", default=500_000, show_default=True,
              help="entries after which the baseline stops")  # fmt: skip
def main(
    sizes: tuple[SizeName, ...],
    seeds: str,
    tightness: Tightness,
    json_path: Path | None,
    time_limit: float,
    *,
    no_solve: bool,
    pulp: bool,
    pulp_nonzeros: int,
) -> None:
    """Measure drawn missions, each run in a process of its own, one after the other."""
    runs: list[dict[str, object]] = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        for size in sizes:
            for seed in seeds_of(seeds):
                limit = pulp_nonzeros if pulp else None
                asked = Asked(size, seed, tightness, time_limit, not no_solve, limit)
                run = pool.submit(measure, asked).result()
                click.echo(f"{size} seed {seed}: {run['status']}", err=True)
                runs.append(run)
                if json_path is not None:
                    json_path.write_text(json.dumps(runs, indent=1) + "\n")
    click.echo(f"`python -m tests.benchmarks {shlex.join(sys.argv[1:])}`, ", nl=False)
    click.echo(
        f"{datetime.now(UTC):%d %B %Y}, {platform.platform()}, {cpu_count()} cores, ", nl=False
    )
    click.echo(f"Python {platform.python_version()}; no real data\n")
    click.echo(table(runs))


if __name__ == "__main__":
    main()
