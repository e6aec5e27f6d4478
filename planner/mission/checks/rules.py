"""Checks of the rules in force against the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.checks.messages import found, nearest, unknown
from planner.mission.checks.parameters import check_parameter
from planner.rulebook import MANDATE_KINDS, RULEBOOK, Kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.mission.checks.context import Context
    from planner.mission.schema.config import RuleText
    from planner.mission.yaml_marks import Path

# Parameters that may be left out, with what then holds.
OPTIONAL: dict[tuple[str, str], float] = {
    ("regional_share", "minimum"): 0.0,
    ("regional_share", "maximum"): 1.0,
}
# Lists of a kind, the second of which has a value for each of the first.
PAIRED = {
    "phased_dates": (("weeks", "persons"),),
    "burden_share_bound": (("contributors", "shares"),),
}
# Kinds of which two rules would contradict each other: a unit has one tour.
ONCE = ("tour_length",)
# Kinds whose violations are priced elsewhere: by the priority of each requirement.
PRICED_ELSEWHERE = ("capability_minimum",)


def check_rules(context: Context) -> None:
    """Everything that is wrong about the rules."""
    rules = context.config.rules
    names = [rule.rule for rule in rules]
    kinds = [rule.kind for rule in rules]
    context.named_once(("rules",), "rule", names)
    for at, rule in enumerate(rules):
        path: Path = ("rules", at)
        if rule.kind in ONCE and rule.kind in kinds[:at]:
            first = names[kinds.index(rule.kind)]
            message = (
                f"only one rule of this kind can be in force, {found(rule.rule)} after {first!r}"
            )
            context.add((*path, "kind"), f"{message}; remove one")
        kind = RULEBOOK.get(rule.kind)
        if kind is None:
            message = unknown("rule kind", rule.kind, MANDATE_KINDS)
            context.add((*path, "kind"), message)
        elif kind.family != "mandate":
            context.add((*path, "kind"), f"always holds, {found(rule.kind)}; leave the rule out")
        else:
            _softness(context, path, rule, kind)
            _parameters(context, path, rule, kind)
            _waivers(context, path, rule, kind)


def _softness(context: Context, path: Path, rule: RuleText, kind: Kind) -> None:
    if rule.hard:
        return
    if kind.soft_unit is None:
        context.add((*path, "hard"), f"kind {rule.kind!r} is always hard, found false; use true")
    elif rule.penalty_usd <= 0 and rule.kind not in PRICED_ELSEWHERE:
        message = f"a soft rule needs a price for each {kind.soft_unit}, found 0; give a number > 0"
        context.add((*path, "penalty_usd"), message)


def _parameters(context: Context, path: Path, rule: RuleText, kind: Kind) -> None:
    for name, value in rule.parameters.items():
        here = (*path, "parameters", name)
        if name not in kind.parameters:
            hint = nearest(name, kind.parameters) if kind.parameters else "the kind has none"
            context.add(here, f"unknown parameter, {found(name)}; {hint}", key=True)
        else:
            check_parameter(context, here, rule.kind, name, value)
    for name, meaning in kind.parameters.items():
        if name not in rule.parameters and (rule.kind, name) not in OPTIONAL:
            message = f"parameter {name!r} is missing; add it: {meaning}"
            context.add((*path, "parameters"), message)
    for leads, follows in PAIRED.get(rule.kind, ()):
        given = rule.parameters.get(leads), rule.parameters.get(follows)
        sizes = [len(each) for each in given if isinstance(each, list)]
        if len(set(sizes)) > 1:
            message = f"must be as many values as {leads}, found {sizes[1]}; give {sizes[0]}"
            context.add((*path, "parameters", follows), message)
    low, high = rule.parameters.get("minimum"), rule.parameters.get("maximum")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        message = f"above the maximum, {found(low)}; use at most {high}"
        context.add((*path, "parameters", "minimum"), message)


def _waivers(context: Context, path: Path, rule: RuleText, kind: Kind) -> None:
    if rule.waive and kind.waivable_for is None:
        message = f"kind {rule.kind!r} cannot be waived, {found(list(rule.waive))}; remove it"
        context.add((*path, "waive"), message)
        return
    tables = context.tables
    subjects: dict[str, Collection[str]] = {
        "contributor": tables.countries.keys,
        "unit": tables.in_place.keys | tables.pledges.keys,
        "site": context.sites,
        "sector": context.sector_names,
    }
    if kind.waivable_for is not None:
        known = subjects[kind.waivable_for]
        context.refer_all((*path, "waive"), kind.waivable_for, rule.waive, known)
