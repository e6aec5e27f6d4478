"""Who may see what leaves the planner: the markings of tables and columns, and the readers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

Frame = TypeVar("Frame", bound="pd.DataFrame")


class Marking(StrEnum):
    """Who may see a table or a column: everybody, the contributor whose row it is and the
    organisation, or the organisation alone.
    """

    PUBLIC = "public"
    CONTRIBUTOR = "contributor"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom something is released.

    clearance: the highest marking that the reader may see; contributor: whose rows, ISO 3166
    alpha-3, empty unless the clearance is `contributor`.
    """

    clearance: Marking
    contributor: str = ""

    def __str__(self) -> str:
        """The word for the reader on the command line."""
        return self.contributor or self.clearance.value

    def sees(self, marking: Marking) -> bool:
        """Whether the reader may see anything that is so marked."""
        order = list(Marking)
        return order.index(marking) <= order.index(self.clearance)


ORGANISATION = Reader(Marking.ORGANISATION)
PUBLIC = Reader(Marking.PUBLIC)


def contributor(code: str) -> Reader:
    """The contributor of that ISO 3166 alpha-3 code."""
    return Reader(Marking.CONTRIBUTOR, code)


def released(
    frame: Frame,
    marking: Marking,
    columns: Mapping[str, Marking],
    owner: str,
    reader: Reader,
    own: Collection[str] | None = None,
) -> Frame | None:
    """What of a table the reader may see; None if nothing, not even that the table exists.

    marking: of the table; columns: of its columns, those that have none are as the table; owner:
    the column that says whose a row is, of tables marked `contributor`; own: what stands there in
    the reader's own rows; by default the contributor's code.

    Raises
    ------
    ValueError
        If rows are contributors' own, and no column says whose.
    """
    if not reader.sees(marking):
        return None
    if marking is Marking.CONTRIBUTOR and reader.contributor:
        if owner not in frame:
            raise ValueError(f"no column {owner!r} says whose the rows are")
        own = {reader.contributor} if own is None else own
        frame = frame[frame[owner].isin(own)].reset_index(drop=True)
    seen = [str(name) for name in frame if reader.sees(columns.get(str(name), marking))]
    return frame[seen]
