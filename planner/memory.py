"""A limit on the memory of this process, and of each that it starts meanwhile."""

from __future__ import annotations

import errno
import resource

from planner.errors import NoPlanFound

GB = 1e9

# What the interpreter raises where there is no memory for an object, and for the frame of a call.
FULL = (MemoryError, SystemError)


class memory_limit:  # noqa: N801  (used as a function, like those of contextlib)
    """Limit what is done inside to so much memory for data (None: no limit but the system's).

    Programs and shared files are not counted. Any of `FULL` counts as memory that ran out, and so
    does ENOMEM, which the system says where a process or a file finds none. On leaving, the limit
    is what it was before, so that a plan found in time can still be written.

    Not a generator: entering one again would need memory before the limit is lifted.

    Raises
    ------
    NoPlanFound
        If what is done inside needed more.
    """

    def __init__(self, gigabytes: float | None) -> None:
        self._gigabytes = gigabytes
        self._before = resource.getrlimit(resource.RLIMIT_DATA)

    def __enter__(self) -> None:
        """Sets the limit."""
        if self._gigabytes is None:
            return
        most = self._before[1]
        asked = round(self._gigabytes * GB)
        soft = asked if most == resource.RLIM_INFINITY else min(asked, most)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, most))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Lifts the limit, first of all since also a message needs memory."""
        resource.setrlimit(resource.RLIMIT_DATA, self._before)
        full = isinstance(error, FULL) or getattr(error, "errno", None) == errno.ENOMEM
        if full and self._gigabytes is not None:
            said = f"a memory limit of {self._gigabytes:g} GB is too little for this mission"
            raise NoPlanFound(said) from None
