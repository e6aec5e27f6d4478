"""Checks of funds and of who pays into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.assessed import assessment
from planner.mission.checks.messages import found
from planner.mission.money import Payer

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.schema.money import FundText

MOST_MARKED = 10  # earmarked funds that share lines: each set of them is a row of the model
SLACK = 0.001  # by which the shares of an assessment may miss 1


def check_funds(context: Context) -> None:
    """Everything that is wrong about funds and their payers."""
    funds = context.config.money.funds
    context.named_once(("money", "funds"), "fund", [fund.fund for fund in funds])
    for at, fund in enumerate(funds):
        _lines(context, at, fund)
        _inflow(context, at, fund)
        _payers(context, at, fund)
        _money(context, at, fund)
    lines = [set(fund.lines) for fund in funds]
    shared = [mine for at, mine in enumerate(lines) if any(
        mine & other for other in (*lines[:at], *lines[at + 1 :]))]  # fmt: skip
    if len(shared) > MOST_MARKED:
        message = f"too many earmarked funds share lines, found {len(shared)}; "
        context.add(("money", "funds"), f"{message}put some together, {MOST_MARKED} at most")
    if not any(not fund.lines for fund in funds):
        context.add(("money", "funds"), "every fund is earmarked; add one without lines")


def _lines(context: Context, at: int, fund: FundText) -> None:
    claims = {line.line for line in context.config.money.lines if line.claim}
    for place, line in enumerate(fund.lines):
        here = ("money", "funds", at, "lines", place)
        if context.refer(here, "budget line", line, context.lines) and line in claims:
            message = f"claims are not paid from an earmarked fund, {found(line)}; remove it"
            context.add(here, message)


def _inflow(context: Context, at: int, fund: FundText) -> None:
    """Inflow by quarter, or an assessment with payers: one of them, and all of it."""
    path, quarters = ("money", "funds", at), context.calendar.quarters
    if fund.inflow_usd is None and not fund.payers:
        message = f"nothing says what comes in, {found(fund.fund)}; give inflow_usd, or payers"
        context.add(path, message)
    if fund.payers and fund.inflow_usd is not None:
        message = "payers say what comes in, and this does too; remove one of the two"
        context.add((*path, "inflow_usd"), message)
    elif len(fund.inflow_usd or ()) not in (0, quarters) and not context.is_replaced(("calendar",)):
        message = f"one value a quarter is asked for, found {len(fund.inflow_usd or ())}; "
        context.add((*path, "inflow_usd"), f"{message}give {quarters}")
    if fund.payers and fund.assessment_usd is None:
        context.add((*path, "payers"), "nothing is assessed on them; give assessment_usd")
    if not fund.payers and fund.assessment_usd is not None:
        context.add((*path, "assessment_usd"), "nobody is assessed; give payers")


def _payers(context: Context, at: int, fund: FundText) -> None:
    names = [payer.payer for payer in fund.payers]
    for place, payer in enumerate(fund.payers):
        path = ("money", "funds", at, "payers", place)
        if payer.payer in names[:place]:
            message = f"named twice, {found(payer.payer)}; name each only once"
            context.add((*path, "payer"), message)
        if payer.payer in {each.fund for each in context.config.money.funds}:
            message = f"is the name of a fund, {found(payer.payer)}; rename one"
            context.add((*path, "payer"), message)
        if payer.share == 0.0:
            context.add(
                (*path, "share"), "is assessed nothing, found 0; give a share, or remove it"
            )
        if len(set(payer.months)) < len(payer.months):
            message = f"the same month twice, {found(list(payer.months))}; name each only once"
            context.add((*path, "months"), message)
    total = sum(payer.share for payer in fund.payers)
    if fund.payers and abs(total - 1.0) > SLACK:
        message = f"shares must sum up to 1, found {total:.4g}; correct them"
        context.add(("money", "funds", at, "payers"), message)


def _money(context: Context, at: int, fund: FundText) -> None:
    """A fund has some money at some time."""
    if context.is_replaced(("calendar",)) or (fund.inflow_usd is None and not fund.payers):
        return
    payers = [Payer(**payer.model_dump()) for payer in fund.payers]
    assessed = assessment(fund.assessment_usd or 0.0, payers, context.calendar)
    if not any((fund.opening_usd, *(fund.inflow_usd or ()), *assessed)):
        message = f"pays nobody: nothing is in it, and nothing comes in, {found(fund.fund)}; "
        context.add(("money", "funds", at, "fund"), f"{message}give it money, or remove it")
