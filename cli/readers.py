"""To whom something is released, as said on the command line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.export.marking import Reader
    from planner.mission.mission import Mission


def reader_of(word: str, missions: Iterable[Mission]) -> Reader:
    """The reader that --release-to names.

    Raises
    ------
    click.BadParameter
        If it is neither `public` nor `organisation` nor contributes to one of the missions.
    """
    from planner.export.marking import ORGANISATION, PUBLIC, contributor  # noqa: PLC0415

    fixed = {str(reader): reader for reader in (PUBLIC, ORGANISATION)}
    if word in fixed:
        return fixed[word]
    codes = sorted({unit.contributor for mission in missions for unit in mission.units.values()})
    if word in codes:
        return contributor(word)
    near = get_close_matches(word, [*fixed, *codes], n=1) or get_close_matches(
        word.upper(), codes, n=1
    )
    hint = f"did you mean {near[0]}?" if near else f"contributors here: {', '.join(codes)}"
    raise click.BadParameter(
        f"found {word!r}, which is neither public nor organisation nor a contributor of units; "
        f"{hint}",
        param_hint="--release-to",
    )
