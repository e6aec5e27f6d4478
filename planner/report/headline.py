"""The figures that are read first, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.report.page import Card, Lines, Section
from planner.report.tables import view_table
from planner.report.words import NONE, number
from planner.views.catalogue import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

LISTS = {
    "waiver": "Rules that were waived",
    "note": "Notes",
    "assumption": "Assumptions: numbers without a source",
}


def headline(tables: Mapping[str, pd.DataFrame], anchor: str) -> Section | None:
    """Objective, bound, gap and mandate; assumptions, waivers and notes in full."""
    if "headline" not in tables:
        return None
    frame = tables["headline"]
    [row] = frame.to_dict("records")
    return Section(
        anchor,
        "Headline",
        cards=tuple(_cards(row)),
        lists=tuple(_lists(tables)),
        tables=(view_table(VIEWS["headline"], frame),),
    )


def _cards(row: Mapping[Any, Any]) -> Iterator[Card]:
    said = {name: value for name, value in row.items() if value is not None}
    if "objective_usd" in said:
        yield Card("Objective", millions(said["objective_usd"]), "cost with penalties")
    if "bound_usd" in said:
        yield Card(
            "Bound", millions(said["bound_usd"]), f"holds for {said.get('bound_of', 'all plans')}"
        )
    if "gap_percent" in said:
        yield Card("Gap", percent(said["gap_percent"]), "objective over bound")
    if "headline_gap_percent" in said:
        note = "without what every plan has to pay"
        yield Card("Headline gap", percent(said["headline_gap_percent"]), note)
    if "mandate_held_percent" in said:
        note = "of the unit-weeks asked for, by penalty"
        yield Card("Mandate held", percent(said["mandate_held_percent"]), note)
    if "verified" in said:
        yield Card("Verified", "yes" if said["verified"] else "no", "by an independent verifier")
    if "status" in said:
        yield Card("Found", str(said["status"]), f"search ended by {said.get('ended_by', NONE)}")


def _lists(tables: Mapping[str, pd.DataFrame]) -> Iterator[Lines]:
    frame = tables.get("assumptions")
    if frame is None:
        return
    for kind, title in LISTS.items():
        texts = tuple(frame.loc[frame["kind"] == kind, "text"])
        if texts:
            yield Lines(title, texts, open=kind == "waiver")


def millions(usd: float) -> str:
    """An amount of money in millions of USD."""
    known = number(usd)
    return NONE if known is None else f"{known / 1e6:,.1f} M USD"


def percent(value: float) -> str:
    """A share in percent, with as many decimals as small gaps need."""
    known = number(value)
    return NONE if known is None else f"{known:.2f} %"
