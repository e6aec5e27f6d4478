"""Tests of jobs on a Dask cluster of two workers, as `dask worker` starts them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.errors import Infeasible
from planner.jobs import JobCrashed, JobLost, JobsStopped, Outcome, Workers, run_jobs
from tests.builders import mission
from tests.jobs import work
from tests.jobs.clusters import Cluster, cluster
from tests.jobs.planning import plan

NUMBERS = [(f"job {number}", number) for number in range(6)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, which their nannies start again when they die."""
    with cluster(tmp_path_factory) as made:
        made.work(count=2)
        yield made


@pytest.fixture
def workers(running: Cluster) -> Workers:
    """The cluster, with both workers there."""
    running.wait_for(2)
    return Workers(cluster=running.address)


def test_results_are_those_of_local_processes(workers: Workers) -> None:
    """Tests values and errors, byte for byte, in the order of the jobs."""
    there = run_jobs(work.square, NUMBERS, workers)
    assert [done.result()["square"] for done in there] == [0, 1, 4, 9, 16, 25]
    assert pickle.dumps(there) == pickle.dumps(run_jobs(work.square, NUMBERS, Workers(2)))
    refused = run_jobs(work.refuse_odd, NUMBERS, workers)
    assert isinstance(refused[5].error, Infeasible)
    assert pickle.dumps(refused) == pickle.dumps(run_jobs(work.refuse_odd, NUMBERS, Workers(1)))


def test_a_plan_is_the_same_wherever_it_is_made(workers: Workers) -> None:
    """Tests a mission's tables and bound from a worker's daemonic process and from a process of
    loky: solvers run in children of each.
    """
    given = [("tiny", mission())]
    [there] = run_jobs(plan, given, workers)
    [beside] = run_jobs(plan, given, Workers(1))
    assert there.result()["postings"].count("\n") > 1
    assert there.result() == beside.result()


def test_outcomes_are_told_as_soon_as_they_are_there(workers: Workers, tmp_path: Path) -> None:
    """Tests that a job that waits until all others are told is told last."""
    heard: list[int | None] = []
    path = tmp_path / "others"

    def hear(outcome: Outcome[int]) -> None:
        heard.append(outcome.value)
        if len(heard) == 3:
            path.touch()

    given = [(str(number), (number, str(path))) for number in range(4)]
    done = run_jobs(work.wait_for, given, workers, on_done=hear)
    assert heard[-1] == 0
    assert [outcome.value for outcome in done] == [0, 1, 2, 3]


def test_jobs_end_once_nobody_wants_more(workers: Workers, tmp_path: Path) -> None:
    """Tests that what was done is told, and that nobody waits for the job that goes on."""
    told: list[str] = []
    given = [(str(number), (number, str(tmp_path / "never"))) for number in range(4)]
    with pytest.raises(JobsStopped):
        run_jobs(
            work.wait_for, given, workers, on_done=lambda done: told.append(done.key),
            stop=lambda: len(told) == 3,
        )  # fmt: skip
    (tmp_path / "never").touch()  # the worker is free again
    assert sorted(told) == ["1", "2", "3"]


def test_only_jobs_lost_with_a_worker_run_again(workers: Workers, tmp_path: Path) -> None:
    """Tests that a worker killed once costs the run of its job, and no result that was told."""
    given = [(key, (number, str(tmp_path))) for key, number in NUMBERS]
    heard: list[int | None] = []

    def hear(outcome: Outcome[int]) -> None:
        heard.append(outcome.value)
        if len(heard) == len(NUMBERS) - 1:
            (tmp_path / "others").touch()

    done = run_jobs(work.die_last, given, workers, on_done=hear)
    assert [outcome.result() for outcome in done] == [0, 10, 20, 30, 40, 50]
    runs = [len(list(tmp_path.glob(f"run-{number}-*"))) for _, number in NUMBERS]
    assert runs[2] == 2
    assert sum(runs) == 7


def test_a_job_that_always_kills_its_worker_is_named(workers: Workers) -> None:
    """Tests that such a job ends as an error after a few tries, and the others have results."""
    done = run_jobs(work.die_always, NUMBERS[:3], workers)
    assert [outcome.value for outcome in done] == [0, None, 20]
    assert isinstance(done[1].error, JobLost)
    assert str(done[1].error).startswith("job 'job 1': its worker died each time")


def test_a_fault_ends_all_jobs(workers: Workers) -> None:
    """Tests that what is no PlannerError is raised with its job and its traceback, without
    waiting for what its worker cannot end.
    """
    with pytest.raises(JobCrashed, match="'job 1' failed: ZeroDivisionError") as caught:
        run_jobs(work.divide, NUMBERS, workers)
    assert "in divide" in str(caught.value.__cause__)
