"""Plans of the tiny mission to set side by side, with what tests change in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.compare.sides import Side
from planner.export.coverage import mandate_coverage
from planner.mission.money import Appropriation
from planner.plan import OBJECTIVE_TERMS, empty_tables
from planner.verify import Verdict
from tests import builders
from tests.export.plans import plan, posting, row

if TYPE_CHECKING:
    from planner.mission.mission import Mission

NO_TABLES = empty_tables()
SOUND = Verdict((), {}, NO_TABLES["costs"], NO_TABLES["shortfalls"])
NOTHING: dict[str, list[dict[str, object]]] = {
    "consignments": [], "movements": [], "sorties": [], "flows": [], "stocks": [],
}  # fmt: skip


def side(
    name: str,
    mission: Mission | None = None,
    *,
    terms: dict[str, float] | None = None,
    bound_usd: float | None = None,
    scope: Any = "all plans",
    **tables: list[dict[str, object]],
) -> Side:
    """u1 and u2 stay all the time unless `postings` says otherwise; the verifier has no word."""
    asked = mission or builders.mission()
    end = asked.calendar.weeks
    postings = [posting("u1", "alpha", 0, end), posting("u2", "hub", 0, end)]
    made = plan(asked, **{"postings": postings, **NOTHING, **tables})
    made = replace(
        made,
        objective_usd={**dict.fromkeys(OBJECTIVE_TERMS, 0.0), **(terms or {"cost": 100.0})},
        proof=replace(made.proof, bound_usd=bound_usd, floor_usd=None, scope=scope),
    )
    return Side(name, asked, made, SOUND, mandate_coverage(asked, made))


def with_budget(usd: float, **changes: Any) -> Mission:
    """The tiny mission with one appropriation for all groups."""
    digest = f"{usd:064.0f}"
    return builders.mission(appropriations=(Appropriation("all", usd),), digest=digest, **changes)


def short(need: str, usd: float) -> dict[str, object]:
    """A requirement of 100,000 USD a week that is missed in the first, for so much in all."""
    return row("shortfalls", kind="capability_minimum", rule="capability_minimum", subject=need,
               week=0, amount=usd / 100_000.0, penalty_usd=usd)  # fmt: skip
