"""Who bears how much of a plan: shares of contributors and payers, against keys."""

from planner.burden.inequality import gini, largest_over_smallest
from planner.burden.keys import RiskWeights, ShareKey, read_key, read_risk
from planner.burden.measures import Burden, PartyShare, burdens

__all__ = [
    "Burden",
    "PartyShare",
    "RiskWeights",
    "ShareKey",
    "burdens",
    "gini",
    "largest_over_smallest",
    "read_key",
    "read_risk",
]
