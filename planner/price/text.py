"""What `peaceplan price` says, as text, JSON values and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.export.atomic import whole_folder
from planner.export.notice import write_notice
from planner.export.summary.layout import columns, gap, millions, some

if TYPE_CHECKING:
    from pathlib import Path

    from planner.price.interval import Priced
    from planner.price.run import Prices

TITLES = {"removed": "PRICE OF", "waiver removed": "WORTH OF THE WAIVER"}
HEADER = (
    "name", "kind", "sense", "least_usd", "most_usd", "best_rank", "worst_rank", "objective_usd",
    "bound_usd", "headline_gap", "limit", "repeatable", "reason",
)  # fmt: skip
TIED = 6


def text(found: Prices) -> list[str]:
    """The list, the dearest first; what is tied, and what has no price."""
    asked = found.asked
    figures = f"objective {millions(asked.objective_usd)} M USD, bound {millions(asked.bound_usd)}"
    said = [
        f"{found.mission} as it is: {figures}, headline gap {gap(asked.headline_gap)}",
        "prices are differences of the objective (cost and penalties), at least and at most",
    ]
    for sense, title in TITLES.items():
        rows = [row for row in found.rows if row.sense == sense]
        known = [row for row in rows if row.interval is not None]
        if known:
            table = [[title, "least M USD", "most M USD", "rank"]]
            said += columns([*table, *(_cells(row) for row in known)])
            said += [f"  {line}" for line in _ties(known)]
    loose = [row.name for row in found.rows if not row.nested and row.interval is not None]
    if loose:
        said.append(
            f"  may be negative (plans of neither are all plans of the other): {', '.join(loose)}"
        )
    said += [f"  no price of {r.name}: {r.reason}" for r in found.rows if r.interval is None]
    return said


def _cells(row: Priced) -> list[str]:
    assert row.interval is not None
    assert row.ranks is not None
    first, last = row.ranks
    rank = str(first) if first == last else f"{first}-{last}"
    return [row.name, millions(row.interval.least_usd), millions(row.interval.most_usd), rank]


def _ties(rows: list[Priced]) -> list[str]:
    """Who cannot be told apart from whom at this gap."""
    if len(rows) > 1 and all(len(row.tied_with) == len(rows) - 1 for row in rows):
        return ["all are tied at this gap: no two intervals are disjoint"]
    return [f"{row.name} is tied with {some(row.tied_with, TIED, ', ')} at this gap"
            for row in rows if row.tied_with]  # fmt: skip


def as_json(found: Prices) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "mission": found.mission,
        "as_it_is": asdict(found.asked),
        "prices": [asdict(row) for row in found.rows],
    }


def as_csv(found: Prices) -> str:
    """A row for the mission as it is and each variant, without the last line's end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    asked = found.asked
    writer.writerow(("", "", "as it is", "", "", "", "", *asdict(asked).values(), ""))
    for row in found.rows:
        span = ("", "") if row.interval is None else asdict(row.interval).values()
        figures = [""] * 5 if row.figures is None else asdict(row.figures).values()
        ranks = row.ranks or ("", "")
        writer.writerow((row.name, row.kind, row.sense, *span, *ranks, *figures, row.reason))
    return out.getvalue().rstrip("\n")


def write_prices(found: Prices, folder: Path, *, overwrite: bool) -> None:
    """Write price.csv and price.json into a folder, whole or not at all.

    Raises
    ------
    ExportFailed
        If the folder may not be replaced or cannot be written.
    """
    with whole_folder(folder, overwrite=overwrite) as scratch:
        (scratch / "price.csv").write_text(as_csv(found) + "\n", encoding="utf-8")
        told = json.dumps(as_json(found), indent=2, ensure_ascii=False)
        (scratch / "price.json").write_text(told + "\n", encoding="utf-8")
        write_notice(scratch)
