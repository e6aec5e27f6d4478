"""The mission without one of its political choices, one variant for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import unknown
from planner.mission.force import Caveat
from planner.mission.mission import Mission
from planner.mission.rules import Rule

# Rules on who may serve, and with what part, each of which is priced as a whole.
POLITICAL = (
    "contributor_share_cap",
    "burden_share_bound",
    "contributor_excluded",
    "neighbour_excluded",
    "pair_exclusion",
    "regional_share",
    "language_share",
    "gender_share",
)
# Kinds without which some plans are not open that were: people do not rotate, supplies are not
# brought, pledges stay on, charters and lanes are chosen otherwise.
NOT_WIDENING = ("tour_length", "self_sufficiency", "mandate_expiry", "airfield_limits", "load_size")

Sense = Literal["removed", "waiver removed"]


@dataclass(frozen=True)
class Variant:
    """A mission with one thing less.

    name: what it is called; kind: of the rule; what: the same in words; sense: whether a rule (or a
    part of one) is removed, or a waiver of it.
    nested: whether the plans of one of both missions, this and the one asked for, are all plans of
    the other (removing a rule: more plans; removing a waiver: fewer), at no higher an objective.
    """

    name: str
    kind: str
    what: str
    sense: Sense
    nested: bool
    mission: Mission


def variants(
    mission: Mission, rules: Iterable[str] = (), only: Iterable[str] = (), *, place: str = ""
) -> tuple[Variant, ...]:
    """Variants of each caveat, earmark, waiver, rule on shares and exclusions, and ceiling.

    Parameters
    ----------
    rules: names of further rules of the mission to be priced as a whole.
    only: names of variants to be left; all if there are none.
    place: where the mission was read from, for messages.

    Raises
    ------
    InvalidInput
        If the mission has no rule, or there is no variant, of some name.
    """
    found = [*_caveats(mission), *_earmarks(mission), *_ceilings(mission), *_waivers(mission)]
    names = list(dict.fromkeys(rules))
    known = {rule.rule: rule for rule in mission.rules}
    problems = [
        Problem(place, 1, 1, "--rule", unknown("rule", name, known))
        for name in names
        if name not in known
    ]
    whole = [rule for rule in mission.rules if rule.kind in POLITICAL or rule.rule in names]
    found += [_without(mission, rule) for rule in whole]
    kept = list(dict.fromkeys(only))
    there = {variant.name for variant in found}
    problems += [
        Problem(place, 1, 1, "--only", unknown("price", name, there))
        for name in kept
        if name not in there
    ]
    if problems:
        raise InvalidInput(problems)
    return tuple(variant for variant in found if not kept or variant.name in kept)


def _without(mission: Mission, rule: Rule) -> Variant:
    rest = tuple(each for each in mission.rules if each is not rule)
    return Variant(
        rule.rule, rule.kind, f"without the rule {rule.rule} ({rule.kind})", "removed",
        rule.kind not in NOT_WIDENING, replace(mission, rules=rest),
    )  # fmt: skip


def _caveats(mission: Mission) -> Iterator[Variant]:
    """Each declared restriction of a contributor, whichever of its units declare it."""
    if not mission.rules_of("caveat"):
        return
    declared: dict[tuple[str, Caveat], None] = {}
    for unit in mission.units.values():
        declared |= dict.fromkeys((unit.contributor, item) for item in unit.caveats)
    for contributor, caveat in declared:
        units = {
            name: replace(unit, caveats=tuple(each for each in unit.caveats if each != caveat))
            if unit.contributor == contributor
            else unit
            for name, unit in mission.units.items()
        }
        weeks = f"weeks {caveat.from_week} to {caveat.until_week - 1}"
        place = f"{caveat.subject} {caveat.value}"
        same = [c for home, c in declared if home == contributor
                and (c.subject, c.value) == (caveat.subject, caveat.value)]  # fmt: skip
        name = f"caveat:{contributor}:{caveat.subject}:{caveat.value}"
        yield Variant(
            name if len(same) == 1 else f"{name}:{caveat.from_week}-{caveat.until_week}",
            "caveat", f"without the caveat of {contributor} on {place} ({weeks})", "removed", True,  # noqa: FBT003
            replace(mission, units=units),
        )  # fmt: skip


def _earmarks(mission: Mission) -> Iterator[Variant]:
    """Each fund that pays for some lines only."""
    for name, fund in mission.funds.items():
        if fund.earmarked and mission.rules_of("earmark"):
            funds = {**mission.funds, name: replace(fund, lines=())}
            what = f"if {name} paid for any line, not {', '.join(fund.lines)} alone"
            variant = replace(mission, funds=funds)
            yield Variant(f"earmark:{name}", "earmark", what, "removed", nested=True,
                          mission=variant)  # fmt: skip


def _ceilings(mission: Mission) -> Iterator[Variant]:
    """Each category that has a ceiling in some authorisation."""
    if not mission.rules_of("ceiling"):
        return
    pairs = [pair for item in mission.authorisations for pair in item.ceilings]
    for category in dict.fromkeys(category for category, _ in pairs):
        authorisations = tuple(
            replace(item, ceilings=tuple(pair for pair in item.ceilings if pair[0] != category))
            for item in mission.authorisations
        )
        variant = replace(mission, authorisations=authorisations)
        yield Variant(f"ceiling:{category}", "ceiling", f"without a ceiling on {category}",
                      "removed", nested=True, mission=variant)  # fmt: skip


def _waivers(mission: Mission) -> Iterator[Variant]:
    """Each subject for which a rule is waived."""
    for rule in mission.rules:
        for subject in rule.waived:
            waived = tuple(each for each in rule.waived if each != subject)
            rules = tuple(
                replace(each, waived=waived) if each is rule else each for each in mission.rules
            )
            yield Variant(
                f"waiver:{rule.rule}:{subject}", rule.kind,
                f"without the waiver of {rule.rule} for {subject}", "waiver removed",
                rule.kind not in NOT_WIDENING, replace(mission, rules=rules),
            )  # fmt: skip
