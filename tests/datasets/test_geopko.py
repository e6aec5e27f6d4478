"""The MINUSCA tables derived from Geo-PKO, against the UN totals of July 2025."""

import math

import pandas as pd

from tests.datasets.read import table

CATEGORIES = {"Troops": "military", "Formed Police Units": "fpu"}
INDIVIDUALS = {
    "Individual Police": "ipo",
    "Staff Officer": "staff_officers",
    "Experts on Mission": "experts",
}


def un_totals() -> pd.DataFrame:
    """Return the UN totals of MINUSCA."""
    totals = table("contributions/un_uniformed_personnel_2025-07.csv")
    return totals[totals["mission_acronym"] == "MINUSCA"]


def test_units_sum_to_the_un_total_of_each_contributor_and_category() -> None:
    """Tests that no person is invented or lost when the site table is split into units."""
    un = un_totals()
    un = un[un["personnel_type"].isin(CATEGORIES) & (un["total"] > 0)]
    expected = un.groupby(["tcc_iso3", un["personnel_type"].map(CATEGORIES)])["total"].sum()
    units = table("geopko/minusca_units_2025-07.csv")
    actual = units.groupby(["contributor", "category"])["strength_persons"].sum()
    assert actual.to_dict() == expected.to_dict()
    assert len(units) == units["unit"].nunique() == 57


def test_individuals_sum_to_the_un_total_of_each_category() -> None:
    """Tests that police, staff officers and experts are shared out over sites exactly."""
    totals = un_totals().groupby("personnel_type")["total"].sum()
    sites = table("geopko/minusca_sites.csv")
    for personnel_type, column in INDIVIDUALS.items():
        assert sites[column].sum() == totals[personnel_type]
    assert (sites["individuals"] == sites[list(INDIVIDUALS.values())].sum(axis=1)).all()


def test_sites_hold_the_units_posted_to_them() -> None:
    """Tests that the strength of a site is that of its units, and that beds suffice for all."""
    sites = table("geopko/minusca_sites.csv").set_index("site")
    units = table("geopko/minusca_units_2025-07.csv")
    posted = units.groupby("site")["strength_persons"].sum()
    assert len(sites) == 28
    assert set(posted.index) <= set(sites.index)
    assert (posted.reindex(sites.index, fill_value=0) == sites["troops_2025"]).all()
    present = sites["troops_2025"] + sites["individuals"]
    # 110 % of everyone present, rounded up to 10, at least 50: Obo 123 + 17 = 140 -> 154 -> 160.
    beds = present.map(lambda persons: max(50, 10 * math.ceil(persons * 11 / 100)))
    assert (sites["beds"] == beds).all()


def test_every_sector_has_one_headquarters_and_every_airfield_exists() -> None:
    """Tests that sectors are led from one site each and that airfield codes are known."""
    sites = table("geopko/minusca_sites.csv")
    heads = sites[sites["kind"].isin(["mission_hq", "sector_hq"])]
    assert sorted(heads["sector"]) == ["bangui", "centre", "east", "west"]
    airports = set(table("airports/airports.csv")["ident"])
    with_airfield = sites[sites["airfield_ident"].notna()]
    assert len(with_airfield) == 24
    assert set(with_airfield["airfield_ident"]) <= airports
    assert (with_airfield["airfield_km"] <= 10).all()
