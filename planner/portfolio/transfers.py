"""Which units go from one mission to another, and when: decided, so that each mission can be
planned by itself, and read from plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np

from planner.mission.force import Unit
from planner.mission.mission import Mission
from planner.model.rules.transfers import SIDES
from planner.plan import Plan
from planner.portfolio.commons import Commons, Floats, Side
from planner.verify.transfers import transfer_weeks

HALF = 0.5  # of a unit: what goes in a mixture at least so much, goes
NEVER = 1_000_000  # a week beyond any horizon


def with_transfers(mission: Mission, commons: Commons, share: Floats) -> Mission:
    """The mission whose units go to others, and come from them, in the weeks that the share has,
    and not at all where it has none.
    """
    weeks: dict[str, int] = {}
    for (side, transfer, week), amount in _amounts(commons, share).items():
        if side == "come" and abs(amount) > HALF:
            weeks[transfer] = min(week, weeks.get(transfer, week))
    units: dict[str, Unit] = {}
    for name, unit in mission.units.items():
        decided_week = weeks.get(unit.transfer.transfer) if unit.transfer else None
        if unit.transfer is None or decided_week is not None:
            units[name] = replace(unit, transfer_week=decided_week)
        elif unit.goes_to:
            units[name] = replace(unit, goes_to=None)
    costs = tuple(item for item in mission.posting_costs if item.unit in units)
    return replace(mission, units=units, posting_costs=costs)


def decided(
    missions: Mapping[str, Mission], commons: Commons, use: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Shares of transfers alone, by mission, zero elsewhere: units that go for the most part in the
    use of a relaxation go, in the week by which half of what goes from their mission has gone, or
    half of what comes has come, if that is later.
    """
    shares = {name: np.zeros(len(commons.limit)) for name in missions}
    first = commons.places["transfers"].start
    place = {side: first + at for at, side in enumerate(commons.transfers)}
    signs = {name: _signs(mission) for name, mission in missions.items()}
    for transfer in dict.fromkeys(transfer for _, transfer, _ in commons.transfers):
        both = [name for name in missions if transfer in signs[name]]
        weeks = [week for side, of, week in commons.transfers if (side, of) == ("come", transfer)]
        at = [place["come", transfer, week] for week in weeks]
        by = {name: signs[name][transfer] * use[name][at] for name in both if name in use}
        most = [float(amounts.max()) for amounts in by.values()]
        if not most or min(most) <= 0.0 or sum(most) < len(both) * HALF:
            continue
        since = max(int(np.argmax(amounts >= amounts.max() / 2.0)) for amounts in by.values())
        for name, (side, week) in product(both, product(SIDES, weeks)):
            sign = signs[name][transfer] * (1.0 if side == "come" else -1.0)
            shares[name][place[side, transfer, week]] = sign * (week >= weeks[since])
    return shares


def use_of_transfers(mission: Mission, commons: Commons, plan: Plan) -> list[float]:
    """What a mission's plan uses of the transfers in common."""
    if not commons.transfers:
        return []
    gone, come = transfer_weeks(mission, plan.tables)

    def use(each: Side) -> float:
        side, transfer, week = each
        came = float(come.get(transfer, NEVER) <= week) - float(gone.get(transfer, NEVER) <= week)
        return came if side == "come" else -came

    return [use(each) for each in commons.transfers]


def _amounts(commons: Commons, share: Floats) -> dict[Side, float]:
    amounts = share[commons.places["transfers"]].tolist()
    return dict(zip(commons.transfers, amounts, strict=True))


def _signs(mission: Mission) -> dict[str, float]:
    """1 for each transfer by which a unit comes to a mission, -1 for each by which one goes."""
    return {
        unit.transfer.transfer: 1.0 if unit.comes_from else -1.0
        for unit in mission.units.values()
        if unit.transfer
    }
