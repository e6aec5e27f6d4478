"""Sites and sectors may stand in map files: they mean the same, and errors name the feature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from planner.geo import between_km
from tests.mission.books import cell, meaning, write_book
from tests.mission.maps import sectors_of, sites_of, write_layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mission.starter import Starter

# A Shapefile has names of at most ten letters.
SHORT = {
    "airfield_ident": "ident",
    "airfield_km": "strip_km",
    "bed_build_per_week": "beds_week",
    "staff_officers": "officers",
}


def use(starter: Starter, sites: str = "", sectors: str = "") -> None:
    """Names other files of sites and sectors in the config."""
    if sites:
        starter.change("mission.yaml", "table: sites.csv", f"table: {sites}")
    if sectors:
        starter.change("mission.yaml", "areas: sectors.geojson", f"areas: {sectors}")


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "geojson"])
def test_a_mission_of_layers_is_that_of_its_tables(starter: Starter, ending: str) -> None:
    """Tests that points and areas mean the same as the table and GeoJSON of the starter."""
    wanted = starter.load()
    # A FlatGeobuf with an index has its features in another order.
    options = {"SPATIAL_INDEX": "NO"} if ending == "fgb" else {}
    write_layer(sites_of(starter), starter.folder / f"sites.{ending}", **options)
    write_layer(sectors_of(starter), starter.folder / f"areas.{ending}", **options)
    use(starter, f"sites.{ending}", f"areas.{ending}")

    got = starter.load()

    assert meaning(got) == meaning(wanted)
    assert got.digest != wanted.digest


@pytest.mark.parametrize("zipped", [False, True])
def test_shapefiles_with_other_names_of_attributes(starter: Starter, zipped: bool) -> None:
    """Tests that `columns` says what a Shapefile with its short names calls its attributes, that
    others of it are not read, and that the digest covers the attributes, which stand in their own
    file.
    """
    wanted = starter.load()
    sites = sites_of(starter).rename(columns={**SHORT, "site": "code"})
    sites["remark"] = "nobody reads this"
    path = starter.folder / ("sites.shp.zip" if zipped else "sites.shp")
    write_layer(sites, path)
    names = {**{name: name for name in wanted_columns(starter)}, **SHORT, "site": "code"}
    text = ", ".join(f"{name}: {short}" for name, short in names.items())
    use(starter, path.name)
    starter.change("mission.yaml", "\n  kinds:", f"\n  columns: {{{text}}}\n  kinds:")

    got = starter.load()
    if not zipped:
        sites["beds"] += 1
        write_layer(sites, path)
        assert starter.load().digest != got.digest

    assert meaning(got) == meaning(wanted)


def wanted_columns(starter: Starter) -> list[str]:
    """Columns of the sites' table that are no place."""
    header = (starter.folder / "sites.csv").read_text(encoding="utf-8").splitlines()[0]
    return [name for name in header.split(",") if name not in {"site", "latitude", "longitude"}]


def test_columns_say_what_a_sheet_or_csv_calls_them(starter: Starter) -> None:
    """Tests that other names of columns, and columns that nobody reads, may stand in a CSV and in
    a sheet, and that a name which is not there is told.
    """
    wanted, columns = starter.load(), wanted_columns(starter)
    text = (starter.folder / "sites.csv").read_text(encoding="utf-8")
    text = text.replace("site,name,", "code,label,", 1)
    (starter.folder / "sites.csv").write_text(text, encoding="utf-8")
    rows = [[cell(each) for each in line.split(",")] for line in text.splitlines()]
    write_book(starter.folder / "sites.xlsx", sites=rows)
    known = [*columns, "latitude", "longitude"]
    own = ", ".join(["site: code", *(f"{each}: {each}" for each in known if each != "name")])
    starter.change("mission.yaml", "\n  kinds:", f"\n  columns: {{{own}, name: label}}\n  kinds:")

    as_csv = starter.load()
    use(starter, "sites.xlsx")
    as_book = starter.load()
    starter.change("mission.yaml", "name: label", "name: lable")
    [problem] = starter.problems()

    assert meaning(as_csv) == meaning(as_book) == meaning(wanted)
    place = f"{starter.folder / 'sites.xlsx'}[sites]:1:A: name"
    assert problem == f"{place}: no column 'lable' for it; did you mean 'label'?"


def test_kml_of_a_map_program(starter: Starter) -> None:
    """Tests areas and points drawn in a program that writes KML with names of its own."""
    wanted = starter.load()
    areas = sectors_of(starter).rename(columns={"sector": "Name"})[["Name", "geometry"]]
    write_layer(areas, starter.folder / "areas.kml", driver="KML")
    use(starter, sectors="areas.kml")
    starter.change("mission.yaml", "  hq: {", "  columns: {sector: Name}\n  hq: {")

    got = starter.load().sectors

    assert {name: each.area.normalize() for name, each in got.items()} == {
        name: each.area.normalize() for name, each in wanted.sectors.items()
    }
    assert [each.name for each in got.values()] == ["south", "north"]  # no attribute `name`


def test_other_reference_systems_are_brought_to_wgs84(starter: Starter) -> None:
    """Tests that points in metres of UTM zone 34 north stand where the table says, within a metre,
    and that areas do.
    """
    wanted = starter.load()
    write_layer(sites_of(starter).to_crs(32634), starter.folder / "sites.gpkg")
    write_layer(sectors_of(starter).to_crs(32634), starter.folder / "areas.gpkg")
    use(starter, "sites.gpkg", "areas.gpkg")

    got = starter.load()

    for name, site in wanted.sites.items():
        assert (got.sites[name].latitude, got.sites[name].longitude) != (0, 0)
        ends = [(each.longitude, each.latitude) for each in (site, got.sites[name])]
        assert between_km(*ends) < 0.001
    for name, sector in wanted.sectors.items():
        assert sector.area.symmetric_difference(got.sectors[name].area).area < 1e-6


def test_a_layer_is_named_where_there_are_several(starter: Starter) -> None:
    """Tests that of several layers the named one is read, that others are listed, and that a table
    of styles is no layer.
    """
    wanted = starter.load()
    path = starter.folder / "map.gpkg"
    write_layer(sites_of(starter), path, layer="posts")
    write_layer(sectors_of(starter), path, layer="areas")
    use(starter, "map.gpkg[posts]", "map.gpkg[areas]")

    got = starter.load()
    starter.change("mission.yaml", "map.gpkg[posts]", "map.gpkg")
    starter.change("mission.yaml", "map.gpkg[areas]", "map.gpkg[area]")
    which, none = sorted(starter.problems(), key=lambda each: "no such" in each)

    assert meaning(got) == meaning(wanted)
    assert "sites.table: several layers, found posts, areas; name one: map.gpkg[posts]" in which
    assert "sectors.areas: no such layer, found 'area'; did you mean 'areas'?" in none


def spoiled(starter: Starter, frame: gpd.GeoDataFrame) -> list[str]:
    """What is wrong with a layer of points, from the feature on."""
    path = write_layer(frame, starter.folder / "sites.gpkg")
    use(starter, "sites.gpkg")
    return [each.removeprefix(str(path)) for each in starter.problems()]


def test_mistakes_in_points_are_told_at_the_feature(starter: Starter) -> None:
    """Tests all mistakes of points at once: another geometry, none, a wrong number, an attribute
    that is no column, and an attribute that says otherwise than the point.
    """
    frame = sites_of(starter)
    frame.geometry = [LineString([(1, 1), (2, 2)]), None, MultiPoint([(19.1806, 7.0019)])]
    frame["beds"] = ["many", "500", "600"]
    frame["latitude"] = [4.3938, 5.7639, 8.0]
    frame["colour"] = "red"

    told = spoiled(starter, frame)

    starts = [":1:1: geometry: must be a point, found LineString",
              ":2:1: geometry: must be a point, found nothing",
              ":3:18: latitude: the point lies at 7.00190, found '8'; correct one",
              ": beds: must be a whole number, found 'many'",
              ": colour: unknown column, found 'colour'"]  # fmt: skip
    for start in starts:
        assert [each for each in told if start in each], (start, told)
    assert len([each for each in told if each.startswith(":")]) == len(starts), told


def without_crs(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A frame whose place on earth nobody knows."""
    return frame.set_crs(None, allow_override=True)


def test_a_layer_without_reference_system_is_refused(starter: Starter) -> None:
    """Tests that points of which nobody knows where they lie are refused."""
    with pytest.warns(UserWarning, match="crs"):
        [problem] = spoiled(starter, without_crs(sites_of(starter)))

    assert "sites.table: no coordinate reference system, found 'sites.gpkg'" in problem


@pytest.mark.parametrize(
    ("area", "message"),
    [
        (Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), "found Self-intersection[1 1]"),
        (Point(1, 1), "found Point"),
        (None, "it has none"),
        (box(500_000, 400_000, 600_000, 500_000), "it leaves the globe"),
    ],
)
def test_areas_that_are_none(starter: Starter, area: object, message: str) -> None:
    """Tests that what is no valid polygon is told at its feature, with what it is."""
    frame = sectors_of(starter)
    frame.geometry = [frame.geometry[0], area]
    path = write_layer(frame, starter.folder / "areas.gpkg")
    use(starter, sectors="areas.gpkg")

    [problem] = starter.problems()

    start = f"{path}:2:1: geometry: an area that is no valid polygon, of sector 'north': {message}"
    assert problem.startswith(start)


def test_areas_without_the_attribute(starter: Starter) -> None:
    """Tests that attributes which a layer lacks are told with the nearest it has, and a feature
    without a value at its number.
    """
    frame = sectors_of(starter).rename(columns={"sector": "sectors"})
    path = write_layer(frame, starter.folder / "areas.gpkg")
    use(starter, sectors="areas.gpkg")
    [lacking] = starter.problems()
    frame["sectors"] = ["south", None]
    write_layer(frame, path)
    starter.change("mission.yaml", "  hq: {", "  columns: {sector: sectors}\n  hq: {")
    [empty] = starter.problems()

    assert "sector: no attribute 'sector'; did you mean 'sectors'?, or say" in lacking
    assert empty.startswith(f"{path}:2:1: sector: missing; name the sector of this area")


def districts(starter: Starter) -> gpd.GeoDataFrame:
    """The starter's sectors cut into four districts, and one that is in no sector."""
    south, north = sectors_of(starter).geometry
    west, east = box(0, 0, 18, 20), box(18, 0, 40, 20)
    shapes = [part.intersection(half) for part in (south, north) for half in (west, east)]
    codes = ["CF11", "CF12", "CF21", "CF22", "CF31"]
    return gpd.GeoDataFrame(
        {"ADM1_PCODE": codes}, geometry=[*shapes, box(22, 5, 23, 6)], crs="EPSG:4326"
    )


PCODES = "pcode,sector,name\nCF11,south,Sector South\nCF12,south,\nCF21,north,Sector North\n"


def by_pcode(starter: Starter, table: str) -> None:
    """Has the sectors made of districts by their P-codes."""
    write_layer(districts(starter), starter.folder / "adm1.gpkg")
    (starter.folder / "pcodes.csv").write_text(table, encoding="utf-8")
    use(starter, sectors="adm1.gpkg")
    own = "  columns: {pcode: ADM1_PCODE}\n  pcodes: pcodes.csv\n"
    starter.change("mission.yaml", "  hq: {", f"{own}  hq: {{")


def test_sectors_are_put_together_by_pcode(starter: Starter) -> None:
    """Tests that the districts of a sector are joined to its area, that one in no sector is left
    out, and that a site without a sector is in that of its P-code.
    """
    wanted = starter.load()
    text = (starter.folder / "sites.csv").read_text(encoding="utf-8")
    lines = [f"{line},pcode" if at == 0 else f"{line}," for at, line in enumerate(text.split("\n"))]
    text = "\n".join(lines[:4]).replace("5.7639,20.6707,north,", "5.7639,20.6707,,")
    head, _, tail = text.partition("class default,")
    (starter.folder / "sites.csv").write_text(f"{head}class default,CF22{tail}", encoding="utf-8")
    by_pcode(starter, PCODES + "CF22,north,\n")

    got = starter.load()

    for name, sector in wanted.sectors.items():
        assert shapely.equals(got.sectors[name].area, sector.area)
        assert got.sectors[name].name == sector.name
    assert got.sites["bambari"].pcode == "CF22"
    assert {**got.sites, "bambari": replace(got.sites["bambari"], pcode=None)} == wanted.sites
    assert got.requirements == wanted.requirements


def test_sectors_of_shipped_prefectures(starter: Starter) -> None:
    """Tests that sectors may be made of shipped first-level units by their ISO codes: Lobaye and
    Ombella-M'Poko around Bangui, and Ouaka, in which Bambari lies.
    """
    table = "pcode,sector\nCF-LB,south\nCF-MP,south\nCF-BGF,south\nCF-UK,north\n"
    (starter.folder / "units.of.areas.csv").write_text(table, encoding="utf-8")
    use(starter, sectors="dataset:boundaries/ne_10m_admin1_mission_regions.gpkg")
    own = "  columns: {pcode: iso_3166_2}\n  pcodes: units.of.areas.csv\n"
    starter.change("mission.yaml", "  hq: {", f"{own}  hq: {{")

    got = starter.load()

    held = {name: each.area for name, each in got.sectors.items()}
    assert held["north"].contains(Point(20.67, 5.76))
    assert held["south"].contains(Point(18.55, 4.37))
    assert held["south"].geom_type == "Polygon"  # three neighbours, joined
    assert held["south"].intersection(held["north"]).area < 1e-6


def test_pcodes_that_are_unknown_have_near_ones(starter: Starter) -> None:
    """Tests that P-codes which the areas lack, of sectors and of sites, are told at their rows
    with those that are like them, and so are P-codes in no sector and in another one.
    """
    text = (starter.folder / "sites.csv").read_text(encoding="utf-8").strip().split("\n")
    codes = ["pcode", "CF1", "CF31", "CF11"]
    rows = [f"{line},{code}" for line, code in zip(text, codes, strict=True)]
    (starter.folder / "sites.csv").write_text("\n".join(rows), encoding="utf-8")
    by_pcode(starter, PCODES + "XF22,north,\nCF22,north,\n")

    told = [Path(each).name for each in starter.problems()]
    by_row = [each for each in told if each.startswith("pcodes")]
    (starter.folder / "pcodes.csv").write_text(PCODES + "CF22,north,\n", encoding="utf-8")
    sites = [Path(each).name for each in starter.problems()]

    assert by_row == ["pcodes.csv:5:1: pcode: unknown P-code, found 'XF22'; near are CF22"]
    assert "sites.csv:2:" in sites[0]
    assert "pcode: unknown P-code, found 'CF1'; near are CF31, CF21, CF12" in sites[0]
    assert "in no sector, found 'CF31'; add it to one" in sites[1]
    assert "P-code CF11 lies in sector 'south', found 'north'; correct one" in sites[2]
    assert len(sites) == 3


def vrt(folder: Path) -> str:
    """A file that leads elsewhere, called by another ending."""
    text = "<OGRVRTDataSource><!-- <kml --><OGRVRTLayer name='x'/></OGRVRTDataSource>"
    (folder / "a.kml").write_text(text, encoding="utf-8")
    return "a.kml"


def empty_zip(folder: Path) -> str:
    """An archive without a Shapefile."""
    with ZipFile(folder / "a.zip", "w") as packed:
        packed.writestr("a.txt", "")
    return "a.zip"


def lone_shp(folder: Path) -> str:
    """A Shapefile without its attributes."""
    (folder / "a.shp").write_bytes(b"")
    return "a.shp"


def open_elsewhere(folder: Path) -> str:
    """A GeoPackage that another program writes into."""
    path = write_layer(gpd.GeoDataFrame(geometry=[Point(1, 1)], crs=4326), folder / "a.gpkg")
    Path(f"{path}-wal").write_bytes(b"changes")
    return "a.gpkg"


def text_as_gpkg(folder: Path) -> str:
    """A text called a GeoPackage."""
    (folder / "b.gpkg").write_text("points", encoding="utf-8")
    return "b.gpkg"


def no_collection(folder: Path) -> str:
    """JSON of something else."""
    (folder / "b.geojson").write_text("[]", encoding="utf-8")
    return "b.geojson"


def broken_gpkg(folder: Path) -> str:
    """A GeoPackage that ends too early."""
    path = write_layer(gpd.GeoDataFrame(geometry=[Point(1, 1)], crs=4326), folder / "c.gpkg")
    path.write_bytes(path.read_bytes()[:500])
    return "c.gpkg"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (vrt, "not a KML, found 'a.kml'"),
        (empty_zip, "not a zipped Shapefile, found 'a.zip'"),
        (lone_shp, "a Shapefile without its .dbf and .shx, found 'a.shp'"),
        (open_elsewhere, "a.gpkg-wal holds changes that are not in it yet; save and close it"),
        (text_as_gpkg, "not a GeoPackage, found 'b.gpkg'"),
        (no_collection, "not a GeoJSON FeatureCollection, found 'b.geojson'"),
        (broken_gpkg, "cannot be read as GeoPackage"),
    ],
)
def test_files_that_are_no_maps(
    starter: Starter, make: Callable[[Path], str], message: str
) -> None:
    """Tests that files of another kind than their endings say are refused, with what to do."""
    name = make(starter.folder)
    use(starter, name)

    [problem] = starter.problems()

    place = starter.place("mission.yaml", f"table: ¦{name}")
    assert problem.startswith(f"{place}: sites.table: {message}")


def test_units_are_no_map(starter: Starter) -> None:
    """Tests that a layer named for another table than that of sites is refused."""
    starter.change("mission.yaml", ": units.csv", ": units.gpkg")

    [problem] = starter.problems()

    assert "units.in_place: a map of places, found 'units.gpkg'; give a CSV" in problem
