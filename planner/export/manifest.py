"""What `plan.json` says: everything about a plan but its tables, in a fixed order of keys."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol

from planner.errors import InvalidInput, Problem
from planner.export.broken import broken
from planner.mission.force import FixedPosting
from planner.plan import OBJECTIVE_TERMS, TABLES, Duals, Plan, Proof
from planner.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from planner.mission.mission import Mission
    from planner.verify import Violation

FORMAT = 1
_VERSIONED = ("peaceplan", "ortools", "highspy", "numpy", "pandas", "geopandas", "pyogrio")


class Judged(Protocol):
    """What the verifier found, as far as outputs need it."""

    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""

    @property
    def violations(self) -> Sequence[Violation]:
        """What is broken; each reads as a sentence."""

    @property
    def objective_usd(self) -> Mapping[str, float]:
        """The objective as recomputed, by term."""

    @property
    def budget_feasible(self) -> bool | None:
        """Whether commitments keep within all appropriations; None: not judged."""

    @property
    def cash_feasible(self) -> bool | None:
        """Whether funds can pay what is payable; None: not judged."""


def manifest(
    plan: Plan, verdict: Judged, mission: Mission, digests: Mapping[str, str]
) -> dict[str, Any]:
    """Contents of plan.json; `digests` are SHA-256 by name of table, and of the file of duals."""
    return {
        "format": FORMAT,
        "mission": plan.mission,
        "name": mission.name,
        "start": mission.calendar.start.isoformat(),
        "weeks": mission.calendar.weeks,
        "config_sha256": plan.digest,
        "status": plan.status,
        "limit": plan.limit,
        "repeatable": plan.repeatable,
        "objective_usd": {term: plan.objective_usd[term] for term in OBJECTIVE_TERMS},
        "total_usd": plan.total_usd,
        "bound_usd": plan.proof.bound_usd,
        "floor_usd": plan.proof.floor_usd,
        "gap": plan.gap,
        "headline_gap": plan.headline_gap,
        "bound_of": plan.proof.scope,
        "proof": _proof(plan.proof.duals, digests),
        "fixed": {
            unit: [asdict(posting) for posting in own] for unit, own in plan.proof.fixed.items()
        },
        "bound_by": plan.proof.bound_by,
        "verdict": {
            "verified": verdict.ok,
            "budget_feasible": verdict.budget_feasible,
            "cash_feasible": verdict.cash_feasible,
            "broken": [asdict(item) for item in broken(verdict.violations)],
            "violations": [str(violation) for violation in verdict.violations],
            "objective_usd": {term: verdict.objective_usd.get(term) for term in OBJECTIVE_TERMS},
        },
        "versions": versions(),
        "waivers": list(plan.waivers),
        "assumptions": list(plan.assumptions),
        "notes": list(plan.notes),
        "tables": {
            name: {"rows": len(plan.tables[name]), "sha256": digests[name]} for name in TABLES
        },
    }


def _proof(duals: Duals | None, digests: Mapping[str, str]) -> dict[str, Any] | None:
    return None if duals is None else {"duals": len(duals.rows), "sha256": digests["proof.npz"]}


def versions() -> dict[str, str]:
    """Versions of the packages that a plan depends on, where they are installed."""
    found = {}
    for package in _VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def plan_of(
    content: Mapping[str, Any], tables: dict[str, pd.DataFrame], duals: Duals | None
) -> Plan:
    """The plan that a manifest, its tables and its duals describe."""
    fixed = {
        unit: tuple(FixedPosting(**posting) for posting in own)
        for unit, own in content["fixed"].items()
    }
    return Plan(
        mission=content["mission"],
        digest=content["config_sha256"],
        status=content["status"],
        limit=content["limit"],
        tables=tables,
        objective_usd={
            term: float(content["objective_usd"].get(term, 0.0)) for term in OBJECTIVE_TERMS
        },
        proof=Proof(
            content["bound_usd"],
            content["floor_usd"],
            content["bound_of"],
            content["bound_by"],
            duals,
            fixed,
        ),
        repeatable=content["repeatable"],
        waivers=tuple(content["waivers"]),
        assumptions=tuple(content["assumptions"]),
        notes=tuple(content["notes"]),
    )


def read_json(path: Path) -> dict[str, Any]:
    """Object in a JSON file.

    Raises
    ------
    InvalidInput
        If the file is missing, broken, or no object.
    """
    try:
        content = json.loads(read_text(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            [Problem(str(path), 1, 1, "file", f"cannot be read: {error}")]
        ) from error
    except json.JSONDecodeError as error:
        problem = Problem(str(path), error.lineno, error.colno, "file", f"no JSON: {error.msg}")
        raise InvalidInput([problem]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; deep nesting
        problem = Problem(str(path), 1, 1, "file", f"no JSON that can be read: {error}")
        raise InvalidInput([problem]) from error
    if not isinstance(content, dict):
        raise InvalidInput([Problem(str(path), 1, 1, "file", "is no JSON object")])
    return content


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write with two spaces and a last newline; what is not a finite number is refused."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
