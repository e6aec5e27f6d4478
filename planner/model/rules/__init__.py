"""Every rule that yields rows, in the order in which they add their columns and rows.

Rules that only forbid (contributors, caveats, readiness, strips, load sizes) work on the options,
before there are any columns: planner/options/exclusions.py.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.model.draft import Draft
from planner.model.rules import (
    camp,
    clearing,
    closing,
    earmarks,
    force,
    hires,
    lift,
    loans,
    money,
    reach,
    releases,
    shares,
    streams,
    supply,
    transfers,
)
from planner.model.rules.levels import add_levels

REGISTRY: tuple[Callable[[Draft], None], ...] = (
    force.unit_once,
    add_levels,
    force.requirement_quantity,
    force.capability_minimum,
    force.individual_cuts,
    force.ceiling,
    force.unit_integrity,
    transfers.transfer,
    force.phased_dates,
    shares.contributor_share_cap,
    shares.burden_share_bound,
    shares.regional_share,
    shares.language_share,
    shares.gender_share,
    shares.security_minimum,
    shares.pair_exclusion,
    reach.hospital_reach,
    reach.qrf_reach,
    lift.trips,
    releases.releases,
    streams.lift_window,
    lift.charters,
    camp.camp,
    closing.site_closed,
    supply.flows,
    clearing.returns,
    supply.stock_balance,
    clearing.stock_cleared,
    supply.days_of_supply,
    supply.storage,
    streams.trip_capacity,
    supply.link_use,
    lift.fleet_hours,
    lift.airfield_throughput,
    lift.port_throughput,
    lift.route_closure,
    money.personnel,
    money.heads,
    money.postings,
    hires.post_cuts,
    hires.service_cuts,
    money.spending,
    money.budget,
    loans.loans,
    money.cash,
    earmarks.earmark,
)
