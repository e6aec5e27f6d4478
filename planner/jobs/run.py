"""One function over many inputs."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import takewhile
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from planner.jobs.errors import JobCrashed, JobLost, JobsStopped, RemoteTraceback
from planner.jobs.execute import Call, Crashed, Refused, Reply, Returned, execute, packed
from planner.jobs.outcome import Outcome, error_of
from planner.jobs.workers import Workers

if TYPE_CHECKING:
    from planner.jobs.backend import Backend

Given = TypeVar("Given")
T = TypeVar("T")

HERE = Workers()
LOOK_S = 0.1  # how often `stop` is asked
# Said by loky of a worker that it replaces because it has grown, and by Dask of versions, which
# `checks` compares, and of missions, which are large.
NO_NEWS = (
    "A worker stopped while some jobs were given to the executor",
    "\nMismatched versions found|Mismatched versions found",
    "Sending large graph of size",
)


def run_jobs(
    function: Callable[[Given], T],
    jobs: Iterable[tuple[str, Given]],
    workers: Workers = HERE,
    *,
    on_done: Callable[[Outcome[T]], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Outcome[T]]:
    """A function's outcomes for many inputs, in their order, whoever works and finishes when.

    Each job has a copy of its input, one thread, and its own process; a job whose worker dies is
    done again. Ctrl-C, and whatever else is raised, ends the jobs that run.

    Parameters
    ----------
    function: of one input; at the top level of a module that workers can import. Its value
        depends on the input alone, since it may be called again. Inputs and values can be pickled.
    jobs: (key, input) pairs; keys differ.
    on_done: called in this thread with each outcome as soon as it is there, in any order.
    stop: asked all the time, in another thread; once true, the jobs that run are ended.

    Raises
    ------
    WorkersUnusable
        Before any job, if the workers cannot run them.
    ClusterLost
        If the cluster goes away.
    JobCrashed
        If a job raises what is no PlannerError.
    JobsStopped
        If `stop` ended them: `on_done` has had what was done by then.
    """
    listed = tuple(jobs)
    keys = [key for key, _ in listed]
    if len(set(keys)) < len(keys):
        raise ValueError("two jobs have the same key")
    code = _code(function)
    outcomes: dict[int, Outcome[T]] = {}

    def deliver(place: int, outcome: Outcome[T]) -> None:
        outcomes[place] = outcome
        if on_done is not None:
            on_done(outcome)

    def left() -> list[int]:
        return [place for place in range(len(listed)) if place not in outcomes]

    with (
        _quiet(),
        _backend(workers, function.__module__) as backend,
        _watched(backend, stop) as stopped,
    ):
        for width in backend.widths:
            wanted = takewhile(lambda _: not stopped.is_set(), left())
            calls = (_call(place, code, *listed[place]) for place in wanted)
            _round(
                calls,
                backend,
                width,
                lambda reply: deliver(reply.place, _outcome(keys[reply.place], reply)),
            )
    if stopped.is_set() and left():
        raise JobsStopped
    for place in left():
        deliver(place, Outcome(keys[place], error=_lost(keys[place])))
    return [outcomes[place] for place in range(len(keys))]


def _round(
    calls: Iterator[Call], backend: Backend, width: int, take: Callable[[Reply], None]
) -> None:
    """Do calls, `width` at a time; `take` each reply. Those whose worker dies have none."""
    from joblib import Parallel, delayed  # noqa: PLC0415  (loads numpy)

    replies: Generator[Reply] = Parallel(
        n_jobs=width,
        backend=backend,
        batch_size=1,
        pre_dispatch=width,
        return_as="generator_unordered",
    )(delayed(execute)(call) for call in calls)
    try:
        for reply in replies:
            take(reply)
    except BaseException as error:  # Ctrl-C too
        replies.throw(error)  # ends the jobs that run; joblib warns if it is only closed
        raise


@contextmanager
def _watched(backend: Backend, stop: Callable[[], bool] | None) -> Iterator[Event]:
    """End the jobs once `stop` says so, which the event then tells."""
    stopped, over = Event(), Event()

    def look() -> None:
        while stop is not None and not over.wait(LOOK_S):
            if stop():
                stopped.set()
                backend.end_jobs()
                return

    watch = Thread(target=look, daemon=True)
    watch.start()
    try:
        yield stopped
    finally:
        over.set()
        watch.join()


def _outcome(key: str, reply: Reply) -> Outcome[Any]:
    """The outcome that a reply tells of.

    Raises
    ------
    JobCrashed
        If it tells of a fault.
    """
    match reply:
        case Returned(value=value):
            return Outcome(key, pickle.loads(value))  # noqa: S301  (from our own workers)
        case Refused(error=error):
            return Outcome(key, error=error_of(pickle.loads(error)))  # noqa: S301
        case Crashed(what=what, traceback=text):
            raise JobCrashed(key, what) from RemoteTraceback(f"\n{text}")


def _code(function: Callable[[Any], Any]) -> bytes:
    """A function as its module and name."""
    wanted = "jobs need a function at the top level of a module"
    if function.__module__ == "__main__":
        raise TypeError(f"{wanted}, not of a script, which workers do not import")
    try:
        return packed(function)
    except (AttributeError, pickle.PicklingError) as error:
        raise TypeError(f"{wanted}: {error}") from error


def _call(place: int, code: bytes, key: str, given: object) -> Call:
    try:
        return Call(place, code, packed(given))
    except Exception as error:
        raise TypeError(f"the input of job {key!r} cannot be pickled: {error}") from error


def _lost(key: str) -> JobLost:
    return JobLost(
        f"job {key!r}: its worker died each time it was tried, at last alone; "
        "most often it needs more memory than there is"
    )


def _backend(workers: Workers, module: str) -> AbstractContextManager[Backend]:
    """The workers, started or connected."""
    if workers.cluster is not None:
        from planner.jobs.cluster import connected  # noqa: PLC0415  (loads joblib)

        return connected(workers.cluster, module)
    from planner.jobs.local import LocalBackend  # noqa: PLC0415

    return LocalBackend(workers.count)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings that say nothing new."""
    with warnings.catch_warnings():
        for message in NO_NEWS:
            warnings.filterwarnings("ignore", message)
        yield
