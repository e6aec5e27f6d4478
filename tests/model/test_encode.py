"""Encoding: a plan's tables become the point that stands for them, or a clear error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.model.encode import EncodingError, encode
from planner.solve.extract import extract_tables
from tests.builders import mission, rule, unit
from tests.model.solving import model_of, solved
from tests.rules.case import put
from tests.verify.plans import STAYING, added, changed, make, pledge, posting

if TYPE_CHECKING:
    from planner.mission.mission import Mission


def _busy() -> Mission:
    """Rotations with a strength to choose, two identical pledges, soft rules, a scarce camp."""
    base = mission(rotation_strength_shares=(1.0, 0.9))
    units = {item.unit: item for item in (
        unit("u1", "alpha", rotation_due_week=9),
        unit("u2", "hub"),
        unit("p1", self_sufficiency_days=30.0),
        unit("p2", self_sufficiency_days=30.0),
    )}  # fmt: skip
    sites = {**base.sites, "bravo": replace(base.sites["bravo"], beds=140)}
    carried = (("days", 30), ("classes", ("rations", "ground_fuel")))
    more = (
        rule("tour_length", parameters=(("weeks", 52),)),
        rule("self_sufficiency", parameters=carried),
        rule("gender_share", hard=False, penalty_usd=5.0,
             parameters=(("category", "military"), ("share", 0.11))),
    )  # fmt: skip
    return replace(base, units=units, sites=sites, rules=(*base.rules, *more))


@pytest.mark.parametrize("asked", [mission(), _busy()], ids=["tiny", "busy"])
def test_a_solved_point_comes_back_from_its_tables(asked: Mission) -> None:
    """Tests that encode undoes extract for every column but how loads are split within their
    windows, which extract chooses anew; with that split too all rows hold at the same price.
    """
    search = solved(asked, gap=0.01)
    columns = search.model.columns
    again = encode(search.model, extract_tables(search.model, search.point))
    far = [columns.family_of(int(c)) for c in np.where(np.abs(again - search.point) > 1e-6)[0]]
    assert {family.name for family in far} <= {"moved", "waiting", "ahead"}
    assert search.model.violated(again) == []
    assert search.model.value(again) == pytest.approx(search.best, abs=1e-6)
    assert (search.point > 0).sum() > 100  # not an empty plan


def test_a_plan_by_hand_is_a_point() -> None:
    """Tests that postings written by hand satisfy every row, at the verifier's price."""
    asked = mission()
    plan = make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])
    model = model_of(asked)
    point = encode(model, plan.tables)
    assert model.violated(point) == []
    assert model.value(point) * 1e6 == pytest.approx(plan.total_usd)


def test_identical_units_share_an_itinerary() -> None:
    """Tests that of two pledges in one class either may come: both are the same point."""
    asked = _busy()
    model = model_of(asked)
    rows = [[*STAYING, pledge(name, "bravo", "need-bravo", 12)] for name in ("p1", "p2")]
    turns = [{"unit": "u1", "posting": "u1.0", "week": 9, "strength_before_persons": 150,
              "strength_after_persons": 135}]  # fmt: skip
    beds = [{"site": "bravo", "week": 3, "built": 10.0}]
    first, second = (encode(model, make(asked, r, rotations=turns, beds=beds).tables) for r in rows)
    assert np.array_equal(first, second)


def test_a_missing_trip_breaks_a_row() -> None:
    """Tests that a plan whose trips do not carry its loads is a point that breaks a row."""
    asked = mission()
    plan = make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])
    plan = changed(plan, "sorties", {"lane": "road:hub>bravo", "week": 6}, trips=0)
    model = model_of(asked)
    broken = {name.split("[")[0] for name, _ in model.violated(encode(model, plan.tables))}
    assert "trip_capacity" in broken


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (posting("u1", "alpha", "need-alpha", end_week=2, departure="leave"), "u1"),
        (posting("u1", "bravo", "need-bravo"), "site"),
        (posting("u1", "alpha", "need-alpha", end_week=10), "departure"),
    ],
    ids=["before notice", "elsewhere", "left without leaving"],
)
def test_names_the_unit_without_an_itinerary(row: dict[str, Any], words: str) -> None:
    """Tests that a posting that no itinerary offers is refused by the unit's name."""
    asked = mission()
    tables = make(asked, STAYING).tables
    kept = tables["postings"][tables["postings"]["unit"] != "u1"]
    plan = replace(make(asked, STAYING), tables={**tables, "postings": kept})
    broken = added(plan, "postings", row)
    with pytest.raises(EncodingError, match="u1") as found:
        encode(model_of(asked), broken.tables)
    assert words in str(found.value)


def test_a_unit_in_place_needs_a_posting() -> None:
    """Tests that a unit in place cannot be left out of a plan."""
    asked = mission()
    plan = make(asked, STAYING)
    kept = plan.tables["postings"][plan.tables["postings"]["unit"] != "u2"]
    with pytest.raises(EncodingError, match="u2 is in place"):
        encode(model_of(asked), {**plan.tables, "postings": kept})


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("sorties", {"lane": "liner:AAA>port", "week": 3, "consignment": "", "trips": 1}, "liner"),
        ("flows", {"lane": "sea:AAA>port", "supply_class": "rations", "week": 3, "quantity": 9e3},
         "sea:AAA>port offers no rations"),
        ("purchases", {"node": "alpha", "supply_class": "rations", "week": 3, "quantity": 9e3},
         "alpha offers no rations"),
        ("beds", {"site": "alpha", "week": 1, "built": 5.0}, "camp of alpha"),
    ],
)  # fmt: skip
def test_names_what_is_not_offered(table: str, row: dict[str, Any], words: str) -> None:
    """Tests that trips, supplies and beds that the model does not offer are refused by name."""
    asked = put(mission(), "sites", "alpha", beds=2_000)
    plan = added(make(asked, STAYING), table, row)
    with pytest.raises(EncodingError, match=words):
        encode(model_of(asked), plan.tables)
