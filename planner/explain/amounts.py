"""By how much rules would have to give: one beside the others that clash, and all of a mission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.explain.filters import KINDS
from planner.explain.judge import Judge
from planner.explain.programs import Giving, Mask, Program
from planner.explain.sides import Group, Sides, counted_apart
from planner.mission.mission import Mission
from planner.rulebook import RULEBOOK
from planner.solve.elastic import GIVES, QUANTITY

Floats = NDArray[np.float64]

SMALL = 1e-6  # relative to a row's own figure: below it nothing is given
ROOM = 1e-9  # relative: how far above its least sum a tier of rules may lie in the next step
PERSONS = (
    "ceiling", "contributor_share_cap", "burden_share_bound", "regional_share", "language_share",
    "gender_share", "phased_dates", "security_minimum", "site_capacity",
)  # fmt: skip
UNITS = ("capability_minimum", "requirement_quantity", "hospital_reach", "qrf_reach", "unit_once")
MILLIONS = ("budget", "earmark", "cash", "arrears", "loans")
# Rows of these compare sums of the plan itself, so that their sides say nothing by themselves.
COMPARED = (
    "contributor_share_cap", "burden_share_bound", "regional_share", "language_share",
    "gender_share", "hospital_reach", "qrf_reach", "pair_exclusion", "days_of_supply", "cash",
    "earmark",
)  # fmt: skip
MEASURE = {
    **dict.fromkeys(PERSONS, "persons"),
    **dict.fromkeys(UNITS, "units"),
    **dict.fromkeys(MILLIONS, "M USD"),
    "pair_exclusion": "contributors",
    "days_of_supply": "t",
    "storage": "t",
    "route_closure": "trips",
    "airfield_throughput": "hours",
}


@dataclass(frozen=True)
class Amount:
    """A row that its fellows in a clash leave no room: needed and offered of a measure, or only
    by how much they differ where the row has no figure of its own (shares).
    """

    needed: float | None
    offered: float | None
    short: float
    measure: str


@dataclass(frozen=True)
class Gift:
    """What a rule gives in the cheapest relaxation: in all over so many rows, and most of it where.
    rank: its place in the order asked for, None if it was not named.
    """

    kind: str
    rule: str
    total: float
    rows: int
    most: float
    subject: str
    period: str
    time: int
    measure: str
    rank: int | None


def can_give(mission: Mission) -> set[str]:
    """Names and kinds of rules that could give by some amount. Others hold or do not: caveats."""
    kinds = (GIVES - set(KINDS)) | {QUANTITY, "cash"}
    rules = [rule for rule in mission.rules if rule.kind in kinds]
    laws = {kind for kind in kinds if RULEBOOK[kind].family != "mandate"}
    return laws | {rule.rule for rule in rules} | {rule.kind for rule in rules}


def measure_of(sides: Sides, group: Group) -> str:
    """In what rows of a group are measured."""
    if group.kind == "fleet_hours":
        fleet = sides.model.mission.fleets[group.subject]
        return "vehicle-days" if fleet.hours_per_week_each is None else "hours"
    return group.subject if group.kind == "port_throughput" else MEASURE.get(group.kind, "")


def amount_of(sides: Sides, judge: Judge, mine: Mask, others: Mask) -> Amount | None:
    """How much a rule's rows would have to give, at the least, for it to fit the others that clash;
    None if that was not found in time, or says nothing (what a row of a unit's itineraries gives).
    """
    if any(not measure_of(sides, sides.groups[g]) for g in np.unique(sides.group[mine])):
        return None
    some = np.where(mine)[0]
    upward = sides.sign[some] > 0
    giving = Giving(
        sides.row[some], sides.sign[some], np.where(upward, 0, 1), np.ones(2)
    )  # the most that any row lacks, or has too much
    activity = _activity(sides, judge, mine, others, giving)
    if activity is None:
        return None
    rows = sides.model.rows
    side = np.where(upward, rows.row_lower[sides.row[some]], rows.row_upper[sides.row[some]])
    short = sides.sign[some] * (side - activity[sides.row[some]])
    worst = int(np.argmax(short))
    return _amount(sides, int(some[worst]), float(side[worst]), float(short[worst]))


def _activity(
    sides: Sides, judge: Judge, mine: Mask, others: Mask, giving: Giving
) -> Floats | None:
    """Of rows, where those of a rule give as little as they can beside the others."""
    for program in reversed(judge.programs):
        seen = program.least_seen(sides, others, mine, giving)
        if seen is not None:
            return seen
        found = program.least(sides, others | mine, giving)
        if found is not None:
            return found.activity
    return None


def _amount(sides: Sides, place: int, side: float, short: float) -> Amount:
    group = sides.groups[sides.group[place]]
    measure = measure_of(sides, group)
    if group.kind in COMPARED:
        return Amount(None, None, short, measure)
    if group.kind == "capability_minimum":  # its rows say what is missing
        needs = {need.requirement: need for need in sides.model.mission.requirements}
        asked = float(needs[group.subject].quantity)
        return Amount(asked, asked - short, short, measure)
    side += counted_apart(sides.model.mission, group)
    if sides.sign[place] > 0:
        return Amount(side, side - short, short, measure)
    return Amount(side + short, side, short, measure)


def relaxation(
    sides: Sides, judge: Judge, proof: str, give_way: Sequence[str]
) -> tuple[tuple[Gift, ...], str]:
    """What each rule gives where, together, as little is given as can be, and the program that says
    so: only the whole model says what is enough. Both empty if that was not found in time.

    What is given counts relative to the row's own figure. Rules that are not named give as little
    as they must, then the last that is named, and so on: the first named gives what is left.
    """
    for program in reversed(judge.after(proof).programs):
        given = _least(sides, program, give_way)
        if given is not None:
            return tuple(_gifts(sides, given, give_way)), program.name
    return (), ""


def _weight(sides: Sides) -> Floats:
    """What one unit of each side counts: a share of the row's own figure, if that is above one."""
    rows = sides.model.rows
    side = np.where(sides.sign > 0, rows.row_lower[sides.row], rows.row_upper[sides.row])
    return np.asarray(1.0 / np.maximum(1.0, np.abs(side)))


def _least(sides: Sides, program: Program, give_way: Sequence[str]) -> Floats | None:
    """What each side gives."""
    kind = np.array([group.kind for group in sides.groups], dtype=object)[sides.group]
    rule = np.array([group.rule for group in sides.groups], dtype=object)[sides.group]
    weight = _weight(sides)
    named = [(kind == name) | (rule == name) for name in give_way]
    others = ~np.logical_or.reduce([*named, ~sides.every])
    tiers = [tier for tier in (others, *reversed(named)) if tier.any()]
    factors: list[Floats] = []
    most: list[float] = []
    given = None
    for tier in tiers:
        cost = np.where(tier, weight, 0.0)
        giving = Giving(sides.row, sides.sign, np.arange(len(sides.row)), cost)
        sums = (np.stack(factors), np.array(most)) if factors else None
        found = program.least(sides, sides.every, giving, sums)
        if found is None:
            return None
        given = found.given
        least = float(cost @ given)
        factors.append(cost)
        most.append(least + ROOM * max(1.0, least))
    return given


def _gifts(sides: Sides, given: Floats, give_way: Sequence[str]) -> Iterator[Gift]:
    """By rule, in the order asked for, then others; of each the largest row."""
    used = np.where(given * _weight(sides) > SMALL)[0]
    by_rule: dict[tuple[str, str, str], list[int]] = {}
    for place in used.tolist():
        group = sides.groups[sides.group[place]]
        by_rule.setdefault((group.kind, group.rule, measure_of(sides, group)), []).append(place)
    ranks = {name: number for number, name in enumerate(give_way)}
    order = sorted(
        by_rule, key=lambda one: min(ranks.get(one[0], len(ranks)), ranks.get(one[1], len(ranks)))
    )
    for kind, rule, measure in order:
        places = by_rule[kind, rule, measure]
        worst = max(places, key=lambda place: given[place])
        group = sides.groups[sides.group[worst]]
        yield Gift(
            kind, rule, float(given[places].sum()), len(places), float(given[worst]),
            group.subject, group.period, int(sides.time[worst]), measure,
            ranks.get(kind, ranks.get(rule)),
        )  # fmt: skip
