"""Where the data come from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.contributions.shipped import shipped_files
from planner.export.marking import Marking
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source


def _sources(_: Source) -> Iterator[dict[str, Any]]:
    for each in shipped_files():
        yield asdict(each)


SOURCES = View(
    "sources",
    "Data sources",
    "A row for each file that is shipped with the planner; a config may read others.",
    Marking.PUBLIC,
    {
        "file": Column("str", "file in the package"),
        "source": Column("str", "who publishes it, and where"),
        "version": Column("str", "version or date of the publication"),
        "retrieved": Column("str", "day on which it was fetched"),
        "licence": Column("str", "licence"),
    },
    _sources,
)
