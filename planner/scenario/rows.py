"""A row for each point of a sweep: what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from planner.errors import Infeasible, NoPlanFound, PlannerError, VerificationFailed
from planner.plan import Plan

NOT_RUN = "not run"
INFEASIBLE = "infeasible"
STATUS = {Infeasible: INFEASIBLE, NoPlanFound: "no plan", VerificationFailed: "not verified"}


@dataclass(frozen=True)
class Row:
    """What came of a point.

    values: by path. status: the plan's, `infeasible`, `no plan`, `not verified`, `failed` or `not
    run`. begun_with: point whose plan its search began with. cost_usd, shortfall_usd: the
    objective's two parts, money and penalties. code: exit code that the point alone would have
    ended with. reason: why there is no plan. folder: of the plan, within the sweep's.
    """

    point: str
    values: Mapping[str, str] = field(default_factory=dict)
    status: str = NOT_RUN
    limit: str = ""
    begun_with: str = ""
    objective_usd: float | None = None
    bound_usd: float | None = None
    headline_gap: float | None = None
    cost_usd: float | None = None
    shortfall_usd: float | None = None
    seconds: float | None = None
    folder: str = ""
    code: int = 0
    reason: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether the point has a plan, or can have none; what a limit ended may be tried again."""
        return bool(self.folder) or self.status == INFEASIBLE

    def as_json(self) -> dict[str, Any]:
        """As it stands in sweep.json."""
        return asdict(self)


def row_of_plan(
    point: str, values: Mapping[str, str], plan: Plan, seconds: float, begun_with: str
) -> Row:
    """The row of a point that has a plan, in a folder of its own name."""
    cost = plan.objective_usd["cost"]
    return Row(
        point,
        values,
        plan.status,
        plan.limit,
        begun_with,
        plan.total_usd,
        plan.proof.bound_usd,
        plan.headline_gap,
        cost,
        plan.total_usd - cost,
        round(seconds, 1),
        point,
    )


def row_of_error(point: str, values: Mapping[str, str], error: PlannerError) -> Row:
    """The row of a point without a plan."""
    status = next((name for kind, name in STATUS.items() if isinstance(error, kind)), "failed")
    return Row(point, values, status, code=error.exit_code, reason=str(error))
