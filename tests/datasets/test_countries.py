"""The country table: codes, borders, home airports and seaports."""

import pandas as pd

from tests.datasets.read import table

MINUSCA_WITHOUT_SEA_LEG = {"CMR"}


def countries() -> pd.DataFrame:
    """Read the country table by ISO code."""
    return table("catalogue/countries.csv").set_index("iso3")


def test_codes_are_unique_and_well_formed() -> None:
    """Tests that Norway and Namibia survive and that no code is the -99 of Natural Earth."""
    rows = countries()
    assert rows.index.is_unique
    assert rows.index.str.fullmatch("[A-Z]{3}").all()
    assert rows["iso2"].is_unique
    assert rows["iso2"].str.fullmatch("[A-Z]{2}").all()
    assert (rows.loc["NOR", "iso2"], rows.loc["NAM", "iso2"]) == ("NO", "NA")


def test_every_contributor_of_the_un_table_is_there() -> None:
    """Tests that each country that sends anyone has a region, languages and an airport."""
    contributors = set(table("contributions/un_uniformed_personnel_2025-07.csv")["tcc_iso3"])
    rows = countries().loc[sorted(contributors)]
    assert rows[["un_region", "continent_region", "languages", "apoe_ident"]].notna().all().all()


def test_every_contributor_to_minusca_has_a_way_by_sea_or_drives() -> None:
    """Tests that the equipment of each formed unit can leave home."""
    contributors = sorted(set(table("geopko/minusca_units_2025-07.csv")["contributor"]))
    ports = countries().loc[contributors, "spoe_wpi"]
    assert set(ports.index[ports.isna()]) == MINUSCA_WITHOUT_SEA_LEG


def test_neighbours_are_neighbours_of_each_other() -> None:
    """Tests that borders have two sides, and those of the Central African Republic by name."""
    rows = countries()["neighbours"].fillna("").str.split(";")
    pairs = {(a, b) for a, others in rows.items() for b in others if b}
    assert pairs == {(b, a) for a, b in pairs}
    assert all(a != b for a, b in pairs)
    assert rows["CAF"] == ["CMR", "COD", "COG", "SDN", "SSD", "TCD"]
    assert len(rows["COD"]) == len(rows["DEU"]) == 9


def test_home_airports_exist_in_their_country() -> None:
    """Tests that each home airport is in the airport table, and at home."""
    rows = countries().dropna(subset=["apoe_ident"])
    rows = rows.drop(index=["LIE", "MCO"])  # two states that fly from next door
    airports = table("airports/airports.csv").set_index("ident")
    assert airports.index.is_unique
    found = airports.reindex(rows["apoe_ident"])
    assert (found["iso_country"].to_numpy() == rows["iso2"].to_numpy()).all()
    assert (found["name"].to_numpy() == rows["apoe_name"].to_numpy()).all()


def test_home_seaports_exist() -> None:
    """Tests that each home seaport is in the port index, at the same place."""
    rows = countries().dropna(subset=["spoe_wpi"])
    ports = table("ports/world_port_index.csv").drop_duplicates("World Port Index Number")
    found = ports.set_index("World Port Index Number").reindex(rows["spoe_wpi"])
    assert (found["Main Port Name"].to_numpy() == rows["spoe_name"].to_numpy()).all()
    assert (found["Latitude"].to_numpy() == rows["spoe_latitude"].to_numpy()).all()
    assert (found["Longitude"].to_numpy() == rows["spoe_longitude"].to_numpy()).all()
