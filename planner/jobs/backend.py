"""What both kinds of workers share: a backend of joblib that outlives the death of a worker."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, Self

from joblib.parallel import ParallelBackendBase

Replies = list[Any]
Batch = Callable[[], Replies]

# joblib does a job in this process if it is told that one can run at a time.
LEAST_JOBS = 2


class WorkerDied(Exception):
    """The worker died over a batch: its jobs have no reply."""


class Backend(Protocol):
    """Workers that are there as long as the `with` block runs."""

    widths: tuple[int, ...]
    """Jobs that run at a time: in the first round, and in those for jobs that were lost."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def end_jobs(self) -> None:
        """End the jobs that run; these, and all that are sent later, have no reply."""


class SurvivingBackend(ParallelBackendBase):  # type: ignore[misc]  # joblib has no types
    """joblib's side of it: a batch whose worker died gives no replies, and the others go on.

    joblib's own backends end all jobs then (loky), or wait for ever (Dask).
    """

    supports_retrieve_callback = True

    def effective_n_jobs(self, n_jobs: int | None) -> int:
        """How many jobs joblib prepares ahead; the run says how many it sends out at a time."""
        return max(LEAST_JOBS, n_jobs or 0)

    def submit(self, func: Batch, callback: Callable[[Future[Replies]], None]) -> Future[Replies]:
        """Send a batch of one job out; `callback` tells joblib that it is done."""
        future: Future[Replies] = Future()
        future.add_done_callback(callback)
        self.send(func, future)
        return future

    @abstractmethod
    def send(self, batch: Batch, future: Future[Replies]) -> None:
        """Have a worker do a batch and settle its future; never raises."""

    def retrieve_result_callback(self, future: Future[Replies]) -> Replies:
        """The replies of a batch, none if its worker died."""
        try:
            return future.result()
        except WorkerDied:
            return []
