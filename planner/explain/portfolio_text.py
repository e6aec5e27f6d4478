"""What `peaceplan explain` says of a portfolio, as text and JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from planner.explain.bottlenecks import Worth
from planner.explain.bottlenecks_text import WORDS, worth_lines
from planner.explain.clash import Explained
from planner.explain.portfolio import ExplainedPortfolio, Shared
from planner.explain.text import as_json as mission_json
from planner.explain.text import figure, member_line
from planner.portfolio.file import LoadedPortfolio

MOST = 7  # missions or things shared that are told on the screen


def text(loaded: LoadedPortfolio, found: ExplainedPortfolio) -> list[str]:
    """At most ten lines."""
    name = _name(loaded)
    clashing = [key for key, each in found.missions.items() if each.status == "clash"]
    if clashing:
        count, total = len(clashing), len(found.missions)
        said = [f"{name}: no plan keeps all rules: {count} of {total} missions have none alone"]
        said += _cut([_mission_line(key, found.missions[key]) for key in clashing])
        return [*said, f"--mission {clashing[0]} tells all of that one"]
    if found.shared:
        said = [f"{name}: each mission may have a plan, and what they share does not suffice:"]
        return said + _cut([_shared_line(each) for each in found.shared])
    untold = [key for key, each in found.missions.items() if each.status == "unknown"]
    if found.status == "unknown":
        where = f" ({', '.join(untold)})" if untold else ""
        return [(f"{name}: no clash found, and not all was told within the limit{where}; "
                "--time-limit gives more")]  # fmt: skip
    return [(f"{name}: no rules of any mission clash, and each thing shared suffices by itself for "
            "the least that all need of it, as far as can be told")]  # fmt: skip


def as_json(loaded: LoadedPortfolio, found: ExplainedPortfolio) -> dict[str, Any]:
    """Everything as JSON values."""
    missions = loaded.portfolio.missions
    return {
        "portfolio": loaded.portfolio.portfolio,
        "status": found.status,
        "missions": {
            name: mission_json(missions[name], each) for name, each in found.missions.items()
        },
        "shared": [{**asdict(each), "needed": each.needed} for each in found.shared],
    }


def worth_text(loaded: LoadedPortfolio, found: tuple[Worth, ...] | None) -> list[str]:
    """Bottlenecks of what missions share; at most ten lines."""
    name = _name(loaded)
    if found is None:
        return [f"{name}: no bound is stored with the plan, so nothing shared has a price"]
    if not found:
        return [f"{name}: nothing that missions share holds the bound up"]
    return worth_lines(f"{name}, shared", found)


def worth_json(loaded: LoadedPortfolio, found: tuple[Worth, ...] | None) -> dict[str, Any]:
    """Everything as JSON values."""
    told = None if found is None else [asdict(each) for each in found]
    return {"portfolio": loaded.portfolio.portfolio, "bottlenecks": told}


def _name(loaded: LoadedPortfolio) -> str:
    return f"{loaded.name} ({loaded.portfolio.portfolio})"


def _cut(lines: list[str]) -> list[str]:
    """As many as fit."""
    said = [f"  {line}" for line in lines]
    if len(said) <= MOST:
        return said
    return [*said[: MOST - 1], f"  and {len(said) - MOST + 1} more (--format json has all)"]


def _mission_line(name: str, found: Explained) -> str:
    """A mission's first rule, and how many others clash with it."""
    if not found.members:
        return f"{name}: which rules clash was not found within the limit"
    more = len(found.members) - 1
    others = f" And {more} more." if more else ""
    sure = "minimal" if found.is_minimal else "not proved minimal"
    return f"{name} ({sure}): {member_line(found.members[0])}{others}"


def _shared_line(item: Shared) -> str:
    """What all need at the least, what there is, and who needs most of it."""
    what = " ".join(part for part in (WORDS[item.kind], item.subject) if part)
    when = "" if item.quarter is None else f", quarter {item.quarter}"
    most = sorted(item.least.items(), key=lambda pair: -pair[1])[:3]
    users = ", ".join(f"{name} {figure(use)}" for name, use in most if use > 0.0)
    return (
        f"{what}{when}: needed at least {figure(item.needed)}, offered {figure(item.limit)} "
        f"{item.measure} (most: {users})"
    )
