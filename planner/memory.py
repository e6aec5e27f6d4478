"""A limit on the memory of this process, and of each that it starts meanwhile."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from planner.errors import NoPlanFound

GB = 1e9

# What the interpreter raises where there is no memory for an object, and for the frame of a call.
FULL = (MemoryError, SystemError)


@contextmanager
def memory_limit(gigabytes: float | None) -> Iterator[None]:
    """Limit what is done inside to so much memory for data (None: no limit but the system's).

    Programs and shared files are not counted. Any of `FULL` counts as memory that ran out, and so
    does ENOMEM, which the system says where a process or a file finds none. On leaving, the limit
    is what it was before, so that a plan found in time can still be written.

    Raises
    ------
    NoPlanFound
        If what is done inside needed more.
    """
    if gigabytes is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    _, most = before
    asked = round(gigabytes * GB)
    soft = asked if most == resource.RLIM_INFINITY else min(asked, most)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, most))
    try:
        yield
    except (*FULL, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.ENOMEM:
            raise
        resource.setrlimit(resource.RLIMIT_DATA, before)  # also a message needs memory
        said = f"a memory limit of {gigabytes:g} GB is too little for this mission"
        raise NoPlanFound(said) from None
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
