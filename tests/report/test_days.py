"""What the map of a report draws on which day."""

from __future__ import annotations

from planner.export.maps import maps
from planner.export.marking import PUBLIC, contributor
from planner.report.background import background, world
from planner.report.days import days
from tests.export.plans import mission_with_reach, plan, row
from tests.report.pages import PLACES, spread


def test_postings_and_loads_by_day() -> None:
    """Tests that p1 comes in week 6 after its cargo went in week 5, and where it then is."""
    mission = spread(mission_with_reach())
    found = days(maps(mission, plan(mission)))
    assert found is not None
    assert found["days"] == 7 * mission.calendar.weeks
    at = {each["unit"]: each for each in found["postings"]}
    assert (at["p1"]["from"], at["p1"]["until"], at["p1"]["persons"]) == (42, 140, 150)
    place = found["sites"][at["p1"]["site"]]
    assert (place["name"], tuple(place["at"])) == ("bravo", PLACES["bravo"])
    lane, begin, end, said = next(load for load in found["loads"] if "60 t" in load[3])
    assert (begin, end, said) == (35, 42, "p1, arrive, in, 60 t")
    assert found["lanes"][lane]["mode"] == "road"
    south, west = found["corners"][0]
    assert (south, west) <= PLACES["hub"]


def test_trips_of_the_timetable_by_day() -> None:
    """Tests a truck that leaves at 6:30 on the third day of week 5, and is back a day later."""
    mission = spread(mission_with_reach())
    hours = {"depart_h": 54.5, "turn_h": 64.0, "leave_h": 70.0, "return_h": 79.25}
    timetable = [row("timetable", lane="road:hub>bravo", week=5, trip=1, vehicle="t/1", **hours)]
    found = days(maps(mission, plan(mission, timetable=timetable)))
    assert found is not None
    assert [each[1:] for each in found["trips"]] == [
        [37, "t/1 out, 06:30 to 16:00"], [37, "t/1 back, 22:00 to 07:15 1 day(s) later"],
    ]  # fmt: skip
    assert found["lanes"][found["trips"][0][0]]["name"] == "road:hub>bravo"


def test_who_sees_less_gets_less() -> None:
    """Tests that the public sees sectors alone, and another contributor nothing of this one's."""
    mission = spread(mission_with_reach())
    for reader in (PUBLIC, contributor("BBB")):
        found = days(maps(mission, plan(mission), reader))
        assert found is not None
        assert found["areas"]
        assert not [*found["postings"], *found["loads"], *found["sites"], *found["lanes"]]


def test_the_background_is_fine_near_the_plan_alone() -> None:
    """Tests around Bangui: the country in detail, regions and roads near it, other continents in
    few points.
    """
    found = background([[4.0, 18.0], [5.0, 19.0]])
    far = world()
    assert 3 < len(found["countries"]) < 8
    for place, near in found["countries"].items():
        assert sum(map(len, near[0])) > 3 * sum(map(len, far[place][0]))
    assert sum(len(ring) for each in far for part in each for ring in part) < 9000
    assert all(1.9 < y < 7.1 and 15.9 < x < 21.1 for line in found["regions"] for y, x in line)
    assert found["roads"]
