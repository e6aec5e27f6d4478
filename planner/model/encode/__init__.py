"""From the tables of a plan, whoever made it, to the point of the model that says the same."""

from __future__ import annotations

from planner.model.encode.encode import encode
from planner.model.encode.error import EncodingError

__all__ = ["EncodingError", "encode"]
