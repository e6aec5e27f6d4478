"""Tests of plans that are changed over and over while units rotate, move, leave and sites close."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.replan.actuals import Actuals, Arrival, Count, Payment, Place
from planner.replan.compare import deviations
from planner.replan.deviation import Deviations
from planner.replan.run import AS_PLANNED
from tests.builders import mission, post, requirement, rule, service, unit
from tests.replan.small import again

TABLES = ("rotations", "sorties", "movements", "individual_cuts", "site_closures", "post_cuts")


def rich(at_bravo: int) -> Mission:
    """Units that rotate every eight weeks, one that is worth moving to bravo, one that is worth no
    more than sending home, and sites that cost something while they are open. If bravo needs three,
    that one moves too, and a pledge comes.
    """
    needs = (
        requirement("need-alpha", ("alpha",), penalty_usd_per_week=20_000.0, until_week=12),
        requirement("need-hub", ("hub",), penalty_usd_per_week=300_000.0),
        requirement(
            "need-bravo", ("bravo",), penalty_usd_per_week=400_000.0, from_week=8, quantity=at_bravo
        ),
    )
    units = [
        unit("u1", "alpha", rotation_due_week=3), unit("u2", "hub", rotation_due_week=5),
        unit("u3", "hub"), unit("p1", ready_week=6), unit("p2"),
    ]  # fmt: skip
    base = mission(requirements=needs, units={item.unit: item for item in units})
    sites = {
        name: site if name == "hub" else replace(site, closing_usd=5e4, running_usd_per_week=8e3)
        for name, site in base.sites.items()
    }
    return replace(
        base,
        sites=sites,
        supply_classes={"rations": base.supply_classes["rations"]},
        sources=base.sources[:1],
        posts={"international": post()},
        services={"helicopters": service()},
        individual_notice_weeks=3,
        individual_cut_usd=50.0,
        rules=(*base.rules, rule("tour_length", parameters=(("weeks", 8),))),
    )


def rows_before(plan: Plan, name: str, week: int) -> list[object]:
    """Rows of a table before a week."""
    frame = plan.tables[name]
    return list(frame[frame["week"] < week].itertuples(index=False, name=None))


def ending(base: Mission, week: int) -> Mission:
    """The mission in which u3 must be gone by a week."""
    unit_3 = replace(base.units["u3"], mou_end_week=week)
    return replace(base, units={**base.units, "u3": unit_3})


def came(plan: Plan, week: int) -> str:
    """The pledged unit that came first, before a week; empty: none did."""
    frame = plan.tables["postings"].query(f"unit in ['p1', 'p2'] and start_week < {week}")
    return next(iter(frame.sort_values("start_week")["unit"]), "")


def is_of(row: object, unit: str) -> bool:
    """Whether a row of a table is of a unit or of a load of it."""
    assert isinstance(row, tuple)
    return any(isinstance(cell, str) and cell.split("/")[0] == unit for cell in row)


def otherwise(wanted: Mission, plan: Plan, week: int, late: str, ready_week: int) -> Deviations:
    """What a count in week 0 and the payments of the first quarter are told to have been: of the
    opening of the plan 300 kg less, and 21 M USD for 20; and a unit, if any, that has not come, and
    is ready later.
    """
    start, at = wanted.calendar.start, Place("actuals.csv", 2, ())
    opened = plan.tables["stocks"].query("site == 'hub' and week == 0")["opening"].iloc[0]
    counts = [Count("hub", "rations", start, opened - 300.0, at)]
    received = [Payment("assessed", start, 21e6, at)]
    ready = wanted.calendar.first_day(ready_week)
    missed = [Arrival(late, "", None, None, ready, at)] if late else []
    return deviations(wanted, plan, Actuals(missed, counts, received), week)


@pytest.mark.parametrize(("weeks", "at_bravo"), [((2, 6, 10, 15), 1), ((1, 5, 12, 19), 3)])
def test_a_plan_that_is_changed_four_times_keeps_what_was_done(
    weeks: tuple[int, ...], at_bravo: int
) -> None:
    """Tests that every new plan is verified, and that its rows of before each as-of week are those
    of the plan that was carried out by then: rotations, trips, loads, cuts and closures; also where
    from the third step on the hub has 300 kg of rations less, and more money came, than planned,
    and the pledge that should have been there by then, if there was one, has done nothing.
    """
    wanted = rich(at_bravo)
    plan, _, verdict = plan_mission(wanted, gap=1e-3, time_limit_s=60)
    assert verdict.ok
    after, done, late = wanted, [], ""
    for step, week in enumerate(weeks):
        done += [(name, week, rows_before(plan, name, week)) for name in TABLES]
        after = ending(after, 14) if step == 1 else after
        actual = AS_PLANNED
        if step >= 2:
            late = came(plan, week) if step == 2 else late
            assert bool(late) == (at_bravo == 3)
            actual = otherwise(wanted, plan, week, late, weeks[2] + 2)
        assert bool(actual.stocks) == bool(actual.inflows) == (step == 2)
        assert bool(actual.missed) == (step == 2 and late != "")
        if step == 2 and late:
            done = [(name, until, [row for row in rows if not is_of(row, late)])
                    for name, until, rows in done]  # fmt: skip
        wanted, plan, verdict = again(wanted, plan, after, week, actual)
        assert [str(each) for each in verdict.violations] == []
        frame = plan.tables["postings"]
        assert (frame.loc[frame["unit"] == late, "start_week"] >= weeks[2] + 2).all()
        for name, until, rows in done:
            assert rows_before(plan, name, until) == rows
    assert sum(len(rows) for _, _, rows in done) > 0
