"""Totals of persons, fuel and presence by week, summed from how the units stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.mission.rules import Rule
from planner.model.encode.error import EncodingError
from planner.model.encode.postings import Stand
from planner.model.rules.levels import LITRES_PER_M3

if TYPE_CHECKING:
    from planner.model.model import Model

Floats = NDArray[np.float64]
Share = tuple[str, float] | None
Measure = Callable[[Mission, Stand], Share]
RuleMeasure = Callable[[Mission, Stand, Rule], Share]


def _presence(mission: Mission, stand: Stand) -> Share:
    del mission
    return (f"{stand.requirement}@{stand.site}", 1.0) if stand.requirement else None


def _fuel(mission: Mission, stand: Stand) -> Share:
    del mission
    litres = stand.unit_class.unit_type.ground_fuel_l_per_person_day * stand.strength_persons
    return stand.site, litres / LITRES_PER_M3


def _flight(mission: Mission, stand: Stand) -> Share:
    del mission
    kind = stand.unit_class.unit_type
    return stand.site, kind.flying_hours_per_week * kind.aviation_fuel_l_per_hour / LITRES_PER_M3


def _speakers(mission: Mission, stand: Stand, rule: Rule) -> Share:
    speaks = set(rule.names("languages")) & set(stand.unit_class.contributor.languages)
    return (mission.sites[stand.site].sector, float(stand.strength_persons)) if speaks else None


def _women(mission: Mission, stand: Stand, rule: Rule) -> Share:
    del mission
    unit, category = stand.unit_class.unit, stand.unit_class.unit_type.category
    if category != rule.parameter("category"):
        return None
    return category, stand.strength_persons * unit.women_persons / unit.strength_persons


def _secure(mission: Mission, stand: Stand, rule: Rule) -> Share:
    wanted = rule.names("capabilities")
    counts = any(
        need.requirement == stand.requirement and need.capability in wanted
        for need in mission.requirements
    )
    return (mission.sites[stand.site].sector, float(stand.strength_persons)) if counts else None


def _units(mission: Mission, stand: Stand, rule: Rule) -> Share:
    home = stand.unit_class.contributor.iso3
    if home not in rule.names("contributors"):
        return None
    return f"{home}@{mission.sites[stand.site].sector}", 1.0


ALWAYS: dict[str, Measure] = {
    "persons": lambda _, stand: (stand.site, float(stand.strength_persons)),
    "fuel": _fuel,
    "flight": _flight,
    "presence": _presence,
    "category": lambda _, s: (s.unit_class.unit_type.category, float(s.strength_persons)),
    "contributor": lambda _, s: (s.unit_class.contributor.iso3, float(s.strength_persons)),
    "sector": lambda m, s: (m.sites[s.site].sector, float(s.strength_persons)),
}
BY_RULE: dict[str, RuleMeasure] = {
    "speakers": _speakers,
    "women": _women,
    "secure": _secure,
    "units": _units,
}


def put_levels(model: Model, stands: list[Stand], point: Floats) -> None:
    """Sum every total over the stands, week by week; `missing` is what presence lacks.

    Raises
    ------
    EncodingError
        If a unit stands where the model counts nobody.
    """
    mission = model.mission
    rules = {rule.rule: rule for rule in mission.rules}
    weeks_of = {r.requirement: (r.from_week, r.until_week) for r in mission.requirements}
    for name, family in model.columns.families.items():
        prefix, _, rule = name.partition(":")
        if name not in ALWAYS and prefix not in BY_RULE:
            continue
        keys = {str(label): number for number, label in enumerate(family.axes["key"])}
        for stand in stands:
            share = (
                ALWAYS[name](mission, stand)
                if name in ALWAYS
                else BY_RULE[prefix](mission, stand, rules[rule])
            )
            if share is None or not share[1]:
                continue
            if share[0] not in keys:
                if rule:  # the rule is waived for that sector
                    continue
                raise EncodingError(f"{stand.unit_class.unit.unit}: no {name} of {share[0]}")
            begin, end = stand.begin, min(stand.end, mission.calendar.weeks)
            if name == "presence":
                since, until = weeks_of[stand.requirement]
                begin, end = max(begin, since), min(end, until)
            point[family.at(keys[share[0]], np.arange(begin, max(begin, end)))] += share[1]
    _put_missing(model, point)


def _put_missing(model: Model, point: Floats) -> None:
    mission, presence = model.mission, model.columns.families["presence"]
    missing = model.columns.families["missing"]
    names = [item.requirement for item in mission.requirements]
    lacks = np.zeros(missing.shape)
    for number, item in enumerate(mission.requirements):
        lacks[number, max(item.from_week, 0) : max(item.until_week, 0)] = item.quantity
    held = point[presence.columns].reshape(presence.shape)
    for label, by_week in zip(presence.axes["key"], held, strict=True):
        lacks[names.index(str(label).rsplit("@", 1)[0])] -= by_week
    point[missing.columns] = lacks.ravel()


def put_pairs(model: Model, point: Floats) -> None:
    """Mark each sector and week in which a contributor of a pair has units."""
    for name, family in model.columns.families.items():
        if name.startswith("here:"):
            units = model.columns.families[f"units:{name.removeprefix('here:')}"]
            point[family.columns] = point[units.columns] > 0.5
