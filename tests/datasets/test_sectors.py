"""The sector polygons of MINUSCA."""

import geopandas as gpd
import shapely

from tests.datasets.read import DATASETS, table

SECTORS = DATASETS / "missions" / "minusca_sectors.geojson"


def test_sectors_share_their_edges() -> None:
    """Tests that sectors neither overlap nor leave slivers between them."""
    sectors = gpd.read_file(SECTORS)
    assert sorted(sectors["sector"]) == ["bangui", "centre", "east", "west"]
    assert shapely.coverage_is_valid(sectors.geometry.to_numpy())
    whole = shapely.coverage_union_all(sectors.geometry.to_numpy())
    assert whole.geom_type == "Polygon"
    assert not list(whole.interiors)


def test_rings_turn_as_rfc_7946_asks() -> None:
    """Tests that exterior rings run counter-clockwise, for readers that mind."""
    for sector in gpd.read_file(SECTORS).geometry:
        assert sector.is_valid
        assert sector.exterior.is_ccw


def test_every_site_lies_in_its_own_sector() -> None:
    """Tests that each site falls into the polygon of its sector and into no other."""
    sectors = gpd.read_file(SECTORS).set_index("sector").geometry
    for site in table("geopko/minusca_sites.csv").itertuples():
        inside = sectors.covers(shapely.Point(site.longitude, site.latitude))
        assert list(sectors.index[inside]) == [site.sector], site.site
