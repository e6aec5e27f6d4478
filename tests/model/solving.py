"""Small missions solved in a second or two, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.build import build_model
from planner.options.options import build_options
from planner.plan import Plan, Proof
from planner.solve.engines.highs import HighsEngine
from planner.solve.extract import extract_tables, objective_terms
from planner.solve.search import run_search
from planner.solve.state import Limits, Search

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.model.model import Model


def model_of(mission: Mission) -> Model:
    """The model of a mission."""
    return build_model(mission, build_options(mission))


def solved(mission: Mission, *, gap: float = 0.001) -> Search:
    """A finished search for the mission's best plan."""
    search = Search(model_of(mission), HighsEngine(), Limits(10.0, gap), lambda _: None)
    run_search(search)
    return search


def plan_of(search: Search) -> Plan:
    """The plan that a search found."""
    model, point = search.model, search.point
    tables, terms = extract_tables(model, point), objective_terms(model, point)
    digest = model.mission.digest
    return Plan("tiny", digest, "feasible", "gap", tables, terms, Proof(None, None), True)
