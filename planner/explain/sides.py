"""The sides of a model's rows that people could relax, by rule and by what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.model.model import Model
from planner.model.rows import RowBlock
from planner.solve.room import with_room

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PERIODS = ("week", "quarter")
UNSAID = ("part", *PERIODS)  # axes that name nothing a person would ask about
ABOUT = {"unit_integrity": ("parent",)}  # the axes that do, where others say how rows are written
STATE = "state:"  # blocks that only say what columns mean
LINKS = ("pair_exclusion", "units")  # a rule's own definition of who is there, and not the rule


@dataclass(frozen=True)
class Group:
    """Sides of one rule on one subject, such as the ceiling on police. rule: its name in the
    mission, empty for laws; period: `week` or `quarter`, empty where rows have neither.
    """

    kind: str
    rule: str
    subject: str
    period: str


@dataclass(frozen=True)
class Sides:
    """Sides of rows: sign 1 is the lower one, -1 the upper. group: number in `groups`; time: the
    week or quarter, 0 where there is none.
    """

    model: Model
    row: Ints
    sign: Floats
    group: Ints
    time: Ints
    groups: tuple[Group, ...]

    @property
    def every(self) -> Mask:
        """All sides."""
        return np.ones(len(self.row), dtype=bool)

    def of(self, group: int, first: int, last: int) -> Mask:
        """Sides of a group in some weeks or quarters."""
        return np.asarray((self.group == group) & (self.time >= first) & (self.time <= last))

    def span(self, group: int, among: Mask) -> tuple[int, int]:
        """First and last week or quarter of a group's sides among some."""
        times = self.time[among & (self.group == group)]
        return int(times.min()), int(times.max())


def relaxable(model: Model) -> Sides:
    """Sides of rules, and of what fleets, stores, ports, airfields and funds can give."""
    room = with_room(model)
    mine = room.block < len(model.blocks)
    return _gathered(model, room.block[mine], room.row[mine], room.sign[mine])


def lawful(model: Model) -> Sides:
    """Sides of the laws of logistics and money, which nobody could relax: for missions that are at
    odds with these alone.
    """
    parts = []
    for number, block in enumerate(model.blocks):
        for side, sign in ((block.lower, 1.0), (block.upper, -1.0)):
            some = np.where(np.isfinite(side))[0]
            parts.append((np.full(len(some), number), some, np.full(len(some), sign)))
    blocks, rows, signs = zip(*parts, strict=True)
    return _gathered(model, np.concatenate(blocks), np.concatenate(rows), np.concatenate(signs))


def _gathered(model: Model, block: Ints, row: Ints, sign: Floats) -> Sides:
    """Sides with the groups that their rows' labels tell."""
    named = _rules(model)
    groups: dict[Group, int] = {}
    rows, signs, group, time = [], [], [], []
    for number in np.unique(block).tolist():
        own = model.blocks[number]
        if own.rule.startswith(STATE) or (own.rule, *own.axes.get("part", ())) == LINKS:
            continue
        mine = block == number
        subjects, subject, when = _labels(own, row[mine])
        period = next((name for name in PERIODS if name in own.axes), "")
        if own.rule == "route_closure":
            period = "week"
        places = [
            groups.setdefault(Group(own.rule, named[number], each, period), len(groups))
            for each in subjects
        ]
        rows.append(model.first_row[number] + row[mine])
        signs.append(sign[mine])
        group.append(np.array(places, dtype=np.int64)[subject])
        time.append(when)
    none = np.zeros(0, dtype=np.int64)
    return Sides(
        model,
        np.concatenate([none, *rows]),
        np.concatenate([np.zeros(0), *signs]),
        np.concatenate([none, *group]),
        np.concatenate([none, *time]),
        tuple(groups),
    )


def _rules(model: Model) -> list[str]:
    """For each block the name of the mission's rule that it is of, where it is of one."""
    count = Counter(block.rule for block in model.blocks)
    seen: Counter[str] = Counter()
    names = []
    for block in model.blocks:
        rules = model.mission.rules_of(block.rule)
        if not rules:
            names.append("")
            continue
        each = max(1, count[block.rule] // len(rules))
        names.append(rules[min(seen[block.rule] // each, len(rules) - 1)].rule)
        seen[block.rule] += 1
    return names


def _labels(block: RowBlock, row: Ints) -> tuple[list[str], Ints, Ints]:
    """Subjects of a block, the number of each row's among them, and its week or quarter."""
    if block.rule == "route_closure":
        labels = [str(label).rsplit("@", maxsplit=1) for label in block.axes["closed"]]
        lanes, lane = np.unique([name for name, _ in labels], return_inverse=True)
        week = np.array([int(when) for _, when in labels], dtype=np.int64)
        return [str(name) for name in lanes], lane.ravel()[row], week[row]
    index = np.unravel_index(row, tuple(len(labels) for labels in block.axes.values()))
    at = dict(zip(block.axes, index, strict=True))
    period = next((name for name in PERIODS if name in block.axes), None)
    when = np.zeros(len(row), dtype=np.int64)
    if period is not None:
        when = np.array([int(str(each)) for each in block.axes[period]], dtype=np.int64)[at[period]]
    about = [
        name for name in block.axes if name in ABOUT.get(block.rule, (name,)) and name not in UNSAID
    ]
    if not about:
        return [""], np.zeros(len(row), dtype=np.int64), when
    pairs = np.stack([at[name] for name in about], axis=1)
    known, number = np.unique(pairs, axis=0, return_inverse=True)
    subjects = [", ".join(_said(block, about, each)) for each in known.tolist()]
    return subjects, number.ravel(), when


def _said(block: RowBlock, about: list[str], place: list[int]) -> Iterator[str]:
    for name, number in zip(about, place, strict=True):
        yield str(block.axes[name][number])


def counted_apart(mission: Mission, group: Group) -> float:
    """Persons that count against a limit without standing in its row: individuals."""
    if group.kind == "site_capacity":
        return float(mission.sites[group.subject].individuals)
    if group.kind != "ceiling":
        return 0.0
    sites = mission.sites.values()
    ipo = sum(site.ipo for site in sites)
    others = sum(site.staff_officers + site.experts for site in sites)
    counted = {"military": others, "ipo": ipo, "police": ipo}
    return float(counted.get(group.subject, 0))
