"""What can go wrong with the workers, apart from what jobs say themselves."""

from __future__ import annotations

from planner.errors import PlannerError


class WorkersUnusable(PlannerError):
    """The workers asked for cannot run jobs: the option that names them is wrong, or they are."""

    exit_code = 2


class ClusterLost(PlannerError):
    """The cluster went away while jobs ran; outcomes delivered by then are good."""


class JobLost(PlannerError):
    """The worker of a job died each time it was tried."""


class JobsStopped(Exception):
    """Jobs were ended because whoever asked for them wanted no more; what was delivered is good."""


class JobCrashed(Exception):
    """A job raised what is no PlannerError: a fault of the program, not of its input.

    Its cause is the traceback from the worker, as text.
    """

    def __init__(self, key: str, what: str) -> None:
        self.key = key
        super().__init__(f"job {key!r} failed: {what}")


class RemoteTraceback(Exception):
    """The traceback of a job, as its worker wrote it."""
