"""Tests of jobs in processes on this machine."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from planner.errors import Infeasible, NoPlanFound
from planner.jobs import JobCrashed, JobLost, Outcome, Workers, run_jobs
from tests.jobs import work

NUMBERS = [(f"job {number}", number) for number in range(6)]


def runs(folder: Path) -> list[int]:
    """How often each job of `die_once` ran."""
    return [len(list(folder.glob(f"run-{number}-*"))) for _, number in NUMBERS]


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    """Tests that 1, 2 and 3 processes give the same bytes, in the order of the jobs."""
    one = run_jobs(work.square, NUMBERS, Workers(1))
    two = run_jobs(work.square, NUMBERS, Workers(2))
    three = run_jobs(work.square, NUMBERS, Workers(3))
    assert [done.result()["square"] for done in one] == [0, 1, 4, 9, 16, 25]
    assert pickle.dumps(one) == pickle.dumps(two) == pickle.dumps(three)


def processes(folder: Path, workers: int) -> set[int | None]:
    """Those that do a job each, all at once."""
    folder.mkdir()
    jobs = [(f"job {number}", (number, str(folder), workers)) for number in range(workers)]
    return {done.value for done in run_jobs(work.process, jobs, Workers(workers))}


def test_the_next_run_finds_the_processes_of_the_last(tmp_path: Path) -> None:
    """Tests that both jobs of a run, and of a second one, are done by the same processes, and that
    what a fault ended is not kept.
    """
    first = processes(tmp_path / "first", 2)
    assert len(first) == 2
    assert processes(tmp_path / "second", 2) == first
    assert first.isdisjoint(processes(tmp_path / "alone", 1))
    with pytest.raises(JobCrashed):
        run_jobs(work.divide, NUMBERS, Workers(2))
    assert first.isdisjoint(processes(tmp_path / "third", 2))


def test_outcomes_are_told_as_soon_as_they_are_there(tmp_path: Path) -> None:
    """Tests that a job that ends last is told last, and comes first in what is returned: it waits
    for what is done when the last of the others is told.
    """
    heard: list[int | None] = []

    def hear(done: Outcome[int]) -> None:
        heard.append(done.value)
        if len(heard) == 3:
            (tmp_path / "others").touch()

    given = [(str(number), (number, str(tmp_path / "others"))) for number in range(4)]
    done = run_jobs(work.wait_for, given, Workers(2), on_done=hear)
    assert heard == [1, 2, 3, 0]
    assert [outcome.value for outcome in done] == [0, 1, 2, 3]


def test_an_error_of_the_planner_is_one_jobs_outcome() -> None:
    """Tests that errors stay with their jobs, whole, and the others go on."""
    done = run_jobs(work.refuse_odd, NUMBERS, Workers(2))
    assert [outcome.value for outcome in done] == [None, None, 2, None, 4, None]
    clash, missing = done[0].error, done[1].error
    assert isinstance(clash, Infeasible)
    assert (clash.reasons, str(clash)) == (["0 is too round", "by 5"], "0 is too round\nby 5")
    assert isinstance(missing, NoPlanFound)
    with pytest.raises(NoPlanFound, match="1 is odd"):
        done[1].result()


def test_an_outcome_survives_pickling() -> None:
    """Tests that an error made from a list of sentences is not made anew from its text."""
    again = pickle.loads(pickle.dumps(Outcome("a", error=Infeasible(["one", "two"]))))
    assert (again.key, again.value, str(again.error)) == ("a", None, "one\ntwo")
    assert again.error.reasons == ["one", "two"]


def test_a_fault_ends_all_jobs(tmp_path: Path) -> None:
    """Tests that what is no PlannerError is raised at once with its job and its traceback."""
    given = [(key, (number, str(tmp_path))) for key, number in NUMBERS]
    with pytest.raises(JobCrashed, match="'job 1' failed: ZeroDivisionError: one is") as caught:
        run_jobs(work.fail_at, given, Workers(2))
    assert caught.value.key == "job 1"
    assert "in fail_at" in str(caught.value.__cause__)
    assert not list(tmp_path.glob("ended-*"))  # those that ran would have slept for a minute


def test_a_fault_of_the_listener_ends_all_jobs(tmp_path: Path) -> None:
    """Tests that what `on_done` raises comes out as it is, and ends the jobs."""

    def full(_: Outcome[int]) -> None:
        raise OSError("the disk is full")

    given = [(key, (number, str(tmp_path))) for key, number in NUMBERS]
    with pytest.raises(OSError, match="the disk is full"):
        run_jobs(work.wait_long, given, Workers(2), on_done=full)


def test_only_jobs_lost_with_a_worker_run_again(tmp_path: Path) -> None:
    """Tests that a worker killed once costs another run of the jobs in hand, and no result."""
    given = [(key, (number, str(tmp_path))) for key, number in NUMBERS]
    done = run_jobs(work.die_once, given, Workers(1))
    assert [outcome.result() for outcome in done] == [0, 10, 20, 30, 40, 50]
    assert runs(tmp_path) == [1, 1, 2, 1, 1, 1]


def test_a_job_that_always_kills_its_worker_is_named() -> None:
    """Tests that such a job ends as an error after a few tries, and the others have results."""
    done = run_jobs(work.die_always, NUMBERS[:3], Workers(2))
    assert [outcome.value for outcome in done] == [0, None, 20]
    assert isinstance(done[1].error, JobLost)
    assert str(done[1].error).startswith("job 'job 1': its worker died each time")


def test_a_job_has_its_own_copy_and_one_thread() -> None:
    """Tests that a job's input is its own, and that arithmetic is told to use one thread."""
    given = [1]
    [done] = run_jobs(work.change, [("a", given)])
    assert (done.value, given) == ([1, 0], [1])
    [told] = run_jobs(work.environment, [("a", 0)])
    assert told.value == ("1", True)


def test_what_cannot_travel_is_refused() -> None:
    """Tests that functions and inputs that workers cannot read are named, and keys that clash."""
    with pytest.raises(TypeError, match="top level of a module"):
        run_jobs(lambda number: number, NUMBERS)
    with pytest.raises(TypeError, match="input of job 'b' cannot be pickled"):
        run_jobs(work.anything, [("a", 1), ("b", lambda: 2)])
    with pytest.raises(ValueError, match="same key"):
        run_jobs(work.square, [("a", 1), ("a", 2)])


def test_no_jobs_are_no_outcomes() -> None:
    """Tests the empty list."""
    assert run_jobs(work.square, []) == []
