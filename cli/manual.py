"""Pages of a manual (roff, section 1) from the commands as click knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

UNWRAPPED = "\b"  # click's mark of a paragraph whose lines stay as they are
SECTION = 1

# Signs that roff would take for its own, or print as typographers do.
SPECIAL = {"\\": r"\(rs", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
HIGH = 128  # beyond ASCII
RAGGED = (".nh", ".ad l")  # names of options and commands are not broken, nor spread over a line


class Page(NamedTuple):
    """A page: name of its file, and what it holds."""

    file: str
    text: str


def pages(group: click.Group, name: str, version: str) -> Iterator[Page]:
    """A page of the program `name`, and one of each of its commands and their parts.

    The pages depend on the commands and the version alone: no day, no width of a terminal.
    """
    yield from _of_command(click.Context(group, info_name=name, terminal_width=80), version)


def _of_command(context: click.Context, version: str) -> Iterator[Page]:
    parts = [
        click.Context(each, info_name=name, parent=context)
        for name, each in _commands(context)
        if not each.hidden
    ]
    told = [_escaped(each) for each in (_title(context).upper(), version)]
    lines = [
        f'.TH "{told[0]}" "{SECTION}" "" "{told[1]}" "Manual of peaceplan"',
        *RAGGED,
        ".SH NAME",
        rf"{_escaped(_title(context))} \- {_escaped(_summary(context.command))}",
        *_synopsis(context),
        ".SH DESCRIPTION",
        *_paragraphs(context.command.help or ""),
        *_options(context),
        *(_named("COMMANDS", [(_title(each), _summary(each.command)) for each in parts])),
        *_epilog(context.command.epilog or ""),
        *_see_also(context, parts),
    ]
    yield Page(f"{_title(context)}.{SECTION}", "\n".join(lines) + "\n")
    for each in parts:
        yield from _of_command(each, version)


def _commands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            yield name, command


def _title(context: click.Context) -> str:
    """Name of a page: the words of the command, with hyphens between them.

    The command's own name, not click's path of it, which has the arguments of those above.
    """
    words: list[str] = []
    above: click.Context | None = context
    while above is not None:
        words.insert(0, str(above.info_name))
        above = above.parent
    return "-".join(words)


def _summary(command: click.Command) -> str:
    """What lists say of a command, else the first sentence of what it says of itself."""
    told = command.short_help or " ".join((command.help or "").split("\n\n")[0].split())
    return re.split(r"\.(?: |$)", told)[0]


def _synopsis(context: click.Context) -> list[str]:
    usage = " ".join(map(_escaped, context.command.collect_usage_pieces(context)))
    return [".SH SYNOPSIS", rf"\fB{_escaped(_title(context).replace('-', ' '))}\fP {usage}"]


def _options(context: click.Context) -> list[str]:
    every = context.command.get_params(context)
    options = [each for each in every if isinstance(each, click.Option)]
    records = [each.get_help_record(context) for each in options]
    return _named("OPTIONS", [record for record in records if record is not None])


def _named(heading: str, items: list[tuple[str, str]]) -> list[str]:
    """A section of names in bold, each with what it means; no section if there are none."""
    lines = [f".SH {heading}"] if items else []
    for name, meaning in items:
        lines += [".TP", rf"\fB{_escaped(name)}\fP", _line(" ".join(meaning.split()))]
    return lines


def _epilog(text: str) -> list[str]:
    """Sections from paragraphs whose first line ends in a colon: `Example:`, `Exit codes:`."""
    lines: list[str] = []
    for paragraph in _split(text):
        heading, *rest = paragraph.removeprefix(f"{UNWRAPPED}\n").splitlines()
        lines += [f".SH {_escaped(heading.rstrip(':').upper())}", *_as_it_stands(rest)]
    return lines


def _see_also(context: click.Context, parts: list[click.Context]) -> list[str]:
    found = parts if context.parent is None else [context.parent, *parts]
    named = ", ".join(rf"\fB{_escaped(_title(each))}\fP({SECTION})" for each in found)
    return [".SH SEE ALSO", named] if found else []


def _paragraphs(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in _split(text):
        lines.append(".PP")
        if paragraph.startswith(UNWRAPPED):
            lines += _as_it_stands(paragraph.splitlines()[1:])
        else:
            lines.append(_line(" ".join(paragraph.split())))
    return lines


def _split(text: str) -> list[str]:
    """Paragraphs of a help text, which click ends at a form feed."""
    parts = [part.strip("\n ") for part in text.partition("\f")[0].split("\n\n")]
    return [part for part in parts if part]


def _as_it_stands(lines: list[str]) -> list[str]:
    return [".nf", *map(_line, lines), ".fi"]


def _line(text: str) -> str:
    """A line of text, which roff must not take for a request."""
    said = _escaped(text)
    return rf"\&{said}" if said[:1] in {".", " ", ""} else said


def _escaped(text: str) -> str:
    """A text with signs of roff's own, and those beyond ASCII, as roff names them."""
    return "".join(
        SPECIAL.get(sign, sign if ord(sign) < HIGH else rf"\[u{ord(sign):04X}]") for sign in text
    )
