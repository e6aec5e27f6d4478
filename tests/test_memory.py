"""Tests of the limit on memory: refused in words, lifted afterwards, and a plan found counts."""

from __future__ import annotations

import errno
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from cli.main import main
from planner.errors import NoPlanFound
from planner.memory import memory_limit
from planner.pipeline import plan_mission
from planner.resources import bundled
from planner.solve import direct
from planner.solve.search import run_search
from tests.test_pipeline import fed_by_air

if TYPE_CHECKING:
    from pathlib import Path

    from planner.solve.state import Search

LARGE = 400_000_000  # numbers: 3.2 GB


def test_what_needs_more_is_refused_and_the_limit_lifted() -> None:
    """Tests the message, that the same fits afterwards, and the limit that was there before."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(NoPlanFound, match="a memory limit of 2 GB is too little"), memory_limit(2):
        np.empty(LARGE)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    assert len(np.empty(LARGE)) == LARGE


@pytest.mark.parametrize(
    "error", [SystemError("error return without exception set"), OSError(errno.ENOMEM, "no memory")]
)
def test_memory_that_ran_out_in_other_words_is_refused_too(error: Exception) -> None:
    """Tests what the interpreter says for a call without memory, and the system for a process."""
    with pytest.raises(NoPlanFound, match="a memory limit of 2 GB"), memory_limit(2):
        raise error


def test_other_errors_of_the_system_are_not_told_as_memory() -> None:
    """Tests that a disk which is full stays that."""
    with pytest.raises(OSError, match="disk full"), memory_limit(2):
        raise OSError(errno.ENOSPC, "disk full")


def test_without_a_limit_nothing_is_limited() -> None:
    """Tests that a large array fits."""
    with memory_limit(None):
        assert len(np.empty(LARGE)) == LARGE


def test_a_mission_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """Tests the command by itself, since a process that has memory left over may need no more."""
    config = str(bundled("configs") / "missions" / "minusca.yaml")
    begin = "from cli.main import main; main()"
    command = [sys.executable, "-c", begin, "plan", config, "-o", str(tmp_path / "out")]
    asked = subprocess.run(
        [*command, "--memory-limit", "0.3"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == NoPlanFound.exit_code
    assert "a memory limit of 0.3 GB is too little for this mission" in asked.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_found_before_memory_ran_out_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the plan is kept, says what ended the search, and does not claim to repeat."""
    found = run_search

    def full(search: Search) -> None:
        found(search)
        raise MemoryError

    monkeypatch.setattr(direct, "run_search", full)
    plan, _, verdict = plan_mission(fed_by_air(), gap=0.0, time_limit_s=20.0)
    assert verdict.ok
    assert plan.limit == "memory"
    assert not plan.repeatable


def test_memory_that_runs_out_anywhere_is_said_by_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Tests a MemoryError that no limit of ours explains."""

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("planner.pipeline.plan_mission", full)
    config = str(bundled("configs") / "missions" / "minusca.yaml")
    said = CliRunner().invoke(main, ["plan", config, "-o", str(tmp_path / "out")])
    assert said.exit_code == NoPlanFound.exit_code
    assert said.stderr.endswith("memory ran out: a larger --memory-limit may help\n")
    assert list(tmp_path.iterdir()) == []
