"""Cases of the rules on supplies and money."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.mission.money import Appropriation, Fund
from planner.mission.supply import Clearing
from tests.builders import mission, post, service, with_clearing
from tests.rules.case import Case, Maker, put, with_rule
from tests.verify.plans import STAYING, changed, make, posting, retell

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


def _told(asked: Mission, plan: Plan) -> Plan:
    """The plan with derived tables made anew and its own payments kept."""
    return retell(asked, plan.tables, pay=False)


def days_of_supply() -> Case:
    """Stocks of 14 days against a minimum of 7, or of 21: 7 days of rations are missing in each
    of 20 weeks, 7 x 150 x 2 kg = 2.1 t at alpha and 7 x 175 x 2 kg = 2.45 t at the hub: 91 t.
    """
    good = with_rule("days_of_supply")
    bad = put(good, "supply_classes", "rations", days_of_supply=21.0)

    def scarce(asked: Mission) -> Plan:
        return retell(asked, make(good).tables)

    words = "needed 7.35, offered 4.9 t"
    return Case(good, bad, 91.0, words, make_bad=scarce, waiver=("alpha", "hub"))


def stock_balance() -> Case:
    """Each week 150 x 2 kg x 7 for alpha and 175 x 2 kg x 7 for the hub, 4,550 kg, leave the port;
    in week 3 only 4,549 kg are bought.
    """

    def short(asked: Mission) -> Plan:
        where = {"supply_class": "rations", "week": 3}
        return retell(asked, changed(make(asked), "purchases", where, quantity=4_549.0).tables)

    base = mission()
    return Case(base, base, 1.0, "needed 4,550, offered 4,549 kg", make_bad=short)


def storage() -> Case:
    """Alpha holds 14 days of rations, 150 x 2 kg x 14 = 4.2 t; 4.1 t of room are 0.1 t too few
    in 20 weeks.
    """
    good, bad = (put(mission(), "sites", "alpha", storage_dry_t=room) for room in (4.2, 4.1))
    return Case(good, bad, 2.0, "needed 4.2, offered 4.1 t")


def budget() -> Case:
    """Civilian staff cost 10,000 USD in each of 20 weeks: 200,000 in group II."""

    def group_two(usd: float) -> Mission:
        others = (Appropriation("I", 50e6), Appropriation("III", 50e6))
        return mission(appropriations=(*others, Appropriation("II", usd)))

    words = "needed 200,000, offered 199,990 USD"
    return Case(group_two(200_000.0), group_two(199_990.0), 10.0, words)


def site_closed() -> Case:
    """u1 leaves alpha in week 10, which closes then, or a week before: 150 persons too long."""
    terms = {"running_usd_per_week": 5_000.0, "closing_usd": 20_000.0}
    asked = put(mission(), "sites", "alpha", **terms)
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="leave")

    def closing(week: int) -> Maker:
        row = {"site": "alpha", "week": week}
        return lambda asked: make(asked, [gone, STAYING[1]], site_closures=[row])

    words = "needed 150, offered 0 persons"
    return Case(asked, asked, 150.0, words, closing(10), closing(9))


def stock_cleared() -> Case:
    """u1 leaves alpha in week 10, which closes then with 14 days of rations, 150 x 2 kg x 14, and
    of fuel, 150 x 8 l x 14. Fuel is written off, and rations sold, if they have a price.
    """
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="leave")
    rows = [
        {"site": "alpha", "supply_class": name, "week": 10, "how": how, "quantity": quantity}
        for name, how, quantity in (
            ("rations", "sold", 4_200.0), ("ground_fuel", "written_off", 16_800.0),
        )
    ]  # fmt: skip

    def asked(sale_usd_per_t: float | None) -> Mission:
        base = put(mission(), "sites", "alpha", closing_usd=20_000.0)
        return with_clearing(base, Clearing(50.0), rations=Clearing(50.0, sale_usd_per_t))

    def clearing(asked: Mission) -> Plan:
        closing = [{"site": "alpha", "week": 10}]
        return make(asked, [gone, STAYING[1]], site_closures=closing, clearances=rows)

    words = "rations sold at alpha: needed 4,200, offered 0 kg"
    return Case(asked(400.0), asked(None), 4_200.0, words, clearing, clearing)


def post_cuts() -> Case:
    """Of 40 posts 3 end in week 6 and 2 in week 9: an eighth of them, and not a tenth."""
    ends = [
        {"post": "international", "week": week, "posts": posts} for week, posts in ((6, 3), (9, 2))
    ]

    def ending(asked: Mission) -> Plan:
        return make(asked, post_cuts=ends)

    good, bad = (
        mission(posts={"international": post(most_cut_share=share)}) for share in (0.125, 0.1)
    )
    return Case(good, bad, 1.0, "needed 5, offered 4 posts", ending, ending)


def service_cuts() -> Case:
    """Of 10 contracts 2 end in week 6 and 1 in week 9: three tenths of them, and not a fifth."""
    ends = [
        {"service": "helicopters", "week": week, "contracts": contracts}
        for week, contracts in ((6, 2), (9, 1))
    ]

    def ending(asked: Mission) -> Plan:
        return make(asked, service_cuts=ends)

    good, bad = (
        mission(services={"helicopters": service(most_cut_share=share)}) for share in (0.3, 0.2)
    )
    return Case(good, bad, 1.0, "needed 3, offered 2 contracts", ending, ending)


def earmark() -> Case:
    """A fund for civilian staff may pay 13 x 10,000 USD in quarter 0, and no more."""
    trust = Fund("trust", ("civilian",), 1e6, (0.0, 0.0))
    base = mission()
    asked = replace(base, funds={**base.funds, "trust": trust})

    def paying(asked: Mission, usd: float) -> Plan:
        plan = make(asked)
        cash = plan.tables["cash"]
        first = cash[(cash["fund"] == "assessed") & (cash["quarter"] == 0)]
        rest = float(first["paid_usd"].iloc[0]) - usd
        plan = changed(plan, "cash", {"fund": "assessed", "quarter": 0}, paid_usd=rest)
        return _told(asked, changed(plan, "cash", {"fund": "trust", "quarter": 0}, paid_usd=usd))

    return Case(
        asked,
        asked,
        10.0,
        "needed 130,010, offered 130,000 USD",
        lambda asked: paying(asked, 130_000.0),
        lambda asked: paying(asked, 130_010.0),
    )


def cash() -> Case:
    """Of all that is payable in quarter 0, 100 USD are not paid."""

    def short(asked: Mission) -> Plan:
        plan = make(asked)
        paid = float(plan.tables["cash"]["paid_usd"].iloc[0])
        return _told(asked, changed(plan, "cash", {"quarter": 0}, paid_usd=paid - 100.0))

    base = mission()
    return Case(base, base, 100.0, "payments of quarter 0", make_bad=short)


def arrears() -> Case:
    """100,000 USD overdue at the start wait until quarter 1: the cap may be that, not 99,000."""

    def cap(usd: float) -> Mission:
        base = mission()
        return replace(base, arrears=replace(base.arrears, opening_usd=1e5, maximum_usd=usd))

    def waiting(asked: Mission) -> Plan:
        plan = make(asked)
        for quarter, more in ((0, -1e5), (1, 1e5)):
            for table in ("arrears", "cash"):
                frame = plan.tables[table]
                paid = float(frame.loc[frame["quarter"] == quarter, "paid_usd"].iloc[0])
                plan = changed(plan, table, {"quarter": quarter}, paid_usd=paid + more)
        return _told(asked, plan)

    words = "needed 100,000, offered 99,000 USD"
    return Case(cap(1e5), cap(99_000.0), 1_000.0, words, waiting, waiting)
