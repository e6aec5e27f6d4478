"""Sites that close leave no stock behind: it is eaten, goes back, is sold or is written off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.mission.supply import Clearing, SupplyClass
from planner.model.draft import Draft, FlowUse
from planner.model.rows import BlockBuilder
from planner.model.rules.consumption import Stock, openings
from planner.model.rules.lift import trips_limit
from planner.model.rules.stores import room_t, stocked, storage_limit_t

Floats = NDArray[np.float64]


def returns(draft: Draft) -> None:
    """Columns: supplies that go back from sites that may close, by lane, class and week; what is
    sold and written off there as they close; charges of both.
    """
    mission, weeks = draft.mission, np.arange(draft.weeks)
    back = [
        (number, item)
        for number, lane in enumerate(draft.lanes)
        if lane.mode != "sea"
        and not lane.link
        and lane.origin in mission.sites
        and lane.destination in mission.sites
        and mission.may_close(lane.destination)
        for item in mission.supply_classes.values()
        if item.clearing is not None and room_t(lane, item) > 0
    ]
    draft.returned = [(number, item.supply_class) for number, item in back]
    room = [trips_limit(draft, draft.lanes[n]) * room_t(draft.lanes[n], item) for n, item in back]
    labels = [f"{draft.lanes[n].lane}|{item.supply_class}" for n, item in back]
    axes: dict[str, Sequence[object]] = {"lane_class": labels, "week": range(draft.weeks)}
    flow = draft.columns.add("returned", axes, upper=np.array(room)[:, None] if room else 0.0)
    for (number, item), columns in zip(back, flow.grid, strict=True):
        draft.flow_uses.append(FlowUse(number, "out", item.liquid, columns))
    pairs = clearable(draft)
    most, opening = _most_there(draft, pairs), np.array(openings(draft, pairs))[:, None]
    on_sale = np.array([_terms(item).sale_usd_per_t is not None for _, item in pairs], dtype=bool)
    axes = {"stock": [f"{site}|{item.supply_class}" for site, item in pairs]}
    axes |= {"week": range(draft.weeks)}
    upper = np.minimum(most, opening * on_sale[:, None]) if pairs else 0.0
    sold = draft.columns.add("sold", axes, upper=upper)
    written_off = draft.columns.add("written_off", axes, upper=most if pairs else 0.0)
    for number, (_, item) in enumerate(pairs):
        terms = _terms(item)
        draft.charge(item.budget_line, weeks, sold.grid[number], -(terms.sale_usd_per_t or 0.0))
        draft.charge(item.budget_line, weeks, written_off.grid[number], terms.write_off_usd_per_t)


def clearable(draft: Draft) -> list[Stock]:
    """Stocks of sites that may close, where these are cleared."""
    return [
        (site, item)
        for site, item in stocked(draft)
        if item.clearing is not None and draft.mission.may_close(site)
    ]


def _most_there(draft: Draft, pairs: list[Stock]) -> Floats:
    """Tonnes of each stock at the most as a week begins, by week."""
    limits = [storage_limit_t(draft, site, item) for site, item in pairs]
    most = np.tile(np.array(limits, dtype=float)[:, None], draft.weeks)
    most[:, 0] = openings(draft, pairs)
    return most


def _terms(item: SupplyClass) -> Clearing:
    assert item.clearing is not None, "only classes with terms are cleared"
    return item.clearing


def leave_stock(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    """In rows of stocks: what goes back leaves the stock of a lane's destination and arrives in
    that of its origin later; what is sold or written off leaves at once.
    """
    for (number, name), columns in zip(draft.returned, draft.family("returned").grid, strict=True):
        lane = draft.lanes[number]
        block.add(block.grid[where[f"{lane.destination}|{name}"]], columns, 1.0)
        departs = max(0, draft.weeks - lane.lag_weeks)
        into = block.grid[where[f"{lane.origin}|{name}"], lane.lag_weeks :]
        block.add(into, columns[:departs], -1.0)
    for name in ("sold", "written_off"):
        family = draft.family(name)
        for label, columns in zip(family.axes["stock"], family.grid, strict=True):
            block.add(block.grid[where[str(label)]], columns, 1.0)


def stock_cleared(draft: Draft) -> None:
    """Stock is sold or written off where and when its site closes, and no more is sold than stood
    there at the start. With what goes back it is no more than stands there as the week begins. A
    site that has closed has no stores.
    """
    sold, written_off = draft.family("sold"), draft.family("written_off")
    stock, pairs = draft.family("stock"), clearable(draft)
    closes, still = draft.family("site_closure"), draft.family("site_open")
    place = [closes.axes["site"].index(site) for site, _ in pairs]
    position = {str(label): number for number, label in enumerate(stock.axes["stock"])}
    kept = stock.grid[[position[str(label)] for label in sold.axes["stock"]]]
    most, opening = _most_there(draft, pairs), np.array(openings(draft, pairs))
    axes = {"part": ["sold", "closes", "there"], **sold.axes}
    block = BlockBuilder("stock_cleared", axes, upper=0.0)
    block.upper[2, :, 0] = opening
    block.add(block.grid[0], sold.grid, 1.0)
    block.add(block.grid[0], closes.grid[place], -opening[:, None])
    for part in (1, 2):
        block.add(block.grid[part], sold.grid, 1.0)
        block.add(block.grid[part], written_off.grid, 1.0)
    block.add(block.grid[1], closes.grid[place], -most)
    block.add(block.grid[2, :, 1:], kept[:, :-1], -1.0)
    row = {str(label): number for number, label in enumerate(sold.axes["stock"])}
    for (number, name), columns in zip(draft.returned, draft.family("returned").grid, strict=True):
        block.add(block.grid[2, row[f"{draft.lanes[number].destination}|{name}"]], columns, 1.0)
    draft.add(block)
    _go_back(draft)
    shut = BlockBuilder("storage", {"part": ["closed"], **sold.axes}, upper=0.0)
    limits = [storage_limit_t(draft, site, item) for site, item in pairs]
    shut.add(shut.grid[0], kept, 1.0)
    shut.add(shut.grid[0], still.grid[place], -np.array(limits)[:, None])
    draft.add(shut)


def _go_back(draft: Draft) -> None:
    """Rows: supplies go back in the week of the closing and those in which the stock runs down."""
    returned, closes = draft.family("returned"), draft.family("site_closure")
    axes = {"part": ["returned"], **returned.axes}
    block = BlockBuilder("stock_cleared", axes, upper=0.0)
    block.add(block.grid[0], returned.grid, 1.0)
    most = draft.columns.upper_of(returned)
    for position, (number, name) in enumerate(draft.returned):
        columns = closes.grid[closes.axes["site"].index(draft.lanes[number].destination)]
        terms = _terms(draft.mission.supply_classes[name])
        for ahead in range(min(terms.run_down_weeks, draft.weeks - 1) + 1):
            row = block.grid[0, position, : draft.weeks - ahead]
            block.add(row, columns[ahead:], -most[position, : draft.weeks - ahead])
    draft.add(block)


def run_down(draft: Draft, least: BlockBuilder, pairs: list[Stock], most: Floats) -> None:
    """In rows of reserves: none is asked for in the weeks before a site closes.

    most: the largest reserve that is ever asked for, by row and week.
    """
    closes = draft.family("site_closure")
    for position, (site, item) in enumerate(pairs):
        if item.clearing is None or not draft.mission.may_close(site):
            continue
        columns = closes.grid[closes.axes["site"].index(site)]
        for ahead in range(1, min(item.clearing.run_down_weeks, draft.weeks - 1) + 1):
            least.add(least.grid[position, :-ahead], columns[ahead:], most[position])
