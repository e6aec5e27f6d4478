"""An engine in a process of its own, so that a solve which overruns can be ended.

Solvers look at their clock only now and then, and cannot be stopped from Python meanwhile. A
process can: it is killed, and the best point that it sent by then stands.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from types import TracebackType
from typing import IO, Literal, Self

import numpy as np

from planner.model.arrays import Rows
from planner.solve.engines.base import (
    EngineFailed,
    Floats,
    Incumbent,
    LpAnswer,
    MipAnswer,
    MipLimits,
)
from planner.solve.engines.worker import Failed, Found, Gone, Message, Ready, Request

FACTORY = "planner.solve.engines:engine"
GRACE_SHARE = 0.05
GRACE_S = 1.0
START_S = 60.0  # a process that has not loaded its engine by then never will
LOOK_S = 0.1  # how often `stop` is asked
ATTEMPTS = 2

Cut = Literal["time", "interrupted", "died"]


class Killable:
    """An engine in another process, kept for all solves until the `with` block ends.

    Parameters
    ----------
    name: name of the engine there.
    factory: `module:function` that makes the engine of that name; both must be importable.
    stop: asked while a solve runs; once true, the solve ends with its best point so far.
    memory_gb: most memory for data of the process (None: no limit but the one that is in force
        where it is started).
    """

    def __init__(
        self,
        name: str,
        *,
        factory: str = FACTORY,
        stop: Callable[[], bool] | None = None,
        memory_gb: float | None = None,
    ) -> None:
        self.name = name
        self._factory = factory
        self._stop = stop or (lambda: False)
        self._memory_gb = memory_gb
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        """Start the process; it loads its engine while the caller goes on."""
        self._started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a later solve would start another."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """Optimum and duals; termination `none` if the process had to be killed.

        Raises
        ------
        EngineFailed
            If the solver failed, or its process died twice.
        MemoryError
            If it did and memory is limited.
        """
        answer = self._ask(Request(rows, seconds), lambda _: None)
        if isinstance(answer, LpAnswer):
            return answer
        if answer == "died":
            raise self._died()
        return LpAnswer("none", float("nan"), np.zeros(0), np.zeros(0))

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """Best integer point within the limits, of which time is kept to 5 % and a second.

        Raises
        ------
        EngineFailed
            If the solver failed, or its process died twice and had found no point.
        MemoryError
            If it did and memory is limited.
        """
        best = MipAnswer("none", "none", float("inf"), float("-inf"), np.zeros(0))

        def improve(found: Found) -> None:
            nonlocal best
            if found.value < best.value:
                best = replace(best, termination="feasible", value=found.value, point=found.point)
            if on_incumbent is not None:
                on_incumbent(found.value, found.point)

        answer = self._ask(Request(rows, limits.seconds, limits, start), improve)
        if isinstance(answer, MipAnswer):
            return answer
        if answer == "died" and best.termination == "none":
            raise self._died()
        return replace(best, limit=str(answer))

    def _ask(self, request: Request, improve: Callable[[Found], None]) -> Message | Cut:
        """The answer, or what cut the solve short; a process that died is replaced once."""
        deadline: float | None = None
        answer: Message | Cut = "died"
        for _ in range(ATTEMPTS):
            try:
                worker = self._started()
                answer = worker.load(self._stop)
                if isinstance(answer, Ready):
                    deadline = deadline or _deadline(request.seconds)
                    answer = worker.solve(request, deadline, self._stop, improve)
            except BaseException:  # Ctrl-C above all: nothing goes on solving behind it
                self.close()
                raise
            if isinstance(answer, str):
                self.close()
            if answer != "died":
                break
        if isinstance(answer, Failed):
            raise _out_of_memory() or EngineFailed(f"the solver {self.name} failed: {answer.text}")
        return answer

    def _started(self) -> _Worker:
        if self._worker is None:
            self._worker = _Worker(self._factory, self.name, self._memory_gb)
        return self._worker

    def _died(self) -> Exception:
        return _out_of_memory() or EngineFailed(
            f"the process of the solver {self.name} died {ATTEMPTS} times over one program; "
            "most often there was too little memory for it"
        )


def _out_of_memory() -> MemoryError | None:
    """What a solver's failure is most often where memory is limited, and is taken for there."""
    limited = resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY
    return MemoryError() if limited else None


def _deadline(seconds: float | None) -> float:
    if seconds is None:
        return float("inf")
    return perf_counter() + seconds * (1 + GRACE_SHARE) + GRACE_S


class _Worker:
    """A process that runs `serve`, and the messages that came from it."""

    def __init__(self, factory: str, name: str, memory_gb: float | None) -> None:
        # A fresh interpreter, not a fork (solvers keep threads), and no second run of the caller's
        # own script, which multiprocessing would make of one without a __main__ guard.
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from planner.solve.engines.worker import serve; "
            f"serve({factory!r}, {name!r}, {memory_gb!r})"
        )
        try:
            process = subprocess.Popen(  # noqa: S603  (this interpreter, our own code)
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C in the terminal is for the parent alone
            )
        except OSError as error:
            raise EngineFailed(f"no process could be started for the solver: {error}") from error
        assert process.stdin is not None
        assert process.stdout is not None
        self.pid = process.pid
        self._input = process.stdin
        self._messages: SimpleQueue[Message] = SimpleQueue()
        self._loaded = False
        reader = Thread(target=_listen, args=(process.stdout, self._messages), daemon=True)
        reader.start()
        # Also at the interpreter's exit, if nobody closed it.
        self.end = weakref.finalize(self, _end, process, reader)

    def load(self, stop: Callable[[], bool]) -> Message | Cut:
        """Wait until the engine is there: `Ready`, or why not."""
        if not self._loaded:
            answer = self._answer(perf_counter() + START_S, stop, lambda _: None)
            if not isinstance(answer, Ready):
                return "died" if answer == "time" else answer
            self._loaded = True
        return Ready()

    def solve(
        self,
        request: Request,
        deadline: float,
        stop: Callable[[], bool],
        improve: Callable[[Found], None],
    ) -> Message | Cut:
        """What comes first: the answer, the deadline, a wish to stop, or the process's death."""
        try:
            pickle.dump(request, self._input, protocol=pickle.HIGHEST_PROTOCOL)
            self._input.flush()
        except BrokenPipeError:
            return "died"
        return self._answer(deadline, stop, improve)

    def _answer(
        self, deadline: float, stop: Callable[[], bool], improve: Callable[[Found], None]
    ) -> Message | Cut:
        while True:
            message = self._next(deadline, stop)
            if isinstance(message, Found):
                improve(message)
            elif isinstance(message, Gone):
                return "died"
            elif message is None:
                return "interrupted" if stop() else "time"
            else:
                return message

    def _next(self, deadline: float, stop: Callable[[], bool]) -> Message | None:
        """The next message; None at the deadline or on a wish to stop."""
        while True:
            try:
                return self._messages.get(timeout=LOOK_S)
            except Empty:
                if stop() or perf_counter() > deadline:
                    return None


def _listen(output: IO[bytes], messages: SimpleQueue[Message]) -> None:
    """Take messages from a process until it ends, maybe in the middle of one."""
    with output:
        while True:
            try:
                messages.put(pickle.load(output))  # noqa: S301  (from our own process)
            except (EOFError, pickle.UnpicklingError, OSError):
                messages.put(Gone())
                return


def _end(process: subprocess.Popen[bytes], reader: Thread) -> None:
    """Kill a process and leave nothing of it behind."""
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(BrokenPipeError):  # what was not sent any more
            process.stdin.close()
    reader.join()
