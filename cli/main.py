"""The command `peaceplan`: one group, whose commands are imported only when they run."""

from __future__ import annotations

import errno
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from cli import console, interrupts
from cli.options import verbosity_options
from planner.errors import NoPlanFound, PlannerError

# Commands in the order in which they are used, with what `--help` says of each.
COMMANDS = {
    "new": "Write a starter config that plans at once.",
    "check": "Say everything that is wrong with a config, or its key numbers.",
    "plan": "Plan a mission and write the verified plan.",
    "sweep": "Plan many scenarios of a mission, side by side.",
    "tornado": "One input at a time, low and high: what moves the outcome most.",
    "replan": "Plan again in the middle of a plan: what has happened stays.",
    "evaluate": "Cost, check and score postings made by staff.",
    "verify": "Recompute a plan and say what it breaks.",
    "compare": "Set plans side by side.",
    "flips": "Say which choices flip when the weights move.",
    "stress": "Say what a plan loses when contributors, links or money fail it.",
    "robust": "Look for a plan that loses less under stress, and its price.",
    "frontier": "Set cost against coverage over many plans, with a chart.",
    "cost": "Say what units cost, line by line.",
    "burden": "Say who bears how much of a plan, against a key.",
    "explain": "Say which rules clash, what is short, and why not another posting.",
    "price": "Price caveats, earmarks, waivers, share rules and ceilings.",
    "data": "List the shipped data, or compare newer contributions.",
    "report": "Write a plan as a page for any browser: map by day, charts, tables.",
    "export": "Write a plan in other formats.",
    "schema": "Print the JSON Schema of configs, for editors.",
    "completion": "Print what a shell needs to complete commands.",
    "man": "Write the manual, a page of each command.",
}

EPILOG = """\b
Example:
  peaceplan new my-mission
  peaceplan check my-mission/mission.yaml
  peaceplan plan my-mission/mission.yaml -o my-plan

\b
Completion, in bash (zsh and fish likewise):
  eval "$(peaceplan completion bash)"

\b
Exit codes:
  0 done   1 unexpected   2 invalid input   3 infeasible   4 no plan within the limit
  5 a plan breaks a rule   6 a file could not be written   130 interrupted
"""


class LazyGroup(click.Group):
    """Imports `cli.<name>` for a command when it is called, and turns errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Names of all commands, in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cli.{cmd_name}").command
        command.short_help = COMMANDS[cmd_name]  # what shells and the manual say of it
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Lists the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's signature)
        """Runs a command; errors are said on stderr and give the exit code."""
        console.begin()
        with interrupts.heard() as pressed:
            return self._invoke(ctx, pressed)

    def _invoke(self, ctx: click.Context, pressed: Callable[[], bool]) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except PlannerError as error:
            console.refuse(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            console.talk("interrupted")
            ctx.exit(console.INTERRUPTED)
        except MemoryError:  # beyond any limit that the command set, or in lifting that
            refused = NoPlanFound("memory ran out: a larger --memory-limit may help")
            console.refuse(refused)
            ctx.exit(refused.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader has gone: click ends quietly
            if pressed():
                console.talk("interrupted")
                ctx.exit(console.INTERRUPTED)
            console.unexpected(error)
            ctx.exit(console.UNEXPECTED)


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"max_content_width": 100})
@click.version_option(package_name="peaceplan", message="%(prog)s %(version)s")
@verbosity_options
def main() -> None:
    """Plan peacekeeping missions: who goes where and when, by which lift, on which money.

    Plans are proven to a gap, checked by an independent verifier, and written as tables and maps.
    """
