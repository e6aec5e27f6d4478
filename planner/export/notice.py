"""What must be said beside every map and table that carries others' data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.export.atomic import MARK

if TYPE_CHECKING:
    from pathlib import Path

DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations."
)
NOTICE_HEAD = "Made with peaceplan."
NOTICE = """\
Made with peaceplan.

Roads: © OpenStreetMap contributors, available under the Open Database License 1.0
(https://opendatacommons.org/licenses/odbl/1-0/). Routes, distances and travel times over land are
computed on a simplified extract of OpenStreetMap.

Units and sites of the shipped missions are derived from Geo-PKO 2.3, GNU General Public License
version 2. Cite: Deniz Cil, Hanne Fjelde, Lisa Hultman and Desirée Nilsson (2020), "Mapping blue
helmets: Introducing the Geocoded Peacekeeping Operations (Geo-PKO) dataset", Journal of Peace
Research 57(2), 360-370.

Boundaries: Natural Earth, public domain. The boundaries and names shown and the designations used
on maps made from these files do not imply official endorsement or acceptance by the United Nations.

This is a computed planning product, no order, and no document of the United Nations. What it
assumes is listed in plan.json under "assumptions".
"""


def write_notice(directory: Path) -> None:
    """Write the notice into a folder; it also marks the folder as the planner's own."""
    (directory / MARK).write_text(NOTICE, encoding="utf-8")
