"""Contributors, requirements, and units in place or pledged, drawn."""

from dataclasses import dataclass

import numpy as np

from planner.mission.force import Caveat, Contributor, Requirement, Unit, UnitType
from tests.benchmarks.catalogue import CAPABILITIES, capability, unit_type
from tests.benchmarks.places import Places
from tests.benchmarks.sizes import Size

REGIONS = ("region1", "region2", "region3", "region4")
OPEN_AND_HELD_SHARE = 0.7  # slots asked for, against units: half are held, a fifth is open
PENALTY_USD = {1: 360_000.0, 2: 225_000.0, 3: 135_000.0}


@dataclass(frozen=True, slots=True)
class Slot:
    """One unit asked for: a kind at some sites of a sector."""

    kind: str
    theatre: int
    sector: str
    sites: tuple[str, ...]


@dataclass(frozen=True)
class Force:
    """Who is asked for, and who is there or comes."""

    contributors: dict[str, Contributor]
    unit_types: dict[str, UnitType]
    requirements: tuple[Requirement, ...]
    units: dict[str, Unit]


def draw_force(
    size: Size,
    places: Places,
    rng: np.random.Generator,
    contributors: dict[str, Contributor] | None = None,
) -> Force:
    """Slots in every sector; units in place for the first half, pledges over and over the rest.

    contributors: as many as the size says, if they are drawn already.
    """
    contributors = contributors or draw_contributors(size.contributors, rng)
    slots = _slots(size, places, rng)
    held = size.units // 2
    types: dict[str, UnitType] = {}
    units: dict[str, Unit] = {}
    for number in range(size.units):
        in_place = number < held
        slot = slots[number] if in_place else slots[held + int(rng.integers(len(slots) - held))]
        theatres: tuple[int, ...] = (slot.theatre,)
        other = int(rng.integers(size.theatres))
        if not in_place and other != slot.theatre and rng.random() < 0.5:
            theatres = tuple(sorted((slot.theatre, other)))
        kind = unit_type(slot.kind, theatres)
        types[kind.unit_type] = kind
        home = contributors[f"X{int(rng.integers(size.contributors)):02d}"]
        name = f"{'u' if in_place else 'p'}{number:03d}"
        site = str(rng.choice(slot.sites)) if in_place else None
        units[name] = _unit(name, kind, home, site, size, rng)
    return Force(contributors, types, _requirements(slots, size, rng), units)


def draw_contributors(count: int, rng: np.random.Generator) -> dict[str, Contributor]:
    """Countries with ports of embarkation, a fifth of them inland."""
    found = {}
    for number in range(count):
        iso3 = f"X{number:02d}"
        region = REGIONS[int(rng.integers(len(REGIONS)))]
        inland = rng.random() < 0.2
        speech = "lingua" if rng.random() < 0.6 else "other"
        found[iso3] = Contributor(
            iso3, iso3, region, region, (speech,), (), f"A{iso3}",
            round(float(rng.uniform(-35, 50)), 3), round(float(rng.uniform(-70, 120)), 3),
            None if inland else f"Port {iso3}",
            None if inland else 0.0, None if inland else 0.0,
        )  # fmt: skip
    return found


def _slots(size: Size, places: Places, rng: np.random.Generator) -> list[Slot]:
    weight = np.array(list(CAPABILITIES.values()))
    sectors = list(places.sectors)
    slots = []
    for number in range(round(size.units * OPEN_AND_HELD_SHARE)):
        sector = sectors[number % len(sectors)]
        kind = str(rng.choice(list(CAPABILITIES), p=weight / weight.sum()))
        every = places.of_sector(sector)
        sites = tuple(every) if rng.random() < 0.3 else (str(rng.choice(every)),)
        slots.append(Slot(kind, places.theatre[sector], sector, sites))
    order = rng.permutation(len(slots))
    return [slots[n] for n in order]


def _requirements(
    slots: list[Slot], size: Size, rng: np.random.Generator
) -> tuple[Requirement, ...]:
    """Equal slots are one requirement of that quantity; one in five begins or ends within."""
    counts: dict[Slot, int] = {}
    for slot in sorted(slots, key=lambda s: (s.sector, s.kind, s.sites)):
        counts[slot] = counts.get(slot, 0) + 1
    found = []
    for number, (slot, quantity) in enumerate(counts.items()):
        priority = int(rng.integers(1, 4))
        window = (0, size.weeks)
        if rng.random() < 0.2:
            cut = int(rng.integers(size.weeks // 4, 3 * size.weeks // 4))
            window = (cut, size.weeks) if rng.random() < 0.5 else (0, cut)
        found.append(
            Requirement(
                requirement=f"r{number:03d}",
                task="drawn",
                capability=capability(slot.kind, slot.theatre),
                sector=slot.sector,
                sites=slot.sites,
                quantity=quantity,
                priority=priority,
                essential=False,
                from_week=window[0],
                until_week=window[1],
                penalty_usd_per_week=PENALTY_USD[priority],
            )
        )
    return tuple(found)


def _unit(
    name: str,
    kind: UnitType,
    home: Contributor,
    site: str | None,
    size: Size,
    rng: np.random.Generator,
) -> Unit:
    strength = int(kind.nominal_strength_persons * rng.uniform(0.85, 1.1))
    ready = 0 if site else int(rng.integers(0, size.weeks // 2))
    ends = site is not None and rng.random() < 0.15
    by_sea = home.spoe_name is not None
    options = ("sea_road", "liner") if by_sea and rng.random() < 0.7 else ("air", "loa")
    sectors = [f"sector{n:02d}" for n in rng.integers(0, size.sectors, 2)]
    caveats = tuple(Caveat("sector", s, 0, size.weeks, "drawn") for s in sorted(set(sectors)))
    return Unit(
        unit=name,
        contributor=home.iso3,
        unit_type=kind.unit_type,
        strength_persons=strength,
        women_persons=int(strength * rng.uniform(0.03, 0.18)),
        site=site,
        readiness_level="3",
        ready_week=ready,
        rotation_due_week=int(rng.integers(0, 52)) if site else None,
        mou_end_week=int(size.weeks * rng.uniform(0.5, 0.9)) if ends else None,
        self_sufficiency_days=0.0 if site else float(rng.choice([30.0, 60.0, 60.0, 90.0])),
        parent=None,
        movement_options=options,
        caveats=() if site or rng.random() < 0.7 else caveats,
        fixed=None,
        synthetic=True,
    )
