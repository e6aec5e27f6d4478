"""Schema of the config (pydantic): every section, its fields, units, ranges and defaults."""

from planner.mission.schema.config import Config

__all__ = ["Config"]
