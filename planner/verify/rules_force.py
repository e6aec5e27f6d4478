"""Rules on the make-up of the force: ceilings, shares, requirements, milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.verify.tolerances import PRICED
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.mission import Mission
    from planner.mission.rules import Authorisation, Rule
    from planner.verify.facts import Facts

Array = NDArray[np.float64]


def over(
    subject: str, what: str, amount: Array, limit: Array | float, unit: str, *, least: bool = False
) -> Iterator[Finding]:
    """Findings of the weeks in which `amount` is above `limit` (with `least`: below it).

    Rounding is not judged here but by the kind's slack.
    """
    bound = np.broadcast_to(np.asarray(limit, dtype=float), amount.shape)
    needed, offered = (bound, amount) if least else (amount, bound)
    for week in (needed - offered > PRICED).nonzero()[0]:
        pair = float(needed[week]), float(offered[week])
        sentence = gap_sentence(f"{what} in week {week}", *pair, unit)
        yield Finding(subject, int(week), pair[0] - pair[1], sentence)


def units_of(facts: Facts, **wanted: str) -> Array:
    """Persons by week in units whose contributor or category is as wanted."""
    names = [
        name
        for name, item in facts.itineraries.items()
        if wanted.get("contributor", item.unit.contributor) == item.unit.contributor
        and wanted.get("category", item.unit_type.category) == item.unit_type.category
    ]
    return facts.presence.chosen(names)


def ceiling(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Personnel of a category never exceed the authorised ceiling in force that week."""
    military, fpu = units_of(facts, category="military"), units_of(facts, category="fpu")
    people = {name: grid.sum(axis=0) for name, grid in facts.presence.individuals.items()}
    strength = {
        "military": military + people["staff_officers"] + people["experts"],
        "police": fpu + people["ipo"],
        "fpu": fpu,
        "ipo": people["ipo"],
    }
    limits = {name: np.full(facts.weeks, np.inf) for name in strength}
    for week in range(facts.weeks):
        for category, persons in _in_force(facts.mission, week):
            limits[category][week] = persons
    for category, persons_by_week in strength.items():
        what = f"{category} strength is above its ceiling"
        yield from over(category, what, persons_by_week, limits[category], "persons")


def _in_force(mission: Mission, week: int) -> tuple[tuple[str, int], ...]:
    valid: list[Authorisation] = [
        item for item in mission.authorisations if item.from_week <= week < item.until_week
    ]
    return max(valid, key=lambda item: item.from_week).ceilings if valid else ()


def individual_cuts(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Individual police, staff officers and experts go home after notice."""
    notice = facts.mission.individual_notice_weeks
    for cut in facts.cuts:
        if cut.persons and cut.week < notice:
            what = f"notice of {cut.persons} {cut.category} who go home in week {cut.week}"
            sentence = gap_sentence(what, notice, cut.week, "weeks")
            yield Finding(cut.category, cut.week, float(cut.persons), sentence)


def capability_minimum(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Each requirement is held by as many units as it asks for, or the shortfall is priced."""
    held = facts.presence.holds.sum(axis=1)
    for row, need in enumerate(facts.mission.requirements):
        for week in range(max(need.from_week, 0), min(need.until_week, facts.weeks)):
            missing = need.quantity - float(held[row, week])
            if missing > PRICED:
                what = f"{need.requirement} ({need.capability}) in week {week}"
                sentence = gap_sentence(what, need.quantity, need.quantity - missing, "units")
                price = need.penalty_usd_per_week
                yield Finding(need.requirement, week, missing, sentence, price, need.essential)


def contributor_share_cap(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """No contributor provides more than a share of the contingents."""
    limit = rule.number("share") * units_of(facts)
    for name in sorted({item.unit.contributor for item in facts.itineraries.values()}):
        if name not in rule.waived:
            what = f"{name} is above its share of the contingents"
            yield from over(name, what, units_of(facts, contributor=name), limit, "persons")


def burden_share_bound(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Contributors bear the shares of strength that a key gives them, within a deviation."""
    shares, total = rule.parameter("shares"), units_of(facts)
    assert isinstance(shares, tuple)
    room = rule.number("deviation") * total
    for name, share in zip(rule.names("contributors"), shares, strict=True):
        if name not in rule.waived:
            own, due = units_of(facts, contributor=name), float(share) * total
            what = f"{name} is off its share of the key"
            yield from over(f"at least|{name}", what, own, due - room, "persons", least=True)
            yield from over(f"at most|{name}", what, own, due + room, "persons")


def pair_exclusion(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Two contributors never have units in one sector in the same week."""
    first, second = rule.names("contributors")
    for sector in facts.mission.sectors:
        if sector in rule.waived:
            continue
        there = [in_sector(facts, sector, contributor=name) > 0 for name in (first, second)]
        for week in (there[0] & there[1]).nonzero()[0]:
            what = f"{first} and {second} are both in sector {sector} in week {week}"
            yield Finding(sector, int(week), 1.0, gap_sentence(what, 1, 2, "of the pair"))


def in_sector(facts: Facts, sector: str, **wanted: str) -> Array:
    """Persons by week in units in a sector, of one contributor if `contributor` is given."""
    presence = facts.presence
    inside = [facts.mission.sites[name].sector == sector for name in presence.sites]
    here = np.append(np.array(inside, dtype=bool), False)[presence.place]  # ABSENT is the last
    own = np.array(
        [
            wanted.get("contributor", item.unit.contributor) == item.unit.contributor
            for item in facts.itineraries.values()
        ],
        dtype=bool,
    )
    return np.asarray(np.where(here & own[:, None], presence.persons, 0.0).sum(axis=0))


def regional_share(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Contingents from a region make up at least, or at most, a share of strength."""
    regions, given = set(rule.names("regions")), dict(rule.parameters)
    home = facts.mission.contributors
    units = [
        name
        for name, item in facts.itineraries.items()
        if {home[item.unit.contributor].un_region, home[item.unit.contributor].continent} & regions
    ]
    inside, total = facts.presence.chosen(units), units_of(facts)
    names = ", ".join(sorted(regions))
    if given.get("minimum") is not None:
        limit = rule.number("minimum") * total
        yield from over("minimum", f"share of {names}", inside, limit, "persons", least=True)
    if given.get("maximum") is not None:
        limit = rule.number("maximum") * total
        yield from over("maximum", f"share of {names}", inside, limit, "persons")


def language_share(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """In each sector a share of the contingents speaks one of the mission's languages."""
    spoken = set(rule.names("languages"))
    homes = {item.unit.contributor for item in facts.itineraries.values()}
    able = [name for name in homes if spoken & set(facts.mission.contributors[name].languages)]
    for sector in facts.mission.sectors:
        if sector in rule.waived:
            continue
        speakers = np.zeros(facts.weeks)
        for name in able:
            speakers = speakers + in_sector(facts, sector, contributor=name)
        limit = rule.number("share") * in_sector(facts, sector)
        what = f"speakers in sector {sector}"
        yield from over(sector, what, speakers, limit, "persons", least=True)


def gender_share(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Women make up at least a share of the units of a category."""
    category = str(rule.parameter("category"))
    mask = [item.unit_type.category == category for item in facts.itineraries.values()]
    women = facts.presence.women[np.array(mask, dtype=bool)].sum(axis=0)
    limit = rule.number("share") * units_of(facts, category=category)
    yield from over(category, f"women in {category} units", women, limit, "persons", least=True)


def phased_dates(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """By each milestone the contingents have reached a strength."""
    weeks, persons = rule.parameter("weeks"), rule.parameter("persons")
    assert isinstance(weeks, tuple)
    assert isinstance(persons, tuple)
    wanted = np.zeros(facts.weeks)
    for week, strength in sorted(zip(weeks, persons, strict=True)):
        wanted[max(int(week), 0) :] = float(strength)
    what = "contingents at the milestone"
    yield from over(rule.rule, what, units_of(facts), wanted, "persons", least=True)


def security_minimum(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Each sector keeps enough force to protect and extract those who stay."""
    counts = set(rule.names("capabilities"))
    rows = [item.capability in counts for item in facts.mission.requirements]
    by_site = facts.presence.holding_persons[np.array(rows, dtype=bool)].sum(axis=0)
    for sector in facts.mission.sectors:
        if sector not in rule.waived:
            inside = [site.sector == sector for site in facts.mission.sites.values()]
            strength = by_site[np.array(inside, dtype=bool)].sum(axis=0)
            what = f"security of sector {sector}"
            limit = rule.number("persons")
            yield from over(sector, what, strength, limit, "persons", least=True)
