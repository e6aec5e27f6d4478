"""The tables that planners edit."""

import pandas as pd
import pytest

from tests.datasets.read import CONFIDENCES, DATASETS, table

DOUALA_DRAUGHT_M = 8.5
TABLES = sorted(
    path.relative_to(DATASETS).as_posix()
    for path in (DATASETS / "catalogue").glob("*.csv")
    if path.name != "aircraft_cited_performance.csv"
)


@pytest.mark.parametrize("path", TABLES)
def test_every_row_tells_where_it_comes_from(path: str) -> None:
    """Tests that each row ends in a source, a confidence of the three, and a note."""
    rows = table(path)
    assert list(rows.columns[-3:]) == ["source", "confidence", "note"]
    assert rows["source"].notna().all()
    assert set(rows["confidence"]) <= CONFIDENCES


@pytest.mark.parametrize("path", [path for path in TABLES if "countries" not in path])
def test_no_number_is_missing_or_negative(path: str) -> None:
    """Tests that every quantity is given and not below zero."""
    numbers = table(path).drop(columns=["source", "confidence", "note"])
    assert numbers.notna().all().all()
    assert (numbers.select_dtypes("number") >= 0).all().all()


def test_every_unit_type_has_a_load_list() -> None:
    """Tests that each type in the catalogue, and of each real unit, can be moved."""
    types = table("catalogue/unit_types.csv").set_index("unit_type")
    assert set(types["category"]) == {"military", "fpu"}
    assert (types["nominal_strength_persons"] > 0).all()
    assert set(table("catalogue/load_lists.csv")["unit_type"]) == set(types.index)
    assert set(table("geopko/minusca_units_2025-07.csv")["unit_type"]) <= set(types.index)


def test_every_unit_type_can_fill_a_requirement_of_its_own_name() -> None:
    """Tests that the first capability of a unit type is the one it is named for."""
    types = table("catalogue/unit_types.csv")
    assert (types["capabilities"].str.split(";").str[0] == types["unit_type"]).all()


def test_payload_falls_with_range() -> None:
    """Tests that each aircraft has a curve that starts at its payload and never rises."""
    aircraft = table("catalogue/aircraft.csv").set_index("aircraft")
    curves = table("catalogue/payload_range.csv").groupby("aircraft")
    assert set(curves.groups) == set(aircraft.index)
    for name, curve in curves:
        assert len(curve) >= 3, name
        assert curve["range_km"].is_monotonic_increasing
        assert curve["range_km"].is_unique
        assert curve["payload_t"].is_monotonic_decreasing
        assert curve["payload_t"].iloc[0] == aircraft.loc[str(name), "max_payload_t"]


def test_only_helicopters_need_no_runway() -> None:
    """Tests that an aeroplane is never taken to land on a pad."""
    aircraft = table("catalogue/aircraft.csv")
    assert ((aircraft["min_runway_m"] == 0) == (aircraft["rotary"] == 1)).all()


def test_ships_fit_into_douala() -> None:
    """Tests that each ship can reach the port that serves the landlocked case."""
    assert (table("catalogue/ships.csv")["draught_m"] <= DOUALA_DRAUGHT_M).all()


def test_heaviest_pieces_have_a_ship_and_a_vehicle() -> None:
    """Tests that each unit's heaviest piece fits on some ship and some road vehicle."""
    heaviest = table("catalogue/load_lists.csv")["heaviest_piece_t"].max()
    for path in ("catalogue/ships.csv", "catalogue/vehicles.csv"):
        assert table(path)["max_piece_t"].max() >= heaviest


def test_dated_rates_rise_through_time() -> None:
    """Tests that the reimbursement series is dated, in order, and read as the UN decided it."""
    rates = table("catalogue/rates.csv")
    rates["valid_from"] = pd.to_datetime(rates["valid_from"], format="%Y-%m-%d")
    assert not rates.duplicated(["rate", "valid_from"]).any()
    series = rates[rates["rate"] == "personnel_reimbursement"]
    assert list(series["value"]) == [1332, 1365, 1410, 1428, 1448]
    assert series["valid_from"].is_monotonic_increasing
