"""Short names that scenarios may use for paths."""

from __future__ import annotations

from planner.mission.inputs import value_at

BUDGET = "budget"


def budget_paths(config: object) -> tuple[str, ...]:
    """What `budget` stands for: all appropriations, and the inflows or assessments of funds that
    are not earmarked (those without `lines`); in a portfolio, what its missions share, and the
    budget of each.
    """
    if isinstance(config, dict) and "missions" in config:
        shared = ("appropriations",) if config.get("appropriations") else ()
        return (*shared, f"missions.*.{BUDGET}")
    funds = value_at(config, ("money", "funds"))
    open_to_all = [
        f"money.funds.{at}.{'assessment_usd' if fund.get('payers') else 'inflow_usd'}"
        for at, fund in enumerate(funds if isinstance(funds, list) else [])
        if isinstance(fund, dict) and not fund.get("lines")
    ]
    return ("money.appropriations", *open_to_all)
