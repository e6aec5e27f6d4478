"""Scenarios drawn from distributions: each from its own seed, whoever draws it and how many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.mission import Mission
from planner.stress.distributions import Chance, Distributions, subjects
from planner.stress.events import Event, Kind, Scenario

KINDS: dict[str, Kind] = {
    "withdrawals": "contributor",
    "readiness": "readiness",
    "airfields": "airfield",
    "routes": "route",
}


def drawn(
    mission: Mission, given: Distributions, from_week: int, seed: int, count: int
) -> list[Scenario]:
    """So many scenarios; the first of them are the same however many there are.

    Every subject takes the same numbers of the stream whether or not the event befalls it, so that
    a probability that changes changes the events of its own section alone.
    """
    return [
        Scenario(f"{number + 1}", _drawn(mission, given, from_week, (seed, number)))
        for number in range(count)
    ]


def _drawn(
    mission: Mission, given: Distributions, from_week: int, seed: tuple[int, int]
) -> tuple[Event, ...]:
    weeks, quarters = mission.calendar.weeks, mission.calendar.quarters
    first = -(-from_week // WEEKS_PER_QUARTER)
    found: list[Event] = []
    for place, (section, names) in enumerate(subjects(mission).items()):
        chance = given.chances[section]
        stream = np.random.default_rng([*seed, place])
        for name in names:
            if section == "late_pay":
                found += _late_pay(chance, name, stream, range(first, quarters))
            else:
                found += _befallen(section, chance, name, stream, range(from_week, weeks))
    stream = np.random.default_rng([*seed, len(KINDS) + 1])
    for line, (low, high) in given.prices.items():
        factor = round(float(stream.uniform(low, high)), 6)
        if factor != 1.0:
            found.append(Event("price", line, from_week, amount=factor))
    return tuple(found)


def _late_pay(
    chance: Chance, fund: str, stream: np.random.Generator, quarters: range
) -> Iterator[Event]:
    """Quarters in which what should come into a fund comes later."""
    for quarter in quarters:
        befalls, _, amount = _numbers(chance, fund, stream, 1)
        if befalls:
            yield Event("late_pay", fund, quarter * WEEKS_PER_QUARTER, amount=amount)


def _befallen(
    section: str, chance: Chance, name: str, stream: np.random.Generator, weeks: range
) -> Iterator[Event]:
    """The event of a section, if it befalls a subject within the weeks."""
    befalls, after, amount = _numbers(chance, name, stream, len(weeks))
    kind = KINDS[section]
    if befalls and kind == "readiness":
        yield Event(kind, name, weeks.start, amount=amount)
    elif befalls and after < len(weeks):
        closed = 0 if kind == "contributor" else int(amount)
        yield Event(kind, name, weeks.start + after, closed)


def _numbers(
    chance: Chance, name: str, stream: np.random.Generator, weeks_left: int
) -> tuple[bool, int, float]:
    """Whether an event befalls a subject, after how many weeks, and how much it takes."""
    befalls = bool(stream.random() < chance.of.get(name, chance.probability))
    first, last = chance.after_weeks or (0.0, float(weeks_left - 1))
    after = int(stream.integers(int(first), int(last), endpoint=True))
    amount = float(stream.integers(int(chance.span[0]), int(chance.span[1]), endpoint=True))
    return befalls, after, amount
