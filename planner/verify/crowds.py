"""How many of many spans of time hold an hour, however many there are."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span = tuple[float, float]  # from an hour on, until another


class Crowd:
    """Spans of time, each from its first hour on and until its second, which it no longer holds.

    A span that ends where it begins, or before, holds nothing.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        held = [(begin, until) for begin, until in spans if begin < until]
        self._begins = sorted(begin for begin, _ in held)
        self._ends = sorted(until for _, until in held)

    def at(self, hour: float) -> int:
        """How many spans hold an hour."""
        return bisect_right(self._begins, hour) - bisect_right(self._ends, hour)


def crowd_of(spans: Iterable[tuple[str, float, float]]) -> Crowd:
    """Spans of which each has a name; those of one name that meet or overlap count once."""
    return Crowd(_joined(spans))


def _joined(spans: Iterable[tuple[str, float, float]]) -> Iterator[Span]:
    for _, named in groupby(sorted(spans), key=lambda span: span[0]):
        joined: list[Span] = []
        for _, begin, until in named:
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], until))
            else:
                joined.append((begin, until))
        yield from joined
