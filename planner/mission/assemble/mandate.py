"""Authorisations, rules and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.assessed import assessment
from planner.mission.checks.rules import OPTIONAL
from planner.mission.money import Appropriation, ArrearsTerms, BudgetLine, Fund, Hire, Lender, Payer
from planner.mission.rules import Authorisation, Rule

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.schema.config import RuleText
    from planner.mission.schema.money import FundText


def authorisations(context: Context) -> tuple[Authorisation, ...]:
    """Mandates in order of their beginning; weeks may lie outside the horizon."""
    week_of = context.calendar.week_of
    return tuple(
        Authorisation(
            each.resolution,
            week_of(each.from_),
            week_of(each.until),
            tuple(each.ceilings.model_dump(exclude_none=True).items()),
            each.assumed,
        )
        for each in sorted(context.config.mandates, key=lambda mandate: mandate.from_)
    )


def rules(context: Context) -> tuple[Rule, ...]:
    """Rules in force, in the order of the config."""
    return tuple(_rule(rule) for rule in context.config.rules)


def _rule(rule: RuleText) -> Rule:
    defaults = {name: value for (kind, name), value in OPTIONAL.items() if kind == rule.kind}
    parameters = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in {**defaults, **rule.parameters}.items()
    }
    return Rule(
        rule=rule.rule,
        kind=rule.kind,
        hard=rule.hard,
        penalty_usd=rule.penalty_usd,
        source=rule.source,
        waived=rule.waive,
        parameters=tuple(parameters.items()),
    )


def budget_lines(context: Context) -> dict[str, BudgetLine]:
    """Budget lines by id."""
    return {each.line: BudgetLine(**each.model_dump()) for each in context.config.money.lines}


def posts(context: Context) -> dict[str, Hire]:
    """Civilian posts that may end, by id."""
    return {
        each.post: Hire(
            hire=each.post,
            end_usd=each.separation_usd,
            **each.model_dump(exclude={"post", "separation_usd"}),
        )
        for each in context.config.money.posts
    }


def services(context: Context) -> dict[str, Hire]:
    """Contracts for services that may end, by id."""
    return {
        each.service: Hire(
            hire=each.service,
            end_usd=each.cancellation_usd,
            **each.model_dump(exclude={"service", "cancellation_usd"}),
        )
        for each in context.config.money.services
    }


def appropriations(context: Context) -> tuple[Appropriation, ...]:
    """The most that may be committed, by group."""
    given = context.config.money.appropriations
    return tuple(Appropriation(group, usd) for group, usd in sorted(given.items()))


def funds(context: Context) -> dict[str, Fund]:
    """Funds by id."""
    return {each.fund: _fund(context, each) for each in context.config.money.funds}


def _fund(context: Context, given: FundText) -> Fund:
    payers = tuple(Payer(**each.model_dump()) for each in given.payers)
    assessed_usd = given.assessment_usd or 0.0
    inflow_usd = given.inflow_usd or assessment(assessed_usd, payers, context.calendar)
    return Fund(given.fund, given.lines, given.opening_usd, inflow_usd, assessed_usd, payers)


def lenders(context: Context) -> dict[str, Lender]:
    """Lenders by id."""
    return {each.lender: Lender(**each.model_dump()) for each in context.config.money.lenders}


def arrears(context: Context) -> ArrearsTerms:
    """Terms of claims; quarters that the config leaves open have nothing due from before."""
    given = context.config.money.arrears
    due = (*given.opening_due_usd, *[0.0] * context.calendar.quarters)
    return ArrearsTerms(
        **given.model_dump(exclude={"opening_due_usd"}),
        opening_due_usd=due[: context.calendar.quarters],
    )
