"""`peaceplan man` writes the manual: of each command what --help says, the same every time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from cli.main import COMMANDS, main
from cli.manual import Page, pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

WRITTEN = {page.file: page.text for page in pages(main, "peaceplan", "peaceplan 1.2.3")}
NAMES = {"\\-": "-", "\\(aq": "'", "\\(rs": "\\", "\\(ha": "^", "\\(ti": "~", "\\(ga": "`"}


def plain(text: str) -> str:
    """A page without roff's signs."""
    bare = re.sub(r"\\f[BP]|\\&", "", text)
    bare = re.sub(r"\\(?:-|\(aq|\(rs|\(ha|\(ti|\(ga)", lambda found: NAMES[found[0]], bare)
    return re.sub(r"\\\[u([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), bare)


def section(page: str, heading: str) -> str:
    """What stands under a heading of a page."""
    return plain(page).split(f".SH {heading}\n")[1].split("\n.SH ")[0]


def options(command: click.Command) -> list[str]:
    """Every spelling of every option of a command."""
    context = click.Context(command)
    found = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    return [spelled for each in found for spelled in (*each.opts, *each.secondary_opts)]


def test_every_command_has_a_page() -> None:
    """Tests that there is a page of the program, of each command and of a command's part."""
    commands = {f"peaceplan-{name}.1" for name in COMMANDS}
    assert set(WRITTEN) == commands | {"peaceplan.1", "peaceplan-data-diff.1"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_says_what_help_says(name: str) -> None:
    """Tests name, usage, description, every option and the example of a command's page."""
    page = WRITTEN[f"peaceplan-{name}.1"]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help is not None

    assert section(page, "NAME") == f"peaceplan-{name} - {COMMANDS[name].rstrip('.')}"
    assert section(page, "SYNOPSIS").startswith(f"peaceplan {name} [OPTIONS]")
    said = " ".join(section(page, "DESCRIPTION").replace(".PP", "").split())
    assert said.startswith(" ".join(command.help.split("\n\n")[0].split()))
    headings = re.findall(r"\.TP\n(.*)", section(page, "OPTIONS"))
    told = {word.rstrip(",") for line in headings for word in line.split() if word[0] == "-"}
    assert set(options(command)) <= told
    assert f"  peaceplan {name}" in section(page, "EXAMPLE")
    assert "peaceplan(1)" in section(page, "SEE ALSO")


def test_the_first_page_leads_to_all_others() -> None:
    """Tests that the page of the program lists each command and the exit codes."""
    page = WRITTEN["peaceplan.1"]
    for name, summary in COMMANDS.items():
        assert f"peaceplan-{name}\n{summary.rstrip('.')}" in section(page, "COMMANDS")
        assert f"peaceplan-{name}(1)" in section(page, "SEE ALSO")
    assert "130 interrupted" in section(page, "EXIT CODES")


def test_signs_that_roff_takes_for_its_own_are_said_otherwise() -> None:
    """Tests a line that begins with a dot, quotes, a backslash and a sign beyond ASCII."""

    @click.command(help=".hidden 'files' in C:\\plans cost 5 \N{EURO SIGN} ~ a-b")
    @click.option("--odd", help="'quoted' first")
    def command() -> None: ...

    (page,) = (Page(*each) for each in pages(click.Group(commands={"x": command}), "p", "1")
               if each.file == "p-x.1")  # fmt: skip
    assert page.text.isascii()
    lines = page.text.splitlines()
    assert r"\&.hidden \(aqfiles\(aq in C:\(rsplans cost 5 \[u20AC] \(ti a\-b" in lines
    assert r"\(aqquoted\(aq first" in lines
    requests = {line.split()[0] for line in lines if line[0] in ".'"}
    assert requests <= {".TH", ".SH", ".PP", ".TP", ".nf", ".fi", ".nh", ".ad"}


def test_the_pages_know_no_day_and_no_terminal(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that two runs write the same bytes, on screens of any width, dated by the version."""
    for place, columns in (("one", "40"), ("other", "200")):
        monkeypatch.setenv("COLUMNS", columns)
        assert run("man", "-o", tmp_path / place).exit_code == 0
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / place).iterdir()}
        for place in ("one", "other")
    )
    assert one == other
    assert re.match(rb'\.TH "PEACEPLAN" "1" "" "peaceplan \d', one["peaceplan.1"])


def test_what_was_written_is_named(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that each file is named on stdout, as JSON too, beside pages of others."""
    (tmp_path / "other.1").touch()
    shown = run("man", "-o", tmp_path)
    assert sorted(shown.stdout.split()) == sorted(str(tmp_path / name) for name in WRITTEN)
    told = json.loads(run("man", "-o", tmp_path, "--overwrite", "--format", "json").stdout)
    assert told["files"] == shown.stdout.split()
    assert {path.name for path in tmp_path.iterdir()} == {*WRITTEN, "other.1"}


def test_no_page_is_overwritten_unasked(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that one page that is there already keeps all from being written."""
    mine = tmp_path / "peaceplan-verify.1"
    mine.write_text("mine", encoding="utf-8")
    refused = run("man", "-o", tmp_path)
    assert refused.exit_code == 6
    assert "--overwrite" in refused.stderr
    assert list(tmp_path.iterdir()) == [mine]
    assert mine.read_text(encoding="utf-8") == "mine"
