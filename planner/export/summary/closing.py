"""Sites that close, and what becomes of the stock there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class Stocks:
    """Tonnes of all classes at sites that close, up to their closing: what stood there at the start
    and came is what was eaten, moved on, sold, given away, written off, or is lost.
    """

    start_t: float
    came_t: float
    eaten_t: float
    moved_t: float
    sold_t: float
    given_t: float
    written_off_t: float
    lost_t: float


@dataclass(frozen=True, slots=True)
class SiteClosed:
    """A site, the first week in which it is closed, and what became of its stocks."""

    site: str
    week: int
    stocks: Stocks


def sites_closed(mission: Mission, plan: Plan) -> tuple[SiteClosed, ...]:
    """Every site that closes, in order of time."""
    rows = [(int(row["week"]), str(row["site"])) for row in records(plan.tables["site_closures"])]
    return tuple(
        SiteClosed(site, week, _stocks(mission, plan, site, week)) for week, site in sorted(rows)
    )


def _stocks(mission: Mission, plan: Plan, site: str, week: int) -> Stocks:
    stocks = _tonnes(mission, plan.tables["stocks"], site, week)
    gone = _tonnes(mission, plan.tables["clearances"], site, week)
    sold = gone["how"] == "sold"
    free = gone["supply_class"].map(lambda name: _sale_usd_per_t(mission, name) == 0.0).astype(bool)
    return Stocks(
        start_t=float(stocks.loc[stocks["week"] == 0, "opening"].sum()),
        came_t=float((stocks["brought"] + stocks["received"]).sum()),
        eaten_t=float((stocks["consumed"] - stocks["unmet"]).sum()),
        moved_t=float(stocks["sent"].sum()),
        sold_t=float(gone.loc[sold & ~free, "quantity"].sum()),
        given_t=float(gone.loc[sold & free, "quantity"].sum()),
        written_off_t=float(gone.loc[~sold, "quantity"].sum()),
        lost_t=float(stocks.loc[stocks["week"] == week, "closing"].sum()),
    )


def _tonnes(mission: Mission, frame: pd.DataFrame, site: str, week: int) -> pd.DataFrame:
    """Rows of a site up to a week, in tonnes instead of units of each class."""
    own = frame[(frame["site"] == site) & (frame["week"] <= week)].copy()
    per_unit = own["supply_class"].map(lambda name: mission.supply_classes[name].t_per_unit)
    for column in own.select_dtypes("float64").columns:
        own[column] = own[column] * per_unit.astype("float64")
    return own


def _sale_usd_per_t(mission: Mission, supply_class: str) -> float | None:
    terms = mission.supply_classes[supply_class].clearing
    return None if terms is None else terms.sale_usd_per_t
