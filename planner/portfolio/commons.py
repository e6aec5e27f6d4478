"""What missions have in common, as numbers: one limit for each shared unit, fleet-week, week of a
transfer and account.

A mission's model has a row for each of them already: that a unit follows one itinerary at most
(`unit_once`), that trips fit a fleet's hours (`fleet_hours`), that a unit comes as it goes
(`transfer`), that what is committed keeps within an appropriation (`budget`), and what is owed
within a lender's cap (`loans`). Their activity is the
mission's use of what is shared; a price on it is a price on their columns, a share of it a side of
the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.mission import Mission
from planner.model.draft import MILLION
from planner.model.model import Model
from planner.model.rows import RowBlock
from planner.model.rules.transfers import SIDES
from planner.portfolio.accounts import loan_account, loan_of
from planner.portfolio.portfolio import Portfolio

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Side = tuple[str, str, int]


@dataclass(frozen=True)
class Commons:
    """Shared units, then shared fleets week by week, then transfers, then accounts, end to end.

    transfers: side, id and week in the ports of the mission to which a unit goes; its use on the
        side `come` is 1 where it comes and -1 where it goes, on the side `go` the other way round.
    accounts: budget groups, or `all`, of which missions share an appropriation; then what they owe
        shared lenders, quarter by quarter (`planner.portfolio.accounts`).
    limit: one for a unit; for a fleet and week, hours (vehicle-days of fleets that do not fly);
        zero for transfers; for an account, millions of USD.
    """

    units: tuple[str, ...]
    hours: tuple[tuple[str, int], ...]
    limit: Floats
    accounts: tuple[str, ...] = ()
    transfers: tuple[Side, ...] = ()

    @property
    def places(self) -> dict[str, slice]:
        """Where each kind stands."""
        sizes = {
            "units": len(self.units),
            "hours": len(self.hours),
            "transfers": len(self.transfers),
            "accounts": len(self.accounts),
        }
        begin, found = 0, {}
        for kind, size in sizes.items():
            found[kind] = slice(begin, begin + size)
            begin += size
        return found

    def open_to(self, mission: Mission) -> Ints:
        """Positions of what is open to a mission."""
        units = [unit in mission.units for unit in self.units]
        hours = [fleet in mission.fleets for fleet, _ in self.hours]
        known = {unit.transfer.transfer for unit in mission.units.values() if unit.transfer}
        transfers = [transfer in known for _, transfer, _ in self.transfers]
        loans = [loan_of(account) for account in self.accounts]
        accounts = [loan is None or loan[0] in mission.lenders for loan in loans]
        return np.flatnonzero(np.array([*units, *hours, *transfers, *accounts], dtype=bool))

    def part(self, positions: Ints) -> Commons:
        """Some of it, positions ascending."""
        kept = np.zeros(len(self.limit), dtype=bool)
        kept[positions] = True
        mine = {kind: np.flatnonzero(kept[where]).tolist() for kind, where in self.places.items()}
        return Commons(
            tuple(self.units[at] for at in mine["units"]),
            tuple(self.hours[at] for at in mine["hours"]),
            self.limit[positions],
            tuple(self.accounts[at] for at in mine["accounts"]),
            tuple(self.transfers[at] for at in mine["transfers"]),
        )


def commons_of(portfolio: Portfolio) -> Commons:
    """What the missions of a portfolio share."""
    units, drawing = portfolio.shared_units, portfolio.drawing
    some = next(iter(portfolio.missions.values()))
    hours = [(fleet, week) for fleet in drawing for week in range(some.calendar.weeks)]
    limit = [1.0] * len(units) + [
        portfolio.pools[fleet] * hours_each(portfolio.missions[drawing[fleet][0]], fleet)
        for fleet, _ in hours
    ]
    weeks = range(some.calendar.weeks)
    ids = [item.transfer for item in portfolio.transfers]
    transfers = list(product(SIDES, ids, weeks))
    limit += [0.0] * len(transfers)
    accounts = dict(portfolio.appropriations)
    for lender, usd in portfolio.lenders.items():
        for quarter in range(some.calendar.quarters):
            accounts[loan_account(lender, quarter)] = usd
    limit += [usd / MILLION for usd in accounts.values()]
    return Commons(tuple(units), tuple(hours), np.array(limit), tuple(accounts), tuple(transfers))


def hours_each(mission: Mission, fleet: str) -> float:
    """Hours (vehicle-days) that one vehicle of a fleet gives a week."""
    return mission.fleets[fleet].hours_per_week_each or float(DAYS_PER_WEEK)


def rows_of(model: Model, commons: Commons) -> Ints:
    """Rows of a mission's model whose activity is its use of what is in common (all open to it)."""
    place = {block.rule: position for position, block in enumerate(model.blocks)}
    once, hours = (model.blocks[place[rule]] for rule in ("unit_once", "fleet_hours"))
    unit = {name: number for number, name in enumerate(once.axes["unit"])}
    fleet = {name: number for number, name in enumerate(hours.axes["fleet"])}
    weeks = len(hours.axes["week"])
    first = [model.first_row[place[rule]] for rule in ("unit_once", "fleet_hours")]
    rows = [first[0] + unit[name] for name in commons.units]
    rows += [first[1] + fleet[name] * weeks + week for name, week in commons.hours]
    rows += [_row_of_transfer(model, place, side) for side in commons.transfers]
    rows += [_row_of_account(model, place, name) for name in commons.accounts]
    return np.array(rows, dtype=np.int64)


def _row_of_transfer(model: Model, place: dict[str, int], side: Side) -> int:
    first, block = model.first_row[place["transfer"]], model.blocks[place["transfer"]]
    sides, ids, weeks = (list(labels) for labels in block.axes.values())
    row = sides.index(side[0]) * len(ids) + ids.index(side[1])
    return int(first) + row * len(weeks) + side[2]


def _row_of_account(model: Model, place: dict[str, int], account: str) -> int:
    loan = loan_of(account)
    rule = "budget" if loan is None else "loans"
    first, axes = model.first_row[place[rule]], model.blocks[place[rule]].axes
    if loan is None:
        return first + axes["group"].index(account)
    lender, quarter = loan
    return first + axes["lender"].index(lender) * len(axes["quarter"]) + quarter


def use_of(model: Model, commons: Commons, point: Floats) -> Floats:
    """What a point of a mission's model uses of what is in common."""
    return np.asarray(model.rows.matrix.tocsr()[rows_of(model, commons)] @ point)


def priced(model: Model, commons: Commons, prices: Floats) -> Model:
    """The model with use of what is in common charged at prices, in millions of USD."""
    duals = np.zeros(len(model.rows.row_lower))
    duals[rows_of(model, commons)] = prices
    cost = np.asarray(model.columns.cost + model.rows.matrix.T @ duals)
    return replace(model, columns=model.columns.copy(cost=cost))


def of_pools(commons: Commons) -> NDArray[np.bool_]:
    """Of what is in common what is owed to pools: to lenders that lend nothing of their own."""
    found = np.zeros(len(commons.limit), dtype=bool)
    accounts = np.arange(len(found)) >= len(found) - len(commons.accounts)
    found[accounts] = [loan_of(name) is not None for name in commons.accounts]
    return np.asarray(found & (commons.limit == 0.0))


@dataclass(frozen=True)
class Within:
    """Narrows a mission's model to a share of what is in common: hours of fleets, week by week,
    appropriations, and loans (a share below zero is what the mission lends). Of a pool of accounts,
    from which all together borrow nothing, it owes or lends just its share.

    Shared units that are not in the share are to be no units of the mission (`without_units`), and
    transfers are to be decided (`with_transfers`).
    """

    commons: Commons
    share: Floats

    def __call__(self, model: Model) -> Model:
        """The model in which the mission's own limits and the share both hold."""
        places = self.commons.places
        others = np.r_[places["hours"], places["accounts"]]
        given = self.share[others]
        rows = rows_of(model, self.commons.part(others))
        pooled = of_pools(self.commons)[others]
        blocks: list[RowBlock] = []
        for position, block in enumerate(model.blocks):
            upper = block.upper.copy()
            mine = rows - model.first_row[position]
            here = (mine >= 0) & (mine < block.size)
            least = block.lower[mine[here]]  # a quarter that settles is settled
            upper[mine[here]] = np.maximum(np.minimum(upper[mine[here]], given[here]), least)
            lower = block.lower.copy()
            even = mine[here & pooled]
            lower[even] = upper[even]
            blocks.append(replace(block, lower=lower, upper=upper))
        return replace(model, blocks=tuple(blocks))


def without_units(mission: Mission, commons: Commons, share: Floats) -> Mission:
    """The mission without the shared units of which it has no share."""
    lost = {unit for unit, mine in zip(commons.units, share, strict=False) if mine <= 0}
    return replace(
        mission,
        units={name: unit for name, unit in mission.units.items() if name not in lost},
        posting_costs=tuple(item for item in mission.posting_costs if item.unit not in lost),
    )
