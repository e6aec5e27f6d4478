"""How many women serve in a unit: by its own row, else by its contributor's published share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.force import Category
    from planner.mission.schema.rows import UnitRow

PERSONNEL_TYPES: dict[Category, str] = {"military": "Troops", "fpu": "Formed Police Units"}
Key = tuple[str, ...]


class WomenShares:
    """Shares of women among those who serve, from the table of uniformed personnel.

    The share is that of the contributor and category in this mission; if it has none here, in all
    missions; else the default of the config; else that of the category in this mission.
    """

    def __init__(self, context: Context) -> None:
        self.default = context.config.units.defaults.women_share
        contributions = context.config.units.contributions
        mission = contributions.mission if contributions else ""
        self.women: Counter[Key] = Counter()
        self.persons_of: Counter[Key] = Counter()
        for row in context.tables.contributions:
            keys: list[Key] = [(row.personnel_type, row.tcc_iso3)]
            if row.mission_acronym == mission:
                keys += [("here", row.personnel_type, row.tcc_iso3), ("here", row.personnel_type)]
            for key in keys:
                self.women[key] += row.female
                self.persons_of[key] += row.total

    def persons(self, unit: UnitRow, category: Category) -> int:
        """Women in a unit, rounded to whole persons; 0 where nothing at all is known."""
        if unit.women_persons is not None:
            return unit.women_persons
        kind = PERSONNEL_TYPES[category]
        own: tuple[Key, ...] = (("here", kind, unit.contributor), (kind, unit.contributor))
        shares = [self._share(key) for key in own]
        shares += [self.default, self._share(("here", kind))]
        share = next((each for each in shares if each is not None), 0.0)
        return round(unit.strength_persons * share)

    def _share(self, key: Key) -> float | None:
        total = self.persons_of[key]
        return self.women[key] / total if total else None
