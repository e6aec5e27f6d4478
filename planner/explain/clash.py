"""Which rules of a mission clash: filters first, then rows by kind, by subject and by weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import Infeasible
from planner.explain.amounts import Amount, Gift, amount_of, relaxation
from planner.explain.filters import (
    FIXED,
    Filter,
    filters_of,
    forbidden,
    source_of,
    subjects_of,
    with_only,
)
from planner.explain.judge import UNKNOWN, Judge, judge_of
from planner.explain.offers import none_asked, offers_note
from planner.explain.programs import Clock, Mask
from planner.explain.shrink import narrowed, shrunk
from planner.explain.sides import Group, Sides, lawful, relaxable
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.fixed import require_itineraries
from planner.options.options import Options, build_options
from planner.rulebook import RULEBOOK
from planner.solve.engines import Engine

OFFERS = "offers"  # proof of a clash without a model: a unit that must serve has no itinerary
ASKS = "capability_minimum"  # the kind whose rows ask for units
USED = 1e-9  # a dual nearer to zero is rounding
ORDER = {kind: -number for number, kind in enumerate(RULEBOOK)}  # laws are left out first


@dataclass(frozen=True)
class Member:
    """One of the rules that clash: what it is about, where it comes from, and its arithmetic.

    rule: its name in the mission, empty for laws and givens. first, last: weeks or quarters, as
    `period` says; None if it has none. amount: None where nothing is measured; note: in words.
    """

    kind: str
    rule: str
    subject: str
    period: str
    first: int | None
    last: int | None
    sentence: str
    source: str
    amount: Amount | None
    note: str


@dataclass(frozen=True)
class Explained:
    """Whether the rules of a mission clash, and which.

    status: `clash`, `none`, or `unknown` if the time was up first. members: empty if which rules
    clash was not found in time. is_minimal: whether it was seen
    of each member that the others do not clash without it. proof: the program that proves the
    clash, or sees none. gives: by how much rules would have to give for all clashes to go, at the
    least, and gives_by: the program that says so; empty if that was not found in time.
    """

    status: str
    members: tuple[Member, ...] = ()
    is_minimal: bool = False
    proof: str = ""
    gives: tuple[Gift, ...] = ()
    gives_by: str = ""


def explain_clash(
    mission: Mission, engine: Engine, seconds: float, give_way: Sequence[str] = ()
) -> Explained:
    """The fewest rules found that clash, and by how much rules would have to give.

    Parameters
    ----------
    seconds: for all of it.
    give_way: kinds of rules in the order in which they give; others only if these do not suffice.
    """
    search = _Search(mission, engine, Clock(seconds))
    proof = search.proof(search.filters)
    if proof is None or proof == UNKNOWN:
        return Explained("none" if proof is None else "unknown", proof=search.asked)
    kept, sure = search.fewest_filters()
    case = search.case(kept)
    told = tuple(_told(item, case.options) for item in kept)
    if case.sides is None or case.judge is None:
        unserved = _unserved(case.mission, case.options)
        return Explained("clash", (*unserved, *told), sure, OFFERS)
    found = fewest_rows(case.sides, case.judge, search.clock)
    gives, by = _gives(search.case(search.filters), found.proof or proof, give_way)
    members = (*found.members, *told)
    is_minimal = sure and found.is_sure
    return Explained("clash", members, is_minimal, found.proof or proof, gives, by)


@dataclass(frozen=True)
class _Case:
    """A mission under some of its filters; no sides and no judge where a unit that must serve has
    no itinerary.
    """

    mission: Mission
    options: Options
    sides: Sides | None = None
    judge: Judge | None = None


def _gives(case: _Case, proof: str, give_way: Sequence[str]) -> tuple[tuple[Gift, ...], str]:
    """As `relaxation`, of the mission as it is; nothing where units that must serve cannot."""
    if case.sides is None or case.judge is None:
        return (), ""
    return relaxation(case.sides, case.judge, proof, give_way)


class _Search:
    """Clashes of a mission under some of its filters, with all its other rules."""

    def __init__(self, mission: Mission, engine: Engine, clock: Clock) -> None:
        self.mission, self.clock = mission, clock
        self.filters = filters_of(mission)
        self.asked = ""  # the strictest of the programs that were asked
        self._engine = engine
        self._cases: dict[tuple[Filter, ...], _Case] = {}

    def proof(self, kept: Sequence[Filter]) -> str | None:
        """As `Judge.proof`, and OFFERS."""
        if not self.clock.may_search:
            return UNKNOWN
        case = self.case(kept)
        if case.sides is None or case.judge is None:
            return OFFERS
        self.asked = case.judge.programs[-1].name
        return case.judge.proof(case.sides, case.sides.every)

    def case(self, kept: Sequence[Filter]) -> _Case:
        """The mission under these filters. Those of all and of none are kept, with what their
        programs have seen.
        """
        key = tuple(kept)
        found = self._cases.get(key) or self._made(kept)
        if key in ((), tuple(self.filters)):
            self._cases[key] = found
        return found

    def _made(self, kept: Sequence[Filter]) -> _Case:
        asked = with_only(self.mission, kept)
        options = build_options(asked)
        try:
            require_itineraries(options)
        except Infeasible:
            return _Case(asked, options)
        model = build_model(asked, options)
        return _Case(asked, options, relaxable(model), judge_of(model, self._engine, self.clock))

    def clashes(self, kept: Sequence[Filter]) -> bool | None:
        """Whether the mission clashes with these filters alone; None if that cannot be told."""
        proof = self.proof(kept)
        return None if proof == UNKNOWN else proof is not None

    def fewest_filters(self) -> tuple[list[Filter], bool]:
        """Filters without which there is no clash: whole rules first, then for whom they are."""
        if self.clashes([]):
            return [], True
        kept, sure = shrunk(self.filters, self.clashes)
        for number, item in enumerate(kept):
            if item.kind == FIXED:
                continue
            before, after = kept[:number], kept[number + 1 :]
            subjects = subjects_of(self.mission, item.kind)
            if subjects:
                again = _with_subjects(before, item, after, self.clashes)
                some, sure_of_some = shrunk(subjects, again)
                kept[number] = replace(item, subjects=tuple(some))
                sure &= sure_of_some
        return kept, sure


def _with_subjects(
    before: list[Filter],
    item: Filter,
    after: list[Filter],
    clashes: Callable[[Sequence[Filter]], bool | None],
) -> Callable[[Sequence[tuple[str, ...]]], bool | None]:
    def again(some: Sequence[tuple[str, ...]]) -> bool | None:
        mine = [replace(item, subjects=tuple(some))] if some else []
        return clashes([*before, *mine, *after])

    return again


def _told(item: Filter, options: Options) -> Member:
    names = [name for subject in item.subjects for name in subject]
    return Member(
        item.kind, item.rule, ", ".join(names), "", None, None, item.sentence, item.source, None,
        forbidden(options, item),
    )  # fmt: skip


def _unserved(mission: Mission, options: Options) -> tuple[Member, ...]:
    """The law that each unit that must serve has something to do, for who has nothing."""
    offered = set(options.itineraries.table["unit_class"].tolist())
    unserved = [
        item
        for number, item in enumerate(options.classes)
        if number not in offered and item.unit.must_serve
    ]
    names = [item.unit.unit for item in unserved]
    law = RULEBOOK["unit_once"]
    note = "; ".join(none_asked(mission, item) for item in unserved if none_asked(mission, item))
    note = note or "no posting is offered that its agreement and its givens allow"
    return (
        Member(law.kind, "", ", ".join(names), "", None, None, law.sentence, law.source, None,
               note),
    )  # fmt: skip


@dataclass(frozen=True)
class Fewest:
    """Rows that clash: members, whether each was seen to be needed, and what proves the clash."""

    members: tuple[Member, ...]
    is_sure: bool
    proof: str


def fewest_rows(sides: Sides, judge: Judge, clock: Clock) -> Fewest:
    """The fewest rows found that clash in a model that has a clash: of these sides, or of laws,
    where nothing that gives would help.
    """
    found = _fewest(sides, judge, clock)
    if found.proof and not found.members:
        return _fewest(lawful(sides.model), judge, clock)
    return found


def _fewest(sides: Sides, judge: Judge, clock: Clock) -> Fewest:
    """The fewest of some sides."""
    proof = judge.proof(sides, sides.every)
    if proof in (None, UNKNOWN):
        return Fewest((), is_sure=False, proof="")
    judge = judge.after(proof)
    shrinking = _Rows(sides, judge, _suspects(sides, judge, proof), proof, clock)
    shrinking.by_kind()
    shrinking.by_subject()
    shrinking.by_weeks()
    return Fewest(shrinking.members(), shrinking.is_sure, shrinking.proof)


def _suspects(sides: Sides, judge: Judge, proof: str) -> Mask:
    """Sides among which the clash must be: those with a price where all give, so that it is proved.

    All, where whole numbers are at odds and have no prices, or where the prices do not hold.
    """
    program = judge.named(proof)
    if program.whole:
        return sides.every
    duals = program.prices(sides, sides.every)
    if duals is None:
        return sides.every
    priced = np.abs(duals[sides.row]) > USED
    return priced if program.clashes(sides, priced) else sides.every


@dataclass
class _Rows:
    """Spans of groups that clash, fewer and fewer of them. proof: of the clash of those left."""

    sides: Sides
    judge: Judge
    among: Mask
    proof: str
    clock: Clock
    is_sure: bool = True

    def __post_init__(self) -> None:
        found = np.unique(self.sides.group[self.among]).tolist()
        self.spans = {group: self.sides.span(group, self.among) for group in found}

    def mask(self, spans: dict[int, tuple[int, int]] | None = None) -> Mask:
        """Sides of all spans, or of these."""
        chosen = ~self.sides.every
        for group, (first, last) in (self.spans if spans is None else spans).items():
            chosen |= self.sides.of(group, first, last)
        return chosen & self.among

    def by_kind(self) -> None:
        """Leave out whole kinds."""
        kinds = sorted({self.sides.groups[g].kind for g in self.spans}, key=_place)
        kept, _ = shrunk(kinds, lambda some: self._clashes(self._of_kinds(some)))
        self.spans = self._of_kinds(kept)

    def by_subject(self) -> None:
        """Leave out single subjects of those that are left."""
        groups = sorted(
            self.spans, key=lambda group: (_place(self.sides.groups[group].kind), group)
        )
        kept, sure = shrunk(groups, lambda some: self._clashes({g: self.spans[g] for g in some}))
        self.spans = {group: self.spans[group] for group in kept}
        self.is_sure &= sure

    def by_weeks(self) -> None:
        """Shorten the spans, one after the other."""
        for group in list(self.spans):
            first, last, sure = narrowed(*self.spans[group], self._within(group))
            self.spans[group] = (first, last)
            self.is_sure &= sure

    def members(self) -> tuple[Member, ...]:
        """What is left, with its arithmetic."""
        return tuple(
            _member(self.sides.model, self.sides.groups[group], span, self._amount(group))
            for group, span in self.spans.items()
        )

    def _amount(self, group: int) -> Amount | None:
        mine = self.mask({group: self.spans[group]})
        return amount_of(self.sides, self.judge, mine, self.mask() & ~mine)

    def _within(self, group: int) -> Callable[[int, int], bool | None]:
        return lambda first, last: self._clashes({**self.spans, group: (first, last)})

    def _of_kinds(self, kinds: Sequence[str]) -> dict[int, tuple[int, int]]:
        return {g: span for g, span in self.spans.items() if self.sides.groups[g].kind in kinds}

    def _clashes(self, spans: dict[int, tuple[int, int]]) -> bool | None:
        proof = UNKNOWN
        if self.clock.may_search:
            proof = self.judge.proof(self.sides, self.mask(spans)) or ""
        if proof == UNKNOWN:
            return None
        self.proof = proof or self.proof
        return bool(proof)


def _place(kind: str) -> int:
    return ORDER[kind]


def _member(model: Model, group: Group, span: tuple[int, int], amount: Amount | None) -> Member:
    entry = RULEBOOK[group.kind]
    rules = {rule.rule: source_of(rule) for rule in model.mission.rules}
    first, last = span if group.period else (None, None)
    note = ""
    if group.kind == ASKS:
        note = offers_note(model.mission, model.options, group.subject, *span)
    return Member(
        group.kind, group.rule, group.subject, group.period, first, last, entry.sentence,
        rules.get(group.rule, entry.source), amount, note,
    )  # fmt: skip
