"""Why a mission has no plan: the fewest rules that clash, and by how much rules should give."""

from planner.explain.amounts import Amount, Gift, can_give
from planner.explain.clash import Explained, Member, explain_clash

__all__ = ["Amount", "Explained", "Gift", "Member", "can_give", "explain_clash"]
