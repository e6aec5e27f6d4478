"""What stands between a plan and a point of the model."""

from __future__ import annotations


class EncodingError(ValueError):
    """A plan decides what the model does not offer; the message names the unit, lane or stock."""
