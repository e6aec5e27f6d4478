"""Rules on single units: tours, dates, caveats, families of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.verify.loads import come_week, gone_week
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.force import Caveat
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts
    from planner.verify.itinerary import Itinerary
    from planner.verify.records import Posting


def readiness(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """A pledged unit does not move before it is ready."""
    first: dict[str, int] = {}
    for row in facts.consignments:
        if row.purpose == "arrive":
            first[row.unit] = min(first.get(row.unit, row.ready_week), row.ready_week)
    for name, week in first.items():
        ready = facts.mission.units[name].ready_week
        if name not in rule.waived and week < ready:
            sentence = gap_sentence(f"{name} moves before it is ready", ready, week, "(week)")
            yield Finding(name, week, ready - week, sentence)


def tour_length(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """People rotate when their tour is served, within the window allowed."""
    tour = int(rule.number("weeks"))
    for name, itinerary in facts.itineraries.items():
        if name not in rule.waived:
            yield from _tours(facts, name, itinerary, tour)


def _tours(facts: Facts, name: str, itinerary: Itinerary, tour: int) -> Iterator[Finding]:
    offsets = facts.mission.rotation_offsets_weeks
    due = itinerary.unit.rotation_due_week if itinerary.unit.in_place else itinerary.start + tour
    weeks = [rotation.week for rotation in itinerary.rotations]
    if due is None or itinerary.end <= due + max(offsets):
        if weeks:
            sentence = gap_sentence(f"{name} rotates without need", 0, len(weeks), "rotations")
            yield Finding(name, weeks[0], len(weeks), sentence)
        return
    allowed = _first_weeks(facts, itinerary, due)
    if not weeks or weeks[0] not in allowed:
        offered = f"week {weeks[0]}" if weeks else "no rotation"
        window = " or ".join(str(week) for week in allowed) or "none, for no week is possible"
        sentence = f"{name} must rotate: needed week {window}, offered {offered}"
        yield Finding(name, weeks[0] if weeks else due, 1.0, sentence)
        return
    wanted = [weeks[0]]
    while itinerary.end > wanted[-1] + tour + max(offsets):
        wanted.append(wanted[-1] + tour)
    if weeks != wanted:
        sentence = f"{name} must rotate again: needed weeks {wanted}, offered weeks {weeks}"
        yield Finding(name, None, abs(len(weeks) - len(wanted)) or 1.0, sentence)
    for week in weeks:
        if itinerary.posting_at(week) is None:
            yield Finding(name, week, 1.0, f"{name} rotates in week {week} while not in a posting")


def _first_weeks(facts: Facts, itinerary: Itinerary, due: int) -> list[int]:
    """Weeks in which a unit may rotate first. One that leaves or redeploys has no choice: it takes
    the offset nearest to 0, of two the earlier.
    """
    offsets = [
        offset
        for offset in sorted(facts.mission.rotation_offsets_weeks, key=lambda o: (abs(o), o))
        if due + offset >= 0 and itinerary.posting_at(due + offset) is not None
    ]
    chooses = len(itinerary.postings) == 1 and itinerary.end >= facts.weeks
    return sorted(due + offset for offset in (offsets if chooses else offsets[:1]))


def unit_integrity(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Units with one parent stand at one site over the same weeks, or none of them serves."""
    families: dict[str, list[str]] = {}
    for name, unit in facts.mission.units.items():
        if unit.parent and name not in rule.waived:
            families.setdefault(unit.parent, []).append(name)
    for parent, names in families.items():
        ways = {name: _way(facts.itineraries.get(name)) for name in names}
        usual = max(sorted(ways.values()), key=list(ways.values()).count)
        apart = [name for name in names if ways[name] != usual]
        if apart:
            together = len(names) - len(apart)
            sentence = gap_sentence(
                f"{', '.join(apart)} of {parent} go apart", len(names), together, "units together"
            )
            yield Finding(parent, None, len(apart), sentence)


def hand_over(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Equipment stays behind only where terms of the unit's type and contributor allow it."""
    for name, itinerary in facts.itineraries.items():
        if itinerary.hands_over and itinerary.unit.hand_over_usd_per_person is None:
            what = f"{name} hands its equipment over in week {itinerary.end}"
            yield Finding(name, itinerary.end, 1.0, gap_sentence(what, 1, 0, "terms that allow it"))


def transfer(facts: Facts, _: Rule) -> Iterator[Finding]:
    """A unit goes to another mission only by consent, and comes there when it arrives.

    Whether the other mission has it then is told by the check of the portfolio.
    """
    for name, itinerary in facts.itineraries.items():
        if itinerary.transfers:
            yield from _goes(facts, name, itinerary)
        terms = itinerary.unit.comes_from
        if terms is None:
            continue
        week = come_week(facts.network, itinerary)
        if week is not None and week < terms.from_week:
            what = f"{name} comes from {terms.mission}"
            sentence = gap_sentence(what, terms.from_week, week, "(first week)")
            yield Finding(name, itinerary.start, terms.from_week - week, sentence)


def _goes(facts: Facts, name: str, itinerary: Itinerary) -> Iterator[Finding]:
    what, terms = f"{name} goes to another mission in week {itinerary.end}", itinerary.unit.goes_to
    if terms is None:
        yield Finding(name, itinerary.end, 1.0, gap_sentence(what, 1, 0, "terms that allow it"))
        return
    week = gone_week(facts.network, itinerary)
    if week is not None and week >= facts.weeks:
        sentence = gap_sentence(f"{what} and is there", facts.weeks - 1, week, "(last week)")
        yield Finding(name, itinerary.end, week - facts.weeks + 1, sentence)


def _way(itinerary: Itinerary | None) -> tuple[tuple[str, int, int], ...]:
    if itinerary is None:
        return ()
    return tuple((item.site, item.start_week, item.end_week) for item in itinerary.postings)


def caveat(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """A unit is not posted where its contributor's declared caveat forbids it."""
    for name, itinerary in facts.itineraries.items():
        if name in rule.waived:
            continue
        for item in itinerary.unit.caveats:
            for posting in itinerary.postings:
                since = max(item.from_week, posting.start_week)
                weeks = min(item.until_week, posting.end_week) - since
                if weeks > 0 and _touches(facts, item, posting):
                    what = f"{name} serves against its caveat on {item.subject} {item.value}"
                    yield Finding(name, since, weeks, gap_sentence(what, 0, weeks, "weeks"))


def _touches(facts: Facts, item: Caveat, posting: Posting) -> bool:
    if item.subject == "site":
        return posting.site == item.value
    if item.subject == "sector":
        return facts.mission.sites[posting.site].sector == item.value
    held = {need.requirement: need.capability for need in facts.mission.requirements}
    return held.get(posting.requirement) == item.value


def mandate_expiry(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Nobody is posted after the last authorisation, stated assumptions of renewal included."""
    until = max((item.until_week for item in facts.mission.authorisations), default=0)
    for name, itinerary in facts.itineraries.items():
        if itinerary.end > until:
            what = f"{name} is posted after the last authorisation"
            sentence = gap_sentence(what, until, itinerary.end, "(end week)")
            yield Finding(name, until, itinerary.end - until, sentence)


def contributor_excluded(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """A contributor whom the host or the parties refuse does not newly serve."""
    yield from _refused(facts, rule, set(rule.names("contributors")), "is excluded")


def neighbour_excluded(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Neighbours of the host do not newly serve unless waived by name."""
    mission = facts.mission
    around = {
        name for name, home in mission.contributors.items() if mission.host in home.neighbours
    }
    yield from _refused(facts, rule, around, f"is a neighbour of {mission.host}")


def _refused(facts: Facts, rule: Rule, refused: set[str], why: str) -> Iterator[Finding]:
    for name, itinerary in facts.itineraries.items():
        home = itinerary.unit.contributor
        if not itinerary.unit.in_place and home in refused and home not in rule.waived:
            sentence = gap_sentence(f"{name} is posted but {home} {why}", 0, 1, "pledges posted")
            yield Finding(home, itinerary.start, 1.0, sentence)


def self_sufficiency(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """A unit arrives with its days of self-sufficiency, and brings those supplies."""
    days = rule.number("days")
    for name, itinerary in facts.itineraries.items():
        has = itinerary.unit.self_sufficiency_days
        if not itinerary.unit.in_place and name not in rule.waived and has < days:
            sentence = gap_sentence(f"{name} arrives", days, has, "days of self-sufficiency")
            yield Finding(name, itinerary.start, days - has, sentence)
