"""The command as a whole: help, version, errors and exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from cli import main as cli_main
from cli.main import COMMANDS, LazyGroup
from planner.errors import (
    ExportFailed,
    Infeasible,
    InvalidInput,
    NoPlanFound,
    Problem,
    VerificationFailed,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_help_lists_every_command(run: Callable[..., Result]) -> None:
    """Tests that --help names each command, an example, completion and exit codes."""
    result = run("--help")

    assert result.exit_code == 0
    for name, summary in COMMANDS.items():
        assert name in result.stdout
        assert summary in " ".join(result.stdout.split())
    assert "peaceplan completion bash" in result.stdout
    assert "130 interrupted" in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(run: Callable[..., Result], name: str) -> None:
    """Tests that each command explains itself and shows an example."""
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"Usage: peaceplan {name}" in result.stdout
    assert "Example" in result.stdout


def test_help_imports_nothing_heavy() -> None:
    """Tests that --help imports neither solver nor geography, so that it stays fast."""
    program = (
        "import sys; from cli.main import main; main(['--help'], standalone_mode=False);"
        "print([m for m in ('ortools', 'highspy', 'geopandas', 'pandas', 'shapely', 'pydantic')"
        " if m in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout

    assert output.splitlines()[-1] == "[]"


def test_version(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that --version says name and version."""
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "1.2.3")

    result = run("--version")

    assert result.stdout == "peaceplan 1.2.3\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidInput([Problem("f", 1, 2, "x", "wrong")]), 2),
        (Infeasible(["too little money"]), 3),
        (NoPlanFound("none"), 4),
        (VerificationFailed(["broken"]), 5),
        (ExportFailed("full"), 6),
        (ValueError("surprise"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    """Tests that each error ends with its exit code and its message on stderr only."""

    @click.command()
    def command() -> None:
        raise error

    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command)
    result = CliRunner().invoke(cli_main.main, ["check"])

    assert result.exit_code == code
    assert result.stdout == ""
    assert str(error) in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_that_a_library_swallows_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests Ctrl-C in the middle of an import that makes an ImportError of it, and that the
    handler is put back.
    """

    @click.command()
    def command() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("half loaded") from None

    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command)
    result = CliRunner().invoke(cli_main.main, ["check"])
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that -vv shows where an unexpected error came from."""

    @click.command()
    def command() -> None:
        raise ValueError("surprise")

    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: command)
    result = CliRunner().invoke(cli_main.main, ["-vv", "check"])

    assert result.exit_code == 1
    assert "Traceback" in result.stderr


def test_unknown_command(run: Callable[..., Result]) -> None:
    """Tests that a command that does not exist is a usage error."""
    assert run("plann").exit_code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_its_own_file(name: str) -> None:
    """Tests that cli/<name>.py exposes `command`, under its own name."""
    command = import_module(f"cli.{name}").command

    assert isinstance(command, click.Command)
    assert command.name == name
