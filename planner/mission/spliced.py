"""One mission up to a week and another from it on: how changes take effect, and which cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from planner.mission.calendar import WEEKS_PER_QUARTER

if TYPE_CHECKING:
    from planner.mission.force import PostingCost, Requirement, Unit
    from planner.mission.lift import Contract, Fleet, Lane
    from planner.mission.mission import Mission
    from planner.mission.money import Fund, Rate
    from planner.mission.rules import Authorisation
    from planner.mission.supply import Source

# Fields of a mission that the changed one gives for all weeks: words, and what counts in whole.
AFTER = {"name", "appropriations", "digest", "assumptions", "snaps", "executed"}
OPEN_OF_UNITS = ("ready_week", "movement_options", "strength_persons", "women_persons")
OWN_OF_UNITS = {"mou_end_week", "caveats", "fixed", "planned", *OPEN_OF_UNITS}

# Of a lane: means over the weeks in which it is open. They stay as they were.
FOLLOWS_FROM_OPEN = ("hours_per_trip", "cycle_days", "lag_weeks")


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that cannot be made within a plan: the field of the mission, of which entry."""

    field: str
    entry: str
    message: str


def splice(
    before: Mission, after: Mission, week: int, begun: frozenset[str]
) -> tuple[Mission, tuple[Refused, ...]]:
    """The mission that is `before` in weeks before `week` and `after` from then on.

    Parameters
    ----------
    begun
        Units that have come, or are on their way, or stand there from the start.

    Returns
    -------
    The mission, and every difference that has no week from which it could hold.
    """
    work = _Splice(before, after, week, begun, [])
    merged = {
        "units": work.units(),
        "requirements": work.requirements(),
        "lanes": work.lanes(),
        "fleets": work.fleets(),
        "sources": work.sources(),
        "contracts": work.contracts(),
        "authorisations": work.authorisations(),
        "funds": work.funds(),
        "rates": work.rates(),
        "contributors": work.known("contributors"),
        "unit_types": work.known("unit_types"),
        "posting_costs": work.posting_costs(),
    }
    for each in fields(before):
        if each.name in merged or each.name in AFTER:
            continue
        work.same(each.name, getattr(before, each.name), getattr(after, each.name))
    return replace(after, **merged), tuple(work.refused)  # type: ignore[arg-type]


@dataclass
class _Splice:
    before: Mission
    after: Mission
    week: int
    begun: frozenset[str]
    refused: list[Refused]

    def no(self, field: str, entry: str, message: str) -> None:
        self.refused.append(Refused(field, entry, message))

    def same(self, field: str, old: object, new: object) -> None:
        """Both say the same; else it is told what differs."""
        if old == new:
            return
        entry = ""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            names = [*old, *(name for name in new if name not in old)]
            entry = ", ".join(str(each) for each in names if old.get(each) != new.get(each))
        self.no(field, entry, "holds in every week, and some are over; leave it as it was")

    def known(self, field: str) -> dict[str, object]:
        """A table of which entries may come and go with the units, but not change."""
        old, new = getattr(self.before, field), getattr(self.after, field)
        common = [name for name in old if name in new]
        self.same(field, {name: old[name] for name in common}, {name: new[name] for name in common})
        return {**new, **old}

    def posting_costs(self) -> tuple[PostingCost, ...]:
        """Costs of units that come with the change, beside those that there were."""
        old = [item for item in self.before.posting_costs if item.unit in self.after.units]
        new = [item for item in self.after.posting_costs if item.unit in self.before.units]
        self.same("posting_costs", old, new)
        return self.after.posting_costs

    def units(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for name, unit in self.before.units.items():
            new = self.after.units.get(name)
            if new is not None:
                found[name] = self._unit(name, unit, new)
            elif name in self.begun:
                what = "has come or is on its way, and cannot be taken out; set its mou_end_week"
                self.no("units", name, what)
        for name, unit in self.after.units.items():
            if name not in self.before.units:
                if unit.in_place:
                    self.no("units", name, "cannot be in place from week 0; make it a pledge")
                found[name] = unit
        return found

    def _unit(self, name: str, old: Unit, new: Unit) -> Unit:
        for each in fields(old):
            if each.name not in OWN_OF_UNITS and getattr(old, each.name) != getattr(new, each.name):
                self.no("units", name, f"its {each.name} cannot change; leave it as it was")
        if name in self.begun:
            for field in OPEN_OF_UNITS:
                if getattr(old, field) != getattr(new, field):
                    what = f"has come or is on its way: its {field} cannot change any more"
                    self.no("units", name, what)
        end = new.mou_end_week
        if end is not None and end != old.mou_end_week and end < self.week:
            self.no("units", name, f"its mou_end_week {end} is over; give one from {self.week} on")
        known = [item for item in new.caveats if item in old.caveats]
        later = [
            replace(item, from_week=max(item.from_week, self.week))
            for item in new.caveats
            if item not in old.caveats
        ]
        lifted = [
            replace(item, until_week=min(item.until_week, self.week))
            for item in old.caveats
            if item not in new.caveats
        ]
        caveats = tuple(
            item for item in (*known, *lifted, *later) if item.from_week < item.until_week
        )
        return replace(new, caveats=caveats)

    def requirements(self) -> tuple[Requirement, ...]:
        after = {item.requirement: item for item in self.after.requirements}
        found: list[Requirement] = []
        for old in self.before.requirements:
            new = after.pop(old.requirement, None)
            if old == new or (new is not None and min(old.from_week, new.from_week) >= self.week):
                found.append(new)
                continue
            until = min(old.until_week, self.week)
            if new is not None:
                if replace(new, until_week=old.until_week) != old:
                    what = "has begun: only its end can change; end it and add another"
                    self.no("requirements", old.requirement, what)
                until = max(new.until_week, until)
            found.append(replace(old, until_week=until))
        later = [replace(item, from_week=max(item.from_week, self.week)) for item in after.values()]
        return tuple(item for item in (*found, *later) if item.from_week < item.until_week)

    def lanes(self) -> dict[str, Lane]:
        """Lanes that are gone stay, closed; those that come are closed until the week."""
        week, found = self.week, dict[str, "Lane"]()
        shut = (False,) * (self.before.calendar.weeks - week)
        for name, old in self.before.lanes.items():
            new = self.after.lanes.get(name)
            if new is None:
                found[name] = replace(old, open_weeks=old.open_weeks[:week] + shut)
                continue
            kept = {each: getattr(old, each) for each in ("open_weeks", *FOLLOWS_FROM_OPEN)}
            if new.open_weeks == old.open_weeks:
                kept = {}
            if replace(new, **kept) != old:
                self.no("lanes", name, "only the weeks in which it is open can change")
            found[name] = replace(old, open_weeks=old.open_weeks[:week] + new.open_weeks[week:])
        for name, new in self.after.lanes.items():
            if name not in found:
                found[name] = replace(new, open_weeks=(False,) * week + new.open_weeks[week:])
        if found != self.before.lanes and not self.after.rules_of("route_closure"):
            self.no("lanes", "", "closures need the rule route_closure, which is not in force")
        return found

    def fleets(self) -> dict[str, Fleet]:
        """Those that are hired for charters alone come and go with who is flown and shipped."""
        old, new = self.before.fleets, self.after.fleets
        lanes = (*self.before.lanes.values(), *self.after.lanes.values())
        hired = {lane.fleet for lane in lanes} - {
            lane.fleet for lane in lanes if lane.use == "shared"
        }
        self.same(
            "fleets",
            {name: item for name, item in old.items() if name in new or name not in hired},
            {name: item for name, item in new.items() if name in old or name not in hired},
        )
        return {**new, **old}

    def sources(self) -> tuple[Source, ...]:
        """Sources whose price changes in the week; nothing else of them does."""
        old, new = ({(s.node, s.supply_class): s for s in each.sources}
                    for each in (self.before, self.after))  # fmt: skip
        found = []
        for key, source in old.items():
            price = new[key].price_usd_per_unit if key in new else source.price_usd_per_unit
            if (
                key not in new
                or replace(
                    new[key], price_usd_per_unit=source.price_usd_per_unit, earlier=source.earlier
                )
                != source
            ):
                self.no("sources", key[0], f"of {key[1]} only the price can change")
            past = ((self.week, source.price_usd_per_unit),)
            earlier = source.earlier + (past if price != source.price_usd_per_unit else ())
            found.append(replace(source, price_usd_per_unit=price, earlier=earlier))
        for node, name in new:
            if (node, name) not in old:
                self.no("sources", node, f"cannot begin to sell {name} within a plan")
        return tuple(found)

    def contracts(self) -> dict[str, Contract]:
        """Offers that have begun stay as they were; others may change, come and go."""
        begun = {n: c for n, c in self.before.contracts.items() if c.from_week < self.week}
        for name, contract in self.after.contracts.items():
            if name in begun and contract != begun[name]:
                self.no("contracts", name, "has begun and cannot change; leave it as it was")
            elif name not in begun and contract.from_week < self.week:
                what = f"cannot begin before week {self.week}; let it begin later"
                self.no("contracts", name, what)
        return begun | {n: c for n, c in self.after.contracts.items() if n not in begun}

    def authorisations(self) -> tuple[Authorisation, ...]:
        old, new = self.before.authorisations, self.after.authorisations
        if old == new:
            return old
        past = [replace(item, until_week=min(item.until_week, self.week)) for item in old]
        later = [replace(item, from_week=max(item.from_week, self.week)) for item in new]
        return tuple(item for item in (*past, *later) if item.from_week < item.until_week)

    def funds(self) -> dict[str, Fund]:
        """Inflows may change from the quarter of the week on."""
        quarter, found = self.week // WEEKS_PER_QUARTER, dict[str, "Fund"]()
        for name, new in self.after.funds.items():
            old = self.before.funds.get(name)
            if old is None:
                self.no("funds", name, "a fund cannot begin within a plan; leave it out")
                continue
            if replace(new, inflow_usd=old.inflow_usd) != old:
                self.no("funds", name, "only its inflow can change")
            inflow = old.inflow_usd[:quarter] + new.inflow_usd[quarter:]
            if old.payers and inflow != old.inflow_usd:
                self.no("funds", name, "what comes in follows from its payers; leave them")
            found[name] = replace(new, inflow_usd=inflow)
        for name in self.before.funds:
            if name not in self.after.funds:
                self.no("funds", name, "a fund cannot end within a plan; leave it in")
        return found

    def rates(self) -> tuple[Rate, ...]:
        """Rates of before up to the week, then those that are in force from it on."""
        old, new = self.before.rates, self.after.rates
        if old == new:
            return old
        day = self.before.calendar.first_day(self.week)
        later = [item for item in new if item.valid_from >= day]
        now: list[Rate] = []
        for name in dict.fromkeys(item.rate for item in new):
            valid = [item for item in new if item.rate == name and item.valid_from < day]
            given = any(item.rate == name and item.valid_from == day for item in later)
            if valid and not given:
                latest = max(valid, key=lambda item: item.valid_from)
                now.append(replace(latest, valid_from=day))
        return (*(item for item in old if item.valid_from < day), *now, *later)
