"""Dask clusters as they are: a scheduler and workers, each a process, on the loopback address."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_S = 60.0
# Imported by a worker before all else: it then cannot import the planner, as if it were not there.
WITHOUT_PLANNER = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "planner":
            raise ModuleNotFoundError("No module named 'planner'", name="planner")
sys.meta_path.insert(0, Block())
"""
# Likewise: it then finds the planner without its record of installation, or an old solver.
# A preload is run twice, hence the default that keeps the first `version`.
NOT_INSTALLED = """
from importlib import metadata
def installed(name, version=metadata.version):
    if name == "peaceplan":
        raise metadata.PackageNotFoundError(name)
    return version(name)
metadata.version = installed
"""
OLD_SOLVER = """
from importlib import metadata
metadata.version = lambda name, of=metadata.version: "9.0.1" if name == "ortools" else of(name)
"""


class Cluster:
    """A scheduler, and workers as asked for."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        self.address = f"tcp://{HOST}:{port}"
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", HOST, "--port", str(port))
        self._client: Client | None = None

    def work(self, *options: str, preload: str = "", nanny: bool = True, count: int = 1) -> None:
        """Start a process with `count` workers."""
        if preload:
            path = self._folder / f"preload_{len(self._processes)}.py"
            path.write_text(preload)
            options = (*options, "--preload", str(path))
        kind = "--nanny" if nanny else "--no-nanny"
        threads = () if "--nthreads" in options else ("--nthreads", "1")
        self._start(
            "worker", self.address, "--host", HOST, "--nworkers", str(count), kind, *threads,
            "--local-directory", str(self._folder), *options,
        )  # fmt: skip

    def wait_for(self, workers: int) -> None:
        """Wait until there are so many workers."""
        deadline = time.monotonic() + START_S
        while len(self.client.nthreads()) != workers:
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    @property
    def client(self) -> Client:
        """A connection of the test's own."""
        if self._client is None:
            self._client = Client(self.address, timeout=START_S, set_as_default=False)
        return self._client

    @property
    def last(self) -> subprocess.Popen[bytes]:
        """The process that was started last."""
        return self._processes[-1]

    def log(self) -> str:
        """What the processes said."""
        return "\n".join(path.read_text("utf-8") for path in sorted(self._folder.glob("*.log")))

    def stop(self) -> None:
        """End all processes, each with its children."""
        if self._client is not None:
            self._client.close()
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        dask = [sys.executable, "-W", "ignore", "-m", "dask", *arguments, "--no-dashboard"]
        settings = {
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        with (self._folder / f"{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                dask, stdout=log, stderr=log, env=os.environ | settings, start_new_session=True
            )
        self._processes.append(process)
        return process


@contextmanager
def cluster(factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without workers, ended with all that was started."""
    made = Cluster(factory.mktemp("cluster"))
    try:
        yield made
    finally:
        made.stop()
