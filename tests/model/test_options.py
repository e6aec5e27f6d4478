"""What is offered: loads that fit, rotations in a posting, caveats and waivers by the week."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.mission.force import Caveat
from planner.mission.lift import Capacity
from planner.options.options import Options, build_options
from planner.verify import verify
from tests.builders import LOAD, lane, mission, rule, unit
from tests.rules.case import put, without_rule
from tests.verify.plans import STAYING, make, pledge, posting, rotation

if TYPE_CHECKING:
    from planner.mission.mission import Mission

TOURS = rule("tour_length", parameters=(("weeks", 5),))


def places(options: Options, name: str, mission: Mission) -> set[str]:
    """Sites at which a pledged unit may arrive."""
    found = rows(options, name)
    return {list(mission.sites)[int(site)] for site in options.itineraries.table["site"][found]}


def rows(options: Options, name: str) -> np.ndarray:
    """Itineraries of the class that holds a unit."""
    number = next(n for n, item in enumerate(options.classes) if name in item.units)
    return np.where(options.itineraries.table["unit_class"] == number)[0]


def _by_river(piece_t: float, waived: tuple[str, ...] = ()) -> Mission:
    """Bravo is reached by barges alone, which take pieces of 40 t; pieces weigh `piece_t`."""
    load = replace(LOAD, heaviest_piece_t=piece_t)
    base = put(mission(), "unit_types", "infantry_coy", load=load)
    barge = Capacity(100.0, 80.0, 200.0, 0.0, 0.0, 40.0, 40.0)
    river = lane("road:hub>bravo", "hub", "bravo", "river", capacity=barge)
    rules = [replace(item, waived=waived) if item.kind == "load_size" else item
             for item in base.rules]  # fmt: skip
    # All other lanes take any piece, so that only the river can be too small.
    lanes = {
        name: replace(item, capacity=replace(item.capacity, max_piece_t=99.0))
        for name, item in base.lanes.items()
    }
    return replace(base, lanes={**lanes, river.lane: river}, rules=tuple(rules))


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (_by_river(40.0), True),
        (_by_river(41.0), False),
        (_by_river(41.0, ("p1",)), True),
        (without_rule(_by_river(41.0), "load_size"), True),
    ],
    ids=["fits", "too heavy", "waived", "no rule"],
)
def test_pieces_fit_a_corridor_without_a_road(asked: Mission, offered: bool) -> None:
    """Tests that a unit is not offered bravo if no barge takes its piece of 41 t, and that the
    verifier finds the same.
    """
    assert ("bravo" in places(build_options(asked), "p1", asked)) is offered
    plan = make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])
    kinds = {item.kind for item in verify(asked, plan).violations}
    assert ("load_size" in kinds) is not offered


def test_pieces_drive_themselves_on_a_road_beside_a_river() -> None:
    """Tests that a road beside the river carries what the barge cannot."""
    asked = _by_river(41.0)
    road = lane("truck:hub>bravo", "hub", "bravo", "road")
    asked = replace(asked, lanes={**asked.lanes, road.lane: road})
    assert "bravo" in places(build_options(asked), "p1", asked)


def test_pieces_fit_the_ship() -> None:
    """Tests that a piece of 61 t does not sail on shared ships for pieces of 60 t."""
    load = replace(LOAD, heaviest_piece_t=61.0)
    asked = put(mission(), "unit_types", "infantry_coy", load=load)
    asked = put(asked, "units", "p1", movement_options=("sea_road",))
    assert places(build_options(asked), "p1", asked) == set()
    assert places(build_options(without_rule(asked, "load_size")), "p1", asked) != set()


def test_no_later_rotation_comes_due_on_the_move() -> None:
    """Tests that u1, due in week 2 and every 5 weeks after, does not redeploy over its weeks.

    A move lasts 4 weeks: by road twice 2, which is redeploy_weeks. Offsets are 0 and 1, so it
    rotates in 2, 7, 12 and 17 (18 < 20). Moves from weeks 4 to 7 hold week 7, from 9 to 12 week
    12, from 14 and 15 week 17: that leaves 8 and 13.
    """
    base = mission(rules=(*mission().rules, TOURS))
    asked = put(base, "units", "u1", rotation_due_week=2)
    options = build_options(asked)
    table = options.itineraries.table
    mine = rows(options, "u1")
    moves = mine[(table["site_2"][mine] >= 0) & (table["rotation"][mine] == 2)]
    assert set(table["split"][moves].tolist()) == {8, 13}


def test_the_verifier_refuses_rotation_on_the_move() -> None:
    """Tests that the same unit moving in weeks 5 to 8 breaks the tour's rule in week 7."""
    base = mission(rules=(*mission().rules, TOURS))
    asked = put(base, "units", "u1", rotation_due_week=2)
    moving = [
        posting("u1", "alpha", "need-alpha", end_week=5, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=9, arrival="redeploy"),
        STAYING[1],
    ]
    turns = [rotation("u1", week) for week in (2, 12, 17)]
    kinds = {item.kind for item in verify(asked, make(asked, moving, rotations=turns)).violations}
    assert kinds == {"tour_length"}


def test_a_caveat_counts_in_the_weeks_of_the_posting() -> None:
    """Tests that a caveat on bravo in weeks 6 and 7 does not forbid to move there in 5 to 8."""
    caveats = (Caveat("site", "bravo", 6, 8, "test"),)
    asked = put(mission(), "units", "u1", caveats=caveats)
    options = build_options(asked)
    table = options.itineraries.table
    bravo = list(asked.sites).index("bravo")
    mine = rows(options, "u1")
    starts = set(table["start_2"][mine][table["site_2"][mine] == bravo].tolist())
    assert 8 in starts
    assert 9 in starts


def test_a_unit_named_in_a_waiver_stands_apart_from_its_twin() -> None:
    """Tests that a waiver for p2 helps neither p1 nor hides behind it."""
    base = mission()
    units = {**base.units, "p1": unit("p1", ready_week=15), "p2": unit("p2", ready_week=15)}
    rules = tuple(replace(item, waived=("p2",)) if item.kind == "readiness" else item
                  for item in base.rules)  # fmt: skip
    options = build_options(replace(base, units=units, rules=rules))
    table = options.itineraries.table
    first = {name: int(table["start"][rows(options, name)].min()) for name in ("p1", "p2")}
    assert first["p2"] < 15 <= first["p1"]


def test_a_unit_that_cannot_leave_may_stay() -> None:
    """Tests that u2 of BBB, for which nobody flies, is offered to stay and to redeploy only."""
    asked = put(mission(), "units", "u2", contributor="BBB")
    options = build_options(asked)
    table = options.itineraries.table
    mine = rows(options, "u2")
    assert set(table["departure"][mine].tolist()) == {0}
    assert (table["site_2"][mine] < 0).sum() == 2  # holding need-hub, or nothing
    assert (table["site_2"][mine] >= 0).any()
