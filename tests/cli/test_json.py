"""Every command that says a result says it as JSON too, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from cli.main import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.mission.starter import Starter

HERE = Path(__file__).parent
# What has no --format json, and why.
WITHOUT = {"schema": "what it prints is JSON", "completion": "what it prints is for a shell"}
# Commands that search for plans: what they say is asked by their own tests.
SEARCHING = {
    "plan": "test_plan_commands.py", "sweep": "test_sweep.py", "tornado": "test_tornado.py",
    "replan": "test_replan.py", "flips": "test_flips.py", "stress": "test_stress.py",
    "robust": "test_robust.py", "price": "test_price.py",
}  # fmt: skip
# Lines for the others, with a key of what they say; {plan} and {config} are the fixtures'.
LINES = {
    "new {out}": "files",
    "check {config}": "ok",
    "evaluate {config} {postings} --time-limit 20": "status",
    "verify {plan}": "verified",
    "compare {plan} {plan}": "plans",
    "frontier {plan}": "points",
    "cost {plan}": "units",
    "cost {config}": "units",
    "burden {plan}": "measures",
    "explain {config}": "mission",
    "explain {plan}": "mission",
    "explain {plan} --unmet": "mission",
    "data": "files",
    "data diff --from 2024-07 --to 2025-07": "changes",
    "export {plan} -o {out} --to csv": "files",
    "export {plan} -o {out} --to kml": "files",
    "man -o {out}": "files",
    "report {plan} -o {out}": "files",
}


def leaves(group: click.Group, above: str = "") -> dict[str, click.Command]:
    """Every command that does something, by its words."""
    found: dict[str, click.Command] = {}
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        words = f"{above}{name}"
        if not isinstance(command, click.Group) or command.invoke_without_command:
            found[words] = command
        if isinstance(command, click.Group):
            found |= leaves(command, f"{words} ")
    return found


def says_json(command: click.Command) -> bool:
    """Whether a command has --format json."""
    formats = [each.type for each in command.params if "--format" in each.opts]
    return any(isinstance(each, click.Choice) and "json" in each.choices for each in formats)


def test_every_command_has_it_or_a_reason() -> None:
    """Tests that those without --format json are just those that stand above with a reason."""
    found = leaves(main)
    assert {"data", "data diff", *COMMANDS} == set(found)
    assert {name for name, command in found.items() if not says_json(command)} == set(WITHOUT)


def test_every_command_that_has_it_is_asked() -> None:
    """Tests that each command has a line here, or a test of its own that asks for JSON."""
    asked = {line.split(" {")[0].split(" -")[0] for line in LINES}
    assert set(leaves(main)) == asked | set(SEARCHING) | set(WITHOUT)
    for file in SEARCHING.values():
        assert '"--format", "json"' in (HERE / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("line", LINES)
def test_the_screen_is_one_json_value(
    run: Callable[..., Result], planned: Path, starter: Starter, tmp_path: Path, line: str
) -> None:
    """Tests that stdout holds one object and nothing else, with what the command is about."""
    postings = tmp_path / "postings.csv"
    rows = "unit,site,start_week,end_week\nSEN-company-1,bangui,0,26\n"
    postings.write_text(rows, encoding="utf-8")
    places: dict[str, Any] = {"plan": planned, "config": starter.config, "out": tmp_path / "new",
                              "postings": postings}  # fmt: skip
    result = run(*line.format(**places).split(), "--format", "json")
    assert result.exit_code in {0, 5}, result.stderr
    told = json.loads(result.stdout)
    assert LINES[line] in told, list(told)


def test_what_is_wrong_with_a_config_is_said_as_json(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Tests that `check` says problems on stdout, for editors, and every other command on stderr as
    text, with nothing on stdout; the exit code is the same.
    """
    wrong = tmp_path / "mission.yaml"
    wrong.write_text("peaceplan: 1\n", encoding="utf-8")
    checked = run("check", wrong, "--format", "json")
    assert (checked.exit_code, json.loads(checked.stdout)["ok"]) == (2, False)
    for line in (("plan", wrong, "-o", tmp_path / "out"), ("explain", wrong), ("cost", wrong)):
        refused = run(*line, "--format", "json")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "mission.yaml:1:1:" in refused.stderr
