"""Tests of what is said of clusters that cannot run jobs, or change while jobs run."""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.jobs import ClusterLost, Outcome, Workers, WorkersUnusable, checks, cluster, run_jobs
from planner.jobs.facts import facts
from tests.jobs import work
from tests.jobs.clusters import NOT_INSTALLED, OLD_SOLVER, WITHOUT_PLANNER, Cluster
from tests.jobs.clusters import cluster as started

MODULE = "tests.jobs.work"
NO_MODULE = "ModuleNotFoundError: No module named 'planner'"
LOSSES = {
    "Python": ("3.9", "Python 3.9, here {}; start it with Python"),
    "peaceplan": ("0.0.1", "peaceplan 0.0.1, here {}; install it there with: pip install"),
    "highspy": ("1.0", "highspy 1.0, here {}; pip install 'highspy=="),
    "pandas": ("missing", "pandas missing, here {}; pip install 'pandas=="),
    "code": ("0123", "code of peaceplan"),
    "threads": ("all", "its arithmetic runs on all threads; start it with OMP_NUM_THREADS=1"),
}


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without workers."""
    with started(tmp_path_factory) as made:
        yield made


def refused(address: str, error: type[Exception] = WorkersUnusable) -> str:
    """What is said of a cluster; no job must have run by then."""
    done: list[Outcome[Any]] = []
    with pytest.raises(error) as caught:
        run_jobs(work.square, [("a", 1)], Workers(cluster=address), on_done=done.append)
    assert done == []
    assert f"--cluster {address}: " in str(caught.value)
    return str(caught.value)


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests an address where nobody listens (port 1 of this machine)."""
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    said = refused("tcp://127.0.0.1:1")
    assert "no Dask scheduler answers there within 0.5 s; start one with `dask scheduler`" in said


def test_dask_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the extra is named before anything is asked."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'peaceplan[cluster]'" in refused("tcp://127.0.0.1:1")


def test_every_unfit_worker_is_named_at_once(empty: Cluster) -> None:
    """Tests no workers; then one without the package, one without its installation, one with an
    old solver, and one with two threads, in one message.
    """
    assert f"no workers; start some with `dask worker {empty.address}" in refused(empty.address)
    empty.work("--name", "none", preload=WITHOUT_PLANNER, nanny=False)
    empty.work("--name", "moved", preload=NOT_INSTALLED, nanny=False)
    empty.work("--name", "old", preload=OLD_SOLVER, nanny=False)
    empty.work("--name", "wide", "--nthreads", "2", nanny=False)
    empty.wait_for(4)
    names = {info["name"]: at for at, info in empty.client.scheduler_info()["workers"].items()}
    lines = refused(empty.address).splitlines()[1:]
    here = facts(MODULE)
    install = f"install it there with: pip install 'peaceplan[cluster]=={here['peaceplan']}'"
    ortools = here["ortools"]
    solver = f"pip install 'ortools=={ortools}' there"
    threads = "start it with --nthreads 1"
    assert sorted(lines) == sorted(
        [
            f"  worker {names['none']}: cannot import {MODULE} ({NO_MODULE}); {install}",
            f"  worker {names['moved']}: peaceplan is missing, here {here['peaceplan']}; {install}",
            f"  worker {names['old']}: ortools 9.0.1, here {ortools}; {solver}",
            f"  worker {names['wide']}: runs 2 jobs at a time in one process; {threads}",
        ]
    )


def test_a_worker_that_joins_without_the_package(empty: Cluster, tmp_path: Path) -> None:
    """Tests that it ends the jobs when it joins, not when a job reaches it."""
    empty.work()
    empty.wait_for(1)
    jobs = [(str(number), (number, str(tmp_path))) for number in range(3)]

    def join(_: Outcome[int]) -> None:
        empty.work(preload=WITHOUT_PLANNER, nanny=False)

    with pytest.raises(WorkersUnusable, match="cannot import"):
        run_jobs(work.wait_long, jobs, Workers(cluster=empty.address), on_done=join)


def test_a_worker_that_joins_with_the_package(empty: Cluster, tmp_path: Path) -> None:
    """Tests that it takes jobs: the first worker is held by job 0 until the others are done."""
    empty.work()
    empty.wait_for(1)
    empty.work()  # some seconds until it is there
    heard: list[int | None] = []

    def hear(done: Outcome[int]) -> None:
        heard.append(done.value)
        if len(heard) == 3:
            (tmp_path / "others").touch()

    jobs = [(str(number), (number, str(tmp_path / "others"))) for number in range(4)]
    run_jobs(work.wait_for, jobs, Workers(cluster=empty.address), on_done=hear)
    assert heard == [1, 2, 3, 0]


@pytest.mark.parametrize("lost", ["scheduler", "workers"])
def test_a_cluster_that_goes_away(
    empty: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Tests that what is done stays delivered, and the rest ends with a clear error."""
    monkeypatch.setattr(cluster, "PATIENCE_S", 1.0)
    empty.work(nanny=False)
    empty.wait_for(1)
    worker = empty.last
    heard: list[str] = []

    def end(done: Outcome[int]) -> None:
        heard.append(done.key)
        (empty.scheduler if lost == "scheduler" else worker).send_signal(signal.SIGKILL)

    jobs = [(str(number), (number, str(tmp_path))) for number in range(3)]
    with pytest.raises(ClusterLost, match=f"--cluster {empty.address}: ") as caught:
        run_jobs(work.wait_long, jobs, Workers(cluster=empty.address), on_done=end)
    assert heard == ["0"]
    assert ("it had no worker for 1 s" in str(caught.value)) == (lost == "workers")


@pytest.mark.parametrize("name", LOSSES)
def test_each_difference_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests every kind of difference alone, with what to do; none where all are alike."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    here = facts(MODULE)
    assert checks.problems(here, here, 1, MODULE) == []
    other, words = LOSSES[name]
    [told] = checks.problems(here, {**here, name: other}, 1, MODULE)
    assert words.format(here[name]) in told


def test_the_probe_asks_for_nothing_but_python() -> None:
    """Tests that what is sent to workers runs from its text alone, and says the same."""
    code = pickle.loads(pickle.dumps(checks.probe_of(MODULE)))
    assert eval(code, {}) == facts(MODULE)
