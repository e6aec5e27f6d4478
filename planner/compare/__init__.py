"""Plans side by side, and the frontier of money against what it holds of the mandate."""

from planner.compare.comparison import Comparison, compare
from planner.compare.frontier import Frontier, frontier
from planner.compare.sides import Side, read_sides, side

__all__ = ["Comparison", "Frontier", "Side", "compare", "frontier", "read_sides", "side"]
