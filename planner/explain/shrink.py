"""Fewer and fewer of what clashes: what is left out must leave a clash that is proved again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shrunk(
    items: Sequence[T], clashes: Callable[[Sequence[T]], bool | None]
) -> tuple[list[T], bool]:
    """Items that clash, of which none can be left out; and whether that was seen of each.

    Halves are left out first, then quarters, then single items, the first of the list before the
    last. What a set with fewer items does is seen from one with more: taking items away makes no
    clash.

    Parameters
    ----------
    items: are known to clash.
    clashes: whether some of them do; None if that could not be told.
    """
    kept, is_sure = list(items), True
    size = max(1, len(kept) // 2)
    while size:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            answer = clashes(rest)
            if answer:
                kept = rest
                continue
            is_sure &= size > 1 or answer is not None
            start += size
        size //= 2
    return kept, is_sure


def narrowed(
    first: int, last: int, clashes: Callable[[int, int], bool | None]
) -> tuple[int, int, bool]:
    """The shortest span first … last that still clashes, cut at its end and then at its
    start; and whether both cuts are sure. As `shrunk`, for weeks in a row.
    """
    doubts: list[bool] = []

    def still(start: int, end: int) -> bool:
        answer = clashes(start, end)
        doubts.append(answer is None)
        return bool(answer)

    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if still(first, middle) else (middle + 1, high)
    last = low
    low, high = first, last
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if still(middle, last) else (low, middle - 1)
    return low, last, not any(doubts)
