"""A limit on the memory of this process, and of each that it starts meanwhile."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from planner.errors import NoPlanFound

GB = 1e9


@contextmanager
def memory_limit(gigabytes: float | None) -> Iterator[None]:
    """Limit what is done inside to so much memory for data (None: no limit but the system's).

    Programs and shared files are not counted. On leaving, the limit is what it was before, so that
    a plan found in time can still be written.

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
    except MemoryError:
        resource.setrlimit(resource.RLIMIT_DATA, before)  # also a message needs memory
        said = f"a memory limit of {gigabytes:g} GB is too little for this mission"
        raise NoPlanFound(said) from None
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
