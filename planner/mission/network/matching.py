"""Names of corridors, and which fleets and closures they match."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def corridor_of(origin: str, destination: str) -> str:
    """Id of the corridor between two nodes."""
    return f"{origin}>{destination}"


def matches(corridor: str, patterns: Iterable[str]) -> bool:
    """Whether a corridor fits one of the patterns, in which * stands for anything."""
    return any(fnmatchcase(corridor, pattern) for pattern in patterns)
