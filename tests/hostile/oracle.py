"""What is held against every command, whatever it was given."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

from cli.main import main

DOCUMENTED = {0, 2, 3, 4, 5, 6}
WRITES = {0, 5}  # `evaluate` writes also what breaks rules
HANG_S = 60  # far beyond what any of these takes


class Hangs(BaseException):
    """A command takes too long; no `except Exception` stops this."""


@contextmanager
def guarded(seconds: int = HANG_S) -> Iterator[None]:
    """Raise Hangs in what takes longer than that."""

    def told(_signal: int, _frame: FrameType | None) -> None:
        raise Hangs(f"still busy after {seconds} s")

    before = signal.signal(signal.SIGALRM, told)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def files_of(folder: Path) -> set[str]:
    """All that there is in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def judge(folder: Path, arguments: Sequence[str | Path]) -> int:
    """Run a command on files in `folder` and check how it ends: with a documented exit code, no
    traceback, a message that says where, and nothing left behind if it failed. Its exit code.
    """
    before = files_of(folder)
    words = [str(each) for each in arguments]
    with guarded():
        result = CliRunner().invoke(main, words, prog_name="peaceplan")
    said = f"{words} ended with {result.exit_code}: {result.output[-2000:]!r} {result.exception!r}"
    assert result.exit_code in DOCUMENTED, said
    assert "Traceback" not in result.output, said
    if result.exit_code == 2:
        assert tells_where(result.output, folder, words), said
    after = files_of(folder)
    left = after - before
    if result.exit_code in WRITES:
        left = {each for each in left if "/." in f"/{each}"}
    assert not left, f"{said} left {sorted(left)}"
    assert not before - after, f"{said} removed {sorted(before - after)}"
    return result.exit_code


def tells_where(text: str, folder: Path, words: Sequence[str]) -> bool:
    """Whether a refusal names a file in the folder, or the option that is wrong."""
    options = [each for each in words if each.startswith("--")]
    return str(folder) in text or text.startswith("Usage:") or any(each in text for each in options)
