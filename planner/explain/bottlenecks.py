"""Bottlenecks: what one more of each means would be worth, by the duals that prove a plan's bound.

The bound is what the duals pay for all limits together. With one more of a limit it falls by the
limit's dual, and stays a bound: so a dual says what one more is worth at the bound, and promises
nothing of plans in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.explain.amounts import MILLIONS, measure_of
from planner.explain.sides import Group, Sides, relaxable
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.plan import Plan
from planner.prove import unpacked

Floats = NDArray[np.float64]

MILLION = 1e6
DAYS_PER_WEEK = 7.0
MEANS = ("fleet_hours", "airfield_throughput", "port_throughput", "route_closure", "site_capacity",
         "storage", "budget", "earmark", "cash", "arrears")  # fmt: skip
CLOSED = "route_closure"  # its rows have one column each: the trips of a week
LEAST = 1e-9  # millions of USD for one unit: below it a dual is rounding


@dataclass(frozen=True)
class Worth:
    """A means that holds a bound up.

    usd: what one more of it in every week (quarter) would take off the bound, in USD; of money, for
    each dollar. periods: weeks or quarters in which it does; most_usd: the most in one of these,
    and at: which. vehicle_usd: of fleets, what one more vehicle would, all through.
    """

    kind: str
    subject: str
    measure: str
    period: str
    usd: float
    periods: int
    at: int
    most_usd: float
    vehicle_usd: float | None


def bottlenecks(mission: Mission, plan: Plan) -> tuple[Worth, ...] | None:
    """Means with a worth, in the order of MEANS, the dearest of each first; None where the plan
    stores no duals of this mission's model (its bound is not proved, or of plans with postings
    that are fixed).
    """
    proof = plan.proof
    if proof.duals is None or proof.fixed or not len(proof.duals.rows):
        return None
    model = build_model(mission, build_options(mission))
    try:
        duals = unpacked(model, proof.duals)
    except ValueError:
        return None
    sides = relaxable(model)
    worth = np.where(sides.sign < 0, -_unclosed(model, duals)[sides.row], 0.0)
    found = [
        _worth(sides, group, np.where(sides.group == number, worth, 0.0))
        for number, group in enumerate(sides.groups)
        if group.kind in MEANS and worth[sides.group == number].max(initial=0.0) > LEAST
    ]
    return tuple(sorted(found, key=_order))


def _order(worth: Worth) -> tuple[int, float]:
    """Closed routes by their best week: a trip in one week is often worth what it saves another."""
    usd = worth.most_usd if worth.kind == CLOSED else worth.usd
    return MEANS.index(worth.kind), -usd


def _unclosed(model: Model, duals: Floats) -> Floats:
    """Duals, those of closed routes no larger than what a trip there would save. Larger ones prove
    the same bound: where no trip may go, any price keeps it away.
    """
    found = duals.copy()
    for number, block in enumerate(model.blocks):
        if block.rule == CLOSED:
            found[model.first_row[number] : model.first_row[number] + block.size] = 0.0
    saves = np.minimum(model.price(found), 0.0)
    for number, block in enumerate(model.blocks):
        if block.rule == CLOSED:
            found[model.first_row[number] + block.row] = saves[block.column]
    return found


def _worth(sides: Sides, group: Group, worth: Floats) -> Worth:
    """One group's. worth: of each side in millions of USD, zero of other groups'."""
    fleets = sides.model.mission.fleets
    scale = 1.0 if group.kind in MILLIONS else MILLION  # rows of money count in millions, too
    total, place = float(worth.sum()) * scale, int(np.argmax(worth))
    vehicle = None
    if group.kind == "fleet_hours":
        vehicle = total * (fleets[group.subject].hours_per_week_each or DAYS_PER_WEEK)
    return Worth(
        group.kind, group.subject, measure_of(sides, group), group.period, total,
        int((worth > LEAST).sum()), int(sides.time[place]), float(worth[place]) * scale, vehicle,
    )  # fmt: skip
