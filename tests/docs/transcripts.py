"""Commands of the README with what is shown under them, and a shell that runs them."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TUTORIAL = "A first plan, in fifteen minutes"
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
NUMBER = re.compile(r"(?<![\w.-])-?\d[\d,]*(\.\d+)?(?![\w-])")
LONGEST_S = 300.0


def section(heading: str) -> str:
    """What stands under a heading of the README."""
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def blocks(language: str, text: str = README) -> list[str]:
    """Fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def shown(text: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output shown under it."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
    return [(command, output) for command, output in found]


def steps(text: str) -> list[tuple[str, str]]:
    """Commands of all console blocks of a text."""
    return [step for block in blocks("console", text) for step in shown(block)]


def same(want: str, got: str) -> bool:
    """Whether an output is what is shown, but for what `...` leaves out."""
    return doctest.OutputChecker().check_output(want, got, SAME)


def agrees(want: str, got: str) -> bool:
    """Whether the words of an output are those shown, whatever its numbers; dates and ids stay."""
    return same(NUMBER.sub("#", want), NUMBER.sub("#", got))


@dataclass(frozen=True)
class Step:
    """A command that was run: what the README shows of it, and what it said."""

    line: str
    want: str
    got: str


def walked(text: str, folder: Path) -> list[Step]:
    """Each command of a text, run as it stands by a shell in a folder, one after the other."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    around = os.environ | {"PATH": programs, "PYTHONPATH": str(ROOT)}
    done = []
    for line, want in steps(text):
        ran = subprocess.run(
            ["bash", "-c", line], cwd=folder, env=around, timeout=LONGEST_S,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"{line}\n{ran.stderr}"
        done.append(Step(line, want, ran.stdout))
    return done
