"""Transfers of a portfolio's config: what is wrong with them, and the terms that they put into the
configs of both missions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.mission.checks.messages import found, unknown
from planner.portfolio.inside import Inside, Terms

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.mission.mission import Mission
    from planner.mission.yaml_marks import Document
    from planner.portfolio.schema import PortfolioConfig, TransferText

OUT, IN = "units.transfers_out", "units.transfers_in"


def transfer_problems(
    document: Document, config: PortfolioConfig, missions: Mapping[str, Mission]
) -> Iterator[Problem]:
    """What is wrong with transfers. missions: those whose configs are right."""
    seen: dict[tuple[str, str], int] = {}
    there: set[tuple[str, str]] = set()
    for at, item in enumerate(config.transfers):
        where = ("transfers", at)
        for key, name in (("from", item.from_), ("to", item.to)):
            if name not in config.missions:
                message = unknown("mission", name, config.missions)
                yield document.problem((*where, key), message)
        if item.from_ == item.to:
            message = f"goes to where it stands, {found(item.to)}; name another mission"
            yield document.problem((*where, "to"), message)
        first = seen.setdefault((item.from_, item.unit), at)
        arrives = (item.to, item.as_ or item.unit)
        if first != at:
            message = f"named twice, {found(item.unit)} in transfers[{first}] too; remove one"
            yield document.problem((*where, "unit"), message)
        elif arrives in there:
            message = f"another comes to {item.to} under this id, {found(arrives[1])}; give `as`"
            yield document.problem((*where, "unit"), message)
        there.add(arrives)
        if item.from_ in missions and item.from_ != item.to:
            yield from _at_origin(document, where, item, missions[item.from_])
        if item.to in missions and item.from_ != item.to:
            yield from _at_destination(document, where, item, missions)


def _at_origin(
    document: Document, where: tuple[str, int], item: TransferText, mission: Mission
) -> Iterator[Problem]:
    unit = mission.units.get(item.unit)
    in_place = [name for name, each in mission.units.items() if each.in_place]
    if unit is None or not unit.in_place:
        message = unknown(f"unit in place in {item.from_}", item.unit, in_place)
        yield document.problem((*where, "unit"), message)
        return
    parents = {each.parent for each in mission.units.values()}
    if unit.parent is not None or unit.unit in parents:
        message = f"is or has a part of another unit, {found(item.unit)}; such units stay together"
        yield document.problem((*where, "unit"), message)
    if unit.fixed is not None:
        message = f"is fixed in {item.from_}, {found(item.unit)}; take one of both out"
        yield document.problem((*where, "unit"), message)


def _at_destination(
    document: Document,
    where: tuple[str, int],
    item: TransferText,
    missions: Mapping[str, Mission],
) -> Iterator[Problem]:
    mission, named = missions[item.to], item.as_ or item.unit
    if named in mission.units:
        message = f"{item.to} has a unit of this id, {found(named)}; give it another there (`as`)"
        yield document.problem((*where, "as" if item.as_ else "unit"), message)
    if item.budget_line not in mission.budget_lines:
        message = unknown(f"budget line of {item.to}", item.budget_line, mission.budget_lines)
        yield document.problem((*where, "budget_line"), message)
    origin = missions.get(item.from_)
    unit = origin.units.get(item.unit) if origin else None
    if origin is None or unit is None:
        return
    kind = origin.unit_types[unit.unit_type]
    if mission.unit_types.get(unit.unit_type) != kind:
        message = (
            f"{item.to} knows no unit type like its own, {found(unit.unit_type)}; add it there"
        )
        yield document.problem((*where, "to"), message)


def with_terms(
    document: Document,
    config: PortfolioConfig,
    insides: Mapping[str, Inside],
    missions: Mapping[str, Mission],
) -> dict[str, Inside]:
    """The missions' configs with the terms of all transfers."""
    changed = dict(insides)
    notes = {each.path: each.note for each in document.assumed}
    for at, item in enumerate(config.transfers):
        place = document.problem(("transfers", at), "")
        note = notes.get(("transfers", at, "cost_usd"))
        for name, path, entry in (
            (item.from_, OUT, _going(item)),
            (item.to, IN, _coming(item, missions[item.from_], note)),
        ):
            old = changed[name]
            changed[name] = replace(old, terms=(*old.terms, Terms(path, entry, place)))
    return changed


def _going(item: TransferText) -> dict[str, Any]:
    return {
        "unit": item.unit,
        "transfer": f"{item.from_}/{item.unit}",
        "to": item.to,
        "weeks": item.weeks,
        "consent": item.consent,
    }


def _coming(item: TransferText, origin: Mission, note: str | None) -> dict[str, Any]:
    unit = origin.units[item.unit]
    return {
        "unit": item.as_ or item.unit,
        "transfer": f"{item.from_}/{item.unit}",
        "from": item.from_,
        "weeks": item.weeks,
        "from_week": origin.notice_weeks + item.weeks,
        "consent": item.consent,
        "contributor": unit.contributor,
        "unit_type": unit.unit_type,
        "strength_persons": unit.strength_persons,
        "women_persons": unit.women_persons,
        "self_sufficiency_days": unit.self_sufficiency_days,
        "cost_usd": item.cost_usd if note is None else {"value": item.cost_usd, "assumption": note},
        "budget_line": item.budget_line,
    }
