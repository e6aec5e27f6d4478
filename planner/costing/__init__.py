"""What one unit costs, line by line: in a plan, or in what a config lets it do."""

from planner.costing.leaving import Departures, Leaving, Refused, Rotation, departures
from planner.costing.life import Life, lives_of_plan
from planner.costing.lines import Costing
from planner.costing.offered import Offer, Offered, offered
from planner.costing.rest import Rest, rest_of
from planner.costing.values import CostLine, total_usd

__all__ = [
    "CostLine",
    "Costing",
    "Departures",
    "Leaving",
    "Life",
    "Offer",
    "Offered",
    "Refused",
    "Rest",
    "Rotation",
    "departures",
    "lives_of_plan",
    "offered",
    "rest_of",
    "total_usd",
]
