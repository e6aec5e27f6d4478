"""Missions from which one reason of unmet need is taken away, so that it can be planned anew.

Every plan of the mission is a plan of what is made here, at no higher an objective.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.explain.filters import BRINGS, Filter, filters_of, subjects_of, with_only
from planner.explain.unmet import (
    BLOCKED,
    DEARER,
    ELSEWHERE,
    LEFT,
    NO_PLEDGE,
    NOT_READY,
    Reason,
    Unmet,
)
from planner.mission.force import Unit
from planner.mission.lift import Fleet
from planner.mission.mission import Mission
from planner.mission.money import appropriated_usd
from planner.plan import Plan

MEANS = "means"  # the kind of a reason that is no unit's: something that all of them need
LIFT, PORT, ROAD, BEDS, BUDGET, CASH = "lift", "port", "road", "beds", "budget", "cash"
PLENTY = 10  # times as much as there is


@dataclass(frozen=True)
class Removal:
    """A reason taken away from a mission.

    kind, subject: as the reason has them, for MEANS one of them; units: whom it is about.
    how: what is done, in words. mission: without the reason.
    """

    kind: str
    subject: str
    units: tuple[str, ...]
    how: str
    mission: Mission


def removals(mission: Mission, plan: Plan, item: Unmet) -> tuple[list[Removal], list[Reason]]:
    """Reasons of a shortfall taken away one at a time, and those that cannot be.

    That a unit could come and is not sent may be for want of means, so these are each made plenty.
    """
    found, kept = [], []
    for reason in item.reasons:
        if reason.kind == LEFT:
            found += [_plenty(mission, name) for name in _WAYS]
            continue
        made = _removal(mission, plan, item, reason)
        if made is None:
            kept.append(reason)
        else:
            found.append(made)
    return found, kept


def _removal(mission: Mission, plan: Plan, item: Unmet, reason: Reason) -> Removal | None:
    """A mission without a reason of its units; None where there is no telling what that would be:
    no unit type holds the capability, or a unit has no way or week to come.
    """
    if reason.kind == NO_PLEDGE:
        made = _with_pledge(mission, plan, item.capability)
    elif reason.kind == BLOCKED:
        made = _unblocked(mission, item, reason)
    elif reason.kind == NOT_READY:
        made = "they are ready in week 0", _ready(mission, reason.units)
    elif reason.kind in (DEARER, ELSEWHERE) and reason.subject:
        made = f"{reason.subject} may be unmet at no penalty", _unasked(mission, reason.subject)
    else:
        made = None
    return made and Removal(reason.kind, reason.subject, reason.units, *made)


def _with_pledge(mission: Mission, plan: Plan, capability: str) -> tuple[str, Mission] | None:
    """One pledge more, of the first unit type by name that holds the capability; its contributor
    and ways to come are those of a pledge, if there is one of a pledge that comes in the plan.
    """
    types = [item for name, item in sorted(mission.unit_types.items())
             if capability in item.capabilities]  # fmt: skip
    comes = set(plan.tables["postings"]["unit"])
    pledges = [unit for unit in mission.units.values() if not unit.in_place and not unit.comes_from]
    if not types or not pledges:
        return None
    alike = min(pledges, key=lambda unit: unit.unit not in comes)
    persons, name = types[0].nominal_strength_persons, f"one-more-{capability}"
    women = alike.women_persons * persons // max(1, alike.strength_persons)
    unit = replace(
        alike, unit=name, unit_type=types[0].unit_type, strength_persons=persons,
        women_persons=women, ready_week=0, rotation_due_week=None, mou_end_week=None, parent=None,
        caveats=(), fixed=None, synthetic=True, hand_over_usd_per_person=None, transfer_week=None,
        planned=None,
    )  # fmt: skip
    how = (f"one pledge more: {types[0].unit_type}, {persons} persons of {alike.contributor}, "
           f"ready in week 0, coming as {alike.unit} may")  # fmt: skip
    return how, replace(mission, units={**mission.units, name: unit})


def _unblocked(mission: Mission, item: Unmet, reason: Reason) -> tuple[str, Mission] | None:
    """The rule waived for what the units are about, or left out where it knows no waiver."""
    filters = filters_of(mission)
    [*mine] = [each for each in filters if reason.subject in (each.rule, each.kind)]
    if not mine:
        return None
    kept = [each for each in filters if each not in mine]
    how = f"without {reason.subject}"
    for rule in mine:
        subjects = subjects_of(mission, rule.kind)
        theirs = _about(mission, item, reason)
        others = tuple(each for each in subjects if theirs.isdisjoint(each))
        if subjects and others and rule.kind != BRINGS:
            kept.append(replace(rule, subjects=others))
            how = f"{reason.subject} waived for them"
    return how, with_only(mission, _in_order(filters, kept))


def _in_order(filters: Sequence[Filter], kept: Sequence[Filter]) -> list[Filter]:
    return sorted(kept, key=lambda one: [(f.kind, f.rule) for f in filters].index(
        (one.kind, one.rule)))  # fmt: skip


def _about(mission: Mission, item: Unmet, reason: Reason) -> set[str]:
    """Whatever a waiver for these units could name: themselves, contributors, sites asked for."""
    asked = next(each for each in mission.requirements if each.requirement == item.requirement)
    contributors = {mission.units[name].contributor for name in reason.units}
    return {*reason.units, *contributors, *asked.sites}


def _ready(mission: Mission, names: Sequence[str]) -> Mission:
    def now(unit: Unit) -> Unit:
        return replace(unit, ready_week=min(0, unit.ready_week))

    return replace(mission, units={**mission.units, **{n: now(mission.units[n]) for n in names}})


def _unasked(mission: Mission, name: str) -> Mission:
    """The mission that may leave a requirement unmet for nothing."""
    asked = tuple(
        replace(item, essential=False, penalty_usd_per_week=0.0)
        if item.requirement == name
        else item
        for item in mission.requirements
    )
    return replace(mission, requirements=asked)


def _plenty(mission: Mission, name: str) -> Removal:
    how, change = _WAYS[name]
    return Removal(MEANS, name, (), how, change(mission))


def _lift(mission: Mission) -> Mission:
    return replace(mission, fleets={name: _larger(item) for name, item in mission.fleets.items()})


def _larger(fleet: Fleet) -> Fleet:
    """Ten times the vehicles for what those that always stay cost. Where some may be given back,
    there are as many of these as before, and they cost no more.
    """
    if fleet.unlimited:
        return fleet
    more = max(PLENTY, (PLENTY - 1) * fleet.number)
    always = fleet.number - fleet.most_released
    release = fleet.release and replace(
        fleet.release, least=fleet.release.least + more, guaranteed_usd_per_week_each=0.0
    )
    each_usd = fleet.fixed_usd_per_week_each * always / (always + more)
    return replace(
        fleet, number=fleet.number + more, fixed_usd_per_week_each=each_usd, release=release
    )


def _port(mission: Mission) -> Mission:
    """Seaports and airfields with ten times the room."""
    ports = {
        name: replace(item, teu_per_week=PLENTY * item.teu_per_week,
                      lane_m_per_week=PLENTY * item.lane_m_per_week)
        for name, item in mission.ports.items()
    }  # fmt: skip
    sites = {
        name: replace(
            item, airfield=item.airfield and replace(item.airfield, mog=PLENTY * item.airfield.mog)
        )
        for name, item in mission.sites.items()
    }
    return replace(mission, ports=ports, sites=sites)


def _road(mission: Mission) -> Mission:
    lanes = {
        name: replace(item, open_weeks=(True,) * len(item.open_weeks))
        for name, item in mission.lanes.items()
    }
    return replace(mission, lanes=lanes)


def _beds(mission: Mission) -> Mission:
    """Beds for everybody at each site."""
    persons = sum(unit.strength_persons for unit in mission.units.values())
    sites = {name: replace(item, beds=item.beds + persons) for name, item in mission.sites.items()}
    return replace(mission, sites=sites)


def _budget(mission: Mission) -> Mission:
    limits = tuple(replace(item, usd=PLENTY * item.usd) for item in mission.appropriations)
    return replace(mission, appropriations=limits)


def _cash(mission: Mission) -> Mission:
    """All that is appropriated, in hand from the first day; earmarked funds get no more."""
    limit = appropriated_usd(mission.appropriations)
    inflows = sum(sum(fund.inflow_usd) for fund in mission.funds.values())
    more = limit if limit < float("inf") else PLENTY * inflows
    funds = {
        name: fund if fund.earmarked else replace(fund, opening_usd=fund.opening_usd + more)
        for name, fund in mission.funds.items()
    }
    return replace(mission, funds=funds)


_WAYS: dict[str, tuple[str, Callable[[Mission], Mission]]] = {
    LIFT: ("ten times the vehicles, at no charge", _lift),
    PORT: ("ten times the room of seaports and airfields", _port),
    ROAD: ("all routes open in all weeks", _road),
    BEDS: ("beds for everybody at each site", _beds),
    BUDGET: ("ten times the appropriations", _budget),
    CASH: ("all that is appropriated in hand from the first day", _cash),
}
