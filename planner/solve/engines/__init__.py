"""Engines: what solves linear and integer programs, behind one interface fed with arrays."""

from __future__ import annotations

from planner.solve.engines.base import Engine, EngineFailed, LpAnswer, MipAnswer, MipLimits

ENGINE_NAMES = ("highs", "mathopt-highs", "gscip")

__all__ = ["ENGINE_NAMES", "Engine", "EngineFailed", "LpAnswer", "MipAnswer", "MipLimits", "engine"]


def engine(name: str) -> Engine:
    """Engine of a name from ENGINE_NAMES.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if name == "highs":
        from planner.solve.engines.highs import HighsEngine  # noqa: PLC0415  (loads a solver)

        return HighsEngine()
    if name in ("mathopt-highs", "gscip"):
        from planner.solve.engines.mathopt import MathOptEngine  # noqa: PLC0415

        return MathOptEngine(name)
    raise ValueError(f"no engine {name!r}; there are {', '.join(ENGINE_NAMES)}")
