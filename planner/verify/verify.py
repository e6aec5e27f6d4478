"""Judge a plan: check its tables, recompute all that follows, and hold every rule against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.plan import OBJECTIVE_TERMS, TABLES, Plan, empty_tables, table
from planner.verify.aged import aged_rows
from planner.verify.facts import Facts
from planner.verify.money import arrears_rows, cash_rows, loan_rows
from planner.verify.registry import BUDGET, CASH, holds, judge, rules_to_check
from planner.verify.rules_executed import changes_usd
from planner.verify.stocks import stock_rows
from planner.verify.tables import read_tables
from planner.verify.timetable import check_timetable
from planner.verify.tolerances import USD, load_slack, objective_slack
from planner.verify.verdict import Verdict, Violation, gap_sentence

if TYPE_CHECKING:
    from planner.mission.mission import Mission

DERIVED = ("stocks", "costs", "cash", "loans", "arrears", "arrears_by_contributor", "shortfalls")
SHORTFALL_KEYS = ["kind", "rule", "subject", "week"]
UNMET = "stock_balance"  # kind of the shortfalls that are demand not met, with no rule's name


def verify(mission: Mission, plan: Plan) -> Verdict:
    """Everything that a plan breaks, with its figures recomputed from the decisions alone.

    A plan whose tables are malformed is judged on that alone (kind `table`).
    """
    tables, problems = read_tables(mission, plan.tables)
    if problems:
        empty = empty_tables()
        return Verdict(tuple(problems), {}, empty["costs"], empty["shortfalls"])
    facts = Facts(mission, tables)
    violations, shortfalls = _judged(facts)
    terms = objective(facts, shortfalls)
    violations += _costs_differ(tables["costs"], facts.costs)
    violations += _shortfalls_differ(tables["shortfalls"], shortfalls)
    violations += _terms_differ(plan.objective_usd, terms)
    violations += _mistimed(mission, tables)
    feasible = (holds(facts, kinds) for kinds in (BUDGET, CASH))
    return Verdict(tuple(violations), terms, facts.costs, shortfalls, *feasible)


def evaluate(
    mission: Mission, tables: dict[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], dict[str, float]]:
    """All tables of a plan from its decision tables, and its objective terms in USD.

    Decisions inside derived tables are read from them where they are given: `unmet` of stocks,
    `paid_usd` of cash and arrears, `owed_usd` of loans; the rest of those tables is made anew.

    Raises
    ------
    ValueError
        If a decision table is malformed; the message lists every problem.
    """
    clean, problems = read_tables(mission, _completed(tables))
    if problems:
        raise ValueError("\n".join(problem.sentence for problem in problems))
    facts = Facts(mission, clean)
    _, shortfalls = _judged(facts)
    derived = {
        "stocks": table("stocks", stock_rows(facts)),
        "costs": facts.costs,
        "cash": table("cash", cash_rows(facts)),
        "loans": table("loans", loan_rows(facts)),
        "arrears": table("arrears", arrears_rows(facts)),
        "arrears_by_contributor": table("arrears_by_contributor", aged_rows(facts)),
        "shortfalls": shortfalls,
    }
    return clean | derived, objective(facts, shortfalls)


def recompute(mission: Mission, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """All tables of a plan from its decision tables, as `evaluate` makes them."""
    return evaluate(mission, tables)[0]


def _completed(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables with no rows where they are lacking, derived ones with zeros in lacking columns."""
    found = {}
    for name, columns in TABLES.items():
        frame = tables.get(name)
        if frame is None:
            frame = table(name, [])
        lacking = [column for column in columns if column not in frame.columns]
        found[name] = frame.assign(**dict.fromkeys(lacking, 0.0)) if name in DERIVED else frame
    return found


def _judged(facts: Facts) -> tuple[list[Violation], pd.DataFrame]:
    violations: list[Violation] = []
    rows: list[dict[str, object]] = []
    for rule in rules_to_check(facts.mission.rules):
        broken, priced = judge(facts, rule)
        violations += broken
        rows += priced
    return violations, table("shortfalls", rows + _unmet(facts))


def _unmet(facts: Facts) -> list[dict[str, object]]:
    """Demand that is not met, in the class's unit, at its price."""
    return [
        {
            "kind": UNMET,
            "rule": "",
            "subject": f"{site}|{name}",
            "week": week,
            "amount": amount,
            "penalty_usd": amount * supply.stockout_usd_per_unit,
        }
        for name, supply in facts.mission.supply_classes.items()
        for site, by_week in zip(facts.mission.sites, facts.ledger.unmet[name], strict=True)
        for week, amount in enumerate(by_week.tolist())
        if amount > 0.0
    ]


def objective(facts: Facts, shortfalls: pd.DataFrame) -> dict[str, float]:
    """Objective terms in USD, in the order of OBJECTIVE_TERMS."""
    mission = facts.mission
    priced = shortfalls.groupby("kind")["penalty_usd"].sum()
    needs, stockout = (float(priced.get(kind, 0.0)) for kind in ("capability_minimum", UNMET))
    away = sum(cut.persons * (facts.weeks - cut.week) for cut in facts.cuts)
    ended = {
        kind: sum(
            hires[cut.hire].cut_usd * cut.ended * (facts.weeks - cut.week)
            for cut in facts.hire_cuts[kind]
        )
        for kind, hires in mission.hires.items()
    }
    terms = {
        "cost": float(facts.costs["usd"].sum()),
        "requirement_shortfall": needs,
        "rule_shortfall": float(priced.sum()) - needs - stockout,
        "stockout": stockout,
        "arrears": mission.arrears.usd_per_usd_quarter * float(facts.money.arrears_usd.sum()),
        "loans": _owing_usd(facts),
        "individual_cuts": mission.individual_cut_usd * away,
        "post_cuts": float(ended["post"]),
        "service_cuts": float(ended["service"]),
        "changes": changes_usd(facts),
    }
    return {name: terms[name] for name in OBJECTIVE_TERMS}


def _owing_usd(facts: Facts) -> float:
    """Price of what is owed to lenders at the quarters' ends."""
    owed = facts.money.owed_usd
    each = [
        lender.usd_per_usd_quarter * float(owed[name].sum())
        for name, lender in facts.mission.lenders.items()
    ]
    return sum(each, start=0.0)


def _mistimed(mission: Mission, tables: dict[str, pd.DataFrame]) -> list[Violation]:
    """What is wrong with the timetable, in the weeks of which it has a trip."""
    return [
        Violation("timetable", "timetable", "timetable", None, sentence, 1.0)
        for sentence in check_timetable(mission, tables, tables["timetable"])
    ]


def _figure(subject: str, what: str, right: float, written: float, unit: str) -> Violation:
    sentence = gap_sentence(what, right, written, unit)
    return Violation("objective", "objective", subject, None, sentence, abs(right - written))


def _costs_differ(written: pd.DataFrame, right: pd.DataFrame) -> list[Violation]:
    """Costs are compared by line and quarter: items are a choice of wording."""
    keys = ["line", "quarter"]
    both = pd.concat(
        [right.groupby(keys)["usd"].sum(), written.groupby(keys)["usd"].sum()], axis=1
    ).fillna(0.0)
    both.columns = pd.Index(["right", "written"])
    off = both[(both["right"] - both["written"]).abs() > USD].reset_index()
    return [
        _figure(str(line), f"costs of {line} in quarter {quarter}", needed, offered, "USD")
        for line, quarter, needed, offered in off.itertuples(index=False, name=None)
    ]


def _shortfalls_differ(written: pd.DataFrame, right: pd.DataFrame) -> list[Violation]:
    columns = ["amount", "penalty_usd"]
    sums = [frame.groupby(SHORTFALL_KEYS)[columns].sum() for frame in (right, written)]
    both = sums[0].join(sums[1].add_suffix("_written"), how="outer").fillna(0.0)
    found = []
    for column, slack, unit in (
        ("amount", load_slack, ""),
        ("penalty_usd", objective_slack, "USD"),
    ):
        wrong = (both[column] - both[f"{column}_written"]).abs() > both[column].map(slack)
        for key, needed, offered in both.loc[wrong, [column, f"{column}_written"]].itertuples(
            name=None
        ):
            _, rule, subject, week = key
            what = f"{column} of the shortfall of {rule} {subject} in week {week}"
            found.append(_figure(str(subject), what, float(needed), float(offered), unit))
    return found


def _terms_differ(written: dict[str, float], right: dict[str, float]) -> list[Violation]:
    found = []
    for name, usd in right.items():
        offered = float(written.get(name, 0.0))
        if not abs(usd - offered) <= objective_slack(usd):
            found.append(_figure(name, f"objective term {name}", usd, offered, "USD"))
    return found
