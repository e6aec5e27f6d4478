"""How unequally a burden is shared."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def gini(amounts: Sequence[float], key: Sequence[float] | None = None) -> float | None:
    """Gini coefficient: 0 if all bear the same, up to 1 - 1/n if one of n bears everything.

    With a key (shares of the same parties): 0 if all bear what the key says. It is twice the area
    between the diagonal and the Lorenz curve of the amounts, over the key's cumulated shares, in
    the order of amount for each unit of the key. None if nothing is borne, or the key is empty.
    """
    weights = [1.0] * len(amounts) if key is None else list(key)
    total, whole = sum(amounts), sum(weights)
    if total <= 0.0 or whole <= 0.0:
        return None
    pairs = sorted(zip(amounts, weights, strict=True), key=_ratio)
    below, area = 0.0, 0.0
    for amount, weight in pairs:
        above = below + amount / total
        area += (below + above) * weight / whole
        below = above
    return max(0.0, 1.0 - area)


def _ratio(pair: tuple[float, float]) -> tuple[float, float]:
    """Order along the Lorenz curve; who is not in the key comes last."""
    amount, weight = pair
    return (amount / weight if weight > 0.0 else inf, amount)


def largest_over_smallest(amounts: Sequence[float]) -> float | None:
    """Largest over smallest amount of those who bear anything; None if nobody does."""
    borne = [amount for amount in amounts if amount > 0.0]
    return max(borne) / min(borne) if borne else None
