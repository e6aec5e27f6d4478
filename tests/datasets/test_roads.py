"""The road graph and the links added to it by hand."""

import numpy as np
import pytest
from pyproj import Geod

from tests.datasets.read import table


def test_edges_join_known_nodes_and_are_no_shorter_than_the_crow_flies() -> None:
    """Tests that the graph is closed and that its lengths can be lengths of roads."""
    nodes = table("roads/nodes.csv.gz").set_index("node")
    edges = table("roads/edges.csv.gz")
    assert nodes.index.is_unique
    start, end = nodes.loc[edges["u"]], nodes.loc[edges["v"]]
    geodesic_m = Geod(ellps="WGS84").inv(start["lon"], start["lat"], end["lon"], end["lat"])[2]
    # Coordinates are rounded to 0.001 degree: 0.16 km at each end; 1 % for the sphere assumed.
    assert (edges["km"] * 1.01 + 0.32 >= np.asarray(geodesic_m) / 1000).all()


@pytest.mark.parametrize("name", ["minusca_links", "un2025_links"])
def test_added_links_have_plausible_lengths(name: str) -> None:
    """Tests that each link is 1.25 times the geodesic distance between its ends."""
    links = table(f"roads/{name}.csv")
    geodesic_m = Geod(ellps="WGS84").inv(
        links["from_longitude"],
        links["from_latitude"],
        links["to_longitude"],
        links["to_latitude"],
    )[2]
    assert np.allclose(links["km"], 1.25 * np.asarray(geodesic_m) / 1000, atol=0.5)
    assert set(links["confidence"]) == {"assumption"}


def test_links_start_at_minusca_sites() -> None:
    """Tests that each link ties a site, at exactly its coordinates, to the network."""
    sites = table("geopko/minusca_sites.csv")
    places = set(zip(sites["latitude"], sites["longitude"], strict=True))
    links = table("roads/minusca_links.csv")
    assert set(zip(links["from_latitude"], links["from_longitude"], strict=True)) <= places


def test_links_of_the_nine_join_junctions() -> None:
    """Tests that each end of a link stands at a junction of the graph."""
    nodes, links = table("roads/nodes.csv.gz"), table("roads/un2025_links.csv")
    places = set(zip(nodes["lat"], nodes["lon"], strict=True))
    for side in ("from", "to"):
        ends = zip(links[f"{side}_latitude"], links[f"{side}_longitude"], strict=True)
        assert set(ends) <= places


def test_road_factors_lengthen_and_have_a_default() -> None:
    """Tests that each factor is above one and that one row stands for all other countries."""
    factors = table("roads/road_factors.csv")
    assert (factors["factor"] > 1).all()
    assert factors["iso3"].isna().sum() == 1
