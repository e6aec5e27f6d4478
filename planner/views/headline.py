"""What the plan is and how good it is proven to be, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.export.marking import Marking
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source


def _headline(source: Source) -> Iterator[dict[str, Any]]:
    said = source.summary
    yield {
        "mission": said.mission,
        "name": said.name,
        "first_day": said.first_day,
        "weeks": said.weeks,
        "status": said.status,
        "ended_by": said.limit,
        "objective_usd": said.total_usd,
        "bound_usd": said.bound_usd,
        "gap_percent": None if said.gap is None else 100 * said.gap,
        "headline_gap_percent": None if said.headline_gap is None else 100 * said.headline_gap,
        "bound_of": said.bound_of,
        "verified": said.verified,
        "mandate_held_percent": 100 * said.mandate.weighted,
    }


HEADLINE = View(
    "headline",
    "The plan in one row",
    "One row: what was planned, what it costs, and how far it may be from the best.",
    Marking.PUBLIC,
    {
        "mission": Column("str", "name of the mission in the config"),
        "name": Column("str", "its full name"),
        "first_day": Column("date", "first day of the plan"),
        "weeks": Column("int64", "weeks planned"),
        "status": Column("str", "how the plan was found"),
        "ended_by": Column("str", "what ended the search"),
        "objective_usd": Column("float64", "cost with penalties for what is not met, USD"),
        "bound_usd": Column("float64", "no plan costs less, USD"),
        "gap_percent": Column("float64", "objective over bound, percent of the objective"),
        "headline_gap_percent": Column(
            "float64", "the same without what every plan has to pay, percent"
        ),
        "bound_of": Column("str", "what the bound holds for"),
        "verified": Column("bool", "whether an independent verifier found nothing broken"),
        "mandate_held_percent": Column(
            "float64", "unit-weeks held of those asked for, weighted by penalty, percent"
        ),
    },
    _headline,
)


def _assumptions(source: Source) -> Iterator[dict[str, Any]]:
    for kind in ("assumption", "waiver", "note"):
        for text in getattr(source.summary, f"{kind}s"):
            yield {"kind": kind, "text": text}


ASSUMPTIONS = View(
    "assumptions",
    "What the plan rests on",
    "A row for each assumption, each rule that was waived, and each note, in this order.",
    Marking.ORGANISATION,
    {
        "kind": Column("str", "assumption, waiver or note"),
        "text": Column("str", "what it says"),
    },
    _assumptions,
)
