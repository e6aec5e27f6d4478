"""What flips when prices move, as plain text and as a table of plain cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.compare.text import wrapped
from planner.export.summary.layout import columns, millions, some
from planner.scenario.flips import FLIPS, HOLDS, Moved, by_choice

MOST_CHOICES = 40
MOST_NAMES = 5


def text(found: Sequence[Moved], units: int) -> str:
    """A line for each price, then each choice that flips. units: how many the mission has."""
    table = [["WEIGHTS moved by 25 %", "down", "", "", "up", "", ""]]
    pairs = zip(found[::2], found[1::2], strict=True)
    table += [[f"  {_name(low)}", *_cells(low), *_cells(high)] for low, high in pairs]
    lines = [
        *columns(table, indent=""),
        "  planned again, from the plan, one price at a time; M USD: by how much another plan is",
        "  better, and by how much one can be better at most; choices that it takes otherwise",
    ]
    told = by_choice(found)
    flipped = {subject for mission, kind, subject in told if kind == "units"}
    lines.append(
        f"CHOICES that flip: {len(flipped)} of {units} units, {len(told) - len(flipped)} others"
    )
    for (_, kind, subject), moves in list(told.items())[:MOST_CHOICES]:
        for moved in moves:
            [choice] = [c for c in moved.choices if (c.kind, c.subject) == (kind, subject)]
            lines.append(
                f"  {_prefix(moved)}{subject}{'' if kind == 'units' else f' ({kind})'}: "
                f"{choice.before or 'none'} -> {choice.after or 'none'} "
                f"at {moved.weight} x {moved.factor:g}"
            )
    if len(told) > MOST_CHOICES:
        lines.append(f"  and {len(told) - MOST_CHOICES} more choices")
    lines += [
        f"NOTE {_name(moved)} x {moved.factor:g}: the other plan is better at the prices as they "
        "are, too: a smaller gap or more time would have found it"
        for moved in found
        if moved.at_any_rate
    ]
    lines += [
        f"NO PLAN {_name(moved)} x {moved.factor:g}: {moved.reason}"
        for moved in found
        if moved.status not in (FLIPS, HOLDS)
    ]
    return "\n".join(part for line in lines for part in wrapped(line))


def brief(found: Sequence[Moved], units: int) -> str:
    """How many prices and choices flip, and which units: lines of a plan's summary. units: how many
    the mission has.
    """
    told = by_choice(found)
    flipped = sorted({f"{mission}/{subject}" if mission else subject
                      for mission, kind, subject in told if kind == "units"})  # fmt: skip
    prices = sum(moved.status == FLIPS for moved in found)
    line = (
        f"FLIPS {prices} of {len(found)} prices moved by 25 % have a better plan: {len(flipped)} "
        f"of {units} units and {len(told) - len(flipped)} other choices flip"
    )
    return "\n".join([line, f"  {some(flipped, MOST_NAMES)}"] if flipped else [line])


def _cells(moved: Moved) -> list[str]:
    if moved.status != FLIPS:
        most = "" if moved.most_usd is None else f"at most {millions(moved.most_usd)}"
        return [moved.status, most, ""]
    span = f"{millions(moved.gain_usd)} to {millions(moved.most_usd)}"
    return [moved.status, span, str(len(moved.choices))]


def _prefix(moved: Moved) -> str:
    return f"{moved.mission}/" if moved.mission else ""


def _name(moved: Moved) -> str:
    return f"{_prefix(moved)}{moved.weight}"


def rows(found: Sequence[Moved]) -> dict[str, list[dict[str, Any]]]:
    """Tables by name: a row for each moved price, and for each choice that flips."""
    told = [moved.as_json() for moved in found]
    return {
        "weights": [
            {key: value for key, value in each.items() if key != "choices"}
            | {"choices": len(each["choices"])}
            for each in told
        ],
        "flips": [
            {
                "mission": each["mission"],
                "weight": each["weight"],
                "factor": each["factor"],
                **choice,
            }
            for each in told
            for choice in each["choices"]
        ],
    }
