"""Factors on numbers, in decimals: 0.1 times 3 is 0.3."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def is_number(value: object) -> bool:
    """Whether a value of a config is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def decimal(value: object) -> Decimal:
    """A number of a config as it is written."""
    return Decimal(str(value))


def times(value: Decimal, factor: Decimal, *, whole: bool) -> int | float:
    """A number times a factor; rounded where only whole numbers may stand (a half: to even)."""
    product = value * factor
    if whole:
        return int(product.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    return int(product) if product == product.to_integral_value() else float(product)


def shown(value: object) -> str:
    """A value as changes are listed: numbers with thousands parted, lists and mappings short."""
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if is_number(value):
        return f"{value:,}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
