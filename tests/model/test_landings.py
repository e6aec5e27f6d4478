"""Ground slots that trips take, at their ends and on the way."""

from __future__ import annotations

from planner.mission.lift import Stop
from tests.builders import mission
from tests.model.solving import model_of
from tests.rules.case import put


def test_a_trip_takes_slots_at_both_ends_and_twice_at_each_stop() -> None:
    """Tests the coefficients of a flight with 2 h of ground time: one landing at each end, and at
    bravo one out and one back; an airport outside the mission has no slots.
    """
    stops = (Stop("", 0.3), Stop("bravo", 0.5))
    model = model_of(put(mission(), "lanes", "air:hub>alpha", stops=stops))
    trips = model.columns.families["trips"]
    flight = [str(label) for label in trips.axes["lane"]].index("air:hub>alpha")
    column = model.rows.matrix[:, trips.at(flight, 3)].tocoo()
    taken = {
        model.row_name(int(row)): float(value)
        for row, value in zip(column.row, column.data, strict=True)
        if model.row_name(int(row)).startswith("airfield_throughput[")
    }
    assert taken == {
        "airfield_throughput[alpha,3]": 2.0,
        "airfield_throughput[bravo,3]": 4.0,
        "airfield_throughput[hub,3]": 2.0,
    }
