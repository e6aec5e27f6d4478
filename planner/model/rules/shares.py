"""Shares of strength: by contributor, region, language, gender."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.mission.rules import Rule
from planner.model.columns import Family
from planner.model.draft import Draft
from planner.model.rows import BlockBuilder
from planner.model.rules.elastic import elastic
from planner.model.rules.force import CATEGORIES, category_strength
from planner.model.rules.levels import add_level, class_index


def contributor_strength(draft: Draft) -> Family:
    """Persons in units by contributor and week (added when first asked for)."""
    if "contributor" not in draft.columns.families:
        names = sorted({item.contributor.iso3 for item in draft.options.classes})
        key = class_index(draft, [c.contributor.iso3 for c in draft.options.classes], names)
        add_level(draft, "contributor", names, key, draft.pieces.strength.astype(float))
    return draft.family("contributor")


def _add_total(draft: Draft, block: BlockBuilder, row: NDArray[np.int64], factor: float) -> None:
    """Add factor x persons in all units to rows of the weeks 0 … T-1 (last axis)."""
    for strength in category_strength(draft).grid:
        block.add(row, strength, factor)


def contributor_share_cap(draft: Draft) -> None:
    """No contributor provides more than a share of the contingents."""
    for rule in draft.mission.rules_of("contributor_share_cap"):
        by_contributor = contributor_strength(draft)
        names = by_contributor.axes["key"]
        held = [number for number, name in enumerate(names) if name not in rule.waived]
        axes = {"contributor": [names[n] for n in held], "week": range(draft.weeks)}
        block = BlockBuilder("contributor_share_cap", axes, upper=0.0)
        block.add(block.grid, by_contributor.grid[held], 1.0)
        _add_total(draft, block, block.grid, -rule.number("share"))
        elastic(draft, rule, block, -1.0, draft.columns.upper_of(by_contributor)[held])
        draft.add(block)


def burden_share_bound(draft: Draft) -> None:
    """Contributors bear the shares of strength that a key gives them, within a deviation."""
    for rule in draft.mission.rules_of("burden_share_bound"):
        by_contributor = contributor_strength(draft)
        place = {name: number for number, name in enumerate(by_contributor.axes["key"])}
        held = [(n, key) for n, key in key_of(rule) if n not in rule.waived]
        axes = {"side": ["at least", "at most"], "contributor": [name for name, _ in held],
                "week": range(draft.weeks)}  # fmt: skip
        block = BlockBuilder("burden_share_bound", axes, lower=0.0)
        for side, sign in enumerate((1.0, -1.0)):
            for number, (name, key) in enumerate(held):
                row = block.grid[side, number]
                if name in place:
                    block.add(row, by_contributor.grid[place[name]], sign)
                _add_total(draft, block, row, -sign * (key - sign * rule.number("deviation")))
        most = draft.columns.upper_of(by_contributor).sum(axis=0)
        elastic(draft, rule, block, 1.0, most[None, None, :])
        draft.add(block)


def key_of(rule: Rule) -> list[tuple[str, float]]:
    """Contributors of a rule's key, each with its share."""
    shares = rule.parameter("shares")
    assert isinstance(shares, tuple)
    return list(zip(rule.names("contributors"), map(float, shares), strict=True))


def regional_share(draft: Draft) -> None:
    """Contingents from a region make up at least, or at most, a share of strength."""
    for rule in draft.mission.rules_of("regional_share"):
        by_contributor = contributor_strength(draft)
        regions = set(rule.names("regions"))
        inside = [
            number
            for number, iso3 in enumerate(by_contributor.axes["key"])
            if regions & {draft.mission.contributors[str(iso3)].un_region,
                          draft.mission.contributors[str(iso3)].continent}
        ]  # fmt: skip
        bounds = dict(rule.parameters)
        axes = {"bound": [n for n in ("minimum", "maximum") if n in bounds],
                "week": range(draft.weeks)}  # fmt: skip
        block = BlockBuilder("regional_share", axes, lower=0.0)
        for position, name in enumerate(axes["bound"]):
            sign = 1.0 if name == "minimum" else -1.0
            row = block.grid[position]
            block.add(row, by_contributor.grid[inside], sign)
            _add_total(draft, block, row, -sign * rule.number(str(name)))
        most = draft.columns.upper_of(by_contributor).sum(axis=0)
        elastic(draft, rule, block, 1.0, most[None, :])
        draft.add(block)


def language_share(draft: Draft) -> None:
    """In each sector a share of the contingents speaks one of the mission's languages."""
    for rule in draft.mission.rules_of("language_share"):
        names = [name for name in draft.mission.sectors if name not in rule.waived]
        key = sector_of_pieces(draft, names)
        wanted = set(rule.names("languages"))
        speaks = np.array([bool(wanted & set(c.contributor.languages))
                           for c in draft.options.classes])  # fmt: skip
        strength = draft.pieces.strength.astype(float)
        spoken = strength * speaks[draft.pieces.unit_class]
        total = sector_strength(draft)
        speakers = add_level(draft, f"speakers:{rule.rule}", names, key, spoken)
        axes = {"sector": names, "week": range(draft.weeks)}
        block = BlockBuilder("language_share", axes, lower=0.0)
        block.add(block.grid, speakers.grid, 1.0)
        index = [list(draft.mission.sectors).index(name) for name in names]
        block.add(block.grid, total.grid[index], -rule.number("share"))
        elastic(draft, rule, block, 1.0, draft.columns.upper_of(total)[index])
        draft.add(block)


def gender_share(draft: Draft) -> None:
    """Women make up at least a share of the units of a category."""
    for rule in draft.mission.rules_of("gender_share"):
        category = CATEGORIES.index(str(rule.parameter("category")))
        classes = draft.options.classes
        share = np.array([c.unit.women_persons / c.unit.strength_persons for c in classes])
        key = class_index(draft, [c.unit_type.category for c in classes], [CATEGORIES[category]])
        strength = draft.pieces.strength.astype(float)
        women = add_level(draft, f"women:{rule.rule}", [CATEGORIES[category]], key,
                          strength * share[draft.pieces.unit_class])  # fmt: skip
        axes = {"category": [CATEGORIES[category]], "week": range(draft.weeks)}
        block = BlockBuilder("gender_share", axes, lower=0.0)
        block.add(block.grid, women.grid, 1.0)
        total = category_strength(draft)
        block.add(block.grid, total.grid[[category]], -rule.number("share"))
        elastic(draft, rule, block, 1.0, draft.columns.upper_of(total)[[category]])
        draft.add(block)


def security_minimum(draft: Draft) -> None:
    """Each sector keeps enough force to protect and extract those who stay."""
    for rule in draft.mission.rules_of("security_minimum"):
        names = [name for name in draft.mission.sectors if name not in rule.waived]
        wanted = set(rule.names("capabilities"))
        counts = np.array([r.capability in wanted for r in draft.mission.requirements] + [False])
        key = np.where(counts[draft.pieces.requirement], sector_of_pieces(draft, names), -1)
        span = (np.maximum(draft.pieces.begin, draft.pieces.holds_from), draft.pieces.end)
        secure = add_level(draft, f"secure:{rule.rule}", names, key,
                           draft.pieces.strength.astype(float), span)  # fmt: skip
        axes = {"sector": names, "week": range(draft.weeks)}
        block = BlockBuilder("security_minimum", axes, lower=rule.number("persons"))
        block.add(block.grid, secure.grid, 1.0)
        elastic(draft, rule, block, 1.0, rule.number("persons"))
        draft.add(block)


def sector_strength(draft: Draft) -> Family:
    """Persons in units by sector and week (added when first asked for)."""
    if "sector" not in draft.columns.families:
        names = list(draft.mission.sectors)
        key = sector_of_pieces(draft, names)
        add_level(draft, "sector", names, key, draft.pieces.strength.astype(float))
    return draft.family("sector")


def sector_of_pieces(draft: Draft, names: list[str]) -> NDArray[np.int64]:
    """For each piece the position of its site's sector among the names, or -1."""
    position = {name: number for number, name in enumerate(names)}
    sector = [position.get(site.sector, -1) for site in draft.mission.sites.values()]
    return np.asarray(np.array(sector, dtype=np.int64)[draft.pieces.site])


def pair_exclusion(draft: Draft) -> None:
    """Two contributors never have units in one sector in the same week."""
    for rule in draft.mission.rules_of("pair_exclusion"):
        _pair(draft, rule)


def _pair(draft: Draft, rule: Rule) -> None:
    first, second = rule.names("contributors")
    names = [name for name in draft.mission.sectors if name not in rule.waived]
    sector = sector_of_pieces(draft, names)
    homes = [item.contributor.iso3 for item in draft.options.classes]
    side = class_index(draft, homes, [first, second])
    key = np.where((side >= 0) & (sector >= 0), side * len(names) + sector, -1)
    labels = [f"{iso3}@{name}" for iso3 in (first, second) for name in names]
    units = add_level(draft, f"units:{rule.rule}", labels, key, np.ones(len(key)))
    axes = {"side": labels, "week": range(draft.weeks)}
    here = draft.columns.add(f"here:{rule.rule}", axes, upper=1.0, integer=True)
    held = BlockBuilder("pair_exclusion", {"part": ["units"], **axes}, upper=0.0)
    most = np.maximum(draft.columns.upper_of(units), 1.0)
    held.add(held.grid[0], units.grid, 1.0)
    held.add(held.grid[0], here.grid, -most)
    draft.add(held)
    apart = BlockBuilder(
        "pair_exclusion",
        {"part": ["apart"], "sector": names, "week": range(draft.weeks)},
        upper=1.0,
    )
    for side_here in np.split(here.grid, 2):
        apart.add(apart.grid[0], side_here, 1.0)
    draft.add(apart)
