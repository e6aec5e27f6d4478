"""The first chapter of a portfolio's report: the whole, and each mission in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.report.charts import bars
from planner.report.headline import millions, percent
from planner.report.page import Card, Chapter, Chart, Section
from planner.report.tables import amount, plain_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.compare.wholes import Whole
    from planner.report.plan import Shown

COLUMNS = ("objective_usd", "bound_usd", "mandate_held_percent", "verified", "status")


def whole_chapter(whole: Whole, missions: Mapping[str, Shown]) -> Chapter | None:
    """Of all missions together; None if the reader sees no mission's figures.

    missions: what is released of each.
    """
    rows: list[dict[str, Any]] = []
    for name, of in missions.items():
        frame = of.tables.get("headline")
        if frame is None:
            continue
        [row] = frame.to_dict("records")
        seen = {str(column): row[column] for column in COLUMNS if column in row}
        rows.append({"mission": name, "name": of.maps.title, **seen})
    if len(rows) < len(whole.sides) or any("objective_usd" not in row for row in rows):
        return None
    table = plain_table("Missions", rows, open_=True)
    what = "Objective of each mission's plan: cost, and what its shortfalls are priced at."
    chart = Chart("Missions", what, bars(_bars(rows), "USD"))
    section = Section(
        "whole-headline", "The whole", cards=_cards(whole), charts=(chart,), tables=(table,)
    )
    return Chapter("whole", whole.title, (section,))


def _cards(whole: Whole) -> tuple[Card, ...]:
    cards = [
        Card("Missions", str(len(whole.sides))),
        Card("Objective", millions(whole.objective_usd), "cost with penalties, all missions"),
    ]
    if whole.bound_usd is not None:
        gap = (whole.objective_usd - whole.bound_usd) / whole.objective_usd
        cards += [
            Card("Bound", millions(whole.bound_usd), "holds for all plans of all missions"),
            Card("Gap", percent(100 * gap), "objective over bound"),
        ]
    held = percent(100 * whole.coverage.weighted.share)
    cards.append(Card("Mandates held", held, "of the unit-weeks asked for, by penalty"))
    cards.append(Card("Verified", "yes" if whole.ok else "no", "by an independent verifier"))
    return tuple(cards)


def _bars(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"x": row["mission"], "y": row["objective_usd"], "series": "",
         "say": f"{row['name']}: {amount('usd', row['objective_usd'])} USD"}
        for row in rows
    ]  # fmt: skip
