"""Places that no lane leads to, and countries whose roads cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"


def test_sites_that_people_cannot_reach(starter: Starter) -> None:
    """Tests that sites with roads but neither buses nor aircraft are told at their rows."""
    starter.change(YAML, "    - {fleet: helicopters", "    #- {fleet: helicopters")
    starter.change(YAML, "    - {fleet: buses", "    #- {fleet: buses")

    problems = starter.problems()

    sites = [starter.place("sites.csv", f"{name},") for name in ("bambari", "kaga-bandoro")]
    assert [each.split(": site: ")[0] for each in problems] == sites
    assert all("no lane carries people here from the hub" in each for each in problems)


def test_equipment_that_cannot_go_home(starter: Starter) -> None:
    """Tests that a mission without cargo lanes from the seaport to the hub is told so."""
    old = "{fleet: hauliers, vehicle: truck_group"
    starter.change(YAML, old, old.replace("truck", "tanker"))

    [problem] = starter.problems()

    assert problem.startswith(f"{starter.place(YAML, '  node: douala', at='node')}: seaport:")
    assert "none of the 4 units in place can take its equipment home" in problem


def test_unknown_country_on_the_way(starter: Starter) -> None:
    """Tests that a country that the map of borders lacks is told with the nearest that it has."""
    starter.change(YAML, "  wet_months:", "  roads: {transit: [CAF, CMX]}\n  wet_months:")

    [problem] = starter.problems()

    assert problem.startswith(starter.place(YAML, "transit: [CAF, ¦CMX]"))
    assert "country" in problem
