"""Checks of budget lines, appropriations, arrears and rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.checks.funds import check_funds
from planner.mission.checks.lenders import check_lenders
from planner.mission.checks.messages import found, unknown
from planner.mission.money import ALL_GROUPS, GROUPS, STANDARD_LINES, rate_on

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.yaml_marks import Path

# Rates that the engine reads, see planner/README.md, "Money".
RATES = (
    "personnel_reimbursement",
    "msa_ipo",
    "msa_staff_officers",
    "msa_experts",
    "coe_share_awaiting_shipment",
)


def check_money(context: Context) -> None:
    """Everything that is wrong about money."""
    _lines(context)
    _posts(context)
    _services(context)
    check_funds(context)
    check_lenders(context)
    _arrears(context)
    _rates(context)


def _lines(context: Context) -> None:
    money = context.config.money
    names = [line.line for line in money.lines]
    context.named_once(("money", "lines"), "line", names)
    for name in STANDARD_LINES:
        if name not in names:
            message = f"the line {name!r} is missing, to which the planner charges; add it"
            context.add(("money", "lines"), message)
    for group in GROUPS:
        if not {group, ALL_GROUPS} & money.appropriations.keys():
            message = (
                f"no appropriation of group {group}; add it (0 if there is none), or one of all"
            )
            context.add(("money", "appropriations"), message)


def _posts(context: Context) -> None:
    posts = context.config.money.posts
    context.named_once(("money", "posts"), "post", [post.post for post in posts])
    for at, post in enumerate(posts):
        path: Path = ("money", "posts", at)
        _paid_at_once(context, path, "posts", post.line)
        _price_of_cut(context, path, "a post", post.cut_usd, post.usd_per_week)


def _services(context: Context) -> None:
    services = context.config.money.services
    context.named_once(("money", "services"), "service", [each.service for each in services])
    for at, service in enumerate(services):
        path: Path = ("money", "services", at)
        _paid_at_once(context, path, "services", service.line)
        if not context.is_replaced((*path, "guaranteed_share")):
            saved = (1.0 - service.guaranteed_share) * service.usd_per_week
            _price_of_cut(context, path, "a contract", service.cut_usd, saved)


def _paid_at_once(context: Context, path: Path, what: str, line: str) -> None:
    claims = {each.line for each in context.config.money.lines if each.claim}
    here = (*path, "line")
    if context.refer(here, "budget line", line, context.lines) and line in claims:
        message = f"{what} are paid at once and not claimed, {found(line)}; name another"
        context.add(here, message)


def _price_of_cut(
    context: Context, path: Path, what: str, cut_usd: float, saved_usd: float
) -> None:
    """The objective price of one fewer for a week must exceed what that saves."""
    if cut_usd <= saved_usd:
        message = (
            f"cutting {what} is cheaper than keeping it, found {cut_usd:,.0f} USD a week; "
            f"use more than {saved_usd:,.0f}"
        )
        context.add((*path, "cut_usd"), message)


def _arrears(context: Context) -> None:
    terms, quarters = context.config.money.arrears, context.calendar.quarters
    due = len(terms.opening_due_usd)
    if due > quarters and not context.is_replaced(("calendar",)):
        message = f"more quarters than the calendar has, found {due}; give at most {quarters}"
        context.add(("money", "arrears", "opening_due_usd"), message)
    if terms.opening_usd > terms.maximum_usd:
        message = f"below the arrears at the start, {found(terms.maximum_usd)}; raise it"
        context.add(("money", "arrears", "maximum_usd"), message)


def _rates(context: Context) -> None:
    if not context.tables.rates.complete:
        return
    known = {rate.rate for rate in context.rates}
    for name in context.config.money.rates:
        if name not in {*RATES, *(row.rate for row in context.tables.rates)}:
            context.add(("money", "rates", name), unknown("rate", name, known), key=True)
    for name in RATES if not context.is_replaced(("calendar",)) else ():
        try:
            rate_on(context.rates, name, context.config.calendar.start)
        except KeyError:
            message = f"no rate {name!r} on {context.config.calendar.start}; add it to money.rates"
            context.add(("catalogue", "rates"), message)
