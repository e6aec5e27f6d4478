"""Tests of how workers are asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.main import LazyGroup
from cli.options import workers_options
from planner.jobs import Workers, WorkersUnusable

GOOD = ("tcp://127.0.0.1:8786", "tcp://scheduler.example:80", "tcp://[::1]:8786")
BAD = (
    "", "localhost", "localhost:8786", "tcp://localhost", "tcp://localhost:", "tcp://:8786",
    "tcp://localhost:many", "tcp://localhost:0", "tcp://localhost:99999", "http://localhost:8786",
    "tcp://localhost:8786/path", "tcp://me@localhost:8786", "tcp://local host:8786", "tcp://[::1:1",
)  # fmt: skip


@click.group(cls=LazyGroup)
def program() -> None:
    """Stands in for `peaceplan`."""


@click.command("ask")
@workers_options
def ask(workers: Workers) -> None:
    """Say which workers were asked for."""
    click.echo(repr(workers))


def asked(monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, str]:
    """Exit code and output of the command with options."""
    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: ask)
    ended = CliRunner().invoke(program, ["ask", *options])
    return ended.exit_code, ended.output


def test_options_reach_the_command_as_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests --workers, --cluster and neither."""
    assert asked(monkeypatch) == (0, f"{Workers()!r}\n")
    assert asked(monkeypatch, "--workers", "3") == (0, f"{Workers(3)!r}\n")
    assert asked(monkeypatch, "--cluster", GOOD[0]) == (0, f"{Workers(cluster=GOOD[0])!r}\n")


def test_wrong_options_end_with_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that each is refused with its name and what to do."""
    code, said = asked(monkeypatch, "--cluster", "localhost:8786")
    assert (code, "give it as tcp://host:port" in said) == (2, True)
    code, said = asked(monkeypatch, "--workers", "2", "--cluster", GOOD[0])
    assert (code, "give one of the two" in said) == (2, True)
    code, said = asked(monkeypatch, "--workers", "0")
    assert (code, "--workers" in said) == (2, True)


@pytest.mark.parametrize("address", GOOD)
def test_addresses_with_host_and_port_are_good(address: str) -> None:
    """Tests names and numbers of both kinds."""
    assert Workers(cluster=address).cluster == address


@pytest.mark.parametrize("address", BAD)
def test_any_other_address_is_refused(address: str) -> None:
    """Tests that it is named."""
    with pytest.raises(WorkersUnusable, match="--cluster: ") as caught:
        Workers(cluster=address)
    assert repr(address) in str(caught.value)
    assert caught.value.exit_code == 2


def test_there_is_at_least_one_process() -> None:
    """Tests the count."""
    with pytest.raises(WorkersUnusable, match="--workers: 0 processes"):
        Workers(0)


def test_asking_loads_neither_joblib_nor_dask() -> None:
    """Tests that help and checks of options stay quick."""
    code = (
        "import sys; import planner.jobs, cli.options; "
        "print(*{'joblib', 'dask', 'distributed', 'numpy'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
