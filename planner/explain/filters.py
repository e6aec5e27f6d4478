"""Rules and givens that keep postings from being offered at all, and missions without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.mission.mission import Mission
from planner.mission.rules import Rule
from planner.options.options import Options
from planner.rulebook import RULEBOOK

# Kinds that forbid postings, weeks or lanes before there is a model; by what a waiver names.
KINDS = (
    "contributor_excluded",
    "neighbour_excluded",
    "caveat",
    "readiness",
    "self_sufficiency",
    "tour_length",
    "mandate_expiry",
    "airfield_limits",
    "load_size",
)
BRINGS = (
    "self_sufficiency"  # also has units bring supplies: without it, no fewer days are asked for
)
NOTICE, INDIVIDUAL_NOTICE, FIXED = "notice", "individual_cuts", "fixed"
FIRST_WEEK = 1  # in which a unit in place may leave if no notice is asked for


@dataclass(frozen=True)
class Filter:
    """A rule of the mission, or one of its givens (notice, a unit's fixed postings), that keeps
    postings from being offered. subjects: for whom it is meant, all if there are none; each is the
    units, contributor or site that a waiver names.
    """

    kind: str
    rule: str
    sentence: str
    source: str
    subjects: tuple[tuple[str, ...], ...] = ()


def filters_of(mission: Mission) -> list[Filter]:
    """All of a mission, those that are no rules first."""
    found = []
    if mission.notice_weeks > FIRST_WEEK:
        found.append(Filter(
            NOTICE, "", f"Units in place leave or move after {mission.notice_weeks} weeks at the "
            "earliest.", "notice_weeks of the config",
        ))  # fmt: skip
    if mission.individual_notice_weeks > 0:
        found.append(Filter(
            INDIVIDUAL_NOTICE, "", RULEBOOK[INDIVIDUAL_NOTICE].sentence,
            f"individual_notice_weeks of the config: {mission.individual_notice_weeks}",
        ))  # fmt: skip
    for unit in mission.units.values():
        if unit.fixed is not None:
            where = ", then ".join(map(str, unit.fixed)) or "anywhere"
            found.append(Filter(
                FIXED, "", f"{unit.unit} serves: {where}.", "a posting that is given",
                ((unit.unit,),),
            ))  # fmt: skip
    found += [
        Filter(rule.kind, rule.rule, RULEBOOK[rule.kind].sentence, source_of(rule))
        for rule in mission.rules
        if rule.kind in KINDS
    ]
    return found


def source_of(rule: Rule) -> str:
    """Where a rule of a mission comes from."""
    return rule.source or RULEBOOK[rule.kind].source


def with_only(mission: Mission, kept: Iterable[Filter]) -> Mission:
    """The mission with these of its filters alone."""
    kept = list(kept)
    for item in filters_of(mission):
        same = [each for each in kept if (each.kind, each.rule) == (item.kind, item.rule)
                and (item.kind != FIXED or each.subjects == item.subjects)]  # fmt: skip
        if not same:
            mission = _without(mission, item)
        elif item.kind != FIXED and same[0].subjects:
            rest = [
                name
                for subject in subjects_of(mission, item.kind)
                if subject not in same[0].subjects
                for name in subject
            ]
            mission = _waived(mission, item.rule, rest)
    return mission


def subjects_of(mission: Mission, kind: str) -> list[tuple[str, ...]]:
    """What a waiver of a kind could name: units alike together, contributors of pledges, or sites;
    nothing where there are no waivers.
    """
    names = RULEBOOK[kind].waivable_for if kind in KINDS else None
    pledges = [unit for unit in mission.units.values() if not unit.in_place]
    if names == "contributor":
        return [(iso3,) for iso3 in dict.fromkeys(unit.contributor for unit in pledges)]
    if names == "site":
        return [(site,) for site in mission.sites]
    if names != "unit":
        return []
    alike: dict[object, list[str]] = {}
    for unit in mission.units.values():
        if unit.in_place and kind in ("readiness", "self_sufficiency"):
            continue
        key = unit.unit if unit.in_place else replace(unit, unit="")
        alike.setdefault(key, []).append(unit.unit)
    return [tuple(units) for units in alike.values()]


def _without(mission: Mission, item: Filter) -> Mission:
    if item.kind == NOTICE:
        return replace(mission, notice_weeks=FIRST_WEEK)
    if item.kind == INDIVIDUAL_NOTICE:
        return replace(mission, individual_notice_weeks=0)
    if item.kind == FIXED:
        [(name,)] = item.subjects
        free = replace(mission.units[name], fixed=None)
        return replace(mission, units={**mission.units, name: free})
    if item.kind == BRINGS:
        return _changed(mission, item.rule, parameters=_no_days(mission, item.rule))
    return replace(mission, rules=tuple(r for r in mission.rules if r.rule != item.rule))


def _no_days(mission: Mission, name: str) -> tuple[tuple[str, object], ...]:
    [rule] = [each for each in mission.rules if each.rule == name]
    return tuple((key, 0.0 if key == "days" else value) for key, value in rule.parameters)


def _waived(mission: Mission, name: str, subjects: Sequence[str]) -> Mission:
    [rule] = [each for each in mission.rules if each.rule == name]
    more = tuple(each for each in subjects if each not in rule.waived)
    return _changed(mission, name, waived=rule.waived + more)


def _changed(
    mission: Mission,
    name: str,
    parameters: tuple[tuple[str, object], ...] | None = None,
    waived: tuple[str, ...] | None = None,
) -> Mission:
    rules = tuple(
        replace(
            rule,
            parameters=rule.parameters if parameters is None else parameters,
            waived=rule.waived if waived is None else waived,
        )
        if rule.rule == name
        else rule
        for rule in mission.rules
    )
    return replace(mission, rules=rules)


def forbidden(options: Options, item: Filter) -> str:
    """How many postings a rule forbids, in words; empty if that is not counted."""
    blocked = options.itineraries.blocked
    mine = blocked[blocked["rule"].isin({item.rule, item.kind} - {""})]
    if not len(mine):
        return ""
    units = sorted(set(mine["unit"]))
    return f"forbids {int(mine['options'].sum()):,} postings of {', '.join(units[:3])}" + (
        f" and {len(units) - 3} more" if len(units) > 3 else ""
    )
