"""Names and numbers as people read them."""

from __future__ import annotations

from math import isfinite

NONE = "\N{EN DASH}"  # not known, or does not apply


def plain(name: str) -> str:
    """A word of the planner's without underscores."""
    return name.replace("_", " ")


def number(value: object) -> float | None:
    """A number; None for what is none, or not known."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) else None
