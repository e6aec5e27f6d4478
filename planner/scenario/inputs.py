"""What decides the result of a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from planner.export.manifest import versions
from planner.scenario.points import Point


@dataclass(frozen=True)
class SweepLimits:
    """How each point is planned: seconds, gap at which its search may stop, memory, solver.

    cold: whether each search begins anew, and not with the plan of a point before it.
    """

    seconds: float = 120.0
    gap: float = 0.01
    memory_gb: float | None = None
    engine: str = "highs"
    cold: bool = False


def inputs_of(points: Sequence[Point], limits: SweepLimits) -> dict[str, Any]:
    """Points with the digests of their missions, limits and versions, as JSON has them."""
    return {
        "points": {point.name: point.asked.digest for point in points},
        "limits": asdict(limits),
        "versions": versions(),
    }


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """In what the inputs of two sweeps differ, in words."""
    points, others = before.get("points", {}), now["points"]
    words = [f"point {name} is gone" for name in points if name not in others]
    words += [f"point {name} is new" for name in others if name not in points]
    both = [name for name in points if name in others]
    words += [f"point {name} has changed" for name in both if points[name] != others[name]]
    if not words and list(points) != list(others):
        words.append("the order of the points has changed")
    for part in ("limits", "versions"):
        old, new = before.get(part, {}), now[part]
        names = sorted({*old, *new})
        words += [
            f"{name} was {old.get(name)}, is {new.get(name)}"
            for name in names
            if old.get(name) != new.get(name)
        ]
    return words
