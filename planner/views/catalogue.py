"""All views by name, in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.views.headline import ASSUMPTIONS, HEADLINE

if TYPE_CHECKING:
    import pandas as pd

    from planner.export.marking import Reader
    from planner.views.view import Source, View

VIEWS: dict[str, View] = {view.name: view for view in (HEADLINE, ASSUMPTIONS)}


def views(source: Source, reader: Reader) -> dict[str, pd.DataFrame]:
    """What of each view the reader may see, without those of which nothing."""
    found = {name: view.released(source, reader) for name, view in VIEWS.items()}
    return {name: frame for name, frame in found.items() if frame is not None}
