"""The independent verifier: a plan's figures and faults from the mission and its tables alone.

Written against planner/README.md; it shares no code with the model that made the plan.
"""

from planner.verify.verdict import Finding, Verdict, Violation
from planner.verify.verify import evaluate, recompute, verify

__all__ = ["Finding", "Verdict", "Violation", "evaluate", "recompute", "verify"]
