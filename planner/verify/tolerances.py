"""How far a figure may be off before it counts: every tolerance of the verifier stands here."""

from __future__ import annotations

PERSONS = 1e-6  # persons are whole; this only absorbs sums of floats such as shares
COUNT = 1e-9  # units, trips, beds and other counts
TONNES = 1e-4  # t, m3, lane_m, teu up to a scale of 100; beyond it in proportion
SCALE = 100.0
HOURS = 1e-6  # hours and vehicle-days of trips, which are whole
USD = 1.0  # money of a ledger row
OBJECTIVE_SHARE = 1e-6  # of an objective term, on top of one dollar
BELOW_ZERO = 1e-6  # quantities that cannot be negative; a solver's zero may be this far off
PRICED = 1e-9  # a soft rule prices any amount above this


def load_slack(scale: float) -> float:
    """Slack in t (m3, lane_m, teu) on figures of magnitude `scale`: 0.1 kg, then one millionth."""
    return TONNES * max(1.0, abs(scale) / SCALE)


def objective_slack(usd: float) -> float:
    """Slack in USD on an objective term of `usd`."""
    return USD + OBJECTIVE_SHARE * abs(usd)
