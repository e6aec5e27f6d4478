"""The price of politics: what each caveat, earmark, waiver, share rule and ceiling costs."""

from planner.price.interval import Figures, Interval, Priced, priced
from planner.price.run import PriceLimits, Prices, price_mission
from planner.price.variants import Variant, variants

__all__ = [
    "Figures",
    "Interval",
    "PriceLimits",
    "Priced",
    "Prices",
    "Variant",
    "price_mission",
    "priced",
    "variants",
]
