"""Where a ledger of the plan differs from the recomputed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.verify.tolerances import USD
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.verify.facts import Facts


def differs(
    facts: Facts, name: str, right: list[dict[str, object]], keys: tuple[str, ...]
) -> Iterator[Finding]:
    """Rows of the plan's ledger that differ from the recomputed ones; a missing row is zero."""
    frame = facts.tables[name]
    written = {tuple(row[key] for key in keys): row for row in frame.to_dict("records")}
    for row in right:
        subject = " ".join(str(row[key]) for key in keys)
        own = written.get(tuple(row[key] for key in keys), {})
        for column, value in row.items():
            if column in keys:
                continue
            assert isinstance(value, float)
            offered = float(own.get(column, 0.0))
            if abs(value - offered) > USD:
                what = f"{column} of {name}, {subject}"
                sentence = gap_sentence(what, value, offered, "USD")
                yield Finding(subject, None, abs(value - offered), sentence)
