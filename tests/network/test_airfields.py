"""Strips: what is known, what is a default, what a planner overrides."""

import pytest

from planner.mission.network.airfields import (
    AirfieldDefault,
    AirfieldFacts,
    AirfieldOverride,
    airfield_class,
    effective_airfield,
)

ICAO = AirfieldDefault("icao_no_length", 1200.0, "unpaved", True, 1, 6.0, 17.0)
NO_STRIP = AirfieldDefault("no_strip", 0.0, "unpaved", True, 1, 6.0, 17.0)
UNKNOWN = AirfieldFacts("FEFL", 5.0, 18.0, None, None, 2.0)


@pytest.mark.parametrize(
    ("ident", "expected"), [("FEFF", "icao_no_length"), ("CF-0004", "local_code")]
)
def test_class_by_code(ident: str, expected: str) -> None:
    """Tests that four letters are an ICAO code and anything else is local."""
    assert airfield_class(ident) == expected


def test_unknown_strip_takes_the_default_and_says_so() -> None:
    """Tests that length and surface of the class are used, and flagged as not known."""
    strip = effective_airfield(UNKNOWN, ICAO)
    assert (strip.runway_m, strip.runway_known) == (1200.0, False)
    assert (strip.surface, strip.surface_known) == ("unpaved", False)
    assert strip.closed_fixed_wing_when_wet


def test_paved_strip_stays_open_when_wet() -> None:
    """Tests that a known hard surface outweighs the default's closure."""
    facts = AirfieldFacts("FEFF", 4.4, 18.5, 2600.0, "paved", 5.0)
    strip = effective_airfield(facts, ICAO)
    assert (strip.runway_m, strip.runway_known, strip.surface_known) == (2600.0, True, True)
    assert not strip.closed_fixed_wing_when_wet


def test_override_outweighs_table_and_default() -> None:
    """Tests that a planner's value counts as known, even zero or false."""
    override = AirfieldOverride(runway_m=0.0, closed_fixed_wing_when_wet=False, mog=3)
    strip = effective_airfield(UNKNOWN, ICAO, override)
    assert (strip.runway_m, strip.runway_known, strip.mog) == (0.0, True, 3)
    assert not strip.closed_fixed_wing_when_wet


def test_no_strip_is_a_pad_at_the_site() -> None:
    """Tests that a site without a strip gets a helicopter pad of its own."""
    pad = effective_airfield(None, NO_STRIP, site="yaloke", place=(5.3, 17.1))
    assert (pad.surface, pad.runway_m, pad.latitude, pad.longitude) == ("pad", 0.0, 5.3, 17.1)
