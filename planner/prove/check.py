"""Whether the bound that a plan tells follows from the duals that it stores."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import build_options
from planner.plan import Duals, Plan
from planner.prove.bound import proven_bound
from planner.prove.duals import unpacked

MILLION = 1e6
# What floats of the search may lose against directed rounding: USD, and a share of the bound.
SLACK_USD = 1.0
SLACK_SHARE = 1e-9


@dataclass(frozen=True)
class BoundCheck:
    """What was found. holds: None where there is nothing to work out; sentence: why, in words."""

    stored_usd: float | None
    recomputed_usd: float | None
    holds: bool | None
    sentence: str


def check_bound(mission: Mission, plan: Plan) -> BoundCheck:
    """Build the plan's model from its mission and work its bound out from the stored duals."""
    proof = plan.proof
    if proof.bound_usd is None:
        return BoundCheck(None, None, None, "none was proven")
    if proof.scope == "all plans" and proof.duals is None:
        said = "not recomputed: no duals are kept of it"
        return BoundCheck(proof.bound_usd, None, None, said)
    if proof.duals is None or proof.scope != "all plans":
        said = "not recomputed: it is that of given postings, in a model of which no duals are kept"
        return BoundCheck(proof.bound_usd, None, None, said)
    try:
        found = _recomputed_usd(mission, plan, proof.duals)
    except ValueError as error:
        said = f"cannot be recomputed: {error}"
        return BoundCheck(proof.bound_usd, None, holds=False, sentence=said)
    return BoundCheck(proof.bound_usd, found, *_judged(plan, proof.bound_usd, found))


def _judged(plan: Plan, stored_usd: float, found_usd: float) -> tuple[bool | None, str]:
    """Whether a bound holds, None if only a solver knows, and the sentence that says so."""
    stored, found = (f"{usd / MILLION:,.2f} M USD" for usd in (stored_usd, found_usd))
    least = min(found_usd, stored_usd)
    if least > plan.total_usd + SLACK_USD + SLACK_SHARE * abs(least):
        return False, f"{stored}, {found} recomputed, lie above the objective of the plan itself"
    if stored_usd <= found_usd + SLACK_USD + SLACK_SHARE * abs(found_usd):
        return True, f"{stored}, recomputed from duals with directed rounding, holds"
    if plan.proof.bound_by != "duals":
        by = plan.proof.bound_by
        return None, f"{stored} is the solver's word ({by}); the plan's duals prove {found}"
    return False, f"{stored} does not follow from the plan's duals, which prove {found}"


def _recomputed_usd(mission: Mission, plan: Plan, duals: Duals) -> float:
    fixed = plan.proof.fixed
    if not set(fixed) <= set(mission.units):
        raise ValueError("postings are fixed of units that the mission does not have")
    units = {name: replace(mission.units[name], fixed=own) for name, own in fixed.items()}
    mission = replace(mission, units={**mission.units, **units})
    model = build_model(mission, build_options(mission))
    return proven_bound(model, unpacked(model, duals)) * MILLION
