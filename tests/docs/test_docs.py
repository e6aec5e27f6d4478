"""Tests that the documentation and the commands agree."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, main

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    path
    for folder in (".", "planner", "cli", "datasets", "configs", "tests")
    for path in (ROOT / folder).glob("**/*.md" if folder != "." else "*.md")
)


def command(name: str) -> click.Command:
    """A command by its name."""
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def shell_lines(text: str) -> list[str]:
    """Lines of ```sh blocks, continued lines joined."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", text, re.DOTALL)
    return [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def usage_faults(line: str) -> list[str]:
    """What is wrong with a line that calls `peaceplan`: unknown command or options."""
    words = shlex.split(line, comments=True)
    while words and words[0] != "peaceplan" and not words[0].endswith("/peaceplan"):
        words = words[1:]
    named = [word for word in words[1:] if not word.startswith("-")]
    if not named:
        return []
    if named[0] not in COMMANDS:
        return [f"no command {named[0]}"]
    called = command(named[0])
    parts = called.commands.values() if isinstance(called, click.Group) else ()
    known = {
        option
        for holder in (main, called, *parts)
        for parameter in holder.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help", "-vv"}
    options = [word.split("=")[0] for word in words[1:] if word.startswith("-") and word != "-"]
    return [f"no option {option}" for option in options if option not in known]


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("peaceplan plan a.yaml -o out --gap 0.02", []),
        (".venv/bin/peaceplan verify out  # again", []),
        ("peaceplan data diff a.csv --against b.csv", []),
        ("peaceplan fly a.yaml", ["no command fly"]),
        ("peaceplan plan a.yaml --fast", ["no option --fast"]),
    ],
)
def test_faults_in_examples_are_seen(line: str, faults: list[str]) -> None:
    """Tests the check that the tests below rely on."""
    assert usage_faults(line) == faults


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_pages_exist(page: Path) -> None:
    """Tests that every `peaceplan` and `make` line of a page names what there is."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for line in shell_lines(page.read_text(encoding="utf-8")):
        if line.startswith("make "):
            assert line.split()[1] in targets, line
        elif "peaceplan " in line:
            assert usage_faults(line) == [], line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_in_pages_lead_somewhere(page: Path) -> None:
    """Tests that links to files of the repository are not dead."""
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    dead = [link for link in links if not (page.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_works(name: str) -> None:
    """Tests that help ends in an example whose commands and options exist."""
    item = command(name)
    shown = f"{item.help}\n{item.epilog or ''}"
    lines = [line.strip() for line in shown.splitlines() if line.strip().startswith("peaceplan ")]
    assert any(line.startswith(f"peaceplan {name}") for line in lines)
    assert [usage_faults(line) for line in lines] == [[]] * len(lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    """Tests that no option comes without help."""
    options = [item for item in command(name).params if isinstance(item, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_changelog_knows_the_version() -> None:
    """Tests that the version is released in the changelog, or work on it is under way."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{version}]" in text or "## [Unreleased]" in text
