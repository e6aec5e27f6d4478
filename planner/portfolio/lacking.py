"""What is said of missions that have no plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from planner.errors import Infeasible, Interrupted, NoPlanFound, PlannerError, VerificationFailed
from planner.portfolio.pieces import Planned


def require_plans(
    missions: Iterable[str],
    planned: Mapping[str, Planned],
    errors: Mapping[str, PlannerError],
    keep: Callable[[Mapping[str, Planned]], None],
    *,
    interrupted: bool,
) -> None:
    """All missions have plans. keep: hears those that there are if some are missing.

    Raises
    ------
    Infeasible, NoPlanFound, VerificationFailed
        What became of the last try for those that have none, each sentence with its mission.
    Interrupted
        If that is why.
    """
    missing = [name for name in missions if name not in planned]
    if not missing:
        return
    if planned:
        keep(dict(planned))
    if interrupted:
        raise Interrupted(f"interrupted: no plan yet of {', '.join(missing)}")
    said = [(name, errors.get(name)) for name in missing]
    clashes = [
        f"{name}: {reason}"
        for name, error in said
        if isinstance(error, Infeasible)
        for reason in error.reasons
    ]
    if clashes:
        raise Infeasible(clashes)
    broken = [
        f"{name}: {sentence}"
        for name, error in said
        if isinstance(error, VerificationFailed)
        for sentence in error.violations
    ]
    if broken:
        raise VerificationFailed(broken)
    same: dict[str, list[str]] = {}
    for name, error in said:
        same.setdefault(str(error or "no time for it"), []).append(name)
    raise NoPlanFound("; ".join(f"{', '.join(names)}: {why}" for why, names in same.items()))
