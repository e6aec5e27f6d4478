"""The chapter of several plans side by side: what `peaceplan compare` says, with charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.compare import compare
from planner.report.charts import bars, lines
from planner.report.page import Chapter, Chart, Lines, Section
from planner.report.tables import amount, plain_table
from planner.report.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from planner.compare.comparison import Comparison
    from planner.compare.score import Score
    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

Rows = list[dict[str, Any]]
PLANS = "compare-"
PLAN_COLUMNS = ("plan", "name", "objective_usd", "bound_usd", "cost_usd", "weeks", "first_day",
                "status", "limit", "verified", "bound_of")  # fmt: skip
AMOUNTS = {"objective": "objective_usd", "bound": "bound_usd", "cost": "cost_usd"}


def comparison(told: Sequence[Side | Whole]) -> Chapter:
    """The plans against the first of them."""
    found = compare(told)
    flat = found.flat()
    sections = [
        _plans(found, flat),
        *(_section(flat, *item) for item in SECTIONS),
        _changes(found, flat["units"]),
    ]
    return Chapter("compare", "Scenarios side by side", tuple(each for each in sections if each))


def _section(
    flat: Mapping[str, Rows],
    name: str,
    title: str,
    behind: Sequence[str],
    charts: Callable[[Rows], Iterator[Chart]],
) -> Section | None:
    if not flat.get(name):
        return None
    tables = tuple(
        plain_table(f"{plain(each).capitalize()} of all plans", flat[each])
        for each in behind
        if flat.get(each)
    )
    return Section(f"{PLANS}{name}", title, charts=tuple(charts(flat[name])), tables=tables)


def _changes(found: Comparison, rows: Rows) -> Section:
    """Postings of the units that are not at the same sites on the same days in all plans."""
    changed = {unit for units in found.changes.values() for unit in units}
    own = [row for row in rows if row["unit"] in changed]
    own.sort(key=lambda row: (str(row["unit"]), str(row["plan"]), str(row["from"])))
    what = f"{len(changed)} units are elsewhere, or at other times, than in the first plan."
    tables = (plain_table("Postings of units that differ", own),) if own else ()
    return Section(f"{PLANS}units", "Units that differ", what, tables=tables)


def _plans(found: Comparison, flat: dict[str, Rows]) -> Section:
    flat = {
        **flat,
        "plans": [{name: row.get(name) for name in PLAN_COLUMNS} for row in flat["plans"]],
        "scorecard": [_score(score) for score in found.scores],
    }
    names = ("plans", "scorecard", "differences", "missions", "weights")
    titles = {
        "plans": "Plans",
        "scorecard": "Scorecard: five measures of each plan",
        "differences": "How far plans and best plans differ from the first",
        "missions": "Missions",
        "weights": "Prices at which another plan would be the best",
    }
    return Section(
        f"{PLANS}plans",
        "Plans and scorecard",
        f"The first plan, {found.plans[0]['plan']}, is the reference.",
        lists=(Lines("What is not comparable", found.notes, open=True),) if found.notes else (),
        charts=(_objectives(flat["plans"]),),
        tables=tuple(
            plain_table(titles[name], flat[name], open_=name in ("plans", "scorecard"))
            for name in names
            if flat.get(name)
        ),
    )


def _score(score: Score) -> dict[str, Any]:
    return {
        "plan": score.plan,
        "weeks_to_wait": score.wait_weeks,
        "mandate_held_percent": 100 * score.weighted,
        "by_priority_highest_first": ", ".join(f"{100 * share:.1f}" for share in score.coverage),
        "rules_kept": f"{score.rules_kept} of {score.rules}",
        "violations": score.violations,
        "burden_gini": score.gini,
        "cost_usd": score.cost_usd,
        "usd_per_unit_week_held": score.usd_per_unit_week,
    }


def _objectives(plans: Rows) -> Chart:
    rows = [
        {"x": plan["plan"], "y": plan[column], "series": of,
         "say": f"{plan['plan']}, {of}: {amount('usd', plan[column])} USD"}
        for plan in plans
        for of, column in AMOUNTS.items()
        if plan.get(column) is not None
    ]  # fmt: skip
    what = (
        "The objective is the cost and what shortfalls are priced at; no plan is below the bound."
    )
    return Chart("Objective, bound and cost", what, bars(rows, "USD", grouped=True))


def _sectors(rows: Rows) -> Iterator[Chart]:
    persons: dict[tuple[str, str], float] = {}
    for row in rows:
        key = row["plan"], row["quarter"]
        persons[key] = persons.get(key, 0.0) + row["persons"]
    drawn = [
        {
            "x": day,
            "y": mean,
            "series": plan,
            "say": f"{plan}, quarter from {day}: {mean:,.0f} persons",
        }
        for (plan, day), mean in persons.items()
    ]
    yield Chart(
        "Persons in units",
        "Mean of each quarter, over all sectors.",
        lines(drawn, "persons", steps=True),
    )
    asked: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        total = asked.setdefault((row["sector"], row["plan"]), [0.0, 0.0])
        total[0] += row["asked_unit_weeks"]
        total[1] += row["held_unit_weeks"]
    shares = [
        {"x": sector, "y": 100 * held / of, "series": plan,
         "say": f"{sector}, {plan}: {100 * held / of:.1f} % held"}
        for (sector, plan), (of, held) in asked.items()
        if of
    ]  # fmt: skip
    what = "Unit-weeks held of those asked for."
    yield Chart("Coverage by sector", what, bars(shares, "%", grouped=True))


def _costs(rows: Rows) -> Iterator[Chart]:
    by_group: dict[tuple[str, str], float] = {}
    for row in rows:
        key = row["plan"], f"group {row['group']}"
        by_group[key] = by_group.get(key, 0.0) + row["usd"]
    drawn = [
        {"x": plan, "y": usd, "series": group, "say": f"{plan}, {group}: {amount('usd', usd)} USD"}
        for (plan, group), usd in by_group.items()
    ]
    yield Chart("Cost by budget group", "Each bar is a plan.", bars(drawn, "USD"))


def _cash(rows: Rows) -> Iterator[Chart]:
    for column, title in (
        ("closing_usd", "Cash at the end of quarters"),
        ("arrears_usd", "Arrears"),
    ):
        drawn = [
            {"x": row["quarter"], "y": row[column], "series": row["plan"],
             "say": f"{row['plan']}, {row['quarter']}: {amount('usd', row[column])} USD"}
            for row in rows
        ]  # fmt: skip
        yield Chart(
            title, "Shown at the first day of the quarter.", lines(drawn, "USD", steps=True)
        )


def _burden(rows: Rows) -> Iterator[Chart]:
    drawn = [
        {"x": row["contributor"], "y": row["person_weeks"], "series": row["plan"],
         "say": f"{row['contributor']}, {row['plan']}: {row['person_weeks']:,.0f} person-weeks"}
        for row in sorted(rows, key=lambda row: -float(row["person_weeks"]))
    ]  # fmt: skip
    what = "Person-weeks of units, by contributor."
    yield Chart("Burden by contributor", what, bars(drawn, "person-weeks", grouped=True))


SECTIONS: tuple[tuple[str, str, tuple[str, ...], Callable[[Rows], Iterator[Chart]]], ...] = (
    ("sectors", "Strength and coverage", ("sectors", "capabilities", "coverage"), _sectors),
    ("costs", "Cost", ("costs",), _costs),
    ("cash", "Cash and arrears", ("cash",), _cash),
    ("burden", "Burden", ("burden",), _burden),
)
