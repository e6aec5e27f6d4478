"""What is asked of units: at each site what stands there, with a priority by type and place."""

from math import ceil

import pandas as pd

from tests.datasets.read import table
from tests.datasets.un2025_choices import KEEP_USD_PER_PERSON_DAY, TASKS, TIMES_COST

REIMBURSEMENT_USD = 1448  # catalogue/rates.csv, per person-month
WEEKS_PER_MONTH = 30.4375 / 7
SOURCE = "planning default (general knowledge of the field)"


def requirement_rows(units: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Table of requirements; the penalty is a multiple, by priority, of a unit's weekly cost."""
    types = table("catalogue/unit_types.csv").set_index("unit_type")
    paid_monthly = (
        types["coe_usd_per_person_month"] + types["self_sustainment_usd_per_person_month"]
    )
    owned_usd = {str(kind): float(usd) for kind, usd in paid_monthly.items()}
    kinds = dict(zip(sites["site"], sites["kind"], strict=True))
    sectors = dict(zip(sites["site"], sites["sector"], strict=True))
    rows = []
    for (site, kind), here in units.groupby(["site", "unit_type"]):
        head = kinds[site] in {"mission_hq", "sector_hq"}
        task, at_head, elsewhere = TASKS[str(kind)]
        priority = at_head if head else elsewhere
        paid = (REIMBURSEMENT_USD + owned_usd[str(kind)]) / WEEKS_PER_MONTH
        weekly = float(here["strength_persons"].mean()) * (paid + 7 * KEEP_USD_PER_PERSON_DAY)
        rows.append({
            "requirement": f"{site}-{kind}", "task": task, "capability": kind,
            "sector": sectors[site], "sites": site, "quantity": len(here),
            "priority": priority, "essential": 0, "from": None, "until": None,
            "penalty_usd_per_week": 1000 * ceil(TIMES_COST[priority] * weekly / 1000),
            "source": SOURCE, "confidence": "assumption", "note": None,
        })  # fmt: skip
    return pd.DataFrame(rows)
