"""Flows, purchases, stocks, beds, cuts, hires and shortfalls of a point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.mission.money import HireKind
from planner.model.columns import Family
from planner.model.draft import MILLION
from planner.model.model import Model
from planner.model.rules.consumption import recounted
from planner.model.rules.hires import FAMILIES
from planner.plan import CLEARED, DECIMALS, TABLES

Floats = NDArray[np.float64]
Row = dict[str, object]
SMALL = 1e-6
LAST_DIGIT = 10.0**-DECIMALS
SOLVERS_ZERO = 1e-10  # beds


def _grid(model: Model, point: Floats, name: str) -> tuple[Family, Floats]:
    """Values of a family none of which may be negative, free of tolerances."""
    family = model.columns.families[name]
    return family, np.maximum(point[family.columns], 0.0).reshape(family.shape)


def flows_table(model: Model, point: Floats, family: str = "flow") -> list[Row]:
    """Rows of `flows`, or of `returns` from the family `returned`."""
    _, value = _grid(model, point, family)
    carried = model.carried if family == "flow" else model.returned
    return [
        {
            "lane": model.options.lanes[carried[i][0]].lane,
            "supply_class": carried[i][1],
            "week": int(week),
            "quantity": float(value[i, week] / _t_per_unit(model, carried[i][1])),
        }
        for i, week in zip(*np.where(value > SMALL), strict=True)
    ]


def clearances_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `clearances`."""
    rows: list[Row] = []
    for how in CLEARED:
        family, value = _grid(model, point, how)
        for i, week in zip(*np.where(value > SMALL), strict=True):
            site, name = str(family.axes["stock"][i]).split("|")
            quantity = float(value[i, week] / _t_per_unit(model, name))
            row = {"site": site, "supply_class": name, "week": int(week)}
            rows.append({**row, "how": how, "quantity": quantity})
    return rows


def _t_per_unit(model: Model, supply_class: str) -> float:
    return model.mission.supply_classes[supply_class].t_per_unit


def purchases_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `purchases`: into the stock of a site, and at a port whatever leaves it."""
    bought: dict[tuple[str, str, int], float] = {}
    for row in flows_table(model, point):
        origin = model.mission.lanes[str(row["lane"])].origin
        if origin not in model.mission.sites:
            key = (origin, str(row["supply_class"]), int(str(row["week"])))
            bought[key] = bought.get(key, 0.0) + float(str(row["quantity"]))
    family, value = _grid(model, point, "buy")
    for i, week in zip(*np.where(value > SMALL), strict=True):
        node, supply_class = str(family.axes["source"][i]).split("|")
        units = float(value[i, week]) / _t_per_unit(model, supply_class)
        bought[node, supply_class, int(week)] = units
    return [
        {"node": node, "supply_class": name, "week": week, "quantity": quantity}
        for (node, name, week), quantity in bought.items()
    ]


def stocks_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `stocks`: the ledger of each site and class; `consumed` closes the balance."""
    family, closing = _grid(model, point, "stock")
    _, unmet = _grid(model, point, "unmet")
    labels = [str(label) for label in family.axes["stock"]]
    where = {label: position for position, label in enumerate(labels)}
    received, sent = _received_and_sent(model, point, where, closing.shape)
    cleared = np.zeros_like(closing)
    for how in CLEARED:
        gone, value = _grid(model, point, how)
        for position, label in enumerate(gone.axes["stock"]):
            cleared[where[str(label)]] += value[position]
    buy, bought = _grid(model, point, "buy")
    for position, label in enumerate(buy.axes["source"]):
        received[where[str(label)]] += bought[position]
    opening_stock, brought = _opening_and_brought(model, point, where, closing.shape)
    opening = np.concatenate([opening_stock[:, None], closing[:, :-1]], axis=1)
    counted = recounted(model.mission, labels)
    consumed = opening + brought + received - sent + unmet - cleared - closing + counted
    per_t = 1.0 / np.array([_t_per_unit(model, label.split("|")[1]) for label in labels])
    return [
        {
            "site": label.split("|")[0],
            "supply_class": label.split("|")[1],
            "week": week,
            "opening": float(opening[i, week] * per_t[i]),
            "brought": float(brought[i, week] * per_t[i]),
            "received": float(received[i, week] * per_t[i]),
            "sent": float(sent[i, week] * per_t[i]),
            "consumed": float(consumed[i, week] * per_t[i]),
            "unmet": float(unmet[i, week] * per_t[i]),
            "cleared": float(cleared[i, week] * per_t[i]),
            "closing": float(closing[i, week] * per_t[i]),
        }
        for i, label in enumerate(labels)
        for week in range(closing.shape[1])
    ]


def _received_and_sent(
    model: Model, point: Floats, where: dict[str, int], shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """What lanes bring and take away, there and back, by stock and week."""
    received, sent = np.zeros(shape), np.zeros(shape)
    lanes, weeks = model.options.lanes, shape[1]
    ways = [
        (lanes[n].origin, lanes[n].destination, n, name, amount)
        for (n, name), amount in zip(model.carried, _grid(model, point, "flow")[1], strict=True)
    ]
    ways += [
        (lanes[n].destination, lanes[n].origin, n, name, amount)
        for (n, name), amount in zip(model.returned, _grid(model, point, "returned")[1],
                                     strict=True)
    ]  # fmt: skip
    for begin, end, number, name, amount in ways:
        into, out_of = where.get(f"{end}|{name}"), where.get(f"{begin}|{name}")
        lag = lanes[number].lag_weeks
        if into is not None:
            received[into, lag:] += amount[: weeks - lag]
        if out_of is not None:
            sent[out_of] += amount
    return received, sent


def _opening_and_brought(
    model: Model, point: Floats, where: dict[str, int], shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """Opening stocks, and what arriving units bring, by stock (and week)."""
    brought = np.zeros(shape)
    table = model.options.itineraries.table
    count = point[model.columns.families["itinerary"].columns]
    sites = list(model.mission.sites)
    for index in np.where((count > 0.5) & (table["arrival"] > 0))[0]:
        for name, amount in model.brought[int(table["unit_class"][index])].items():
            row = where[f"{sites[table['site'][index]]}|{name}"]
            brought[row, table["start"][index]] += amount * round(count[index])
    opening = np.array([model.opening.get(label, 0.0) for label in where])
    return opening, brought


def beds_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `beds`, rounded up in the last digit of tables: nobody lacks a part of a bed
    because of rounding. Those that were executed stay as they were, to the last digit.
    """
    family, value = _grid(model, point, "built")
    executed, past = model.mission.executed, list[Row]()
    if executed is not None:
        was = executed.tables["beds"]
        built = was[was["week"] < executed.as_of_week].to_dict("records")
        past = [{str(key): each for key, each in row.items()} for row in built]
        value[:, : executed.as_of_week] = 0.0
    beds = np.ceil((value - SOLVERS_ZERO) / LAST_DIGIT) * LAST_DIGIT
    return past + [
        {"site": family.axes["site"][i], "week": int(week), "built": float(beds[i, week])}
        for i, week in zip(*np.where(beds > 0.0), strict=True)
    ]


def cuts_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `individual_cuts`."""
    family, value = _grid(model, point, "cut")
    return [
        {
            "category": family.axes["category"][i],
            "week": int(week),
            "persons": round(float(value[i, week])),
        }
        for i, week in zip(*np.where(value > 0.5), strict=True)
    ]


def releases_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `releases`."""
    family, value = _grid(model, point, "release")
    return [
        {"fleet": family.axes["fleet"][i], "week": int(week),
         "vehicles": round(float(value[i, week]))}
        for i, week in zip(*np.where(value > 0.5), strict=True)
    ]  # fmt: skip


def closures_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `site_closures`."""
    family, value = _grid(model, point, "site_closure")
    return [
        {"site": family.axes["site"][i], "week": int(week)}
        for i, week in zip(*np.where(value > 0.5), strict=True)
    ]


def hires_table(model: Model, point: Floats, kind: HireKind) -> list[Row]:
    """Rows of `post_cuts` or `service_cuts`."""
    family, value = _grid(model, point, FAMILIES[kind][0])
    hire, _, count = TABLES[f"{kind}_cuts"]
    return [
        {hire: family.axes[kind][i], "week": int(week), count: round(float(value[i, week]))}
        for i, week in zip(*np.where(value > 0.5), strict=True)
    ]


def picked_table(model: Model, point: Floats, name: str, count: str | None) -> list[Row]:
    """Rows of `contracts` or `depots`: what is taken, and how many."""
    family, value = _grid(model, point, name)
    rows: list[Row] = []
    for i in np.where(value > 0.5)[0]:
        row: Row = {name: family.axes[name][i]}
        rows.append(row if count is None else row | {count: round(float(value[i]))})
    return rows


def shortfalls_table(model: Model, point: Floats) -> list[Row]:
    """Rows of `shortfalls`: what lacks, week by week, and its price in the objective."""
    rows: list[Row] = []
    kinds = {rule.rule: rule.kind for rule in model.mission.rules}
    minimum = next((r for r, kind in kinds.items() if kind == "capability_minimum"), "")
    cost = model.columns.cost
    for family in model.columns.families.values():
        if family.name == "missing":
            kind, rule = "capability_minimum", minimum
        elif family.name == "unmet":
            kind, rule = "stock_balance", ""
        elif family.name.startswith("soft:"):
            rule = family.name.removeprefix("soft:")
            kind = kinds[rule]
        else:
            continue
        for column in family.offset + np.where(point[family.columns] > SMALL)[0]:
            index = np.unravel_index(column - family.offset, family.shape)
            labels = [str(v[i]) for v, i in zip(family.axes.values(), index, strict=True)]
            amount = float(point[column])
            if family.name == "unmet":
                amount /= _t_per_unit(model, labels[0].split("|")[1])
            rows.append(
                {
                    "kind": kind,
                    "rule": rule,
                    "subject": "|".join(labels[:-1]),
                    "week": int(index[-1]),
                    "amount": amount,
                    "penalty_usd": float(point[column] * cost[column] * MILLION),
                }
            )
    return rows
