"""Count what a search solves, from outside of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import highspy

from planner.solve.engines.child import Killable


@dataclass
class Count:
    """Linear and integer programs solved so far."""

    lps: int = 0
    mips: int = 0


@contextmanager
def counted(count: Count) -> Iterator[None]:
    """Count what is solved meanwhile.

    Each call of `highspy.Highs.run` in this process is a linear program; those that an engine in
    another process is given are of the kind that is asked of it.
    """
    with ExitStack() as stack:
        for owner, name, kind in (
            (highspy.Highs, "run", "lps"),
            (Killable, "solve_lp", "lps"),
            (Killable, "solve_mip", "mips"),
        ):
            method = _counting(getattr(owner, name), count, kind)
            stack.enter_context(patch.object(owner, name, method))
        yield


def _counting(original: Callable[..., Any], count: Count, kind: str) -> Callable[..., Any]:
    def method(*arguments: Any, **named: Any) -> Any:
        setattr(count, kind, getattr(count, kind) + 1)
        return original(*arguments, **named)

    return method
