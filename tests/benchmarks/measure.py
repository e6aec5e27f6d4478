"""One run of the benchmark: draw, enumerate, build, solve, compare."""

import resource
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from time import process_time

from planner.errors import Infeasible, NoPlanFound
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.solve.engines import engine
from planner.solve.search import Limits, Progress, Search, run_search
from tests.benchmarks.generator import generate
from tests.benchmarks.sizes import SizeName, Tightness

MILLION = 1e6
REPEAT_S = 2.0  # short builds are repeated until this time is full, and the fastest counts
PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True)
class Asked:
    """What to measure. pulp_nonzeros: entries after which the baseline stops, None: no baseline."""

    size: SizeName
    seed: int
    tightness: Tightness
    time_limit_s: float
    solve: bool
    pulp_nonzeros: int | None


@dataclass
class Run:
    """What was measured; money in USD. Options and builds are in seconds of the processor, so that
    other work on the machine counts little; the search is in seconds of the clock, as its limit is.

    us_per_nonzero: microseconds of building (rules and matrix) by nonzero of the matrix;
    bytes_per_nonzero: arrays that the finished model keeps; peak_mb: of the process, before the
    baseline. pulp_us_per_nonzero, pulp_bytes_per_nonzero: the same of the baseline, memory as the
    process grew, rows that were left out reckoned like the others; build_ratio: quotient of times.
    """

    size: str
    seed: int
    tightness: str
    itineraries: int = 0
    rows: int = 0
    columns: int = 0
    nonzeros: int = 0
    options_s: float = 0.0
    build_s: float = 0.0
    us_per_nonzero: float = 0.0
    bytes_per_nonzero: float = 0.0
    status: str = "not solved"
    bound: float | None = None
    objective: float | None = None
    gap: float | None = None
    seconds: float | None = None
    first_plan_s: float | None = None
    first_plan: float | None = None
    peak_mb: float = 0.0
    pulp_us_per_nonzero: float | None = None
    pulp_bytes_per_nonzero: float | None = None
    build_ratio: float | None = None


def measure(asked: Asked) -> dict[str, object]:
    """One run, in this process, as a mapping that JSON takes."""
    run = Run(asked.size, asked.seed, asked.tightness)
    model = _build(run, generate(asked.size, asked.seed, asked.tightness))
    if asked.solve:
        _solve(run, model, asked.time_limit_s)
    run.peak_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    if asked.pulp_nonzeros is not None:
        _compare(run, model, asked.pulp_nonzeros)
    return asdict(run)


def _build(run: Run, mission: Mission) -> Model:
    begin = process_time()
    options = build_options(mission)
    enumerated = process_time()
    seconds: list[float] = []
    while sum(seconds) < REPEAT_S:
        begin_build = process_time()
        model = build_model(mission, options)
        matrix = model.rows.matrix
        seconds.append(process_time() - begin_build)
    run.itineraries = len(options.itineraries)
    run.rows, run.columns = matrix.shape
    run.nonzeros = matrix.nnz
    run.options_s = round(enumerated - begin, 3)
    run.build_s = round(min(seconds), 3)
    run.us_per_nonzero = round(min(seconds) * 1e6 / matrix.nnz, 3)
    run.bytes_per_nonzero = round(_kept_bytes(model) / matrix.nnz, 1)
    return model


def _kept_bytes(model: Model) -> int:
    matrix = model.rows.matrix
    blocks = sum(
        array.nbytes
        for block in model.blocks
        for array in (block.row, block.column, block.value, block.lower, block.upper)
    )
    return int(blocks + matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes)


def _solve(run: Run, model: Model, seconds: float) -> None:
    def note(news: Progress) -> None:
        if run.first_plan is None and news.objective_usd is not None:
            run.first_plan, run.first_plan_s = news.objective_usd, round(news.seconds, 2)

    search = Search(model, engine("highs"), Limits(seconds), note)
    try:
        run_search(search)
    except (Infeasible, NoPlanFound) as error:
        run.status = f"{type(error).__name__}: {error}"[:200]
    else:
        run.status = "planned"
        run.objective, run.bound = search.best * MILLION, search.bound * MILLION
        run.gap = (search.best - search.bound) / max(1.0, abs(search.best))
    run.seconds = round(seconds - search.left, 2)


def _compare(run: Run, model: Model, nonzeros: int) -> None:
    """Build the baseline's rows and hold them against ours, nonzero for nonzero."""
    from tests.benchmarks.pulp_baseline import build_baseline  # noqa: PLC0415 (only when asked)

    marks = [(process_time(), _resident_bytes())]
    kept = []
    for entries in (0, nonzeros):  # columns and objective alone, then with rows
        kept.append(build_baseline(model, nonzeros=entries))
        marks.append((process_time(), _resident_bytes()))
    (columns_s, columns_bytes), (both_s, both_bytes) = (
        (after[0] - before[0], after[1] - before[1]) for before, after in pairwise(marks)
    )
    share = run.nonzeros / kept[-1].nonzeros  # all rows against those built
    whole_s = columns_s + (both_s - columns_s) * share
    whole_bytes = columns_bytes + (both_bytes - columns_bytes) * share
    run.pulp_us_per_nonzero = round(whole_s * 1e6 / run.nonzeros, 3)
    run.pulp_bytes_per_nonzero = round(whole_bytes / run.nonzeros, 1)
    run.build_ratio = round(run.pulp_us_per_nonzero / run.us_per_nonzero, 1)


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
