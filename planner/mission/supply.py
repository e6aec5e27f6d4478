"""What units live on: supply classes, where they are bought, stocks, depots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["person", "ground_fuel", "flying_hour", "bed"]


@dataclass(frozen=True, slots=True)
class Clearing:
    """What becomes of a class at a site that closes: USD for writing a tonne off, and what one is
    sold for (0: given away; None: not sold).

    run_down_weeks: weeks before the closing in which the site needs no reserve.
    """

    write_off_usd_per_t: float
    sale_usd_per_t: float | None = None
    run_down_weeks: int = 0


@dataclass(frozen=True, slots=True)
class SupplyClass:
    """A commodity, measured in `unit` (kg or l).

    basis `person`: `consumption_per_person_day`; `ground_fuel`: by each unit type's own rate plus
    `consumption_per_person_day` for individuals, and the trips of road lanes; `flying_hour`: by
    aviation units' and sorties' fuel; `bed`: `consumption_per_person_day` is what one bed built
    takes.  days_of_supply: minimum closing stock, in days of that week's consumption.
    opening_days: stock at the start, in days of the consumption of the force in place.
    own_days_of_supply, own_opening_days: (site, days) where a site has its own number.
    clearing: what becomes of it at a site that closes; None: what is left is lost.
    """

    supply_class: str
    name: str
    unit: Literal["kg", "l"]
    t_per_unit: float
    liquid: bool
    dangerous: bool
    basis: Basis
    consumption_per_person_day: float
    days_of_supply: float
    opening_days: float
    stockout_usd_per_unit: float
    budget_line: str
    own_days_of_supply: tuple[tuple[str, float], ...] = ()
    own_opening_days: tuple[tuple[str, float], ...] = ()
    clearing: Clearing | None = None

    def days_of_supply_at(self, site: str) -> float:
        """Days of consumption that a site holds at least when a week closes."""
        return dict(self.own_days_of_supply).get(site, self.days_of_supply)

    def opening_days_at(self, site: str) -> float:
        """Days of consumption of the force in place that a site holds at the start."""
        return dict(self.own_opening_days).get(site, self.opening_days)


@dataclass(frozen=True, slots=True)
class Source:
    """A node (port or site) where a class is bought without limit but `max_per_week` (units).

    earlier: (week, price until then) in order of time, of a price that changes within the horizon.
    """

    node: str
    supply_class: str
    price_usd_per_unit: float
    max_per_week: float | None
    earlier: tuple[tuple[int, float], ...] = ()

    def price_in(self, week: int) -> float:
        """USD per unit of what is bought in a week."""
        return next((usd for until, usd in self.earlier if week < until), self.price_usd_per_unit)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a site consumes of a class in every week (units of the class), whoever stands there."""

    demand: str
    site: str
    supply_class: str
    quantity_per_week: float


@dataclass(frozen=True, slots=True)
class Depot:
    """Storage that can be opened at a site from the first week, once."""

    depot: str
    site: str
    opening_usd: float
    storage_dry_t: float
    storage_liquid_t: float
    budget_line: str
