"""The mission generated from nothing."""

from collections import Counter

import pytest

from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.resources import bundled


@pytest.fixture(scope="module")
def startup() -> Mission:
    """The shipped mission."""
    return load_mission(bundled("configs") / "missions" / "minusca-startup.yaml")


def test_nothing_stands_at_the_start(startup: Mission) -> None:
    """Tests that every unit is a synthetic pledge that is not ready on C-day."""
    assert startup.units
    assert not [unit.unit for unit in startup.units.values() if unit.in_place]
    assert all(unit.synthetic and unit.ready_week > 0 for unit in startup.units.values())
    assert {unit.readiness_level for unit in startup.units.values()} == {"RDL", "3", "2", "1"}


def test_pledges_oversubscribe_the_need(startup: Mission) -> None:
    """Tests that for battalions and police units more is pledged than is asked for."""
    asked: Counter[str] = Counter()
    for need in startup.requirements:
        asked[need.capability] += need.quantity
    offered = Counter(unit.unit_type for unit in startup.units.values())
    assert 75 <= len(startup.units) <= 85
    for kind in ("infantry_bn", "fpu"):
        assert offered[kind] > asked[kind]


def test_one_battalion_comes_as_companies(startup: Mission) -> None:
    """Tests that companies of one parent can all stand at one site."""
    parents = Counter(unit.parent for unit in startup.units.values() if unit.parent)
    assert parents == {"ETH-battalion": 3}
    room = [
        need.quantity for need in startup.requirements
        if need.capability == "infantry_coy" and need.quantity >= 3
    ]  # fmt: skip
    assert room == [3]


def test_who_may_not_come(startup: Mission) -> None:
    """Tests that a refused contributor and a neighbour have pledges, and named neighbours may."""
    contributors = {unit.contributor for unit in startup.units.values()}
    (refused,) = startup.rules_of("contributor_excluded")
    (neighbours,) = startup.rules_of("neighbour_excluded")
    assert set(refused.names("contributors")) <= contributors
    assert set(neighbours.waived) == {"CMR", "COG"}
    near = {code for code in contributors if "CAF" in startup.contributors[code].neighbours}
    assert near == {"CMR", "COG", "TCD"}


def test_a_pair_is_kept_apart(startup: Mission) -> None:
    """Tests that both of the pair pledge units that could stand in one sector."""
    (apart,) = startup.rules_of("pair_exclusion")
    wanted = [
        {need.sector
         for unit in startup.units.values() if unit.contributor == iso3
         for need in startup.requirements
         if need.capability in startup.unit_types[unit.unit_type].capabilities}
        for iso3 in apart.names("contributors")
    ]  # fmt: skip
    assert wanted[0] & wanted[1]


def test_cameroon_drives(startup: Mission) -> None:
    """Tests that units of Cameroon may come by road, and that there are lanes for them."""
    driving = {unit.contributor for unit in startup.units.values()
               if "road" in unit.movement_options}  # fmt: skip
    assert driving == {"CMR"}
    assert "charter:truck_group:CMR:road>bangui" in startup.lanes
