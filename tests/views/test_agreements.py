"""Annexes of MOUs, statements of requirement and movements, against the verifier and by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from planner.export.marking import contributor
from planner.export.rows import records
from planner.mission.mission import Mission
from planner.plan import Plan
from planner.views.catalogue import VIEWS
from planner.views.view import Source
from tests import builders
from tests.export.plans import Judgement, plan, posting, sound_plan, stocked_mission

ANNEXES = {
    "mou_personnel": "personnel",
    "mou_major_equipment": "coe",
    "mou_self_sustainment": "self_sustainment",
}


def rows(mission: Mission, made: Plan, name: str) -> list[dict[str, Any]]:
    """All rows of a view."""
    return records(VIEWS[name].frame(Source(mission, made, Judgement())))


@pytest.mark.parametrize(("name", "line"), ANNEXES.items())
def test_an_annex_adds_up_to_what_the_verifier_charges(name: str, line: str) -> None:
    """Tests the sum of each unit against the costs that the verifier works out by itself, and that
    each row is its quantity times its rate times its time.
    """
    mission = stocked_mission()
    made = sound_plan(mission)
    found = rows(mission, made, name)
    assert found
    for row in found:
        assert row["usd"] == pytest.approx(row["quantity"] * row["rate_usd"] * row["time"])
    costs = made.tables["costs"]
    for unit in ("u1", "u2"):
        mine = costs[(costs["line"] == line) & (costs["item"] == unit)]["usd"].sum()
        assert mine > 0.0
        assert sum(row["usd"] for row in found if row["unit"] == unit) == pytest.approx(mine)


def test_a_contributor_sees_its_own_annexes_alone() -> None:
    """Tests a mission of two contributors, and that a third has none."""
    base = stocked_mission()
    units = base.units | {"u2": replace(base.units["u2"], contributor="BBB")}
    mission = replace(base, units=units)
    source = Source(mission, sound_plan(base), Judgement())
    for name in ANNEXES:
        for code, names in (("AAA", {"u1"}), ("BBB", {"u2"}), ("CCC", set())):
            frame = VIEWS[name].released(source, contributor(code))
            assert frame is not None
            assert set(frame["unit"]) == names


def test_a_statement_of_requirement_scales_the_load_list() -> None:
    """Tests a company of half the nominal strength: half of the load, pieces as they are."""
    mission = builders.mission()
    kind = mission.unit_types["infantry_coy"]
    half = kind.nominal_strength_persons // 2
    one = [posting("u1", "alpha", 0, 20, strength_persons=half)]
    made = plan(mission, postings=one, consignments=[], movements=[], sorties=[])
    [found] = rows(mission, made, "unit_requirements")
    share = half / kind.nominal_strength_persons
    assert found["cargo_t"] == pytest.approx(share * kind.load.cargo_t)
    assert found["lane_m"] == pytest.approx(share * kind.load.lane_m)
    assert found["heaviest_piece_t"] == kind.load.heaviest_piece_t
    assert (found["site_name"], found["capability"]) == ("alpha", "infantry_coy")
    assert found["in_mission_by"].date() == mission.calendar.first_day(0)


def test_the_list_of_movements_has_a_line_for_each_consignment() -> None:
    """Tests days and places of the company that flies in week 4 and whose cargo goes by road."""
    mission = builders.mission()
    found = {row["uln"]: row for row in rows(mission, plan(mission), "tpfdd")}
    assert set(found) == {"p1:fly", "p1:cargo"}
    day = mission.calendar.first_day
    fly, cargo = found["p1:fly"], found["p1:cargo"]
    assert (fly["origin"], fly["destination"], fly["final_site"]) == ("AAA:air", "hub", "bravo")
    assert (fly["passengers"], fly["mode_source"]) == (150, "air/charter")
    assert (cargo["tonnes"], cargo["m3"], cargo["mode_source"]) == (60.0, 120.0, "road/trucks")
    assert (cargo["ready_to_load"].date(), cargo["latest_departure"].date()) == (day(4), day(5))
    assert (cargo["departs"].date(), cargo["arrives"].date()) == (day(5), day(5))
    assert cargo["required_delivery"].date() == day(6)


def test_what_is_not_carried_yet_has_no_days() -> None:
    """Tests a consignment without a load, and one that leaves, which nobody waits for."""
    mission = builders.mission()
    base = plan(mission)
    alone = base.tables["consignments"].assign(purpose="leave", direction="out")
    tables = base.tables | {
        "consignments": alone,
        "movements": base.tables["movements"][:0],
        "sorties": base.tables["sorties"][:0],
        "flows": base.tables["flows"][:0],
    }
    for row in rows(mission, replace(base, tables=tables), "tpfdd"):
        assert pd.isna(row["departs"])
        assert pd.isna(row["required_delivery"])
        assert row["destination"] in {"AAA:air", "hub"}
