"""Long work shows a bar to those who watch; what is piped, quiet or plain holds no escape codes."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from cli import console, progress
from cli.main import COMMANDS, main
from planner.errors import NoPlanFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.mission.starter import Starter

PROGRAM = Path(sys.executable).with_name("peaceplan")
ESCAPE = "\x1b"
BAR = "\N{BOX DRAWINGS HEAVY HORIZONTAL}"
COLOURED = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m")
LONGEST_S = 120.0
QUICK = {  # commands that are over at once, or print what they have read
    "new", "check", "verify", "compare", "cost", "burden", "data", "export", "schema",
    "completion", "man",
}  # fmt: skip
# Work of each other command, by the function that does it.
LONG = {
    "plan {config} -o {new}": "planner.pipeline.plan_mission",
    "plan {portfolio} -o {new}": "cli.portfolio.plan_portfolio",
    "sweep {config} --over budget=0% -o {new}": "planner.scenario.sweep",
    "tornado {config} --over notice_weeks=4..8 -o {new}": "planner.scenario.tornado.run_tornado",
    "replan {plan} --as-of 2025-07-15 --changes {config} -o {new}": "planner.replan.run.replan",
    "evaluate {config} {postings}": "planner.pipeline.evaluate_postings",
    "flips {plan}": "planner.scenario.flips.find_flips",
    "stress {plan}": "planner.stress.run.one_at_a_time",
    "stress {plan} --scenarios 3": "planner.stress.run.by_chance",
    "robust {plan}": "planner.robust.run.robust_plan",
    "frontier {plan}": "planner.compare.frontier",
    "report {plan} -o {new}.html": "planner.report.report.write_report",
    "explain {config}": "planner.explain.explain_clash",
    "explain {portfolio}": "planner.explain.portfolio.explain_portfolio",
    "explain {plan} --unmet --check": "planner.explain.unmet_checked.checked",
    "explain {plan} --why unit=u1,site=alpha": "planner.explain.why.why",
    "price {config}": "planner.price.price_mission",
}


class Seen(NamedTuple):
    """What came on stdout, which is piped, and on stderr."""

    result: str
    news: str


def on_terminal(line: list[str], **around: str) -> Seen:
    """A command whose stderr is a terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [PROGRAM, *line], stdout=subprocess.PIPE, stderr=theirs, env=clean() | around,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    assert running.stdout is not None
    with running.stdout as said:
        while running.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    shown += os.read(ours, 65536)
                except OSError:  # Linux: nobody holds the other end any more
                    break
        result = said.read().decode()
    running.wait(LONGEST_S)
    os.close(ours)
    return Seen(result, shown.decode())


def piped(line: list[str], **around: str) -> Seen:
    """A command with nobody before it."""
    done = subprocess.run([PROGRAM, *line], env=clean() | around, capture_output=True, text=True,
                          check=True, timeout=LONGEST_S)  # fmt: skip
    return Seen(done.stdout, done.stderr)


def clean() -> dict[str, str]:
    """The environment with a terminal that can do everything, and no wish about colours."""
    wishes = {"NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
    kept = {name: value for name, value in os.environ.items() if name not in wishes}
    return kept | {"TERM": "xterm-256color"}


def test_a_terminal_sees_a_bar_and_a_pipe_no_escape_code(starter: Starter) -> None:
    """Tests one command on a terminal, in a pipe (even if colours are forced), and quietly; its
    result is the same in all.
    """
    line = ["explain", str(starter.config)]
    watched = on_terminal(line)
    assert BAR in watched.news
    assert COLOURED.search(watched.news)
    alone = piped(line, FORCE_COLOR="1")
    assert (alone.news, ESCAPE in alone.result) == ("", False)
    quiet = on_terminal([*line, "-q"])
    assert quiet.news == ""
    assert watched.result == alone.result == quiet.result
    assert alone.result.startswith("A starter mission")


def test_colours_and_plain_terminals(starter: Starter) -> None:
    """Tests that NO_COLOR keeps the bar and takes its colours, and that a terminal which cannot
    move its cursor gets no codes at all.
    """
    line = ["explain", str(starter.config)]
    colourless = on_terminal(line, NO_COLOR="1").news
    assert BAR in colourless
    assert not COLOURED.search(colourless)
    assert ESCAPE not in on_terminal(line, TERM="dumb").news


def test_help_has_no_escape_codes() -> None:
    """Tests the help of every command, also where colours are forced."""
    for name in ("", *COMMANDS):
        shown = CliRunner().invoke(main, [*name.split(), "--help"], env={"FORCE_COLOR": "1"})
        assert shown.exit_code == 0
        assert ESCAPE not in shown.output


def test_every_long_command_is_asked() -> None:
    """Tests that each command is either quick or has its work named above."""
    assert {line.split()[0] for line in LONG} | QUICK == set(COMMANDS)


@pytest.mark.parametrize("line", LONG)
def test_a_bar_is_there_while_the_work_is_done(
    run: Callable[..., Result], planned: Path, starter: Starter, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, line: str,
) -> None:  # fmt: skip
    """Tests that the function which does the work is called while a bar is shown to those who
    watch, and none to others; the bar goes when the work fails.
    """
    if "{portfolio}" in line:
        run("new", tmp_path / "two", "--template", "portfolio")
    postings = tmp_path / "postings.csv"
    rows = "unit,site,start_week,end_week\nSEN-company-1,bangui,0,26\n"
    postings.write_text(rows, encoding="utf-8")
    calls = 0

    def fails(*_: object, **__: object) -> None:
        nonlocal calls
        calls += 1
        raise NoPlanFound("enough was seen")

    monkeypatch.setattr(LONG[line], fails)
    monkeypatch.setattr("cli.robust._require_own_bound", lambda *_: None)  # the plan is evaluated
    words = line.format(config=starter.config, plan=planned, new=tmp_path / "new",
                        portfolio=tmp_path / "two" / "portfolio.yaml",
                        postings=postings).split()  # fmt: skip

    alone = run(*words)
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    watched = run(*words)

    assert calls == 2
    assert (alone.exit_code, watched.exit_code) == (4, 4), watched.stderr
    assert ESCAPE not in alone.output
    assert BAR in watched.stderr
    assert watched.stderr.rstrip().endswith("enough was seen")
    assert watched.stdout == alone.stdout


def test_steps_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tests that a bar says how many steps are over and how many there are, with a line for each;
    in a pipe the lines alone come.
    """

    def work() -> str:
        with progress.counted("planning") as steps:
            steps.expect(5, 3)
            steps.over("[one] of many")
        return capsys.readouterr().err

    assert work() == "[one] of many\n"
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    seen = work()
    assert "[one] of many" in seen
    assert "4/5" in seen
