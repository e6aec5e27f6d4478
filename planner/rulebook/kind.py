"""What is said of a rule kind: sentence, formula, source, parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["mandate", "logistics", "money"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One rule kind. `parameters` maps a name to what it means, with its unit.

    waivable_for: what a waiver names (`contributor`, `unit`, `site`, `sector`), or none;
    soft_unit: what one unit of violation is when the rule is soft; none if it is always hard.
    """

    kind: str
    family: Family
    sentence: str
    formula: str
    source: str
    parameters: dict[str, str] = field(default_factory=dict)
    waivable_for: str | None = None
    soft_unit: str | None = None
