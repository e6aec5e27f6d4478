"""What `peaceplan burden` says, as text, JSON values and CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.burden.measures import MEANING
from planner.export.summary.layout import columns, some

if TYPE_CHECKING:
    from planner.burden.measures import Burden

SHOWN_SITES = 5
HEADER = ("measure", "party", "amount", "unit", "share", "key_share", "deviation")


def text(found: tuple[Burden, ...], assumed: tuple[str, ...]) -> list[str]:
    """A table of each measure, with its coefficients. assumed: sites whose risk nobody gave."""
    said = []
    for burden in found:
        keyed = burden.largest_deviation is not None
        rows = [[burden.measure.upper(), burden.unit, "share %", "key %", "off by %"]]
        rows += [
            [each.party, f"{each.amount:,.0f}", _percent(each.share), _percent(each.key_share),
             _percent(each.deviation)]
            for each in burden.shares
        ]  # fmt: skip
        said += columns([row if keyed else row[:3] for row in rows])
        said.append(f"  {MEANING[burden.measure]}; {_coefficients(burden)}")
    if assumed:
        said.append(f"assumption: risk weight 1 at {some(assumed, SHOWN_SITES, ', ')}")
    return said


def _coefficients(burden: Burden) -> str:
    said = [f"Gini {_number(burden.gini)}", f"largest over smallest {_number(burden.max_min)}"]
    far = burden.largest_deviation
    if far is not None:
        said.append(f"Gini against the key {_number(burden.gini_to_key)}")
        said.append(f"farthest from it {far.party} by {_percent(far.deviation)} points")
    return ", ".join(said)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f}"


def as_json(found: tuple[Burden, ...], assumed: tuple[str, ...]) -> dict[str, Any]:
    """Everything as JSON values."""
    measures = []
    for burden in found:
        far = burden.largest_deviation
        told = asdict(burden)
        told["meaning"] = MEANING[burden.measure]
        told["shares"] = [{**asdict(each), "deviation": each.deviation} for each in burden.shares]
        told["largest_deviation"] = None if far is None else far.party
        measures.append(told)
    return {"measures": measures, "assumed_risk_weight_1": list(assumed)}


def as_csv(found: tuple[Burden, ...]) -> str:
    """A row for each measure and party, without the last line's end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for burden in found:
        writer.writerows(
            (burden.measure, each.party, round(each.amount, 6), burden.unit, round(each.share, 9),
             _cell(each.key_share), _cell(each.deviation))
            for each in burden.shares
        )  # fmt: skip
    return out.getvalue().rstrip("\n")


def _cell(value: float | None) -> object:
    return "" if value is None else round(value, 9)
