"""What was asked for, what of it is held, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.explain.unmet import unmet
from planner.explain.unmet_text import reasons
from planner.export.coverage import percent_held
from planner.export.marking import Marking
from planner.export.presence import presence
from planner.export.summary.shortfalls import UNMET as UNMET_STOCK
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source


def _capabilities(source: Source) -> Iterator[dict[str, Any]]:
    for item in source.summary.coverage:
        yield {
            "sector": item.sector,
            "capability": item.capability,
            "asked_unit_weeks": item.asked,
            "held_unit_weeks": item.held,
            "held_percent": item.percent,
        }


CAPABILITIES = View(
    "capabilities",
    "Capability held by sector",
    "A row for each sector and capability that is asked for there.",
    Marking.PUBLIC,
    {
        "sector": Column("str", "sector in the config"),
        "capability": Column("str", "what a unit must be able to do"),
        "asked_unit_weeks": Column(
            "float64", "units asked for, times the weeks for which they are"
        ),
        "held_unit_weeks": Column("float64", "of these, what units hold"),
        "held_percent": Column("float64", "held of asked, percent"),
    },
    _capabilities,
)


def _coverage(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    here = presence(source.plan)
    here = here[~here["moving"]]
    count = here.groupby(["requirement", "week"]).size().to_dict()
    for sector in sorted({need.sector for need in mission.requirements}):
        needs = [need for need in mission.requirements if need.sector == sector]
        for week in range(mission.calendar.weeks):
            now = [need for need in needs if need.from_week <= week < need.until_week]
            asked = float(sum(need.quantity for need in now))
            held = sum(min(count.get((n.requirement, week), 0), n.quantity) for n in now)
            yield {
                "sector": sector,
                "week": week,
                "first_day": mission.calendar.first_day(week),
                "asked_units": asked,
                "held_units": float(held),
                "held_percent": percent_held(asked, held),
            }


COVERAGE = View(
    "coverage",
    "Units held by sector and week",
    "A row for each sector and week, by sector.",
    Marking.PUBLIC,
    {
        "sector": Column("str", "sector in the config"),
        "week": Column("int64", "week, from 0"),
        "first_day": Column("date", "first day of the week"),
        "asked_units": Column("float64", "units asked for"),
        "held_units": Column("float64", "of these, what units hold"),
        "held_percent": Column("float64", "held of asked, percent; empty where nothing is asked"),
    },
    _coverage,
)


def _shortfalls(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    needs = {need.requirement: need for need in mission.requirements}
    found: list[dict[str, Any]] = []
    for lack in unmet(mission, source.plan):
        need = needs[lack.requirement]
        found.append({
            "kind": "capability_minimum",
            "subject": lack.requirement,
            "sector": need.sector,
            "capability": lack.capability,
            "from_week": lack.from_week,
            "until_week": lack.until_week,
            "amount": lack.unit_weeks,
            "unit": "unit-weeks",
            "penalty_usd": lack.penalty_usd,
            "reason": "; ".join(reasons(lack)) or "all units of that kind hold it already",
        })  # fmt: skip
    for item in source.summary.shortfalls:
        if item.kind == "capability_minimum":
            continue
        site = item.subject.split("|")[0] if item.kind == UNMET_STOCK else item.subject
        place = mission.sites.get(site)
        found.append({
            "kind": item.kind,
            "subject": item.subject,
            "sector": place.sector if place else "",
            "capability": "",
            "from_week": item.first_week,
            "until_week": item.last_week + 1,
            "amount": item.amount,
            "unit": item.unit,
            "penalty_usd": item.penalty_usd,
            "reason": item.reason,
        })  # fmt: skip
    for row in sorted(found, key=lambda row: (-row["penalty_usd"], row["subject"])):
        yield {
            **row,
            "from": mission.calendar.first_day(row["from_week"]),
            "until": mission.calendar.first_day(row["until_week"]),
        }


SHORTFALLS = View(
    "shortfalls",
    "What the plan falls short of, and why",
    "A row for each run of weeks in which a requirement lacks units, and for each other soft rule "
    "and subject that is missed, the dearest first; reasons are likely, not proved.",
    Marking.ORGANISATION,
    {
        "kind": Column("str", "kind of the rule in the rulebook"),
        "subject": Column("str", "requirement, site, contributor or what else the rule is about"),
        "sector": Column("str", "sector; empty where the subject has none"),
        "capability": Column("str", "what the requirement asks for; empty of other rules"),
        "from_week": Column("int64", "first week, from 0"),
        "until_week": Column("int64", "first week after the last"),
        "from": Column("date", "first day"),
        "until": Column("date", "first day after"),
        "amount": Column("float64", "how much is missed, in all"),
        "unit": Column("str", "what that is counted in"),
        "penalty_usd": Column("float64", "what it costs in the objective, USD; nobody pays it"),
        "reason": Column("str", "what stands against it"),
    },
    _shortfalls,
)
