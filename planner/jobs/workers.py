"""Where jobs run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from planner.jobs.errors import WorkersUnusable

EXTRA = "peaceplan[cluster]"


@dataclass(frozen=True)
class Workers:
    """Processes that run jobs, one job at a time each.

    Parameters
    ----------
    count: processes on this machine, beside the one that asks; unused with a cluster.
    cluster: address of a Dask scheduler, `tcp://host:port`; its workers do all jobs.

    Raises
    ------
    WorkersUnusable
        If the count is below 1, the address is malformed, both are given, or Dask is not installed
        here: known before any work.
    """

    count: int = 1
    cluster: str | None = None

    def __post_init__(self) -> None:
        if self.count < 1:
            raise WorkersUnusable(f"--workers: {self.count} processes; ask for at least 1")
        if self.cluster is None:
            return
        if not _is_address(self.cluster):
            raise WorkersUnusable(
                f"--cluster: {self.cluster!r} is no address of a Dask scheduler; "
                "give it as tcp://host:port, such as tcp://10.0.0.5:8786"
            )
        if self.count > 1:
            raise WorkersUnusable(
                f"--workers {self.count} and --cluster {self.cluster}: a cluster has workers of "
                "its own; give one of the two"
            )
        if find_spec("distributed") is None:
            raise WorkersUnusable(
                f"--cluster {self.cluster}: Dask is not installed here; pip install '{EXTRA}'"
            )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(
            parts.hostname
            and parts.port
            and "@" not in parts.netloc
            and text == f"tcp://{parts.netloc}"
            and not any(mark.isspace() for mark in text)
        )
    except ValueError:  # a port that is no number, brackets that do not match
        return False
