"""The four sizes of drawn missions."""

from dataclasses import dataclass
from typing import Literal

SizeName = Literal["S", "M", "L", "XL"]
Tightness = Literal["low", "mid", "high"]
SIZE_NAMES: tuple[SizeName, ...] = ("S", "M", "L", "XL")
TIGHTNESSES: tuple[Tightness, ...] = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; half of the units stand in place, the others are pledged.

    theatres: groups of sectors that stand for missions of their own: a unit's capability belongs to
    one theatre (pledges: to one or two), so that nobody redeploys from one theatre to another.
    """

    name: SizeName
    theatres: int
    sectors: int
    sites: int
    units: int
    contributors: int
    weeks: int


SIZES: dict[SizeName, Size] = {
    "S": Size("S", 1, 3, 6, 40, 12, 26),
    "M": Size("M", 3, 15, 30, 200, 40, 52),
    "L": Size("L", 11, 80, 160, 800, 120, 26),
    "XL": Size("XL", 110, 800, 1600, 8000, 120, 26),
}
