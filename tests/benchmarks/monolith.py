"""The whole model as one integer program: what a solver off the shelf makes of it."""

from time import perf_counter

from planner.model.model import Model
from planner.solve.engines import EngineFailed, MipAnswer, MipLimits
from planner.solve.engines.base import Floats
from planner.solve.engines.child import Killable
from tests.benchmarks.run import Asked, Baseline, Run, headline_gap

MILLION = 1e6
CLOSED = 1e-6  # relative gap of the solver's own at which it stops in any case
LARGEST = 1e15  # solvers' infinities are above


def solve_whole(run: Run, model: Model, asked: Asked, name: str) -> Baseline:
    """Give the model's own rows to an engine in a process that is killed if it overruns.

    It may stop at the headline gap that the search may stop at, with the run's bound in place of
    the objective (which asks for a little more), if there is one.
    """
    floor = run.floor or 0.0
    enough = asked.gap * (run.bound - floor) / MILLION if run.bound is not None else 0.0
    limits = MipLimits(asked.time_limit_s, gap=CLOSED, absolute_gap=max(CLOSED, enough))
    rows = model.rows
    first: list[float] = []
    begin = perf_counter()

    def note(_: float, __: Floats) -> None:
        if not first:
            first.append(round(perf_counter() - begin, 2))

    with Killable(name) as solver:
        try:
            answer = solver.solve_mip(rows, limits, on_incumbent=note)
        except EngineFailed as error:
            return Baseline(f"failed: {error}"[:200], seconds=round(perf_counter() - begin, 2))
    made = outcome(answer, model.constant, floor)
    made.seconds = round(perf_counter() - begin, 2)
    made.first_plan_s = first[0] if first else None
    return made


def outcome(answer: MipAnswer, constant: float, floor_usd: float) -> Baseline:
    """An engine's answer in USD, with the constant that it did not know."""
    objective, bound = (
        (value + constant) * MILLION if abs(value) < LARGEST else None
        for value in (answer.value, answer.bound)
    )
    status = (
        answer.termination if answer.limit == "none" else f"{answer.termination}, {answer.limit}"
    )
    return Baseline(status, objective, bound, headline_gap(objective, bound, floor_usd))
