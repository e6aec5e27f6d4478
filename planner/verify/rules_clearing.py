"""The rule on what is left in the stores of sites that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.verify.supplies import gone_back
from planner.verify.tolerances import PRICED, load_slack
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.rules import Rule
    from planner.mission.supply import SupplyClass
    from planner.verify.facts import Facts


def stock_cleared(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Stock left as a site closes is sold, as far as it stood there at first, or written off."""
    for name, supply in facts.mission.supply_classes.items():
        yield from _cleared(facts, name, supply)
        yield from _sold(facts, name, supply)
    yield from _returned(facts)


def _cleared(facts: Facts, name: str, supply: SupplyClass) -> Iterator[Finding]:
    """No more than stands there as the site closes, with what goes back, and nothing in another
    week.
    """
    _, back = gone_back(facts.mission, supply, facts.returns)
    for index, site in enumerate(facts.mission.sites):
        cleared = facts.ledger.cleared[name][index]
        for week in (cleared + back[index] > PRICED).nonzero()[0].tolist():
            closes = facts.closed_from.get(site) == week and supply.clearing is not None
            there = float(facts.ledger.opening[name][index, week])
            gone, what = float(cleared[week]), f"{name} cleared at {site} in week {week}"
            if closes or gone <= PRICED:
                gone, what = gone + float(back[index, week]), f"{what} or sent back"
            else:
                there = 0.0
            if (gone - there) * supply.t_per_unit > load_slack(gone * supply.t_per_unit):
                sentence = gap_sentence(what, gone, there, supply.unit)
                yield Finding(f"{site}|{name}", week, gone - there, sentence)


def _sold(facts: Facts, name: str, supply: SupplyClass) -> Iterator[Finding]:
    """No more than stood there at the start, and nothing of a class without a price."""
    on_sale = supply.clearing is not None and supply.clearing.sale_usd_per_t is not None
    for index, site in enumerate(facts.mission.sites):
        sold = sum(
            row.quantity
            for row in facts.clearances
            if (row.site, row.supply_class, row.how) == (site, name, "sold")
        )
        most = float(facts.ledger.opening[name][index, 0]) if on_sale else 0.0
        if (sold - most) * supply.t_per_unit > load_slack(sold * supply.t_per_unit):
            sentence = gap_sentence(f"{name} sold at {site}", sold, most, supply.unit)
            yield Finding(f"{site}|{name}", None, sold - most, sentence)


def _returned(facts: Facts) -> Iterator[Finding]:
    """Supplies go back from a site to another as it closes, and in the weeks before that."""
    mission = facts.mission
    for row in facts.returns:
        lane, terms = mission.lanes[row.lane], mission.supply_classes[row.supply_class].clearing
        closed = facts.closed_from.get(lane.destination)
        may = lane.origin in mission.sites and not lane.link
        if closed is None or terms is None:
            may = False
        else:
            may &= closed - terms.run_down_weeks <= row.week <= closed
        if not may and row.quantity > PRICED:
            sentence = f"{row.supply_class} may not go back on {row.lane} in week {row.week}"
            yield Finding(row.lane, row.week, row.quantity, sentence)
