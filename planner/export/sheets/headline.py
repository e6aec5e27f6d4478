"""The first sheet: what the plan is, how good it is proven to be, and what it rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.export.notice import NOTICE
from planner.export.sheets.grid import USD
from planner.plan import OBJECTIVE_TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.export.manifest import Judged
    from planner.export.sheets.book import Book
    from planner.mission.mission import Mission
    from planner.plan import Plan

TITLE = "Plan"
SHARE, COUNT = "0.00%", "0"
WIDTHS = (28, 100)

Line = tuple[str, str | int | float | date | None, str]


def write_headline(book: Book, mission: Mission, plan: Plan, verdict: Judged | None) -> None:
    """Add the sheet: a name and a value in each row; lists have a row for each entry.

    verdict: what the verifier found; None: nothing is said about it.
    """
    sheet = book.sheet(TITLE)
    for column, width in enumerate(WIDTHS):
        sheet.widen(column, width)
    lines = [*_facts(mission, plan), *_judged(verdict), *_texts(plan)]
    for row, (name, value, shown) in enumerate(lines):
        sheet.put(row, 0, name, bold=True)
        sheet.put(row, 1, value, shown, wrapped=True)


def _facts(mission: Mission, plan: Plan) -> Iterator[Line]:
    yield "mission", plan.mission, ""
    yield "name", mission.name, ""
    yield "first day", mission.calendar.start, ""
    yield "first day after", mission.calendar.end, ""
    yield "weeks", mission.calendar.weeks, COUNT
    yield "status", plan.status, ""
    yield "search ended by", plan.limit, ""
    yield "objective, USD", plan.total_usd, USD
    for term in OBJECTIVE_TERMS:
        yield f"of it {term}, USD", plan.objective_usd[term], USD
    yield "bound, USD", _known(plan.proof.bound_usd), USD
    yield "bound of", plan.proof.scope, ""
    yield "bound by", plan.proof.bound_by, ""
    yield "floor, USD", _known(plan.proof.floor_usd), USD
    yield "gap", _known(plan.gap), SHARE
    yield "headline gap", _known(plan.headline_gap), SHARE
    yield "config SHA-256", plan.digest, ""


def _known(value: float | None) -> float | str:
    return "not proven" if value is None else value


def _judged(verdict: Judged | None) -> Iterator[Line]:
    if verdict is None:
        return
    yield "verified", "yes" if verdict.ok else "no", ""
    yield "keeps within budget", _said(verdict.budget_feasible), ""
    yield "keeps within cash", _said(verdict.cash_feasible), ""
    yield from _list("violation", [str(item) for item in verdict.violations])


def _said(holds: bool | None) -> str:  # noqa: FBT001 (the verdict itself)
    return {True: "yes", False: "no", None: "not judged"}[holds]


def _texts(plan: Plan) -> Iterator[Line]:
    yield from _list("waiver", plan.waivers)
    yield from _list("assumption", plan.assumptions)
    yield from _list("note", plan.notes)
    paragraphs = [" ".join(part.split()) for part in NOTICE.split("\n\n")]
    yield from _list("notice", paragraphs)


def _list(name: str, texts: Sequence[str]) -> Iterator[Line]:
    for text in texts:
        yield name, text, ""
