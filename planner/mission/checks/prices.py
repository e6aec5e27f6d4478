"""Checks of penalties against the prices that they must dominate.

A plan pays a penalty wherever it is cheaper than what it stands for: then nobody is fed, no reserve
is held, and no individual is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.force import INDIVIDUALS
from planner.mission.money import rate_on
from planner.mission.prices import (
    Prices,
    Supplies,
    dearest,
    delivered_usd_per_t,
    individual_usd_per_week,
)

if TYPE_CHECKING:
    from planner.mission.calendar import Calendar
    from planner.mission.checks.context import Context
    from planner.mission.money import Rate
    from planner.mission.rules import Rule
    from planner.mission.supply import SupplyClass


def check_prices(context: Context, supplies: Supplies, rules: tuple[Rule, ...]) -> None:
    """Notes penalties of stock-outs, reserves and cuts that are below the price they must exceed.

    Parameters
    ----------
    rules
        Rules in force, in the order of the config.
    """
    prices = delivered_usd_per_t(supplies)
    for name, item in supplies.classes.items():
        _stockout(context, name, item, dearest(supplies, prices, item, supplies.sites))
    for at, rule in enumerate(rules):
        _reserve(context, at, rule, reserve_usd_per_t(supplies, prices, rule))
    least_usd = individual_least_usd(supplies, prices, context.rates, context.calendar)
    given_usd = context.config.money.individual_cut_usd
    if least_usd is not None:
        least_usd += sum(line.usd_per_person_week for line in context.config.money.lines)
    if least_usd is not None and given_usd <= least_usd:
        message = (
            f"cutting an individual is cheaper than keeping one, found {given_usd:,.0f} USD a "
            f"week; use more than {least_usd:,.0f}"
        )
        context.add(("money", "individual_cut_usd"), message)


def _stockout(
    context: Context, name: str, item: SupplyClass, least: tuple[float, str] | None
) -> None:
    if least is None:
        return
    usd_per_t, site = least
    found, needed = item.stockout_usd_per_unit, usd_per_t * item.t_per_unit
    if found <= needed:
        message = (
            f"going without is cheaper than bringing it, found {found:,.2f} USD per {item.unit}; "
            f"use more than {needed:,.2f}, the price at {site}"
        )
        context.add(("supply", "classes", name, "stockout_usd_per_unit"), message)


def _reserve(context: Context, at: int, rule: Rule, least: tuple[float, str] | None) -> None:
    if least is None or rule.penalty_usd <= 0:  # no price at all is said by the check of rules
        return
    usd_per_t, what = least
    if rule.penalty_usd <= usd_per_t:
        message = (
            f"a tonne missing for a week is cheaper than one brought, found "
            f"{rule.penalty_usd:,.0f} USD; use more than {usd_per_t:,.0f}, the price of {what}"
        )
        context.add(("rules", at, "penalty_usd"), message)


def reserve_usd_per_t(supplies: Supplies, prices: Prices, rule: Rule) -> tuple[float, str] | None:
    """What a soft reserve's penalty must exceed, and of which class at which site it is the price.

    A tonne that is missing for one week only must cost more than to bring it, whatever the class
    and site. None if the rule is of another kind, hard, or asks for nothing.
    """
    if rule.kind != "days_of_supply" or rule.hard:
        return None
    found = []
    for item in supplies.classes.values():
        held = [
            site
            for site in supplies.sites
            if site not in rule.waived and item.days_of_supply_at(site) > 0 and item.basis != "bed"
        ]
        least = dearest(supplies, prices, item, held)
        if least is not None:
            found.append((least[0], f"{item.supply_class} at {least[1]}"))
    return max(found, default=None)


def individual_least_usd(
    supplies: Supplies, prices: Prices, rates: tuple[Rate, ...], calendar: Calendar
) -> float | None:
    """What the price of cutting an individual for a week must exceed: the most one ever costs.

    Only those who stand at the hub can be cut; None if nobody does.
    """
    hub = supplies.sites[supplies.hub]
    usd_per_day = {
        rate_on(rates, f"msa_{kind}", calendar.first_day(week))
        for kind in INDIVIDUALS
        if getattr(hub, kind) > 0
        for week in range(calendar.weeks)
    }
    every = (individual_usd_per_week(supplies, prices, usd) for usd in usd_per_day)
    return max(every, default=None)
