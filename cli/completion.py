"""`peaceplan completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import click

from cli import console
from cli.options import verbosity_options

SHELLS = ("bash", "zsh", "fish")
PROGRAM, VARIABLE = "peaceplan", "_PEACEPLAN_COMPLETE"

EXAMPLE = """\b
Example:
  eval "$(peaceplan completion bash)"                        # in ~/.bashrc
  eval "$(peaceplan completion zsh)"                         # in ~/.zshrc
  peaceplan completion fish > ~/.config/fish/completions/peaceplan.fish
"""


@click.command("completion", epilog=EXAMPLE)
@click.argument("shell", type=click.Choice(SHELLS))
@verbosity_options
def command(shell: str) -> None:
    """Print the script that completes commands, options, their values and files in a shell."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 (--help stays fast)

    from cli.main import main  # noqa: PLC0415 (it imports this)

    kind = get_completion_class(shell)
    assert kind is not None
    console.result(kind(main, {}, PROGRAM, VARIABLE).source())
