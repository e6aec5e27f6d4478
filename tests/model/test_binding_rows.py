"""Each rule's rows bind: without them the best plan breaks just that rule, as the verifier says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import Options, build_options
from planner.plan import Plan, Proof
from planner.rulebook import MANDATE_KINDS, RULEBOOK
from planner.solve.engines import MipLimits
from planner.solve.engines.highs import HighsEngine
from planner.solve.extract import extract_tables
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from planner.verify import evaluate, verify
from tests.model.binding import (
    BY_BRANCH_AND_BOUND,
    CASES,
    IDENTITIES,
    NOT_IN_ROWS,
    ON_OPTIONS,
)
from tests.rules.case import without_rule
from tests.rules.test_verifier import CASES as JUDGED

GAP = 0.15  # as near to the best as shows what a rule forbids: plans without its rows break it


def best_plan(mission: Mission, kind: str, *, rows: bool) -> Plan:
    """The plan found with, or without, the rows of a kind; what follows from it made anew."""
    model = build_model(mission, build_options(mission))
    kept = tuple(block for block in model.blocks if rows or block.rule != kind)
    model = replace(model, blocks=kept)
    if kind in BY_BRANCH_AND_BOUND:
        point = HighsEngine().solve_mip(model.rows, MipLimits(10.0, gap=0.1)).point
    else:
        search = Search(model, HighsEngine(), Limits(10.0, GAP), lambda _: None)
        run_search(search)
        point = search.point
    decided = extract_tables(model, point)
    decided["stocks"] = decided["stocks"].assign(consumed=0.0)  # without rows it closes no balance
    tables, terms = evaluate(mission, decided)
    return Plan("tiny", mission.digest, "feasible", "gap", tables, terms, Proof(None, None), True)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_the_plan_breaks_the_rule_only_without_its_rows(kind: str) -> None:
    """Tests that with the rows the verifier accepts, and without them names only this kind."""
    asked = CASES[kind]()
    assert [str(item) for item in verify(asked, best_plan(asked, kind, rows=True)).violations] == []
    broken = verify(asked, best_plan(asked, kind, rows=False)).violations
    assert {item.kind for item in broken} == {kind}


def offered(options: Options) -> set[tuple[int, ...]]:
    """Itineraries, each as the row of numbers that says what it is."""
    return set(
        zip(*(column.tolist() for column in options.itineraries.table.values()), strict=True)
    )


@pytest.mark.parametrize("kind", sorted(ON_OPTIONS))
def test_more_is_offered_without_the_rule(kind: str) -> None:
    """Tests that a rule without rows keeps itineraries away that are offered where it is off."""
    asked = JUDGED[kind].bad
    without = offered(build_options(without_rule(asked, kind)))
    assert without - offered(build_options(asked))


def test_every_kind_with_rows_is_tested() -> None:
    """Tests that the cases above and the identities are all the kinds that yield rows."""
    found: set[str] = set()
    for make in CASES.values():
        asked = make()
        found |= {block.rule for block in build_model(asked, build_options(asked)).blocks}
    kinds = {rule for rule in found if not rule.startswith("state:")}
    assert kinds == set(CASES) | set(IDENTITIES)
    assert kinds <= set(RULEBOOK)


def test_every_kind_of_the_rulebook_is_accounted_for() -> None:
    """Tests that no kind is without a case here, or a reason why it has none."""
    sets = (set(CASES), set(ON_OPTIONS), set(IDENTITIES), set(NOT_IN_ROWS))
    assert set().union(*sets) == set(RULEBOOK)
    assert sum(map(len, sets)) == len(RULEBOOK)


def test_every_mandate_rule_acts_on_options_or_yields_rows() -> None:
    """Tests that no rule of the mandate family is without effect on what is planned."""
    assert set(MANDATE_KINDS) <= ON_OPTIONS | set(CASES)
    assert set(CASES) & set(ON_OPTIONS) == set()
