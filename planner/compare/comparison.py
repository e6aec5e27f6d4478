"""Plans side by side: tables, scorecard, differences of optima, and what flips."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.compare import tables
from planner.compare.intervals import (
    Difference,
    Interval,
    difference,
    needs_of,
    other_prices_of,
    prices_of,
)
from planner.compare.score import Score, score
from planner.compare.weights import Flip, flips
from planner.compare.wholes import Whole, mission_rows, whole_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.sides import Side


@dataclass(frozen=True)
class Comparison:
    """Some plans, of which the first is the reference.

    plans: what each is. tables: by name, long (planner/compare/tables.py); of
    portfolios also `missions`.
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


def compare(sides: Sequence[Side | Whole]) -> Comparison:
    """Compare plans, or plans of portfolios with each other; the first is the reference.

    Raises
    ------
    ValueError
        If plans of missions and of portfolios are given together.
    """
    reference, *others = sides
    if len({isinstance(each, Whole) for each in sides}) > 1:
        raise ValueError("plans of missions and of portfolios are not compared with each other")
    tables_of = [_tables(each) for each in sides]
    found = {name: [row for each in tables_of for row in each[name]] for name in tables_of[0]}
    return Comparison(
        plans=tuple(_plan(each) for each in sides),
        tables=found,
        changes={each.name: _changes(found["units"], reference, each) for each in others},
        scores=tuple(score(each) for each in sides),
        differences=tuple(_difference(reference, each) for each in others),
        flips=flips(sides) if _alike(sides) else (),
        notes=_notes(sides),
    )


def _tables(side: Side | Whole) -> dict[str, list[tables.Row]]:
    if isinstance(side, Whole):
        return {"missions": mission_rows(side), **whole_tables(side)}
    return {name: rows(side) for name, rows in tables.TABLES.items()}


def _alike(sides: Sequence[Side | Whole]) -> bool:
    """Whether all ask for the same, in the same weeks, and agree in prices but for those of
    requirements and rules.
    """
    said = [
        {
            prefix: (other_prices_of(part), needs_of(part), part.mission.calendar)
            for prefix, part in each.named_parts
        }
        for each in sides
    ]
    return all(each == said[0] for each in said)


def _difference(reference: Side | Whole, other: Side | Whole) -> Difference:
    """As `difference`; of portfolios by their objectives and bounds of the whole."""
    if not isinstance(reference, Whole) or not isinstance(other, Whole):
        assert not isinstance(reference, Whole)
        assert not isinstance(other, Whole)
        return difference(reference, other)
    same = reference.digest == other.digest
    low, high = other.bound_usd, reference.bound_usd
    found = Interval(
        None if low is None else low - reference.objective_usd,
        None if high is None else other.objective_usd - high,
    )
    notes = {
        f"{name}: {difference(reference.sides[name], side).note}"
        for name, side in other.sides.items()
        if name in reference.sides and difference(reference.sides[name], side).note
    }
    return Difference(
        other.name,
        other.objective_usd - reference.objective_usd,
        Interval(0.0, 0.0) if same else found,
        same,
        "; ".join(sorted(notes)),
    )


def _plan(side: Side | Whole) -> dict[str, Any]:
    parts = [part for _, part in side.named_parts]
    first = parts[0].mission.calendar
    said = {
        "plan": side.name,
        "mission": side.portfolio if isinstance(side, Whole) else side.plan.mission,
        "name": side.title if isinstance(side, Whole) else side.mission.name,
        "config_sha256": side.digest if isinstance(side, Whole) else side.plan.digest,
        "first_day": first.start.isoformat(),
        "weeks": first.weeks,
        "status": ", ".join(sorted({part.plan.status for part in parts})),
        "limit": ", ".join(sorted({part.plan.limit for part in parts})),
        "verified": side.ok,
        "objective_usd": side.objective_usd,
    }
    bound = side.bound_usd if isinstance(side, Whole) else side.plan.proof.bound_usd
    terms = {
        term: sum(part.plan.objective_usd[term] for part in parts)
        for term in parts[0].plan.objective_usd
    }
    scope = parts[0].plan.proof.scope
    return {**said, "bound_usd": bound, "bound_of": scope, "terms_usd": terms}


def _changes(
    rows: Sequence[tables.Row], reference: Side | Whole, other: Side | Whole
) -> tuple[str, ...]:
    """Units that are not at the same sites on the same days in both plans."""
    where: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    for row in rows:
        own = where.setdefault((row["plan"], row["unit"]), set())
        own.add((row["site"], row["from"], row["until"]))
    units = sorted({row["unit"] for row in rows if row["plan"] in (reference.name, other.name)})
    return tuple(
        unit for unit in units if where.get((reference.name, unit)) != where.get((other.name, unit))
    )


def _notes(sides: Sequence[Side | Whole]) -> tuple[str, ...]:
    """What keeps the plans from being compared in full."""
    reference, *others = sides
    notes = []
    for each in others:
        if isinstance(reference, Whole) or isinstance(each, Whole):
            notes += _notes_of_wholes(reference, each)
        else:
            notes += _notes_of(reference, each, each.name, "the reference")
    if not isinstance(reference, Whole) and reference.plan.proof.scope != "all plans":
        notes.append(f"the bound of {reference.name} is of plans with these postings")
    return tuple(notes)


def _notes_of_wholes(reference: Side | Whole, each: Side | Whole) -> list[str]:
    ours, theirs = dict(reference.named_parts), dict(each.named_parts)
    notes = [
        f"{each.name} has no mission {name.rstrip('/')}" for name in ours if name not in theirs
    ]
    notes += [
        f"{each.name} has a mission {name.rstrip('/')} that {reference.name} has not"
        for name in theirs
        if name not in ours
    ]
    for name, part in theirs.items():
        if name in ours:
            said = f"{each.name}, {name.rstrip('/')}"
            notes += _notes_of(ours[name], part, said, "that of the reference")
    return notes


def _notes_of(reference: Side, each: Side, name: str, other: str) -> list[str]:
    """What keeps one plan from being compared with the reference's. name, other: what both are
    called.
    """
    notes = []
    if each.mission.mission != reference.mission.mission:
        known = set(each.mission.units) & set(reference.mission.units)
        notes.append(
            f"{name} is of another mission ({each.mission.mission}): {len(known)} units "
            "have the same names; sectors and lines are told side by side"
        )
    one, two = reference.mission.calendar, each.mission.calendar
    if one != two:
        notes.append(
            f"{name} has {two.weeks} weeks from {two.start}, {other} {one.weeks} "
            f"from {one.start}: totals are of different weeks, days are comparable"
        )
    if needs_of(each) != needs_of(reference):
        notes.append(
            f"{name} has other requirements: its coverage is of another mandate, and "
            "shares are not comparable"
        )
    if prices_of(each) != prices_of(reference):
        notes.append(
            f"{name} prices shortfalls otherwise: objectives and weighted coverage are of "
            "another measure"
        )
    if each.plan.proof.scope != "all plans":
        notes.append(f"the bound of {name} is of plans with {each.plan.proof.scope}")
    return notes
