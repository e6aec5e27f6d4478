"""Strips as planned with: what is known, what a class default says, what a planner overrides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.mission.places import Airfield, Surface

AirfieldClass = Literal["icao_no_length", "local_code", "no_strip"]
ICAO_LENGTH = 4


@dataclass(frozen=True, slots=True)
class AirfieldDefault:
    """A row of airfield_defaults.csv."""

    airfield_class: str
    runway_m: float
    surface: Surface
    closed_fixed_wing_when_wet: bool
    mog: int
    opening_hour: float
    closing_hour: float


@dataclass(frozen=True, slots=True)
class AirfieldFacts:
    """What the tables say of the strip near a site; None is "unknown"."""

    ident: str
    latitude: float
    longitude: float
    runway_m: float | None
    surface: Literal["paved", "unpaved"] | None
    road_km: float


@dataclass(frozen=True, slots=True)
class AirfieldOverride:
    """What a planner knows better; None leaves the table's or the default's value."""

    runway_m: float | None = None
    surface: Surface | None = None
    closed_fixed_wing_when_wet: bool | None = None
    mog: int | None = None
    opening_hour: float | None = None
    closing_hour: float | None = None


def airfield_class(ident: str) -> AirfieldClass:
    """Class of a strip by its code: four letters of ICAO, or a local code such as CF-0004."""
    return "icao_no_length" if len(ident) == ICAO_LENGTH and ident.isalpha() else "local_code"


def effective_airfield(
    facts: AirfieldFacts | None,
    default: AirfieldDefault,
    override: AirfieldOverride | None = None,
    *,
    site: str = "",
    place: tuple[float, float] = (0.0, 0.0),
) -> Airfield:
    """Strip to plan with: override, else what is known, else the default of its class.

    Parameters
    ----------
    facts
        None where no strip is near: a helicopter pad at the site itself.
    site, place
        Site id and (latitude, longitude) of the pad.
    """
    change = override or AirfieldOverride()
    surface_default: Surface = "pad" if facts is None else default.surface
    facts = facts or AirfieldFacts(f"{site}:pad", *place, None, None, 0.0)
    runway_m = _first(change.runway_m, facts.runway_m)
    surface: Surface | None = change.surface or facts.surface
    wet = change.closed_fixed_wing_when_wet
    if wet is None:
        wet = default.closed_fixed_wing_when_wet and (surface or surface_default) != "paved"
    return Airfield(
        ident=facts.ident,
        latitude=facts.latitude,
        longitude=facts.longitude,
        runway_m=default.runway_m if runway_m is None else runway_m,
        runway_known=runway_m is not None,
        surface=surface or surface_default,
        surface_known=surface is not None,
        closed_fixed_wing_when_wet=wet,
        mog=default.mog if change.mog is None else change.mog,
        opening_hour=default.opening_hour if change.opening_hour is None else change.opening_hour,
        closing_hour=default.closing_hour if change.closing_hour is None else change.closing_hour,
        road_km=facts.road_km,
    )


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
