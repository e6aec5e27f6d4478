"""The tables of un2025 against what the rule computes, the UN totals and the map."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import union_all

from tests.datasets.derive_un2025 import FOLDER, derive, shares, totals
from tests.datasets.read import CONFIDENCES, DATASETS, table
from tests.datasets.un2025_choices import MISSIONS

WITH_UNITS = [mission for mission in (*MISSIONS, "MINUSCA") if mission != "UNMIK"]
PUBLISHED = {"MINUSCA": 17_074, "UNMISS": 15_452, "MONUSCO": 11_629, "UNIFIL": 10_044,
             "UNISFA": 3_295, "UNDOF": 1_171, "UNFICYP": 869, "MINURSO": 167,
             "UNMIK": 17}  # fmt: skip
COUNTRIES = {"UNMIK": ["KOS"], "MINURSO": ["SAH", "DZA", "MAR"], "UNFICYP": ["CYP", "CYN"],
             "UNDOF": ["SYR", "ISR", "LBN"], "UNISFA": ["SDN", "SDS"], "UNIFIL": ["LBN"],
             "MONUSCO": ["COD"], "UNMISS": ["SDS"]}  # fmt: skip
NEAR_DEG = 0.1  # 11 km: borders of the 50m map are generalised
KINDS = {"ipo": "Individual Police", "staff_officers": "Staff Officer",
         "experts": "Experts on Mission"}  # fmt: skip


def own(mission: str, what: str) -> pd.DataFrame:
    """Read a table of a mission; no rows if it has none."""
    name = f"{mission.lower()}_{what}.csv"
    return table(f"geopko/un2025/{name}") if (FOLDER / name).exists() else pd.DataFrame()


@pytest.mark.parametrize("mission", [*MISSIONS, "MINUSCA"])
def test_shipped_tables_are_what_the_rule_computes(mission: str) -> None:
    """Tests that nothing was changed by hand: all files of a mission, byte for byte."""
    computed = derive(mission)
    for name, text in computed.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: derive it again"
    shipped = {path.name for path in FOLDER.glob(f"{mission.lower()}_*")}
    assert shipped == set(computed)


@pytest.mark.parametrize("mission", WITH_UNITS)
def test_units_sum_to_the_un_total_of_each_contributor_and_category(mission: str) -> None:
    """Tests that no person in formed units is invented or lost."""
    units = own(mission, "units")
    found = units.groupby(["contributor", "category"])["strength_persons"].sum().to_dict()
    un = totals(mission)
    expected = {
        (contributor, category): int(row[kind])
        for contributor, row in un.iterrows()
        for kind, category in (("Troops", "military"), ("Formed Police Units", "fpu"))
        if row.get(kind, 0) > 0
    }
    assert found == expected
    assert units["unit"].is_unique
    assert (units["strength_persons"] > 0).all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_everyone_in_uniform_stands_somewhere(mission: str) -> None:
    """Tests that sites hold all individuals by category, and with the units the published total."""
    sites, units = own(mission, "sites"), own(mission, "units")
    un = totals(mission).sum()
    for column, kind in KINDS.items():
        assert sites[column].sum() == un.get(kind, 0), column
    assert (sites["individuals"] == sites[list(KINDS)].sum(axis=1)).all()
    posted = units.groupby("site")["strength_persons"].sum() if len(units) else pd.Series(dtype=int)
    assert set(posted.index) <= set(sites["site"])
    expected = [int(posted.get(site, 0)) for site in sites["site"]]
    assert sites["troops_2025"].tolist() == expected
    persons = sites["troops_2025"] + sites["individuals"]
    assert persons.sum() == PUBLISHED[mission]
    assert (sites["beds"] >= persons).all()
    silent = sites[sites["troops_2025"] == 0]
    assert silent["note"].str.contains("no troops in the source").all()


@pytest.mark.parametrize("mission", MISSIONS)
def test_sites_lie_in_or_near_the_mission_area(mission: str) -> None:
    """Tests that each site lies within 11 km of the countries that the mission works in."""
    world = gpd.read_file(DATASETS / "boundaries" / "ne_50m_admin0_countries.gpkg")
    area = world[world["ADM0_A3"].isin(COUNTRIES[mission])]
    assert len(area) == len(COUNTRIES[mission])
    sites = own(mission, "sites")
    points = gpd.GeoSeries(gpd.points_from_xy(sites["longitude"], sites["latitude"]))
    away = points.map(area.geometry.union_all().distance)
    assert sites.loc[away > NEAR_DEG, "site"].tolist() == []


@pytest.mark.parametrize("mission", MISSIONS)
def test_sites_lie_in_their_sector(mission: str) -> None:
    """Tests that sectors' areas hold their sites and do not overlap."""
    areas = gpd.read_file(FOLDER / f"{mission.lower()}_sectors.geojson")
    areas = areas.set_index("sector")["geometry"].to_dict()
    sites = own(mission, "sites")
    assert set(sites["sector"]) == set(areas)
    for row in sites.itertuples():
        point = gpd.points_from_xy([row.longitude], [row.latitude])[0]
        # nearest by geodesic, areas by degrees: near a limit the two may differ
        assert areas[row.sector].distance(point) < 0.2, row.site
    whole = union_all(list(areas.values())).area
    assert sum(area.area for area in areas.values()) == pytest.approx(whole, rel=1e-3)


@pytest.mark.parametrize("mission", WITH_UNITS)
def test_each_unit_is_asked_for_where_it_stands(mission: str) -> None:
    """Tests that requirements ask for the force that is there, no more, with a priority."""
    units, needs = own(mission, "units"), own(mission, "requirements")
    asked = needs.set_index(["sites", "capability"])["quantity"].to_dict()
    assert asked == units.groupby(["site", "unit_type"]).size().to_dict()
    assert set(needs["priority"]) <= {1, 2, 3, 4}
    assert set(needs["confidence"]) == {"assumption"}
    assert set(units["confidence"]) <= CONFIDENCES


def test_a_remainder_goes_to_the_largest_fractions() -> None:
    """Tests the rule of largest remainder: 10 over weights 1, 1, 1 is 4, 3, 3."""
    assert shares(10, [1.0, 1.0, 1.0]) == [4, 3, 3]
    assert shares(7, [3.0, 2.0, 1.0]) == [4, 2, 1]  # 3.5, 2.33, 1.17: the half takes the seventh
