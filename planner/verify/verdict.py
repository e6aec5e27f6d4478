"""What the verifier says: findings of a rule, violations, and the verdict on a plan."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# Kinds of violations that are no rules of the rulebook: the plan itself is not well made.
PSEUDO_KINDS = {
    "table": "The plan's tables are whole: columns, known ids, each key once, possible values.",
    "objective": "Costs, shortfalls and objective terms are those that the decisions imply.",
    "timetable": "A week with timed trips has all of its trips, in hours that can be kept.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, before it is judged to be a violation or a priced shortfall.

    amount: by how much, in the kind's soft unit or the unit that the sentence names.
    penalty_usd: price of one unit of amount where it is not the rule's own.
    essential: a violation even though the rule is soft.
    """

    subject: str
    week: int | None
    amount: float
    sentence: str
    penalty_usd: float | None = None
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that the plan breaks. `kind` is a key of the rulebook or of PSEUDO_KINDS."""

    kind: str
    rule: str
    subject: str
    week: int | None
    sentence: str
    amount: float

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence}"


@dataclass(frozen=True)
class Verdict:
    """What the plan breaks, and its figures recomputed from the mission and its decisions.

    objective_usd: by the names of OBJECTIVE_TERMS; costs, shortfalls: tables as in a plan.
    Where a table is malformed, nothing is recomputed: no terms and empty tables.
    budget_feasible: whether commitments keep within all appropriations; cash_feasible: whether
        funds can pay what is payable, and arrears keep within their cap. None: not judged.
    """

    violations: tuple[Violation, ...]
    objective_usd: dict[str, float]
    costs: pd.DataFrame
    shortfalls: pd.DataFrame
    budget_feasible: bool | None = None
    cash_feasible: bool | None = None

    @property
    def ok(self) -> bool:
        """Whether the plan breaks nothing and its figures are right."""
        return not self.violations


def number(value: float) -> str:
    """A figure for a sentence: whole numbers plain, others with up to four decimals."""
    if not isfinite(value):
        return str(value)
    if abs(value - round(value)) < 1e-9:
        return f"{value:,.0f}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def gap_sentence(what: str, needed: float, offered: float, unit: str) -> str:
    """`what`: needed so much, offered so much, in `unit`."""
    return f"{what}: needed {number(needed)}, offered {number(offered)} {unit}".rstrip()
