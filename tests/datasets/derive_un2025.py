"""Sites, units, requirements and sectors of the missions of un2025, from the shipped raw tables.

`python -m tests.datasets.derive_un2025 --write` writes them to datasets/geopko/un2025; a test holds
the shipped tables to what this module computes. The rules stand in datasets/README.md.
"""

import json
import re
import sys
import unicodedata
from math import ceil
from types import SimpleNamespace

import pandas as pd
from pyproj import Geod
from shapely import MultiPoint, Point, box, intersection, voronoi_polygons
from shapely.geometry import mapping

from tests.datasets.read import DATASETS, table
from tests.datasets.un2025_choices import MISSIONS, PART_OF, SECTORS
from tests.datasets.un2025_requirements import requirement_rows
from tests.datasets.un2025_units import Entry, Site, unit_rows

FOLDER = DATASETS / "geopko" / "un2025"
YEAR = 2024
AIRFIELD_KM = 10.0
EVIDENCE = "Geo-PKO v2.3 (2024); OurAirports; UN uniformed personnel of 2025-07-31"
# Weights of the mission's headquarters, a sector's, other sites; and the flag of sites that count.
INDIVIDUALS = {
    "ipo": ("Individual Police", (20, 4, 1), "unpol"),
    "staff_officers": ("Staff Officer", (5, 1, 0), None),
    "experts": ("Experts on Mission", (4, 2, 1), "unmo"),
}
START = pd.Timestamp("2025-07-01")
WEEKS = 52
# In missions of more units than this only battalions and reserves may move to another site.
MOST_FREE_UNITS = 50
MOVED = {"infantry_bn", "qrf", "special_forces"}


def records(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """Rows of a table, each with its columns as attributes."""
    rows = frame.to_dict("records")
    return [SimpleNamespace(**{str(name): value for name, value in row.items()}) for row in rows]


def slug(name: str) -> str:
    """Id of a place: plain lower-case letters and digits with hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def shares(total: int, weights: list[float]) -> list[int]:
    """Split `total` in proportion to weights by largest remainder; ties go to the first."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    given = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: (given[at] - exact[at], at))
    for at in order[: total - sum(given)]:
        given[at] += 1
    return given


def read_sites(mission: str) -> list[Site]:
    """Sites of a mission with what Geo-PKO says of each; locations that are part of one joined."""
    raw = table("geopko/geopko_v2.3_location_year.csv")
    raw = raw[(raw["mission"] == mission) & (raw["year"] == YEAR)]
    heads = list(SECTORS[mission].values())
    sites: dict[str, Site] = {}
    own = raw[[(mission, name) not in PART_OF for name in raw["location"]]]
    for row in records(own):
        level = 3 if row.location == heads[0] else 2 if row.location in heads else 0
        sites[row.location] = Site(slug(row.location), row.location, row.latitude, row.longitude,
                                   level, bool(row.unpol), bool(row.unmo))  # fmt: skip
    for row in records(raw):
        home = sites[PART_OF.get((mission, row.location), row.location)]
        if row.location != home.name:
            home.parts.append(row.location)
            home.unpol, home.unmo = home.unpol or bool(row.unpol), home.unmo or bool(row.unmo)
        home.entries += [Entry(home.site, *each) for each in contributors(row.tccs)]
    return sorted(sites.values(), key=lambda site: site.site)


def contributors(text: object) -> list[tuple[str, int | None]]:
    """Names and sizes of a cell such as `Ghana (300), Nepal (size unknown)`."""
    if not isinstance(text, str):
        return []
    found = re.findall(r"([^,]+?) \((\d+|size unknown)\)(?:, |$)", text)
    return [(name.strip(), int(size) if size.isdigit() else None) for name, size in found]


def totals(mission: str) -> pd.DataFrame:
    """UN totals of 31 July 2025 by contributor and kind of personnel."""
    raw = table("contributions/un_uniformed_personnel_2025-07.csv")
    raw = raw[(raw["mission_acronym"] == mission) & (raw["total"] > 0)]
    return raw.pivot_table(
        index="tcc_iso3", columns="personnel_type", values="total", aggfunc="sum", fill_value=0
    )


def nearest_head(mission: str, sites: list[Site], site: Site) -> str:
    """Sector of a site: that of the nearest headquarters."""
    places = {each.name: each for each in sites}
    away = {sector: km(site, places[name]) for sector, name in SECTORS[mission].items()}
    return min(away, key=lambda sector: away[sector])


def km(a: Site, b: Site) -> float:
    """Geodesic distance of two places."""
    return float(Geod(ellps="WGS84").inv(a.longitude, a.latitude, b.longitude, b.latitude)[2]) / 1e3


def individuals(mission: str, sites: list[Site]) -> dict[str, list[int]]:
    """Police, staff officers and experts by site; where no site is flagged, all of them count."""
    found = totals(mission).sum()
    given = {}
    for name, (kind, weights, flag) in INDIVIDUALS.items():
        counted = [site for site in sites if flag is None or getattr(site, flag)] or sites
        by_site = [
            float(weights[(3, 2, 0).index(site.level)]) if site in counted else 0.0
            for site in sites
        ]
        given[name] = shares(int(found.get(kind, 0)), by_site)
    return given


def strip(site: Site, airports: pd.DataFrame) -> dict[str, object]:
    """The nearest airfield within 10 km, heliports left out; empty if there is none."""
    near = airports[
        (airports["latitude_deg"] - site.latitude).abs().lt(0.2)
        & (airports["longitude_deg"] - site.longitude).abs().lt(0.3)
    ]
    found = sorted(
        (km(site, Site("", "", each.latitude_deg, each.longitude_deg)), each.ident,
         each.rwy_length_m, each.surface_class)
        for each in records(near)
    )  # fmt: skip
    if not found or found[0][0] > AIRFIELD_KM:
        return {"airfield_ident": None, "airfield_km": None, "runway_m": None, "surface": "unknown"}
    away, ident, runway, surface = found[0]
    return {"airfield_ident": ident, "airfield_km": round(away, 1), "runway_m": runway,
            "surface": surface if isinstance(surface, str) else "unknown"}  # fmt: skip


def site_rows(mission: str, sites: list[Site], units: pd.DataFrame) -> pd.DataFrame:
    """Table of sites."""
    airports = table("airports/airports.csv")
    airports = airports[airports["type"] != "heliport"]
    posted = units.groupby("site")["strength_persons"].sum() if len(units) else pd.Series(dtype=int)
    given = individuals(mission, sites)
    rows = []
    for at, site in enumerate(sites):
        troops = int(posted.get(site.site, 0))
        alone = {name: each[at] for name, each in given.items()}
        persons = troops + sum(alone.values())
        kind = {3: "mission_hq", 2: "sector_hq"}.get(site.level, "base" if troops else "team_site")
        rate = {"mission_hq": 60, "sector_hq": 50, "base": 40, "team_site": 20}[kind]
        note = "individuals by weight of headquarters level, beds and build rate by rule"
        if not troops:
            note += "; no troops in the source"
        if site.parts:
            note += f"; with {', '.join(site.parts)}"
        rows.append({
            "site": site.site, "name": site.name, "latitude": site.latitude,
            "longitude": site.longitude, "sector": nearest_head(mission, sites, site),
            "kind": kind, "troops_2025": troops, "individuals": sum(alone.values()), **alone,
            **strip(site, airports), "beds": max(50, 10 * ceil(persons * 11 / 100)),
            "bed_build_per_week": rate, "accuracy_m": 5000, "source": EVIDENCE,
            "confidence": "assumption", "note": note,
        })  # fmt: skip
    return pd.DataFrame(rows)


def sectors(mission: str, rows: pd.DataFrame) -> str:
    """Areas for maps: what lies nearest to each headquarters, in a frame around the sites."""
    margin = 0.3
    frame = box(rows["longitude"].min() - margin, rows["latitude"].min() - margin,
                rows["longitude"].max() + margin, rows["latitude"].max() + margin)  # fmt: skip
    places = dict(zip(rows["name"], records(rows), strict=True))
    heads = {sector: places[name] for sector, name in SECTORS[mission].items()}
    points = {sector: Point(row.longitude, row.latitude) for sector, row in heads.items()}
    cells = list(voronoi_polygons(MultiPoint(list(points.values())), extend_to=frame).geoms)
    features = []
    for sector, point in points.items():
        cell = next((each for each in cells if each.covers(point)), frame)
        area = intersection(cell, frame, grid_size=1e-4) if len(points) > 1 else frame
        features.append({
            "type": "Feature",
            "properties": {"sector": sector, "name": f"{mission} {sector}",
                           "headquarters": heads[sector].site, "confidence": "assumption"},
            "geometry": json.loads(json.dumps(mapping(area))),
        })  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n"


def with_rotations(units: pd.DataFrame) -> pd.DataFrame:
    """Units with a day of rotation: contributors take turns through the year; and who may move."""
    turns = sorted(units["contributor"].unique())
    weeks = {each: int(WEEKS * (at + 0.5) / len(turns)) for at, each in enumerate(turns)}
    due = [START + pd.Timedelta(weeks=weeks[each]) for each in units["contributor"]]
    last = list(units.columns).index("source")
    units = units.copy()
    units.insert(last, "rotation_due", [f"{day:%Y-%m-%d}" for day in due])
    if len(units) > MOST_FREE_UNITS:
        held = ~units["unit_type"].isin(MOVED)
        units.insert(last + 1, "fixed", held.astype(int))
    return units


def derive(mission: str) -> dict[str, str]:
    """Texts of all files of a mission, by name."""
    if mission == "MINUSCA":
        units, sites = table("geopko/minusca_units_2025-07.csv"), table("geopko/minusca_sites.csv")
    else:
        places = read_sites(mission)
        units = unit_rows(mission, places, totals(mission), shares)
        sites = site_rows(mission, places, units)
    low = mission.lower()
    files = {}
    if mission != "MINUSCA":
        files[f"{low}_sites.csv"] = sites.to_csv(index=False, lineterminator="\n")
        files[f"{low}_sectors.geojson"] = sectors(mission, sites)
    if len(units):
        files[f"{low}_units.csv"] = with_rotations(units).to_csv(index=False, lineterminator="\n")
        needs = requirement_rows(units, sites)
        files[f"{low}_requirements.csv"] = needs.to_csv(index=False, lineterminator="\n")
    return files


def main() -> None:
    """Write every file."""
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.datasets.derive_un2025 --write")
    FOLDER.mkdir(exist_ok=True)
    for mission in (*MISSIONS, "MINUSCA"):
        for name, text in derive(mission).items():
            (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
