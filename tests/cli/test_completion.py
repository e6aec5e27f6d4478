"""`peaceplan completion`: a shell completes commands, options, their values and files."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

PROGRAM = Path(sys.executable).with_name("peaceplan")
LONGEST_S = 60.0
CLEAR = "\x15"  # Ctrl-U: an empty line again


class Bash:
    """A bash that a person sits before, as far as it can tell."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal

    def typed(self, keys: str, awaited: str) -> str:
        """What the screen shows after keys, as soon as it shows what is awaited."""
        os.write(self.terminal, keys.encode())
        shown = ""
        while awaited not in shown:
            ready, _, _ = select.select([self.terminal], [], [], LONGEST_S)
            assert ready, f"{awaited!r} was awaited, and the screen shows {shown!r}"
            shown += os.read(self.terminal, 4096).decode()
        return shown


@contextmanager
def bash(folder: Path) -> Iterator[Bash]:
    """A bash in a folder that has read the script of `peaceplan completion bash`."""
    ours, theirs = pty.openpty()
    path = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"], cwd=folder, stdin=theirs, stdout=theirs,
        stderr=theirs, start_new_session=True,
        env=os.environ | {"PATH": path, "TERM": "dumb", "PS1": "$ ", "INPUTRC": "/dev/null"},
    )  # fmt: skip
    os.close(theirs)
    try:
        there = Bash(ours)
        there.typed("bind 'set enable-bracketed-paste off'; bind 'set bell-style none'\n", "\n$ ")
        there.typed('eval "$(peaceplan completion bash)"; echo rea""dy\n', "\nready")
        yield there
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def test_bash_completes_what_is_typed(tmp_path: Path) -> None:
    """Tests a command, an option, the values of an option and a path, by the TAB key."""
    (tmp_path / "mission.yaml").touch()
    (tmp_path / "plan-of-june").mkdir()
    with bash(tmp_path) as shell:
        for keys, completed in {
            "peaceplan pl": "an ",
            "peaceplan plan --mem": "ory-limit ",
            "peaceplan export x --to flat": "geobuf ",
            "peaceplan check miss": "ion.yaml ",
            "peaceplan verify plan-": "of-june",
            "peaceplan data di": "ff ",
        }.items():
            assert completed in shell.typed(f"{keys}\t", keys + completed)
            shell.typed(f"{CLEAR}echo empt''y\n", "\nempty")
        listed = shell.typed("peaceplan export x --to \t\t", "sql")
        assert {"csv", "geojson", "gpkg", "kml"} <= set(listed.split())


@pytest.mark.parametrize(
    ("shell", "at", "answer"),
    [("zsh", "1", "plain\nplan\n{}\n"), ("fish", "pla", "plain,plan\t{}\n")],
)
def test_other_shells_are_answered(shell: str, at: str, answer: str) -> None:
    """Tests that zsh and fish are told the command and what it does, by the words typed so far;
    they say in COMP_CWORD at which word that is, or the word.
    """
    asked = {"_PEACEPLAN_COMPLETE": f"{shell}_complete", "COMP_WORDS": "peaceplan pla"}
    done = subprocess.run(
        [PROGRAM], env=os.environ | asked | {"COMP_CWORD": at},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == answer.format(COMMANDS["plan"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_peaceplan(run: Callable[..., Result], shell: str) -> None:
    """Tests that the script of each shell calls the program, and repeats."""
    shown = run("completion", shell)
    assert shown.exit_code == 0
    assert f"_PEACEPLAN_COMPLETE={shell}_complete" in shown.stdout
    assert run("completion", shell).stdout == shown.stdout


def test_an_unknown_shell_is_refused(run: Callable[..., Result]) -> None:
    """Tests that a shell that is not known is a usage error that names those that are."""
    refused = run("completion", "cmd")
    assert refused.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in refused.stderr
