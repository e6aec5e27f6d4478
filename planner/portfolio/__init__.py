"""Several missions that share pledges and fleets, planned together by prices.

plan_portfolio     plans of all missions that fit beside each other, and a bound on all of them
Portfolio          missions, and the fleets of which they share the vehicles
PortfolioLimits    rounds, passes, seconds
PortfolioPlan      what came of it
PortfolioProgress  news
PortfolioStart     what the plan of a portfolio much like this one lends
check_portfolio    what plans take together and cannot, from tables alone
Clash              one such thing
InvalidPortfolio   missions that cannot stand beside each other
"""

from __future__ import annotations

from planner.portfolio.check import Clash, check_portfolio
from planner.portfolio.plan import PortfolioLimits, PortfolioPlan, PortfolioProgress
from planner.portfolio.portfolio import InvalidPortfolio, Portfolio
from planner.portfolio.run import plan_portfolio
from planner.portfolio.start import PortfolioStart

__all__ = [
    "Clash",
    "InvalidPortfolio",
    "Portfolio",
    "PortfolioLimits",
    "PortfolioPlan",
    "PortfolioProgress",
    "PortfolioStart",
    "check_portfolio",
    "plan_portfolio",
]
