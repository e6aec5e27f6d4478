"""Where a rate comes from, as far as a mission remembers: the assumptions that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.mission.mission import Mission

GIVEN = "given"


class Sources:
    """Tells which rates of a mission are assumptions."""

    def __init__(self, mission: Mission) -> None:
        self._notes: dict[str, str] = {}
        for item in mission.assumptions:
            note = item.note or "no source"
            said = f"assumption: {item.subject}: {note} ({item.file})"
            self._notes.setdefault(item.subject, said)
            self._notes.setdefault(item.subject.rpartition(".")[2], said)

    def of(self, *subjects: str) -> str:
        """The first assumption about any of the subjects, else that the mission's files give it.

        subjects: keys of table rows, or the last word of a config's path.
        """
        return next((self._notes[name] for name in subjects if name in self._notes), GIVEN)
