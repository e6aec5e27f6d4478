"""Which function checks which rule kind, and what a finding of each is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from planner.mission.rules import Rule
from planner.rulebook import RULEBOOK, Kind
from planner.verify import (
    rules_clearing,
    rules_executed,
    rules_force,
    rules_funds,
    rules_lift,
    rules_money,
    rules_places,
    rules_postings,
    rules_supply,
    rules_units,
    rules_windows,
)
from planner.verify.facts import Facts
from planner.verify.tolerances import COUNT, HOURS, PERSONS, PRICED, TONNES
from planner.verify.verdict import Finding, Violation

Check = Callable[[Facts, Rule], Iterable[Finding]]


def _trip_capacity(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Loads fit shared trips; charters have trips enough for their consignment."""
    yield from rules_lift.trip_capacity(facts, rule)
    yield from rules_windows.charter_trips(facts, rule)


CHECKS: dict[str, Check] = {
    "ceiling": rules_force.ceiling,
    "capability_minimum": rules_force.capability_minimum,
    "contributor_share_cap": rules_force.contributor_share_cap,
    "burden_share_bound": rules_force.burden_share_bound,
    "contributor_excluded": rules_units.contributor_excluded,
    "neighbour_excluded": rules_units.neighbour_excluded,
    "pair_exclusion": rules_force.pair_exclusion,
    "regional_share": rules_force.regional_share,
    "language_share": rules_force.language_share,
    "gender_share": rules_force.gender_share,
    "caveat": rules_units.caveat,
    "readiness": rules_units.readiness,
    "tour_length": rules_units.tour_length,
    "unit_integrity": rules_units.unit_integrity,
    "phased_dates": rules_force.phased_dates,
    "hospital_reach": rules_places.reach,
    "qrf_reach": rules_places.reach,
    "site_capacity": rules_places.site_capacity,
    "days_of_supply": rules_supply.days_of_supply,
    "self_sufficiency": rules_units.self_sufficiency,
    "airfield_limits": rules_places.airfield_limits,
    "load_size": rules_lift.load_size,
    "route_closure": rules_lift.route_closure,
    "budget": rules_money.budget,
    "earmark": rules_money.earmark,
    "mandate_expiry": rules_units.mandate_expiry,
    "security_minimum": rules_force.security_minimum,
    "unit_once": rules_postings.unit_once,
    "requirement_quantity": rules_postings.requirement_quantity,
    "individual_cuts": rules_force.individual_cuts,
    "lift_window": rules_windows.lift_window,
    "trip_capacity": _trip_capacity,
    "fleet_hours": rules_lift.fleet_hours,
    "airfield_throughput": rules_places.airfield_throughput,
    "port_throughput": rules_places.port_throughput,
    "stock_balance": rules_supply.stock_balance,
    "link_use": rules_supply.link_use,
    "storage": rules_supply.storage,
    "stock_cleared": rules_clearing.stock_cleared,
    "camp_build": rules_places.camp_build,
    "site_closed": rules_places.site_closed,
    "post_cuts": rules_money.post_cuts,
    "hand_over": rules_units.hand_over,
    "transfer": rules_units.transfer,
    "executed": rules_executed.executed,
    "service_cuts": rules_money.service_cuts,
    "assessment": rules_funds.assessment,
    "loans": rules_funds.loans,
    "cash": rules_money.cash,
    "arrears": rules_money.arrears,
}

# Amounts up to these are rounding, not violations; other kinds judge their own slack.
_PERSON_KINDS = (
    "ceiling",
    "contributor_share_cap",
    "burden_share_bound",
    "regional_share",
    "language_share",
    "gender_share",
    "phased_dates",
    "security_minimum",
    "site_capacity",
    "site_closed",
)
SLACK: dict[str, float] = dict.fromkeys(CHECKS, COUNT)
SLACK |= dict.fromkeys(_PERSON_KINDS, PERSONS)
SLACK |= {"days_of_supply": TONNES, "airfield_throughput": HOURS, "port_throughput": TONNES}
SLACK |= {"camp_build": PERSONS, "fleet_hours": HOURS}

# Kinds that say whether there is budget enough, and cash enough.
BUDGET: tuple[str, ...] = ("budget",)
CASH: tuple[str, ...] = ("assessment", "loans", "cash", "arrears", "earmark")

ALWAYS_PRICED = ("capability_minimum",)


def rules_to_check(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The mission's rules, then the laws of logistics and money, which always hold."""
    for rule in rules:
        if RULEBOOK[rule.kind].family == "mandate":
            yield rule
    for kind in RULEBOOK.values():
        if kind.family != "mandate":
            yield _law(kind)


def holds(facts: Facts, kinds: Iterable[str]) -> bool:
    """Whether a plan breaks none of some kinds, whether the mission has a rule of them or not; but
    funds are held to their lines only where it has.
    """
    asked = [kind for kind in kinds if kind != "earmark" or facts.mission.rules_of("earmark")]
    return not any(judge(facts, _law(RULEBOOK[kind]))[0] for kind in asked)


def _law(kind: Kind) -> Rule:
    return Rule(
        rule=kind.kind,
        kind=kind.kind,
        hard=True,
        penalty_usd=0.0,
        source=kind.source,
        waived=(),
        parameters=(),
    )


def judge(facts: Facts, rule: Rule) -> tuple[list[Violation], list[dict[str, object]]]:
    """Violations of a rule, and rows of `shortfalls` where it is soft.

    A requirement without its units is priced, essential or not; that it is essential, and not the
    rule's own hardness, makes its lack a violation.
    """
    kind = RULEBOOK[rule.kind]
    violations: list[Violation] = []
    priced: list[dict[str, object]] = []
    soft = kind.soft_unit is not None and (not rule.hard or rule.kind in ALWAYS_PRICED)
    for found in CHECKS[rule.kind](facts, rule):
        if (not soft or found.essential) and found.amount > SLACK[rule.kind]:
            violations.append(
                Violation(
                    rule.kind, rule.rule, found.subject, found.week, found.sentence, found.amount
                )
            )
        price = rule.penalty_usd if found.penalty_usd is None else found.penalty_usd
        if (soft or found.penalty_usd is not None) and found.amount > PRICED:
            priced.append(
                {
                    "kind": rule.kind,
                    "rule": rule.rule,
                    "subject": found.subject,
                    "week": found.week,
                    "amount": found.amount,
                    "penalty_usd": found.amount * price,
                }
            )
    return violations, priced
