"""One run of the benchmark: draw, enumerate, build, solve, compare."""

import gc
import resource
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from os import getloadavg
from pathlib import Path
from time import perf_counter, process_time

from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.solve.engines.child import Killable
from tests.benchmarks.generator import generate
from tests.benchmarks.monolith import solve_whole
from tests.benchmarks.run import Asked, Run
from tests.benchmarks.searching import search

REPEAT_S = 2.0  # short builds are repeated until this time is full, and the fastest counts
PAGE_BYTES = resource.getpagesize()
ENGINE = "highs"

Report = Callable[[dict[str, object]], None]


def measure(asked: Asked, tell: Report) -> dict[str, object]:
    """One run, in this process, as a mapping that JSON takes; `tell` hears of it as it goes on."""
    run = Run(asked.size, asked.seed, asked.tightness)

    def report() -> None:
        run.peak_mb = _peak_mb()
        tell(run.record())

    with ExitStack() as stack:
        # Before anything is large: a child's peak begins with what its parent held at its birth.
        solver = stack.enter_context(Killable(ENGINE)) if asked.solve else None
        model = _build(run, asked, report)
        if solver is not None:
            run.stage, run.time_limit_s = "searching", asked.time_limit_s
            report()
            begin = process_time()
            search(run, model, asked, solver, report)
            run.load = round(getloadavg()[0], 2)
            solver.close()  # children count once they have ended
            run.cpu_s = round(process_time() - begin + children_s(), 2)
    run.peak_mb = _peak_mb()
    for name in asked.baselines:
        run.stage = f"comparing with {name}"
        tell(run.record())
        if name == "pulp":
            _compare(run, model, asked.pulp_nonzeros)
        else:
            run.baselines[name] = solve_whole(run, model, asked, name)
    run.stage = "done"
    return run.record()


def _peak_mb() -> float:
    """Peaks of this process and of its largest child that has ended."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(sum(resource.getrusage(each).ru_maxrss for each in who) / 1024, 1)


def children_s() -> float:
    """Seconds of the processor of children that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _build(run: Run, asked: Asked, report: Callable[[], None]) -> Model:
    run.stage = "drawing"
    report()
    mission = generate(asked.size, asked.seed, asked.tightness)
    run.stage = "enumerating"
    report()
    begin, clock = process_time(), perf_counter()
    options = build_options(mission)
    run.options_s = round(process_time() - begin, 3)
    run.itineraries = len(options.itineraries)
    run.stage = "building"
    report()
    seconds: list[float] = []
    while sum(seconds) < REPEAT_S:
        model = None  # only one at a time is in memory
        gc.collect()
        begin = process_time()
        model = build_model(mission, options)
        matrix = model.rows.matrix
        seconds.append(process_time() - begin)
        run.prepare_s = run.prepare_s or round(perf_counter() - clock, 2)
    assert model is not None
    run.rows, run.columns = matrix.shape
    run.nonzeros = matrix.nnz
    run.build_s = round(min(seconds), 3)
    run.us_per_nonzero = round(min(seconds) * 1e6 / matrix.nnz, 3)
    run.bytes_per_nonzero = round(kept_bytes(model) / matrix.nnz, 1)
    return model


def kept_bytes(model: Model) -> int:
    """Bytes of the arrays that a finished model keeps."""
    matrix = model.rows.matrix
    blocks = sum(
        array.nbytes
        for block in model.blocks
        for array in (block.row, block.column, block.value, block.lower, block.upper)
    )
    return int(blocks + matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes)


def _compare(run: Run, model: Model, nonzeros: int) -> None:
    """Build PuLP's rows and hold them against ours, nonzero for nonzero."""
    from tests.benchmarks.pulp_baseline import build_baseline  # noqa: PLC0415 (only when asked)

    assert run.nonzeros is not None
    assert run.us_per_nonzero is not None
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
