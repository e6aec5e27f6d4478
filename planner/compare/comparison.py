"""Plans side by side: tables, scorecard, differences of optima, and what flips."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.compare import tables
from planner.compare.intervals import Difference, difference, needs_of, other_prices_of, prices_of
from planner.compare.score import Score, score
from planner.compare.weights import Flip, flips

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.compare.sides import Side

TABLES: dict[str, Callable[[Side], list[tables.Row]]] = {
    "units": tables.unit_rows,
    "sectors": tables.sector_rows,
    "capabilities": tables.capability_rows,
    "coverage": tables.coverage_rows,
    "costs": tables.cost_rows,
    "cash": tables.cash_rows,
    "burden": tables.burden_rows,
}


@dataclass(frozen=True)
class Comparison:
    """Some plans, of which the first is the reference.

    plans: what each is. tables: by the names of TABLES, long (planner/compare/tables.py).
    changes: units whose postings are not those of the reference, by name of the plan. flips: empty
    where the plans are not measured alike. notes: what is not comparable, and why.
    """

    plans: tuple[dict[str, Any], ...]
    tables: dict[str, list[tables.Row]]
    changes: dict[str, tuple[str, ...]]
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain dictionaries and lists."""
        told = asdict(self)
        for item, row in zip(told["differences"], self.differences, strict=True):
            item["sign_of_optima"] = row.of_optima.sign
        return told

    def flat(self) -> dict[str, list[dict[str, Any]]]:
        """All tables by name, each of rows of plain cells."""
        plans = [
            {key: value for key, value in plan.items() if key != "terms_usd"}
            | {f"{term}_usd": usd for term, usd in plan["terms_usd"].items()}
            for plan in self.plans
        ]
        differences = [
            {
                "plan": item.plan,
                "of_plans_usd": item.of_plans_usd,
                "of_optima_least_usd": item.of_optima.least_usd,
                "of_optima_most_usd": item.of_optima.most_usd,
                "same_mission": item.same_mission,
                "note": item.note,
            }
            for item in self.differences
        ]
        weights = [
            {"weight": item.weight, "plan": name, "usd": usd, "best": item.best,
             "if_lower": item.if_lower, "if_higher": item.if_higher, "turns_at": item.turns_at}
            for item in self.flips
            for name, usd in item.usd.items()
        ]  # fmt: skip
        return {
            "plans": plans,
            **self.tables,
            "scorecard": [asdict(item) for item in self.scores],
            "differences": differences,
            "weights": weights,
        }


def compare(sides: Sequence[Side]) -> Comparison:
    """Compare plans; the first is the reference."""
    reference, *others = sides
    notes = _notes(sides)
    found = {name: [row for each in sides for row in rows(each)] for name, rows in TABLES.items()}
    alike = all(other_prices_of(each) == other_prices_of(reference) for each in others)
    one_need = all(
        needs_of(each) == needs_of(reference)
        and each.mission.calendar == reference.mission.calendar
        for each in others
    )
    return Comparison(
        plans=tuple(_plan(each) for each in sides),
        tables=found,
        changes={each.name: _changes(found["units"], reference, each) for each in others},
        scores=tuple(score(each) for each in sides),
        differences=tuple(difference(reference, each) for each in others),
        flips=flips(sides) if alike and one_need else (),
        notes=notes,
    )


def _plan(side: Side) -> dict[str, Any]:
    plan = side.plan
    return {
        "plan": side.name,
        "mission": plan.mission,
        "name": side.mission.name,
        "config_sha256": plan.digest,
        "first_day": side.mission.calendar.start.isoformat(),
        "weeks": side.mission.calendar.weeks,
        "status": plan.status,
        "limit": plan.limit,
        "verified": side.verdict.ok,
        "objective_usd": plan.total_usd,
        "bound_usd": plan.proof.bound_usd,
        "bound_of": plan.proof.scope,
        "terms_usd": dict(plan.objective_usd),
    }


def _changes(rows: Sequence[tables.Row], reference: Side, other: Side) -> tuple[str, ...]:
    """Units that are not at the same sites on the same days in both plans."""
    where: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    for row in rows:
        own = where.setdefault((row["plan"], row["unit"]), set())
        own.add((row["site"], row["from"], row["until"]))
    units = sorted({row["unit"] for row in rows if row["plan"] in (reference.name, other.name)})
    return tuple(
        unit for unit in units if where.get((reference.name, unit)) != where.get((other.name, unit))
    )


def _notes(sides: Sequence[Side]) -> tuple[str, ...]:
    """What keeps the plans from being compared in full."""
    reference, *others = sides
    notes = []
    for each in others:
        if each.mission.mission != reference.mission.mission:
            known = set(each.mission.units) & set(reference.mission.units)
            notes.append(
                f"{each.name} is of another mission ({each.mission.mission}): {len(known)} units "
                "have the same names; sectors and lines are told side by side"
            )
        one, two = reference.mission.calendar, each.mission.calendar
        if one != two:
            notes.append(
                f"{each.name} has {two.weeks} weeks from {two.start}, the reference {one.weeks} "
                f"from {one.start}: totals are of different weeks, days are comparable"
            )
        if needs_of(each) != needs_of(reference):
            notes.append(
                f"{each.name} has other requirements: its coverage is of another mandate, and "
                "shares are not comparable"
            )
        if prices_of(each) != prices_of(reference):
            notes.append(
                f"{each.name} prices shortfalls otherwise: objectives and weighted coverage are of "
                "another measure"
            )
        if each.plan.proof.scope != "all plans":
            notes.append(f"the bound of {each.name} is of plans with {each.plan.proof.scope}")
    if reference.plan.proof.scope != "all plans":
        notes.append(f"the bound of {reference.name} is of plans with these postings")
    return tuple(notes)
