"""Units in place by the rule of datasets/README.md: sizes of Geo-PKO, rescaled to the UN totals."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from tests.datasets.read import table
from tests.datasets.un2025_choices import (
    BATTALION,
    BRANCHES,
    COMPANY,
    LARGEST_BATTALION,
    LARGEST_COMPANY,
    LARGEST_FPU,
    LEAST_BATTALION,
    LEAST_COMPANY,
    NO_CONTRIBUTOR,
    OTHER_NAMES,
    PLATOON,
)

SOURCE = "Geo-PKO v2.3 (2024) rescaled to UN uniformed personnel of 2025-07-31"
COLUMNS = ["unit", "contributor", "unit_type", "strength_persons", "site", "category",
           "source", "confidence", "note"]  # fmt: skip
Split = Callable[[int, list[float]], list[int]]


@dataclass
class Entry:
    """A contributor named at a site; no size: unknown."""

    site: str
    name: str
    size: int | None


@dataclass
class Site:
    """A place of the mission; `level` is 3 for its headquarters, 2 for a sector's, else 0."""

    site: str
    name: str
    latitude: float
    longitude: float
    level: int = 0
    unpol: bool = False
    unmo: bool = False
    entries: list[Entry] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@dataclass
class Piece:
    """A unit to be: where, how large in the source, how large in truth, and what it is."""

    site: str
    size: int
    strength: int = 0
    unit_type: str = ""
    note: str = ""


def unit_rows(mission: str, sites: list[Site], un: pd.DataFrame, split: Split) -> pd.DataFrame:
    """Table of units whose strengths sum to the UN totals of each contributor and category."""
    codes = iso_codes()
    named: dict[str, list[Piece]] = {}
    for site in sites:
        for entry in site.entries:
            if entry.name not in NO_CONTRIBUTOR:
                named.setdefault(codes[entry.name], []).extend(pieces_of(entry))
    rank = {site.site: (-site.level, site.site) for site in sites}
    rows = []
    for contributor in un.index:
        found = sorted(named.get(contributor, []), key=lambda each: (rank[each.site], -each.size))
        fpu, troops = (int(un.loc[contributor].get(kind, 0)) for kind in
                       ("Formed Police Units", "Troops"))  # fmt: skip
        home = min(rank, key=lambda site: rank[site])
        police = formed_police(fpu, found, home, split, levels(sites), alone=troops == 0)
        military = branched(mission, contributor, scaled(troops, found, home, split))
        counts: Counter[str] = Counter()
        for piece in [*military, *police]:
            counts[piece.unit_type] += 1
            category = "fpu" if piece.unit_type == "fpu" else "military"
            unit = f"{contributor}-{piece.unit_type}-{counts[piece.unit_type]}"
            sure = "derived" if piece.unit_type.startswith("infantry") and not piece.note else ""
            rows.append((unit, contributor, piece.unit_type, piece.strength, piece.site, category,
                         SOURCE, sure or "assumption",
                         piece.note or f"rescaled {piece.size}->{piece.strength}"))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def iso_codes() -> dict[str, str]:
    """ISO codes by the names that Geo-PKO uses."""
    countries = table("catalogue/countries.csv")
    return {**dict(zip(countries["name"], countries["iso3"], strict=True)), **OTHER_NAMES}


def levels(sites: list[Site]) -> dict[str, int]:
    """Level of each site."""
    return {site.site: site.level for site in sites}


def pieces_of(entry: Entry) -> list[Piece]:
    """Battalions, companies and a rest; of unknown size: a platoon."""
    if entry.size is None:
        return [Piece(entry.site, PLATOON)]
    battalions, rest = divmod(entry.size, BATTALION)
    companies, rest = divmod(rest, COMPANY)
    sizes = [BATTALION] * battalions + [COMPANY] * companies
    if rest >= PLATOON or not sizes:
        sizes.append(rest)
    return [Piece(entry.site, size) for size in sizes]


def formed_police(
    total: int, found: list[Piece], home: str, split: Split, level: dict[str, int], *, alone: bool
) -> list[Piece]:
    """Police units: companies at headquarters read as police, further ones beside the first.

    A contributor that sends police alone (`alone`) has them wherever it is named.
    """
    number = -(-total // LARGEST_FPU)
    able = [each for each in found if each.size <= COMPANY and (alone or level[each.site] > 0)]
    taken = able[:number]
    for each in taken:
        found.remove(each)
    first = (taken or found or [Piece(home, 0)])[0].site
    places = [each.site for each in taken] + [first] * (number - len(taken))
    strengths = split(total, [1.0] * number) if number else []
    return [Piece(site, COMPANY, strength, "fpu", "read as formed police; equal shares")
            for site, strength in zip(places, strengths, strict=True)]  # fmt: skip


def scaled(total: int, found: list[Piece], home: str, split: Split) -> list[Piece]:
    """Pieces with strengths that sum to `total`, too large ones split, typed by their strength."""
    if not total:
        return []
    if not found:
        found = [Piece(home, total, note="no site named: posted to the mission's headquarters")]
    made = []
    strengths = split(total, [float(each.size) for each in found])
    for piece, strength in zip(found, strengths, strict=True):
        rest = strength
        while rest > LARGEST_BATTALION:
            made.append(Piece(piece.site, piece.size, COMPANY, note=piece.note))
            rest -= COMPANY
        halves = (
            [rest - rest // 2, rest // 2] if LARGEST_COMPANY < rest < LEAST_BATTALION else [rest]
        )
        made += [Piece(piece.site, piece.size, each, note=piece.note) for each in halves if each]
    for piece in made:
        piece.unit_type = infantry(piece.strength)
    return made


def infantry(strength: int) -> str:
    """The size of infantry unit that a strength is nearest to."""
    if strength >= LEAST_BATTALION:
        return "infantry_bn"
    return "infantry_coy" if strength >= LEAST_COMPANY else "infantry_platoon"


def branched(mission: str, contributor: str, pieces: list[Piece]) -> list[Piece]:
    """Pieces with the branches that were chosen by hand: the largest below a battalion there."""
    for (of, iso3, site), unit_type in BRANCHES.items():
        if (of, iso3) != (mission, contributor):
            continue
        able = [each for each in pieces if each.site == site and each.unit_type != "infantry_bn"]
        if not able:
            raise ValueError(f"{mission}: {iso3} has no unit below a battalion at {site}")
        chosen = max(able, key=lambda each: each.strength)
        chosen.unit_type = unit_type
        chosen.note = f"branch assumed; rescaled {chosen.size}->{chosen.strength}"
    return pieces
