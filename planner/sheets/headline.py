"""The first sheet: what the plan is, how good it is proven to be, and what it rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.export.marking import ORGANISATION
from planner.export.notice import NOTICE
from planner.export.rows import records
from planner.plan import OBJECTIVE_TERMS
from planner.sheets.grid import USD, number_format
from planner.sheets.viewed import cell
from planner.views.headline import ASSUMPTIONS, HEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.export.manifest import Judged
    from planner.export.marking import Reader
    from planner.plan import Plan
    from planner.sheets.book import Book
    from planner.views.view import Source

TITLE = "Plan"
WIDTHS = (28, 70, 60)

Line = tuple[str, str | int | float | date | None, str, str]  # name, value, look, meaning


def write_headline(book: Book, source: Source, reader: Reader) -> None:
    """Add the sheet: name, value and meaning in each row; lists have a row for each entry."""
    sheet = book.sheet(TITLE)
    for column, width in enumerate(WIDTHS):
        sheet.widen(column, width)
    lines = [*_view(source, reader), *_judged(source, reader), *_texts(source, reader)]
    for row, (name, value, shown, what) in enumerate(lines):
        sheet.put(row, 0, name, bold=True)
        sheet.put(row, 1, value, shown, wrapped=True)
        sheet.put(row, 2, what, wrapped=True)


def _view(source: Source, reader: Reader) -> Iterator[Line]:
    frame = HEADLINE.released(source, reader)
    for row in [] if frame is None else records(frame):
        for name, value in row.items():
            column = HEADLINE.columns[name]
            yield name, cell(value), number_format(name, column.kind), column.what


def _judged(source: Source, reader: Reader) -> Iterator[Line]:
    """What the organisation alone may know of the plan's worth."""
    if reader != ORGANISATION:
        return
    yield from _terms(source.plan)
    yield from _verdict(source.verdict)


def _terms(plan: Plan) -> Iterator[Line]:
    for term in OBJECTIVE_TERMS:
        yield f"{term}_usd", plan.objective_usd[term], USD, "part of the objective, USD"
    yield "floor_usd", plan.proof.floor_usd, USD, "what no plan can avoid, USD"
    yield "bound_by", plan.proof.bound_by, "", "what proves the bound"
    yield "config_sha256", plan.digest, "", "SHA-256 of the config and all that it reads"


def _verdict(verdict: Judged) -> Iterator[Line]:
    yield "keeps_within_budget", _held(verdict.budget_feasible), "", "as the verifier finds it"
    yield "keeps_within_cash", _held(verdict.cash_feasible), "", "as the verifier finds it"
    for item in verdict.violations:
        yield "violation", str(item), "", "what the verifier found broken"


def _held(holds: bool | None) -> str:  # noqa: FBT001 (the verdict itself)
    return {True: "yes", False: "no", None: "not judged"}[holds]


def _texts(source: Source, reader: Reader) -> Iterator[Line]:
    frame = ASSUMPTIONS.released(source, reader)
    for row in [] if frame is None else records(frame):
        yield row["kind"], row["text"], "", ""
    for paragraph in NOTICE.split("\n\n"):
        yield "notice", " ".join(paragraph.split()), "", ""
