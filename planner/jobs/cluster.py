"""Workers of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from logging import CRITICAL, getLogger
from threading import Event, RLock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from planner.errors import PlannerError
from planner.jobs.backend import Batch, Replies, SurvivingBackend, WorkerDied
from planner.jobs.checks import check_workers
from planner.jobs.errors import ClusterLost, WorkersUnusable

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 5.0
PATIENCE_S = 60.0  # without any worker, in which a nanny or a person may start one again
LOOK_S = 1.0
AT_HAND = 32


@contextmanager
def connected(address: str, module: str) -> Iterator[ClusterBackend]:
    """The workers of the scheduler at `address`, checked for jobs whose function is in `module`.

    Raises
    ------
    WorkersUnusable
        If no scheduler answers, or workers are missing or unfit.
    """
    from distributed import Client  # noqa: PLC0415  (an extra, and slow to load)

    with _hushed():
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise WorkersUnusable(
                f"--cluster {address}: no Dask scheduler answers there within {CONNECT_S:g} s; "
                "start one with `dask scheduler`, or mend the address"
            ) from error
        with client:
            workers = check_workers(client, address, module, client.nthreads())
            if not workers:
                raise WorkersUnusable(
                    f"--cluster {address}: the scheduler has no workers; start some with "
                    f"`dask worker {address} --nworkers auto --nthreads 1`"
                )
            with ClusterBackend(client, address, module, workers) as backend:
                yield backend


@contextmanager
def _hushed() -> Iterator[None]:
    """Without Dask's log of lost connections: what matters of it is raised."""
    logger = getLogger("distributed.client")
    before = logger.level
    logger.setLevel(CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class ClusterBackend(SurvivingBackend):
    """The workers of a connected client, watched while jobs run."""

    def __init__(self, client: Client, address: str, module: str, workers: set[str]) -> None:
        super().__init__(nesting_level=0)
        # Dask itself gives a job to other workers when one dies, and gives up after some deaths.
        # More jobs are at hand than there are workers: a cluster may grow.
        self.widths = (max(AT_HAND, 2 * len(workers)), 1)
        self._client = client
        self._address = address
        self._module = module
        self._alive = workers
        self._lock = RLock()
        self._sent: dict[Future[Replies], Any] = {}
        self._waiting: deque[tuple[Batch, Future[Replies]]] = deque()
        self._ended = Event()
        self._failure: PlannerError | None = None
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.abort_everything()
        self._watch.join()

    def abort_everything(self, ensure_ready: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        """Take back what is sent (joblib's signature).

        Dask cannot end a job that runs: its worker finishes it, for nobody.
        """
        self._ended.set()
        with self._lock:
            sent, self._sent = self._sent, {}
            self._waiting.clear()
        if sent and self._failure is None:
            self._client.cancel(list(sent.values()), force=True)

    def end_jobs(self) -> None:
        """As `Backend` says."""
        with self._lock:
            self._ended.set()
            futures = [*self._sent, *(future for _, future in self._waiting)]
        self.abort_everything()
        for future in futures:
            future.set_exception(WorkerDied())

    def send(self, batch: Batch, future: Future[Replies]) -> None:
        """Have the scheduler find a worker for a batch."""
        if self._failure is not None:
            future.set_exception(self._failure)
            return
        with self._lock:
            if not self._ended.is_set():
                self._waiting.append((batch, future))
                self._fill()
                return
        future.set_exception(WorkerDied())

    def _fill(self) -> None:
        """Send as many batches as there are workers: Dask blames a death on all that it had sent
        to that worker.
        """
        while self._waiting and len(self._sent) < len(self._alive):
            batch, future = self._waiting[0]
            try:
                task = self._client.submit(batch, key=f"peaceplan-{uuid4().hex}", pure=False)
            except Exception:  # noqa: BLE001  (the connection is lost: `_look` will say so)
                return
            self._waiting.popleft()
            self._sent[future] = task
            task.add_done_callback(partial(self._settle, future))

    def _settle(self, future: Future[Replies], task: Any) -> None:  # noqa: ANN401
        from distributed import KilledWorker  # noqa: PLC0415
        from distributed.client import FutureCancelledError  # noqa: PLC0415

        # Taken first: if the worker that holds the result dies now, Dask has it worked out again.
        error: Exception | None = None
        replies: Replies = []
        try:
            replies = task.result()
        except KilledWorker:
            error = WorkerDied()
        except FutureCancelledError:
            error = self._lost("the scheduler dropped a job")
        except Exception as raised:  # noqa: BLE001  (jobs never raise: a worker could not do one)
            what = f"{type(raised).__name__}: {raised}"
            error = self._lost(f"a worker could not run a job ({what})")
        with self._lock:
            if self._sent.pop(future, None) is None:
                return  # taken back, or failed with the cluster
            self._fill()
        if error is None:
            future.set_result(replies)
        else:
            future.set_exception(error)

    def _look(self) -> None:
        """Look at the cluster now and then: workers that are new, or gone, or all of it."""
        seen = monotonic()
        while not self._ended.wait(LOOK_S):
            try:
                workers = self._fit(set(self._client.nthreads()))
            except PlannerError as error:
                return self._fail(error)
            except Exception as error:  # noqa: BLE001  (of Dask's many, each means the same)
                return self._fail(self._lost(f"the scheduler went away ({error})"))
            with self._lock:
                self._alive = workers
                self._fill()
            if workers:
                seen = monotonic()
            elif monotonic() - seen > PATIENCE_S:
                return self._fail(self._lost(f"it had no worker for {PATIENCE_S:g} s"))
        return None

    def _fit(self, workers: set[str]) -> set[str]:
        """Those of the workers that can run jobs; new ones are asked."""
        new = workers - self._alive
        if new:
            new = check_workers(self._client, self._address, self._module, new)
        return workers & self._alive | new

    def _fail(self, error: PlannerError) -> None:
        """End all jobs with an error."""
        with self._lock:
            self._failure = error
            futures = [*self._sent, *(future for _, future in self._waiting)]
            self._sent = {}
            self._waiting.clear()
        for future in futures:
            future.set_exception(error)

    def _lost(self, what: str) -> ClusterLost:
        return ClusterLost(f"--cluster {self._address}: {what}; start it again, then this command")
