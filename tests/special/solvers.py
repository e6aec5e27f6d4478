"""Solvers off the shelf for the same model, by name, for a process of their own."""

from __future__ import annotations

from ortools.math_opt import parameters_pb2

from planner.solve.engines import Engine, engine
from planner.solve.engines.mathopt import MathOptEngine


def make(name: str) -> Engine:
    """CP-SAT through MathOpt, or an engine of the product by its name."""
    if name != "cp-sat":
        return engine(name)
    found = MathOptEngine("gscip")
    found._integer = parameters_pb2.SOLVER_TYPE_CP_SAT
    return found
