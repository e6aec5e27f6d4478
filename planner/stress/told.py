"""What stress found, as JSON values and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.stress.distributions import Distributions
from planner.stress.result import AMOUNTS, DOLLARS, RULE, SHARES, as_json, row, spread
from planner.stress.run import Stress


@dataclass(frozen=True)
class Asked:
    """What was asked of a plan: its digest, the first week of stress, weeks for which the host
    obstructs, and of chance the seed and the distributions.
    """

    plan: str
    config_sha256: str
    from_week: int
    weeks: int
    seed: int | None = None
    given: Distributions | None = None


def json_of(asked: Asked, found: Stress) -> dict[str, Any]:
    """Everything, as plain dictionaries and lists."""
    told: dict[str, Any] = {
        "mission": asked.plan,
        "config_sha256": asked.config_sha256,
        "recourse": RULE,
        "rounded_to_decimals": {"usd": DOLLARS, "shares": SHARES, "amounts": AMOUNTS},
        "from_week": asked.from_week,
    }
    if asked.given is None:
        told["weeks"] = asked.weeks
    else:
        told |= {"seed": asked.seed, "distributions": asked.given.as_json()}
        told["by_chance"] = spread(found.results, found.base)
    told["as_planned"] = as_json(found.base, found.base)
    told["scenarios"] = [as_json(each, found.base) for each in found.results]
    return told


def rows_of(found: Stress) -> list[dict[str, Any]]:
    """Rows of stress.csv: the plan as planned, then each scenario."""
    return [row(each, found.base) for each in (found.base, *found.results)]
