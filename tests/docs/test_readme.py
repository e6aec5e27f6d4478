"""Tests that the README's library example runs, and that its tables are whole."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import console
from cli.main import COMMANDS, main
from planner import errors
from planner.errors import PlannerError
from tests.docs.transcripts import README, blocks, shown


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Works in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_the_library_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tests the Python block on the mission that the first command writes."""
    (code,) = blocks("python")
    first, _ = shown(blocks("console")[0])[0]
    with inside(tmp_path):
        assert CliRunner().invoke(main, shlex.split(first)[1:]).exit_code == 0
        exec(compile(code, "README.md", "exec"), {})
    assert "BGD-hospital-1" in capsys.readouterr().out


def test_the_exit_codes_are_those_of_the_errors() -> None:
    """Tests that the table of exit codes has every error's, and success and interruption."""
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    kinds: list[type[PlannerError]] = [PlannerError, *PlannerError.__subclasses__()]
    of_errors = {kind.exit_code for kind in kinds if kind.__module__ == errors.__name__}
    assert rows == of_errors | {0, console.INTERRUPTED}


def test_every_command_has_a_row() -> None:
    """Tests that the table of commands names each of them once, in their order."""
    assert re.findall(r"^\| `peaceplan (\w+)", README, re.MULTILINE) == list(COMMANDS)
