"""What plan.json must hold to be read as a plan: checked before any of it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.mission.checks.messages import of_error
from planner.plan import Origin, Scope, Status

Usd = Annotated[float, Field(allow_inf_nan=False)]
Week = Annotated[int, Field(ge=-(10**6), le=10**6)]


class _Part(BaseModel):
    """Of other keys, nothing is read."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Fixed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    site: str | None
    start_week: Week | None
    end_week: Week | None
    requirement: str | None = None
    arrival: str | None = None
    departure: str | None = None


class _Duals(_Part):
    sha256: str


class _Table(_Part):
    sha256: str


class _Replanned(_Part):
    as_of_weeks: Annotated[list[Week], Field(min_length=1)]
    posting_usd: Usd
    trip_usd: Usd
    tables: dict[str, str]


class _Content(_Part):
    mission: str
    config_sha256: str
    status: Status
    limit: str
    repeatable: bool
    objective_usd: dict[str, Usd]
    bound_usd: Usd | None
    floor_usd: Usd | None
    bound_of: Scope
    bound_by: Origin
    proof: _Duals | None
    fixed: dict[str, list[_Fixed]]
    waivers: list[str]
    assumptions: list[str]
    notes: list[str]
    tables: dict[str, _Table] = Field(default_factory=dict)
    replanned: _Replanned | None = None


def wrong_parts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is missing or of another kind in a manifest: where, and what is wrong there."""
    try:
        _Content.model_validate(content)
    except ValidationError as error:
        return [
            (".".join(map(str, each["loc"])), of_error(each))
            for each in error.errors(include_url=False)
        ]
    return []
