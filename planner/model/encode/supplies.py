"""Flows, purchases, stocks, camps, and what is taken once: contracts, depots, cuts, hires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.model.encode.error import EncodingError
from planner.model.rules.hires import FAMILIES
from planner.plan import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from planner.model.model import Model

Floats = NDArray[np.float64]
SMALL_T = 1e-4


def put_supplies(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Flows, and purchases into the stocks of sites, in tonnes.

    Raises
    ------
    EncodingError
        If supplies go by a lane that carries none of them, or are bought where nobody sells.
    """
    for name, table, place in (("flow", "flows", "lane"), ("buy", "purchases", "node")):
        family = model.columns.families[name]
        axis = next(iter(family.axes.values()))
        labels = {str(label): number for number, label in enumerate(axis)}
        columns = [place, "supply_class", "week", "quantity"]
        for where, supply_class, week, quantity in _rows(tables[table], columns):
            tonnes = quantity * model.mission.supply_classes[supply_class].t_per_unit
            label = f"{where}|{supply_class}"
            if label in labels:
                point[family.at(labels[label], week)] += tonnes
            elif tonnes > SMALL_T and not (name == "buy" and where in model.mission.ports):
                raise EncodingError(f"{table}: {where} offers no {supply_class}")


def put_cleared(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Supplies that go back, and what is sold or written off, in tonnes.

    Raises
    ------
    EncodingError
        If something goes back, or is cleared, where the model offers none of it.
    """
    families, classes = model.columns.families, model.mission.supply_classes
    rows = [("returned", *row) for row in _rows(tables["returns"], list(TABLES["returns"]))]
    columns = ["how", "site", "supply_class", "week", "quantity"]
    rows += _rows(tables["clearances"], columns)
    for name, place, supply_class, week, quantity in rows:
        family, label = families[name], f"{place}|{supply_class}"
        labels = next(iter(family.axes.values()))
        tonnes = quantity * classes[supply_class].t_per_unit
        if label in labels:
            point[family.at(labels.index(label), week)] += tonnes
        elif tonnes > SMALL_T:
            raise EncodingError(f"{name}: no {supply_class} of {place} may be")


def put_stocks(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Closing stocks and unmet demand, in tonnes.

    Raises
    ------
    EncodingError
        If there is stock or demand where the model knows none.
    """
    families = model.columns.families
    labels = {str(label): number for number, label in enumerate(families["stock"].axes["stock"])}
    columns = ["site", "supply_class", "week", "closing", "unmet"]
    for site, supply_class, week, closing, unmet in _rows(tables["stocks"], columns):
        label = f"{site}|{supply_class}"
        scale = model.mission.supply_classes[supply_class].t_per_unit
        if label in labels:
            point[families["stock"].at(labels[label], week)] = closing * scale
            point[families["unmet"].at(labels[label], week)] = unmet * scale
        elif max(abs(closing), abs(unmet)) * scale > SMALL_T:
            raise EncodingError(f"stocks: no {supply_class} is kept at {site}")


def put_camp(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Beds built, and beds added by then; beds where they are never short count for nothing.

    Raises
    ------
    EncodingError
        If beds are built where they can never be short, so that the model does not price them.
    """
    built, added = model.columns.families["built"], model.columns.families["added_beds"]
    sites = {str(site): number for number, site in enumerate(built.axes["site"])}
    for site, week, beds in _rows(tables["beds"], ["site", "week", "built"]):
        if site not in sites:
            raise EncodingError(f"beds: the camp of {site} has beds for all who could come")
        point[built.at(sites[site], week)] += beds
        point[added.at(sites[site], np.arange(week + 1, model.mission.calendar.weeks))] += beds


def put_choices(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> None:
    """Contracts, depots, vehicles given back, individuals cut, posts and services that end; `gone`,
    `posts_ended` and `services_ended` are those away by each week, `kept` the vehicles not yet
    given back, `site_open` the sites not yet closed.

    Raises
    ------
    EncodingError
        If a fleet gives back vehicles, or a site closes, that may not.
    """
    families, weeks = model.columns.families, model.mission.calendar.weeks
    contracts = list(families["contract"].axes["contract"])
    for contract, count in _rows(tables["contracts"], ["contract", "count"]):
        point[families["contract"].at(contracts.index(contract))] += count
    depots = list(families["depot"].axes["depot"])
    for (depot,) in _rows(tables["depots"], ["depot"]):
        point[families["depot"].at(depots.index(depot))] = 1.0
    kinds = list(families["cut"].axes["category"])
    for kind, week, persons in _rows(tables["individual_cuts"], ["category", "week", "persons"]):
        point[families["cut"].at(kinds.index(kind), week)] += persons
        point[families["gone"].at(kinds.index(kind), np.arange(week, weeks))] += persons
    fleets = list(families["release"].axes["fleet"])
    point[families["kept"].columns] = model.columns.upper[families["kept"].columns]
    for fleet, week, vehicles in _rows(tables["releases"], ["fleet", "week", "vehicles"]):
        if fleet not in fleets:
            raise EncodingError(f"releases: {fleet} gives no vehicle back")
        point[families["release"].at(fleets.index(fleet), week)] += vehicles
        point[families["kept"].at(fleets.index(fleet), np.arange(week, weeks))] -= vehicles
    closable = list(families["site_closure"].axes["site"])
    point[families["site_open"].columns] = 1.0
    for site, week in _rows(tables["site_closures"], ["site", "week"]):
        if site not in closable:
            raise EncodingError(f"site_closures: {site} may not close")
        point[families["site_closure"].at(closable.index(site), week)] = 1.0
        point[families["site_open"].at(closable.index(site), np.arange(week, weeks))] = 0.0
    for kind, (name, name_ended) in FAMILIES.items():
        cut, ended = families[name], families[name_ended]
        hires, columns = list(cut.axes[kind]), list(TABLES[f"{kind}_cuts"])
        for hire, week, count in _rows(tables[f"{kind}_cuts"], columns):
            point[cut.at(hires.index(hire), week)] += count
            point[ended.at(hires.index(hire), np.arange(week, weeks))] += count


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterable[tuple]:  # type: ignore[type-arg]
    return frame[columns].itertuples(index=False, name=None)
