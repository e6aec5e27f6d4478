"""Who bears what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.burden import burdens
from planner.burden.measures import PAID
from planner.export.marking import Marking
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source


def _burden(source: Source) -> Iterator[dict[str, Any]]:
    for burden in burdens(source.mission, source.plan.tables):
        if burden.measure == PAID:
            continue
        for share in burden.shares:
            yield {
                "measure": burden.measure,
                "contributor": share.party,
                "amount": share.amount,
                "unit": burden.unit,
                "share_percent": 100.0 * share.share,
            }


BURDEN = View(
    "burden",
    "What each contributor bears",
    "A row for each measure and contributor, the largest first; the risk weight of every site is "
    "1 here, and `peaceplan burden` takes others.",
    Marking.CONTRIBUTOR,
    {
        "measure": Column("str", "strength, risk_weighted_strength or cost"),
        "contributor": Column("str", "ISO 3166 alpha-3 code"),
        "amount": Column("float64", "how much, in the unit beside"),
        "unit": Column("str", "person-weeks, weighted person-weeks or USD"),
        "share_percent": Column("float64", "share of all contributors, percent"),
    },
    _burden,
    owner="contributor",
)
