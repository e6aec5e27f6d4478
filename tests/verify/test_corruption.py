"""A sound plan with one thing wrong: the verifier names what was corrupted, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from planner.verify import verify
from tests.builders import mission
from tests.rules.case import given, put, with_rule
from tests.verify.plans import added, changed, make, pledge, posting, rotation, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.mission.mission import Mission
    from planner.plan import Plan

MONEY = {"objective", "cash"}  # whatever costs more or less is seen in costs and in payments


def _asked() -> Mission:
    base = put(mission(), "units", "u1", rotation_due_week=5)
    return with_rule("tour_length", base, parameters=given(weeks=52))


def _sound() -> Plan:
    """u1 rotates at alpha, u2 leaves the hub in week 12, p1 comes to bravo in week 8."""
    rows = [
        posting("u1", "alpha", "need-alpha"),
        posting("u2", "hub", "need-hub", end_week=12, departure="leave"),
        pledge("p1", "bravo", "need-bravo", 8),
    ]
    return make(_asked(), rows, rotations=[rotation("u1", 6)])


ASKED = _asked()
SOUND = _sound()


@dataclass(frozen=True)
class Corruption:
    """What is done to the sound plan, the kinds that must name it, and a subject among them."""

    what: Callable[[], Plan]
    kinds: frozenset[str]
    subject: str


def _id(unit: str, **where: str) -> str:
    """Consignment of a unit in the sound plan by further columns."""
    frame = SOUND.tables["consignments"]
    mask = frame["unit"] == unit
    for column, value in where.items():
        mask &= frame[column] == value
    return str(frame.loc[mask, "consignment"].iloc[0])


def _people(unit: str) -> dict[str, str]:
    """The people of a unit on the shared corridor to bravo."""
    frame = SOUND.tables["consignments"]
    mask = (frame["unit"] == unit) & (frame["use"] == "shared") & (frame["pax"] > 0)
    return {"consignment": str(frame.loc[mask, "consignment"].iloc[0])}


def _money(name: str, term: float) -> Plan:
    terms = SOUND.objective_usd | {name: SOUND.objective_usd[name] + term}
    return replace(SOUND, objective_usd=terms)


def _case(kinds: set[str], subject: str, what: Callable[[], Plan]) -> Corruption:
    return Corruption(what, frozenset(kinds), subject)


FLIGHT = _id("p1", corridor="AAA:air>hub")
LINER = _id("p1", corridor="AAA:sea>port")
TO_HUB = _id("p1", corridor="port>hub")
ALPHA_RATIONS = {"site": "alpha", "supply_class": "rations", "week": 3}
TO_ALPHA = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 3}

CORRUPTIONS = {
    "cargo left behind": _case(
        {"lift_window"}, TO_HUB, lambda: without(SOUND, "movements", consignment=TO_HUB)
    ),
    "a tonne left behind": _case(
        {"lift_window"},
        TO_HUB,
        lambda: changed(SOUND, "movements", {"consignment": TO_HUB}, t=59.0),
    ),
    "people moved before they land": _case(
        {"lift_window", "trip_capacity"},
        _people("p1")["consignment"],
        lambda: changed(SOUND, "movements", _people("p1"), week=4),
    ),
    "people moved on another corridor": _case(
        {"lift_window"},  # where other trips of that week have room for them
        _people("p1")["consignment"],
        lambda: changed(SOUND, "movements", _people("p1"), lane="road:hub>alpha"),
    ),
    "an objective that is no number": _case(
        {"objective"}, "stockout", lambda: _money("stockout", float("nan"))
    ),
    "a window stretched": _case(
        {"lift_window"},
        TO_HUB,
        lambda: changed(SOUND, "consignments", {"consignment": TO_HUB}, due_week=9),
    ),
    "a load understated": _case(
        {"lift_window"},
        TO_HUB,
        lambda: changed(SOUND, "consignments", {"consignment": TO_HUB}, t=50.0),
    ),
    "a consignment forgotten": _case(
        {"lift_window"},
        "p1",
        lambda: without(
            without(SOUND, "movements", consignment=TO_HUB), "consignments", consignment=TO_HUB
        ),
    ),
    "a charter without its trip": _case(
        {"trip_capacity", *MONEY},
        "charter_pax:AAA>hub",
        lambda: changed(SOUND, "sorties", {"consignment": FLIGHT}, trips=0),
    ),
    "a charter not booked": _case(
        {"lift_window", *MONEY}, FLIGHT, lambda: without(SOUND, "sorties", consignment=FLIGHT)
    ),
    "a charter a week late": _case(
        {"lift_window"},
        LINER,
        lambda: changed(SOUND, "sorties", {"consignment": LINER}, week=3),
    ),
    "people flown by a freighter": _case(
        {"lift_window", "trip_capacity", *MONEY},
        FLIGHT,
        lambda: changed(SOUND, "sorties", {"consignment": FLIGHT}, lane="charter_cargo:AAA>hub"),
    ),
    "a truck trip cancelled": _case(
        {"trip_capacity", "stock_balance", *MONEY},
        "road:hub>alpha",
        lambda: changed(SOUND, "sorties", {"lane": "road:hub>alpha", "week": 3}, trips=0),
    ),
    "rations that never came": _case(
        {"stock_balance"}, "alpha|rations", lambda: without(SOUND, "flows", **TO_ALPHA)
    ),
    "rations not bought": _case(
        {"stock_balance", *MONEY},
        "port|rations",
        lambda: without(SOUND, "purchases", supply_class="rations", week=3),
    ),
    "a stock made up": _case(
        {"stock_balance"},
        "alpha|rations",
        lambda: changed(SOUND, "stocks", ALPHA_RATIONS, closing=9_999.0),
    ),
    "demand left unmet in secret": _case(
        {"stock_balance", "objective"},
        "alpha|rations",
        lambda: changed(SOUND, "stocks", ALPHA_RATIONS, unmet=100.0),
    ),
    "beds beyond the builders": _case(
        {"camp_build", *MONEY},
        "alpha",
        lambda: added(SOUND, "beds", {"site": "alpha", "week": 2, "built": 25.0}),
    ),
    "a cost left out": _case(
        {"objective"}, "freight", lambda: without(SOUND, "costs", line="freight")
    ),
    "a payment left out": _case(
        {"cash"},
        "payments",
        lambda: changed(SOUND, "cash", {"fund": "assessed", "quarter": 0}, paid_usd=0.0),
    ),
    "a claim forgotten": _case(
        {"arrears", "cash", "objective"},
        "claims",
        lambda: changed(SOUND, "arrears", {"quarter": 1}, paid_usd=9e6),
    ),
    "an arrears balance made up": _case(
        {"arrears"}, "1", lambda: changed(SOUND, "arrears", {"quarter": 1}, closing_usd=500.0)
    ),
    "an objective term too low": _case(
        {"objective"}, "requirement_shortfall", lambda: _money("requirement_shortfall", -1e5)
    ),
    "a shortfall hidden": _case(
        {"objective"},
        "need-bravo",
        lambda: without(SOUND, "shortfalls", subject="need-bravo", week=0),
    ),
    "a shortfall made small": _case(
        {"objective"},
        "need-bravo",
        lambda: changed(SOUND, "shortfalls", {"subject": "need-bravo", "week": 0}, amount=0.5),
    ),
    "a soldier too many": _case(
        {"unit_once"},
        "p1",
        lambda: changed(SOUND, "postings", {"unit": "p1"}, strength_persons=151),
    ),
    "a requirement elsewhere": _case(
        {"unit_once", "requirement_quantity", "objective"},
        "p1",
        lambda: changed(SOUND, "postings", {"unit": "p1"}, requirement="need-alpha"),
    ),
    "an option not offered": _case(
        {"unit_once", "lift_window"},
        "p1",
        lambda: changed(SOUND, "postings", {"unit": "p1"}, arrival="road"),
    ),
    "a posting erased": _case(
        {"table"},
        "consignments",
        lambda: without(without(SOUND, "rotations", unit="u1"), "postings", unit="u1"),
    ),
    "a rotation forgotten": _case(
        {"tour_length", "lift_window"}, "u1", lambda: without(SOUND, "rotations", unit="u1")
    ),
    "a rotation without a tour due": _case(
        {"tour_length", "lift_window"}, "u2", lambda: added(SOUND, "rotations", rotation("u2", 6))
    ),
}


def test_the_sound_plan_is_sound() -> None:
    """Tests that nothing is wrong before the corruption."""
    assert [str(item) for item in verify(ASKED, SOUND).violations] == []


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_names_what_was_corrupted(name: str) -> None:
    """Tests that the kinds are those that the corruption touches, and its subject is named."""
    corruption = CORRUPTIONS[name]
    violations = verify(ASKED, corruption.what()).violations
    assert {item.kind for item in violations} == corruption.kinds
    assert corruption.subject in {item.subject for item in violations}
