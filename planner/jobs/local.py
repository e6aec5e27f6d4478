"""Workers on this machine: processes of loky, which joblib ships."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future
from threading import RLock, Thread
from time import sleep
from typing import Self

from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import BrokenProcessPool, ShutdownExecutorError
from joblib.parallel import ParallelBackendBase

from planner.jobs.backend import Batch, Replies, SurvivingBackend, WorkerDied

# A job is one-threaded, its arithmetic too: sums of many threads depend on how many there are.
ENVIRONMENT = dict.fromkeys(ParallelBackendBase.MAX_NUM_THREADS_VARS, "1")
LOOK_S = 1.0
IDLE_S = 10.0  # that processes wait for a job before they end

# Processes that wait, for the next run of as many: to start them takes as long as a small job.
_waiting: dict[int, ProcessPoolExecutor] = {}


class LocalBackend(SurvivingBackend):
    """`count` processes of our own; when one dies, all are replaced. After a run that nothing ended
    they wait for another: portfolios give their jobs in many rounds.
    """

    def __init__(self, count: int) -> None:
        super().__init__(nesting_level=0)
        # Who was lost may be the victim of another job, or of too little memory: it runs alone.
        self.widths = (count, 1, 1)
        self._count = count
        self._lock = RLock()
        self._pool: ProcessPoolExecutor | None = None
        self._sent: set[Future[Replies]] = set()
        self._ended = False

    def __enter__(self) -> Self:
        self._pool = _waiting.pop(self._count, None)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self.abort_everything()
        with self._lock:
            self._ended = True
            if self._pool is not None:
                _waiting[self._count], self._pool = self._pool, None

    def abort_everything(self, ensure_ready: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        """End the jobs that run, and their solvers (joblib's signature)."""
        with self._lock:
            self._ended = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(kill_workers=True)

    def end_jobs(self) -> None:
        """As `Backend` says."""
        with self._lock:
            self._ended = True
            sent, self._sent = self._sent, set()
        self.abort_everything()
        for future in sent:
            future.set_exception(WorkerDied())

    def send(self, batch: Batch, future: Future[Replies]) -> None:
        """Have a process do a batch, a new one if the pool is broken."""
        with self._lock:
            try:
                inner = None if self._ended else self._submitted(batch)
            except OSError as error:  # there is no room for another process
                future.set_exception(error)
                return
            self._sent.add(future)
        if inner is None:
            future.set_exception(WorkerDied())
        else:
            inner.add_done_callback(lambda done: self._settle(done, future))

    def _submitted(self, batch: Batch) -> Future[Replies]:
        try:
            self._pool = self._pool or self._new()
            return self._pool.submit(batch)  # type: ignore[no-any-return]
        except BrokenProcessPool:
            self._pool = self._new()
            return self._pool.submit(batch)  # type: ignore[no-any-return]

    def _settle(self, done: Future[Replies], future: Future[Replies]) -> None:
        with self._lock:
            if future not in self._sent:
                return  # ended by us
            self._sent.remove(future)
        error = done.exception()
        if isinstance(error, ShutdownExecutorError):
            return  # ended by us: nobody waits for it
        if isinstance(error, BrokenProcessPool):
            future.set_exception(WorkerDied())
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(done.result())

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count,
            timeout=IDLE_S,
            env=ENVIRONMENT,
            initializer=_live_with,
            initargs=(os.getpid(),),
        )


def _live_with(parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(LOOK_S)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
