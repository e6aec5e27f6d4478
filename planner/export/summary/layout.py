"""Figures and columns of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MILLION = 1e6


def millions(usd: float | None) -> str:
    """An amount in millions of USD with two decimals; `-` for none."""
    return "-" if usd is None else f"{usd / MILLION:,.2f}"


def percent(share: float | None) -> str:
    """Per cent with one decimal, from per cent; `-` for none."""
    return "-" if share is None else f"{share:.1f}"


def gap(share: float | None) -> str:
    """A gap in per cent with two decimals; says so if nothing was proved."""
    return "not proved" if share is None else f"{100 * share:.2f} %"


def columns(rows: Sequence[Sequence[str]], *, indent: str = "  ") -> list[str]:
    """Rows as lines: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines


def some(items: Sequence[str], most: int, joint: str = "; ") -> str:
    """The first items, and how many more there are."""
    more = len(items) - most
    shown = joint.join(items[:most])
    return f"{shown}{joint}and {more:,} more" if more > 0 else shown
