"""Every rule kind in words: sentence, formula, source, parameters. No code, no solver.

The model, the verifier, the messages and the documentation share these entries, a file for each
part of the domain. RULES of the family `mandate` are chosen by a mission's config and may be
waived; LAWS, `logistics` and `money`, always hold.
"""

from __future__ import annotations

from planner.rulebook import force, lift, money, places, supply, units
from planner.rulebook.kind import Family, Kind

__all__ = ["MANDATE_KINDS", "RULEBOOK", "Family", "Kind"]

_CHOSEN = (*force.RULES, *units.RULES, *places.RULES, *lift.RULES, *supply.RULES, *money.RULES)
_ALWAYS = (*force.LAWS, *units.LAWS, *places.LAWS, *lift.LAWS, *supply.LAWS, *money.LAWS)

RULEBOOK: dict[str, Kind] = {kind.kind: kind for kind in (*_CHOSEN, *_ALWAYS)}
MANDATE_KINDS = tuple(kind.kind for kind in _CHOSEN)
