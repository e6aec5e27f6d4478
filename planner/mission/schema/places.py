"""Where: sectors, sites, airfields, the seaport and supply nodes outside the mission."""

from typing import Literal

from pydantic import Field

from planner.mission.schema.base import (
    Count,
    FileName,
    Flag,
    Hour,
    Latitude,
    Longitude,
    Name,
    Number,
    Section,
    SurfaceName,
    Text,
)


class Sectors(Section):
    """Polygons of the sectors and the site of each headquarters."""

    areas: FileName
    """Layer of polygons (GeoPackage, Shapefile, FlatGeobuf, KML, GeoJSON; of several
    `areas.gpkg[layer]`); each feature has the attributes `sector` and `name`, or `pcode`. Features
    of one sector are joined."""
    columns: dict[Literal["sector", "name", "pcode"], Text] = Field(default_factory=dict)
    """What the layer calls its attributes, where not `sector`, `name` and `pcode`."""
    pcodes: FileName | None = None
    """Table of the P-codes of each sector: pcode, sector, name (of the sector). The sectors are
    then put together from the areas with these P-codes."""
    hq: dict[Name, Name]
    """Site of the headquarters, by sector."""


class SiteKind(Section):
    """What a site of one kind has unless its own override says otherwise."""

    bed_usd: Number = 0.0
    """Cost of one more bed."""
    storage_dry_t: Number = 0.0
    storage_liquid_t: Number = 0.0
    running_usd_per_week: Number = 0.0
    """What the site costs while it is open, whoever stands there, on the line `facilities`."""
    closing_usd: Number | None = None
    """What it costs to close the site for good (None: it stays open)."""


class SiteOverride(Section):
    """Values that replace those of the site table and of the site's kind."""

    sector: Name | None = None
    kind: Name | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    accuracy_m: Number | None = None
    """How far latitude and longitude may be off; not known if they are given without it."""
    beds: Count | None = None
    bed_build_per_week: Count | None = None
    bed_usd: Number | None = None
    storage_dry_t: Number | None = None
    storage_liquid_t: Number | None = None
    running_usd_per_week: Number | None = None
    closing_usd: Number | None = None
    ipo: Count | None = None
    staff_officers: Count | None = None
    experts: Count | None = None
    river_port: Flag | None = None


class Sites(Section):
    """The table of sites, defaults by kind and overrides by site."""

    table: FileName
    """Also a layer of points, whose latitude and longitude need no columns."""
    columns: dict[Name, Text] = Field(default_factory=dict)
    """What the table calls its columns: if given, only these are read of it."""
    kinds: dict[Name, SiteKind]
    """Defaults by kind of site (`mission_hq`, `sector_hq`, `base`, `team_site`, …)."""
    overrides: dict[Name, SiteOverride] = Field(default_factory=dict)
    occupied: Flag = True
    """Whether beds and individuals of the table stand at the start (False: a mission from
    nothing; beds and individuals are zero unless overridden)."""
    exclude: tuple[Name, ...] = ()
    """Sites of the table that this mission leaves out."""


class AirfieldOverride(Section):
    """What is known better than the tables about the strip of a site."""

    ident: Text | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    runway_m: Number | None = None
    surface: SurfaceName | None = None
    closed_fixed_wing_when_wet: Flag | None = None
    mog: Count | None = None
    """Aircraft that can be handled at a time."""
    opening_hour: Hour | None = None
    closing_hour: Hour | None = None
    road_km: Number | None = None
    """Distance between strip and site."""


class Airfields(Section):
    """Strips of sites: read from the tables, else by class default, else from an override."""

    table: FileName = "dataset:airports/airports.csv"
    defaults: FileName = "dataset:catalogue/airfield_defaults.csv"
    nearest_km: Number = 25.0
    """A strip farther from the site than this does not serve it (helicopter pad only)."""
    overrides: dict[Name, AirfieldOverride] = Field(default_factory=dict)


class Seaport(Section):
    """Seaport of debarkation: by World Port Index number, or by name and position."""

    node: Name
    wpi: Count | None = None
    name: Text | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    teu_per_week: Number
    lane_m_per_week: Number
    draught_m: Number


class SupplyNode(Section):
    """A place outside the mission's sites from which loads or supplies come."""

    node: Name
    name: Text
    kind: Literal["seaport", "airport", "river_port"]
    airport: Text | None = None
    """Ident in the table of airports; else give the position."""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    country: Text | None = None
    teu_per_week: Number = 0.0
    lane_m_per_week: Number = 0.0
    draught_m: Number = 0.0
