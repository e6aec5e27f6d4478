"""Files spoiled where coverage leads:

    python -m tests.hostile.guided --loader mission --seconds 60

Needs atheris, the optional extra `fuzz`. What fails is told with its traceback, and the bytes that
led there are written to the working folder as `crash-…`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

BITS_OF_BYTE = 8


class Bytes(Random):
    """Chance that is read from bytes, which a fuzzer changes; zeros where they have run out."""

    def __init__(self, content: bytes) -> None:
        super().__init__(0)
        self._left = content

    def getrandbits(self, k: int) -> int:
        """The next k bits."""
        count = -(-k // BITS_OF_BYTE)
        piece, self._left = self._left[:count], self._left[count:]
        return int.from_bytes(piece, "little") & ((1 << k) - 1)

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """A whole number, also where the bytes have run out."""
        first, last = (0, start) if stop is None else (start, stop)
        return first + step * (self.getrandbits(32) % -(-(last - first) // step))

    def randint(self, a: int, b: int) -> int:
        """A whole number from a to b."""
        return self.randrange(a, b + 1)

    def choice(self, seq):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 (Random's)
        """One of a sequence."""
        return seq[self.randrange(len(seq))]


def main() -> int:
    """Run the fuzzer; its exit code."""
    parser = argparse.ArgumentParser(description="Spoils files where coverage leads.")
    parser.add_argument("--loader", default="mission", help="a loader of loaders.py, or plan")
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    if find_spec("atheris") is None:
        sys.stderr.write("atheris is missing; install it with: pip install '.[fuzz]'\n")
        return 2
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["planner", "cli"]):
        loaders = import_module("tests.hostile.loaders")
        import_module("planner.mission.load")
        import_module("planner.portfolio.file")
        import_module("planner.export.opened")
    known = [*loaders.LOADERS, "plan"]
    if asked.loader not in known:
        parser.error(f"no such loader; known: {', '.join(known)}")
    judge = import_module("tests.hostile.oracle").judge
    source = loaders.LOADERS[asked.loader].source if asked.loader != "plan" else None
    (source or loaders.planned_folder)()

    def once(content: bytes) -> None:
        with TemporaryDirectory() as place:
            folder, chance = Path(place, "x"), Bytes(content)
            if asked.loader == "plan":
                loaders.hostile_plan(folder, chance)
                words = loaders.READERS["verify"](folder)
            else:
                words = loaders.hostile_case(asked.loader, folder, chance)
            judge(folder, words)

    words = [sys.argv[0], f"-max_total_time={asked.seconds}", "-max_len=256", "-len_control=0"]
    atheris.Setup(words, once)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
