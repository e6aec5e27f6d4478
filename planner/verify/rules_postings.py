"""Whether each unit follows one allowed sequence of postings, with the right strengths."""

from __future__ import annotations

from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from planner.verify.itinerary import Itinerary, last_week
from planner.verify.loads import redeploy_chains
from planner.verify.tolerances import COUNT
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.force import Unit
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts
    from planner.verify.records import Posting


def unit_once(facts: Facts, _: Rule) -> Iterator[Finding]:
    """A unit is in one place at a time and follows one allowed sequence of postings."""
    for name, unit in facts.mission.units.items():
        itinerary = facts.itineraries.get(name)
        if itinerary is None:
            if unit.in_place:
                yield _wrong(name, 0, "is in place and has no posting")
            elif unit.fixed is not None:
                yield _wrong(name, None, "has a fixed posting and is not posted")
            continue
        sequence = _in_place(facts, itinerary) if unit.in_place else _pledged(facts, itinerary)
        yield from sequence
        yield from _fixed(name, unit, itinerary)
        yield from _requirements(facts, itinerary)
        yield from _strengths(facts, itinerary)


def _wrong(name: str, week: int | None, what: str) -> Finding:
    return Finding(name, week, 1.0, f"{name} {what}")


def _in_place(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    name, first = itinerary.unit.unit, itinerary.postings[0]
    notice, weeks = facts.mission.notice_weeks, facts.weeks
    if (first.start_week, first.site, first.arrival) != (0, itinerary.unit.site, "in_place"):
        yield _wrong(name, 0, f"must begin at {itinerary.unit.site} in week 0, in place")
    if len(itinerary.postings) > 2:
        yield _wrong(name, None, f"has {len(itinerary.postings)} postings: at most 2 are allowed")
    if first.end_week < weeks and first.end_week < notice:
        what = gap_sentence("goes without notice", notice, first.end_week, "weeks")
        yield _wrong(name, first.end_week, what)
    if len(itinerary.postings) > 1:
        yield from _redeployed(facts, itinerary)
    yield from _ending(facts, itinerary)


def _ending(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    """The last posting stays to the horizon or leaves before, within the agreement."""
    unit, last = itinerary.unit, itinerary.postings[-1]
    wanted = ("leave", "hand_over", "transfer") if last.end_week < facts.weeks else ("stays",)
    if last.departure not in wanted:
        what = f"ends in week {last.end_week} of {facts.weeks} by {last.departure}, not "
        what += " or ".join(wanted)
        yield _wrong(unit.unit, last.end_week, what)
    if not last.start_week < last.end_week <= facts.weeks:
        what = f"is posted for weeks {last.start_week} to {last.end_week - 1} of {facts.weeks}"
        yield _wrong(unit.unit, last.start_week, what)
    if unit.mou_end_week is not None and last.end_week > unit.mou_end_week:
        what = gap_sentence("stays beyond its agreement", unit.mou_end_week, last.end_week, "weeks")
        yield _wrong(unit.unit, unit.mou_end_week, what)


def _redeployed(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    """Each posting but the first is reached by redeployment, and the last lasts to the end."""
    name, last = itinerary.unit.unit, itinerary.postings[-1]
    for first, second in pairwise(itinerary.postings):
        yield from _joined(facts, itinerary, first, second)
    ends = {facts.weeks, last_week(facts.mission, itinerary.unit)}
    if last.end_week not in ends:
        what = gap_sentence("must last", max(ends), last.end_week, "(end week)")
        yield _wrong(name, last.end_week, what)


def _joined(
    facts: Facts, itinerary: Itinerary, first: Posting, second: Posting
) -> Iterator[Finding]:
    name = itinerary.unit.unit
    if (first.departure, second.arrival) != ("redeploy", "redeploy"):
        yield _wrong(name, first.end_week, "has two postings that are not joined by a redeployment")
    if first.site == second.site:
        yield _wrong(name, first.end_week, f"redeploys from {first.site} to itself")
        return
    if first.end_week <= first.start_week:
        yield _wrong(name, first.end_week, "leaves before it was posted")
    _, over = redeploy_chains(facts.network, itinerary, first.site, second.site, first.end_week)
    if second.start_week != over:
        what = gap_sentence("redeploys", over, second.start_week, "(start week)")
        yield _wrong(name, second.start_week, what)
    if not second.requirement:
        yield _wrong(name, second.start_week, "redeploys without a requirement")


def _pledged(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    unit, first = itinerary.unit, itinerary.postings[0]
    if len(itinerary.postings) > 1:
        count = len(itinerary.postings)
        yield _wrong(unit.unit, None, gap_sentence("is pledged once", 1, count, "postings"))
        for before, after in pairwise(itinerary.postings):
            yield from _joined(facts, itinerary, before, after)
    last = itinerary.postings[-1]
    if first.start_week < 1:
        yield _wrong(unit.unit, first.start_week, "arrives before week 1")
    if first.arrival not in unit.movement_options:
        options = ", ".join(unit.movement_options)
        yield _wrong(unit.unit, first.start_week, f"comes by {first.arrival}, not by {options}")
    if not first.requirement:
        yield _wrong(unit.unit, first.start_week, "is pledged and holds no requirement")
    end = last_week(facts.mission, unit)
    if last.end_week != end:
        what = gap_sentence("must stay to the end", end, last.end_week, "(end week)")
        yield _wrong(unit.unit, last.end_week, what)
    yield from _ending(facts, itinerary)


def _fixed(name: str, unit: Unit, itinerary: Itinerary) -> Iterator[Finding]:
    if unit.fixed is None:
        return
    count, held = len(unit.fixed), itinerary.postings[-len(unit.fixed) :]
    if len(held) < count:
        yield _wrong(name, None, f"is fixed: needed {count} postings, offered {len(held)}")
        return
    for decided, posting in zip(unit.fixed, held, strict=True):
        pairs = (
            ("site", decided.site, posting.site),
            ("start week", decided.start_week, posting.start_week),
            ("end week", decided.end_week, posting.end_week),
            ("requirement", decided.requirement, posting.requirement),
            ("arrival", decided.arrival, posting.arrival),
        )
        for what, wanted, found in pairs:
            if wanted is not None and wanted != found:
                offered = found if found != "" else "none"
                yield _wrong(name, None, f"is fixed: needed {what} {wanted}, offered {offered}")


def _requirements(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    known = {item.requirement: item for item in facts.mission.requirements}
    for posting in itinerary.postings:
        if not posting.requirement:
            continue
        need = known[posting.requirement]
        if need.capability not in itinerary.unit_type.capabilities:
            what = f"holds {need.requirement}, which asks for {need.capability}"
            yield _wrong(posting.unit, posting.start_week, what)
        if posting.site not in need.sites:
            what = f"holds {need.requirement} at {posting.site}, which is none of its sites"
            yield _wrong(posting.unit, posting.start_week, what)


def _strengths(facts: Facts, itinerary: Itinerary) -> Iterator[Finding]:
    unit = itinerary.unit
    for posting in itinerary.postings:
        strength = itinerary.strength(posting.start_week)
        if posting.strength_persons != strength:
            what = gap_sentence("starts a posting", strength, posting.strength_persons, "persons")
            yield _wrong(unit.unit, posting.start_week, what)
    waived = [unit.unit in rule.waived for rule in facts.mission.rules_of("tour_length")]
    if itinerary.rotations and all(waived):
        yield _wrong(unit.unit, itinerary.rotations[0].week, "rotates though no tour is set for it")
    for index, rotation in enumerate(itinerary.rotations):
        before = itinerary.strength(rotation.week - 1)
        allowed = {before}
        stays = len(itinerary.postings) == 1 and itinerary.end >= facts.weeks
        if index == 0 and unit.in_place and stays:
            for share in facts.mission.rotation_strength_shares:
                allowed |= {floor(share * before), floor(share * before + COUNT)}
        if rotation.strength_before_persons != before:
            offered = rotation.strength_before_persons
            what = gap_sentence("has before its rotation", before, offered, "persons")
            yield _wrong(unit.unit, rotation.week, what)
        if rotation.strength_after_persons not in allowed:
            what = f"rotates to {rotation.strength_after_persons} persons, not {sorted(allowed)}"
            yield _wrong(unit.unit, rotation.week, what)


def requirement_quantity(facts: Facts, _: Rule) -> Iterator[Finding]:
    """No more units hold a requirement than it asks for."""
    held = facts.presence.holds.sum(axis=1)
    for row, need in enumerate(facts.mission.requirements):
        for week in (held[row] > need.quantity + COUNT).nonzero()[0]:
            over = float(held[row, week])
            what = f"{need.requirement} is held by too many in week {week}"
            sentence = gap_sentence(what, need.quantity, over, "units")
            yield Finding(need.requirement, int(week), over - need.quantity, sentence)
