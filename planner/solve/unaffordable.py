"""Appropriations that no plan can keep within, seen without a search: what every plan commits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible
from planner.mission.money import Appropriation
from planner.model.draft import MILLION
from planner.model.model import Model
from planner.rulebook import RULEBOOK
from planner.solve.bound import class_minimum

Floats = NDArray[np.float64]
RULE = "budget"
SLACK = 1e-6  # millions of USD: below it the difference is rounding


def require_affordable(model: Model) -> None:
    """See to it that no appropriation is below what every plan commits of it.

    Raises
    ------
    Infeasible
        With a sentence for each that is.
    """
    reasons = []
    given: dict[object, Appropriation] = {item.group: item for item in model.mission.appropriations}
    for block in model.blocks:
        if block.rule != RULE:
            continue
        for group, limit in zip(block.axes["group"], block.upper.ravel(), strict=True):
            least = least_commitment(model, given[group])
            if least > limit + SLACK:
                reasons.append(
                    f"{RULE}: {RULEBOOK[RULE].sentence} Whatever is chosen, group {group} takes "
                    f"at least {least:,.3f} M USD of {limit:,.3f}: {least - limit:,.3f} too much."
                )
    if reasons:
        raise Infeasible(reasons)


def least_commitment(model: Model, appropriation: Appropriation) -> float:
    """What no plan commits less of an appropriation than, in millions of USD: what nothing changes,
    the cheapest way of life of each unit, and of all else the cheapest that its bounds allow.
    """
    covered = {
        line.line
        for line in model.mission.budget_lines.values()
        if appropriation.covers(line.group)
    }
    fixed = sum(usd for (line, _), usd in model.fixed_usd.items() if line in covered)
    usd_each = np.zeros(model.columns.count)
    for charge in model.charges:
        if charge.line in covered:
            np.add.at(usd_each, charge.column, charge.usd)
    family = model.columns.families["itinerary"]
    size = np.array([item.size for item in model.options.classes], dtype=float)
    units = float(class_minimum(model, usd_each[family.columns]) @ size) if len(size) else 0.0
    usd_each[family.columns] = 0.0
    some = usd_each != 0.0
    ends = usd_each[some] * np.array([model.columns.lower[some], model.columns.upper[some]])
    return (fixed + units + float(ends.min(axis=0).sum())) / MILLION
