"""What `peaceplan data diff` says, as text, JSON values and CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from planner.export.summary.layout import columns

if TYPE_CHECKING:
    from planner.contributions.difference import Change, Difference, Total

SHOWN = 40
HEADER = ("mission", "contributor", "personnel_type", "old_persons", "new_persons",
          "change_persons", "kind")  # fmt: skip


def text(found: Difference) -> list[str]:
    """Totals that changed, and the largest changes."""
    said = [f"{found.old_day} -> {found.new_day}: {_persons(found.all)}"]
    if not found.changes:
        return [*said, "nothing changed"]
    for title, totals in (
        ("BY MISSION", found.missions),
        ("BY TYPE", found.types),
        ("BY CONTRIBUTOR", found.contributors),
    ):
        moved = [total for total in totals if total.change_persons]
        rows = [[title, "old", "new", "change"]]
        rows += [[each.name, *_figures(each)] for each in moved]
        said += columns(rows)
        same = len(totals) - len(moved)
        said += [f"  {same} more with the same total"] if same else []
    largest = sorted(found.changes, key=lambda each: (-abs(each.change_persons), _key(each)))
    kinds = [each.kind for each in found.changes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("new", "gone", "changed"))
    rows = [[f"CHANGES ({counts})", "old", "new", "change"]]
    rows += [[_name(each), *_figures(each)] for each in largest[:SHOWN]]
    said += columns(rows)
    more = len(largest) - SHOWN
    return [*said, f"  and {more} smaller ones (all with --format csv)"] if more > 0 else said


def as_json(found: Difference) -> dict[str, Any]:
    """Everything as JSON values."""
    totals = {"missions": found.missions, "contributors": found.contributors, "types": found.types}
    return {
        "old_day": found.old_day.isoformat(),
        "new_day": found.new_day.isoformat(),
        "all": _total(found.all),
        **{name: [_total(each) for each in items] for name, items in totals.items()},
        "changes": [dict(zip(HEADER, _cells(each), strict=True)) for each in found.changes],
    }


def as_csv(found: Difference) -> str:
    """The changes as CSV, without the last line's end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_cells(each) for each in found.changes)
    return out.getvalue().rstrip("\n")


def _total(total: Total) -> dict[str, Any]:
    return {
        "name": total.name,
        "old_persons": total.old_persons,
        "new_persons": total.new_persons,
        "change_persons": total.change_persons,
    }


def _cells(change: Change) -> tuple[object, ...]:
    return (*_key(change), change.old_persons, change.new_persons, change.change_persons,
            change.kind)  # fmt: skip


def _key(change: Change) -> tuple[str, str, str]:
    return change.mission, change.contributor, change.personnel_type


def _name(change: Change) -> str:
    return f"{' '.join(_key(change))} ({change.kind})"


def _figures(total: Total | Change) -> list[str]:
    return [f"{total.old_persons:,}", f"{total.new_persons:,}", f"{total.change_persons:+,}"]


def _persons(total: Total) -> str:
    old, new, change = _figures(total)
    return f"{old} -> {new} persons ({change})"
