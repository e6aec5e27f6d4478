"""What the plan of a portfolio much like this one lends: plans of missions, duals and prices.

Nothing is taken on trust: plans are tried in the missions of this portfolio, duals and prices prove
what they prove here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from planner.mission.mission import Mission
from planner.plan import Duals, Plan
from planner.portfolio.commons import Commons, Floats, Side
from planner.portfolio.shares import Shares, guided_shares, use_of_plan

MILLION = 1e6


@dataclass(frozen=True)
class PortfolioStart:
    """What is lent.

    plans, duals: by mission; the duals are those of the bound of the whole. unit_prices_usd,
    hour_prices_usd, account_prices, transfer_prices_usd: as `PortfolioPlan` has them.
    """

    plans: Mapping[str, Plan] = field(default_factory=dict)
    duals: Mapping[str, Duals] = field(default_factory=dict)
    unit_prices_usd: Mapping[str, float] = field(default_factory=dict)
    hour_prices_usd: Mapping[tuple[str, int], float] = field(default_factory=dict)
    account_prices: Mapping[str, float] = field(default_factory=dict)
    transfer_prices_usd: Mapping[Side, float] = field(default_factory=dict)

    def plan_of(self, mission: str) -> Plan | None:
        """The plan that a mission's search begins with, with the duals of the whole's bound where
        it has none of its own.
        """
        plan = self.plans.get(mission)
        if plan is None or plan.proof.duals is not None:
            return plan
        return replace(plan, proof=replace(plan.proof, duals=self.duals.get(mission)))

    def prices(self, commons: Commons) -> Floats:
        """Prices of what is in common, in millions of USD (accounts: dollars for a dollar)."""
        units = [self.unit_prices_usd.get(unit, 0.0) / MILLION for unit in commons.units]
        hours = [self.hour_prices_usd.get(hour, 0.0) / MILLION for hour in commons.hours]
        accounts = [self.account_prices.get(account, 0.0) for account in commons.accounts]
        transfers = [
            self.transfer_prices_usd.get(side, 0.0) / MILLION for side in commons.transfers
        ]
        return np.array([*units, *hours, *transfers, *accounts])

    def shares(self, missions: Mapping[str, Mission], commons: Commons) -> Shares | None:
        """Shares like the use of the plans; None if a mission has none that is of its lanes."""
        if any(name not in self.plans for name in missions):
            return None
        if any(not _is_known(mission, self.plans[name]) for name, mission in missions.items()):
            return None
        use = {
            name: use_of_plan(mission, commons, self.plans[name])
            for name, mission in missions.items()
        }
        nothing = {name: np.zeros(len(commons.limit)) for name in missions}
        return guided_shares(missions, commons, use, nothing)


def _is_known(mission: Mission, plan: Plan) -> bool:
    """Whether the lanes and contracts that a plan uses are there in a mission."""
    lanes, contracts = plan.tables["sorties"]["lane"], plan.tables["contracts"]["contract"]
    return set(lanes) <= set(mission.lanes) and set(contracts) <= set(mission.contracts)


NO_START = PortfolioStart()
