"""Malformed tables: named as such, never a traceback, and nothing else is judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.plan import TABLES, Plan, empty_tables
from planner.verify import evaluate, verify
from planner.verify.verdict import PSEUDO_KINDS
from tests.builders import mission
from tests.verify.plans import STAYING, added, changed, make, pledge

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = make(mission(), [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])
FIRST = {"lane": "road:hub>alpha", "week": 3}


def _text(table: str, column: str, value: object) -> Plan:
    """The plan with one cell of a column replaced by something of another type."""
    frame = PLAN.tables[table]
    cells: list[Any] = [value, *frame[column].tolist()[1:]]
    frame = frame.assign(**{column: pd.Series(cells, dtype=object)})
    return replace(PLAN, tables=PLAN.tables | {table: frame})


def _again(table: str) -> Plan:
    frame = PLAN.tables[table]
    double = pd.concat([frame, frame.head(1)], ignore_index=True)
    return replace(PLAN, tables=PLAN.tables | {table: double})


def _lacking(table: str, column: str | None) -> Plan:
    tables = dict(PLAN.tables)
    if column is None:
        del tables[table]
    else:
        tables[table] = tables[table].drop(columns=column)
    return replace(PLAN, tables=tables)


def _cut(persons: int) -> Plan:
    return added(PLAN, "individual_cuts", {"category": "ipo", "week": 2, "persons": persons})


BROKEN: dict[str, tuple[Callable[[], Plan], str]] = {
    "no table": (lambda: _lacking("sorties", None), "sorties: the table is missing"),
    "no column": (lambda: _lacking("flows", "week"), "flows: column week is missing"),
    "text for a number": (
        lambda: _text("sorties", "trips", "many"),
        "sorties: trips holds 'many', which is no int64",
    ),
    "part of a trip": (
        lambda: _text("sorties", "trips", 1.5),
        "sorties: trips holds 1.5, which is no int64",
    ),
    "not a number": (
        lambda: _text("flows", "quantity", float("nan")),
        "flows: quantity holds nan, which is no float64",
    ),
    "an unknown unit": (
        lambda: changed(PLAN, "postings", {"unit": "p1"}, unit="p9"),
        "postings: unit names 'p9', which is not known",
    ),
    "an unknown lane": (
        lambda: changed(PLAN, "sorties", FIRST, lane="road:x>y"),
        "sorties: lane names 'road:x>y', which is not known",
    ),
    "an unknown consignment": (
        lambda: changed(PLAN, "movements", {"lane": "road:port>hub"}, consignment="c99"),
        "movements: consignment names 'c99', which is not known",
    ),
    "another's posting": (
        lambda: changed(PLAN, "consignments", {"unit": "p1"}, posting="u1.0"),
        "consignments: posting u1.0 belongs to u1, not p1",
    ),
    "another's flag": (
        lambda: changed(PLAN, "postings", {"unit": "p1"}, contributor="BBB"),
        "postings: p1 is AAA infantry_coy, not BBB infantry_coy",
    ),
    "a key twice": (lambda: _again("postings"), "postings: p1.0 stands more than once"),
    "a week too late": (
        lambda: changed(PLAN, "flows", {"lane": "road:hub>alpha", "week": 19}, week=20),
        "flows: week 20 is not one of 0 to 19",
    ),
    "a negative flow": (
        lambda: changed(PLAN, "flows", FIRST, quantity=-1.0),
        "flows: quantity holds -1.0, which is below zero",
    ),
    "negative unmet demand": (
        lambda: changed(PLAN, "stocks", {"site": "alpha", "week": 3}, unmet=-1.0),
        "stocks: unmet holds -1.0, which is below zero",
    ),
    "more cut than stand": (
        lambda: _cut(11),
        "individual_cuts: 11 ipo are cut, 10 stand at the hub",
    ),
    "vehicles of a fleet that nobody knows": (
        lambda: added(PLAN, "releases", {"fleet": "boats", "week": 5, "vehicles": 1}),
        "releases: fleet names 'boats', which is not known",
    ),
    "posts that nobody knows": (
        lambda: added(PLAN, "post_cuts", {"post": "national", "week": 5, "posts": 1}),
        "post_cuts: post names 'national', which is not known",
    ),
    "services that nobody knows": (
        lambda: added(PLAN, "service_cuts", {"service": "ships", "week": 5, "contracts": 1}),
        "service_cuts: service names 'ships', which is not known",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_names_what_is_malformed(name: str) -> None:
    """Tests that a malformed plan has violations of the pseudo-rule `table` alone, in words."""
    make_broken, sentence = BROKEN[name]
    verdict = verify(mission(), make_broken())
    assert not verdict.ok
    assert {item.kind for item in verdict.violations} == {"table"}
    assert sentence in {item.sentence for item in verdict.violations}
    assert verdict.objective_usd == {}
    assert "table" in PSEUDO_KINDS


def test_all_that_may_be_cut_may_go() -> None:
    """Tests that ten of ten police officers may be cut: then it is a matter of money."""
    kinds = {item.kind for item in verify(mission(), _cut(10)).violations}
    assert "table" not in kinds


def test_an_empty_plan_lacks_the_units_in_place() -> None:
    """Tests that a plan without rows is judged: u1 and u2 have no posting."""
    empty = replace(PLAN, tables=empty_tables())
    violations = verify(mission(), empty).violations
    lost = [item.subject for item in violations if item.kind == "unit_once"]
    assert lost == ["u1", "u2"]


def test_text_tables_are_read() -> None:
    """Tests that tables read from CSV as text, with gaps for empty text, are the same plan."""
    tables: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        frame = PLAN.tables[name].astype(str)
        tables[name] = frame.where(frame != "", other=None)
    assert verify(mission(), replace(PLAN, tables=tables)).ok


def test_evaluate_refuses_malformed_decisions() -> None:
    """Tests that recomputing from malformed decisions raises with every problem."""
    tables: dict[str, Any] = dict(changed(PLAN, "sorties", FIRST, lane="road:x>y").tables)
    with pytest.raises(ValueError, match="road:x>y"):
        evaluate(mission(), tables)
