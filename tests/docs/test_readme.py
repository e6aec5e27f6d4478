"""Tests that the README's commands run as shown: its words hold, its figures may differ."""

from __future__ import annotations

import doctest
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

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
NUMBER = re.compile(r"(?<![\w.-])-?\d[\d,]*(\.\d+)?(?![\w-])")
ENDED = re.compile(r"\((gap reached|time limit)\)")  # which comes first depends on the machine


def blocks(language: str) -> list[str]:
    """Fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def shown(text: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output shown under it."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
    return [(command, output) for command, output in found]


def wordy(text: str) -> str:
    """A text with every number as #, whatever ended the search; dates, ids and words stay."""
    return ENDED.sub("(ended)", NUMBER.sub("#", text))


def agrees(want: str, got: str) -> bool:
    """Whether an output is what is shown, but for numbers and for what `...` leaves out."""
    return doctest.OutputChecker().check_output(wordy(want), wordy(got), SAME)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Works in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("cost 21.96, week 3\n", "cost 1,022.5, week 12\n", True),
        ("feasible (gap reached)\n", "feasible (time limit)\n", True),
        ("feasible (gap reached)\n", "feasible (interrupted)\n", False),
        ("OK\n...\nend\n", "OK\n  a 1\n  b 2\nend\n", True),
        ("2025-07-01\n", "2025-07-08\n", False),
        ("fuel 3\n", "rations 3\n", False),
    ],
)
def test_the_comparison_sees_words(want: str, got: str, same: bool) -> None:
    """Tests the comparison that the transcript relies on."""
    assert agrees(want, got) is same


def test_the_transcript_is_what_the_commands_say(tmp_path: Path) -> None:
    """Tests that each command of the first screen, and of those that go on from it, runs and says
    what is shown under it.
    """
    steps = [step for block in blocks("console") for step in shown(block)]
    called = [shlex.split(line)[1] for line, _ in steps]
    assert called == ["new", "check", "plan", "verify", "explain", "explain", "explain"]
    with inside(tmp_path):
        for line, want in steps:
            result = CliRunner().invoke(main, shlex.split(line)[1:])
            assert result.exit_code == 0, result.stderr
            assert agrees(want, result.stdout), f"{line}\n{result.stdout}"


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
