"""Amounts that each party bears in a plan, their shares, and how far they are from a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.burden.inequality import gini, largest_over_smallest
from planner.burden.keys import RiskWeights, ShareKey
from planner.costing.life import lives_of_plan
from planner.mission.assessed import paid_in

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission
    from planner.mission.money import Fund

# Measures, with what they count.
STRENGTH, RISK, COST, PAID = "strength", "risk_weighted_strength", "cost", "paid"
MEANING = {
    STRENGTH: "person-weeks of a contributor's units in the mission",
    RISK: "the same, each times the risk weight of the site",
    COST: "USD of the plan's costs that name a contributor's units",
    PAID: "USD paid out of a fund within the horizon, by its payers as they paid into it",
}


@dataclass(frozen=True, slots=True)
class PartyShare:
    """What a party bears: the amount, its share of all, and the key's (None without a key)."""

    party: str
    amount: float
    share: float
    key_share: float | None

    @property
    def deviation(self) -> float | None:
        """Share less the key's."""
        return None if self.key_share is None else self.share - self.key_share


@dataclass(frozen=True)
class Burden:
    """One measure over all parties that bear something or stand in the key, the largest first.

    gini: over these parties; gini_to_key: 0 if all bear what the key says; max_min: largest over
    smallest amount of those who bear anything.
    """

    measure: str
    unit: str
    shares: tuple[PartyShare, ...]
    gini: float | None
    gini_to_key: float | None
    max_min: float | None

    @property
    def largest_deviation(self) -> PartyShare | None:
        """The party farthest from its share in the key; None without a key."""
        keyed = [each for each in self.shares if each.deviation is not None]
        return max(keyed, key=lambda each: abs(each.deviation or 0.0), default=None)


def burdens(
    mission: Mission,
    tables: dict[str, pd.DataFrame],
    key: ShareKey | None = None,
    risk: RiskWeights | None = None,
) -> tuple[Burden, ...]:
    """Burdens of contributors (strength, risk-weighted strength, cost) and of payers (paid): those
    that a fund names, else the fund itself.
    """
    key, risk = key or ShareKey(), risk or RiskWeights()
    strength: dict[str, float] = {}
    weighted: dict[str, float] = {}
    for name, life in lives_of_plan(mission, tables).items():
        home = mission.units[name].contributor
        for stay in life.stays:
            person_weeks = float(stay.persons * (stay.until - stay.since))
            strength[home] = strength.get(home, 0.0) + person_weeks
            more = person_weeks * risk.of(mission, stay.site)
            weighted[home] = weighted.get(home, 0.0) + more
    return (
        _burden(STRENGTH, "person-weeks", strength, key.contributors),
        _burden(RISK, "weighted person-weeks", weighted, key.contributors),
        _burden(COST, "USD", _costs(mission, tables["costs"]), key.contributors),
        _burden(PAID, "USD", _paid(mission, tables["cash"]), key.payers),
    )


def _costs(mission: Mission, costs: pd.DataFrame) -> dict[str, float]:
    found: dict[str, float] = {}
    by_item = costs.groupby("item")["usd"].sum()
    for item, usd in by_item.items():
        unit = mission.units.get(str(item))
        if unit is not None:
            found[unit.contributor] = found.get(unit.contributor, 0.0) + float(usd)
    return found


def _paid(mission: Mission, cash: pd.DataFrame) -> dict[str, float]:
    """What is paid out of funds, each dollar by a fund's payers as they paid into it."""
    found: dict[str, float] = {}
    by_fund = cash.groupby("fund")["paid_usd"].sum()
    for name, fund in mission.funds.items():
        for party, share in _payers(mission, fund).items():
            found[party] = found.get(party, 0.0) + share * float(by_fund.get(name, 0.0))
    return found


def _payers(mission: Mission, fund: Fund) -> dict[str, float]:
    """Shares of what comes into a fund by payer; the fund itself where none pays."""
    each = {
        payer.payer: sum(paid_in(fund.assessment_usd, payer, mission.calendar))
        for payer in fund.payers
    }
    total = sum(each.values())
    return {name: usd / total for name, usd in each.items()} if total > 0.0 else {fund.fund: 1.0}


def _burden(
    measure: str, unit: str, amounts: Mapping[str, float], key: Mapping[str, float]
) -> Burden:
    total = sum(amounts.values())
    parties = {*amounts, *(party for party, share in key.items() if share > 0.0)}
    ordered = sorted(parties, key=lambda party: (-amounts.get(party, 0.0), party))
    borne = [amounts.get(party, 0.0) for party in ordered]
    shares = tuple(
        PartyShare(
            party,
            amount,
            amount / total if total > 0.0 else 0.0,
            key.get(party, 0.0) if key else None,
        )
        for party, amount in zip(ordered, borne, strict=True)
    )
    against = gini(borne, [key.get(party, 0.0) for party in ordered]) if key else None
    return Burden(measure, unit, shares, gini(borne), against, largest_over_smallest(borne))
