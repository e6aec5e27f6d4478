"""The sizes of drawn missions, and of drawn portfolios of missions."""

from dataclasses import dataclass
from typing import Literal

SizeName = Literal["S", "M", "L", "XL", "L-one"]
Tightness = Literal["low", "mid", "high"]
SIZE_NAMES: tuple[SizeName, ...] = ("S", "M", "L", "XL", "L-one")
TIGHTNESSES: tuple[Tightness, ...] = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; half of the units stand in place, the others are pledged.

    theatres: groups of sectors that stand for missions of their own: a unit's capability belongs to
    one theatre (pledges: to one or two), so that nobody redeploys from one theatre to another.
    """

    name: str
    theatres: int
    sectors: int
    sites: int
    units: int
    contributors: int
    weeks: int


@dataclass(frozen=True, slots=True)
class PortfolioSize:
    """How much of everything over all missions; missions of one cluster share, others do not."""

    name: SizeName
    clusters: int
    missions: int
    sectors: int
    sites: int
    units: int
    contributors: int
    weeks: int

    def mission(self, number: int) -> Size:
        """One mission's part, as even as whole numbers allow; contributors are the world's."""

        def part(total: int, each: int = 1) -> int:
            total //= each
            return each * (total * (number + 1) // self.missions - total * number // self.missions)

        sectors = part(self.sectors)
        each = self.sites // self.sectors
        units = part(self.units, 2)  # half of them in place
        name = f"{self.name}-{number}"
        return Size(name, 1, sectors, each * sectors, units, self.contributors, self.weeks)


SIZES: dict[SizeName, Size] = {
    "S": Size("S", 1, 3, 6, 40, 12, 26),
    "M": Size("M", 3, 15, 30, 200, 40, 52),
    "L-one": Size("L-one", 11, 80, 160, 800, 120, 26),
}
PORTFOLIOS: dict[SizeName, PortfolioSize] = {
    "L": PortfolioSize("L", 1, 11, 80, 160, 800, 120, 26),
    "XL": PortfolioSize("XL", 10, 110, 800, 1600, 8000, 120, 26),
}
