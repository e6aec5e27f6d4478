"""Drawn missions as config files, for `peaceplan plan` and every other command.

Places, force, needs, money and rules are those that were drawn. Lanes are not: the command builds
them, from the drawn roads and with the shipped aircraft, vehicles and ships. Penalties of
requirements are raised by the size of what is asked for, since `peaceplan check` refuses those that
are cheaper than a unit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from planner.mission.mission import Mission
from planner.mission.rules import Rule
from planner.portfolio import Portfolio
from tests.benchmarks.catalogue import AIRBRIDGE, PORT
from tests.benchmarks.generator import generate
from tests.benchmarks.places import HUB
from tests.benchmarks.portfolio import draw_portfolio
from tests.benchmarks.sizes import PORTFOLIOS, SizeName, Tightness
from tests.benchmarks.written_tables import day_of, write_tables

# Vehicle of the shipped catalogue, its mode, how an aircraft is fitted out, where the fleet serves.
SERVES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "trucks": ("truck_group", "road", [], [f"{HUB}>*"]),
    "tankers": ("tanker_group", "road", [], [f"{HUB}>*"]),
    "buses": ("bus_group", "road", [], [f"{HUB}>*"]),
    "helicopters": ("mi8", "air", ["pax", "mixed"], [f"{HUB}>*"]),
    "planes": ("an26", "air", ["pax"], [f"{HUB}>*"]),
    "airbridge": ("il76", "air", ["cargo"], [f"{AIRBRIDGE}>*"]),
    "hauliers": ("truck_group", "road", [], [f"{PORT}>*"]),
    "tank-hauliers": ("tanker_group", "road", [], [f"{PORT}>*"]),
    "ships": ("mpp_small", "sea", [], []),
}
FARTHEST_KM = 2000.0  # that buses go
RESERVE_USD = 60_000.0  # penalty of a tonne that a reserve lacks: more than one costs anywhere


def write_drawn(size: SizeName, seed: int, tightness: Tightness, folder: Path) -> Path:
    """Draw a mission or portfolio and write it into a new folder; the path of its config."""
    if size in PORTFOLIOS:
        return write_portfolio(draw_portfolio(size, seed, tightness), folder)
    return write_mission(generate(size, seed, tightness), folder)


def write_mission(mission: Mission, folder: Path) -> Path:
    """Write a drawn mission into a new folder; the config's path."""
    folder.mkdir(parents=True)
    write_tables(mission, folder)
    return _yaml(folder / "mission.yaml", _config(mission))


def write_portfolio(portfolio: Portfolio, folder: Path) -> Path:
    """Write a drawn portfolio into a new folder, and each mission into one of its own."""
    for name, mission in portfolio.missions.items():
        write_mission(mission, folder / name)
    about = {"id": portfolio.portfolio, "name": f"Drawn portfolio {portfolio.portfolio}"}
    missions = {name: f"{name}/mission.yaml" for name in portfolio.missions}
    return _yaml(
        folder / "portfolio.yaml",
        {"peaceplan": 1, "portfolio": about, "missions": missions, "pools": dict(portfolio.pools)},
    )


def _config(mission: Mission) -> dict[str, Any]:
    start, port = mission.calendar.start, mission.ports[mission.seaport]
    base = mission.ports[AIRBRIDGE]
    return {
        "peaceplan": 1,
        "mission": {"id": mission.mission, "name": mission.name, "organisation": "none",
                    "host": mission.host},
        "calendar": {"start": start, "weeks": mission.calendar.weeks},
        "mandates": [
            {"resolution": item.resolution, "from": day_of(mission, item.from_week),
             "until": day_of(mission, item.until_week), "assumed": item.assumed,
             "ceilings": dict(item.ceilings)}
            for item in mission.authorisations
        ],
        "sectors": {"areas": "sectors.geojson",
                    "hq": {name: item.hq_site for name, item in mission.sectors.items()}},
        "sites": {"table": "sites.csv", "kinds": _kinds(mission)},
        "airfields": {"table": "airports.csv", "overrides": _airfields(mission)},
        "hub": mission.hub,
        "seaport": {"node": PORT, "name": PORT, "latitude": port.latitude,
                    "longitude": port.longitude, "teu_per_week": port.teu_per_week,
                    "lane_m_per_week": port.lane_m_per_week, "draught_m": port.draught_m},
        "supply_nodes": [{"node": AIRBRIDGE, "name": AIRBRIDGE, "kind": "airport",
                          "latitude": base.latitude, "longitude": base.longitude}],
        "catalogue": {"unit_types": "unit_types.csv", "load_lists": "load_lists.csv",
                      "countries": "countries.csv"},
        "units": {"in_place": "units.csv", "pledges": "pledges.csv", "caveats": _caveats(mission)},
        "requirements": {"table": "requirements.csv"},
        "rotation": {"offsets_weeks": list(mission.rotation_offsets_weeks),
                     "strength_shares": list(mission.rotation_strength_shares)},
        "notice_weeks": mission.notice_weeks,
        "lift": _lift(mission),
        "supply": _supply(mission),
        "money": _money(mission),
        "rules": [_rule(item) for item in mission.rules],
    }  # fmt: skip


def _lift(mission: Mission) -> dict[str, Any]:
    return {
        "settings": {"pax_window_weeks": mission.lift.pax_window_weeks,
                     "cargo_window_weeks": mission.lift.cargo_window_weeks,
                     "throughput_share": mission.lift.throughput_share,
                     "redeploy_weeks": mission.lift.redeploy_weeks,
                     "equipment_lead_weeks": mission.lift.equipment_lead_weeks,
                     "loa_cost_factor": mission.loa_cost_factor},
        "fleets": [_fleet(mission, name) for name in _names_of_fleets(mission)],
        "contracts": [
            {"contract": item.contract, "fleet": item.fleet, "maximum": item.maximum,
             "from": day_of(mission, item.from_week), "until": day_of(mission, item.until_week),
             "fixed_usd_per_week": item.fixed_usd_per_week, "set_up_usd": item.set_up_usd,
             "budget_line": item.budget_line}
            for item in mission.contracts.values()
        ],
        "bridges": [{"origin": AIRBRIDGE, "destination": HUB}],
        "closures": _closures(mission),
        "roads": {"nodes": "nodes.csv", "edges": "edges.csv", "factors": None,
                  "bus_max_km": FARTHEST_KM},
    }  # fmt: skip


def _names_of_fleets(mission: Mission) -> list[str]:
    """Those that were drawn but for charters, which the command adds, and the tankers of a market
    beside its trucks. Pools have names of their own, which begin like the fleet's.
    """
    return [*(name for name in mission.fleets if name != "charter"), "tank-hauliers"]


def _fleet(mission: Mission, name: str) -> dict[str, Any]:
    vehicle, mode, kits, corridors = SERVES[next(key for key in SERVES if name.startswith(key))]
    if name == "ships":
        units = mission.units.values()
        sail = {unit.contributor for unit in units if "sea_road" in unit.movement_options}
        corridors = [f"{iso3}:sea>{PORT}" for iso3 in sorted(sail)]
    said: dict[str, Any] = {
        "fleet": name, "vehicle": vehicle, "mode": mode, "base": HUB, "corridors": corridors,
    }  # fmt: skip
    said |= {"kits": kits} if kits else {}
    drawn = mission.fleets.get(name, mission.fleets["hauliers"])
    said |= {"owner": drawn.owner, "budget_line": drawn.budget_line}
    if drawn.unlimited:
        return {**said, "unlimited": True}
    hours = {"hours_per_week_each": drawn.hours_per_week_each} if mode == "air" else {}
    price = {"fixed_usd_per_week_each": drawn.fixed_usd_per_week_each}
    return {**said, **hours, **price, "number": drawn.number}


def _closures(mission: Mission) -> list[dict[str, Any]]:
    """Roads that are shut in some weeks, all of them in the same."""
    shut = [item for item in mission.lanes.values()
            if item.mode == "road" and not all(item.open_weeks)]  # fmt: skip
    if not shut:
        return []
    closed = [week for week, is_open in enumerate(shut[0].open_weeks) if not is_open]
    corridors = sorted({f"*>{item.destination}" for item in shut})
    days = {"from": day_of(mission, closed[0]), "until": day_of(mission, closed[-1] + 1)}
    return [{"mode": "road", "corridors": corridors, **days}]


def _supply(mission: Mission) -> dict[str, Any]:
    return {
        "classes": {
            item.supply_class: {
                "days_of_supply": item.days_of_supply, "opening_days": item.opening_days,
                "stockout_usd_per_unit": item.stockout_usd_per_unit,
                "budget_line": item.budget_line,
            }
            for item in mission.supply_classes.values()
        },
        "sources": [
            {"node": item.node, "supply_classes": [item.supply_class],
             "price_usd_per_unit": item.price_usd_per_unit,
             **({} if item.max_per_week is None else {"max_per_week": item.max_per_week})}
            for item in mission.sources
        ],
        "depots": [
            {"depot": item.depot, "site": item.site, "opening_usd": item.opening_usd,
             "storage_dry_t": item.storage_dry_t, "storage_liquid_t": item.storage_liquid_t,
             "budget_line": item.budget_line}
            for item in mission.depots.values()
        ],
    }  # fmt: skip


def _money(mission: Mission) -> dict[str, Any]:
    owed = mission.arrears
    return {
        "lines": [
            {"line": item.line, "name": item.name, "group": item.group, "claim": item.claim,
             "fixed_usd_per_week": item.fixed_usd_per_week}
            for item in mission.budget_lines.values()
        ],
        "appropriations": {item.group: item.usd for item in mission.appropriations},
        "funds": [
            {"fund": item.fund, "lines": list(item.lines), "opening_usd": item.opening_usd,
             "inflow_usd": list(item.inflow_usd)}
            for item in mission.funds.values()
        ],
        "arrears": {"lag_quarters": owed.lag_quarters, "opening_usd": owed.opening_usd,
                    "opening_due_usd": list(owed.opening_due_usd),
                    "maximum_usd": owed.maximum_usd,
                    "usd_per_usd_quarter": owed.usd_per_usd_quarter},
        "individual_cut_usd": mission.individual_cut_usd,
    }  # fmt: skip


def _rule(item: Rule) -> dict[str, Any]:
    penalty_usd = RESERVE_USD if item.kind == "days_of_supply" else item.penalty_usd
    parameters = {
        key: list(value) if isinstance(value, tuple) else value for key, value in item.parameters
    }
    return {"rule": item.rule, "kind": item.kind, "hard": item.hard, "penalty_usd": penalty_usd,
            "source": item.source, "parameters": parameters}  # fmt: skip


def _caveats(mission: Mission) -> list[dict[str, Any]]:
    return [
        {"units": [unit.unit], "subject": item.subject, "value": item.value, "source": item.source}
        for unit in mission.units.values()
        for item in unit.caveats
    ]


def _kinds(mission: Mission) -> dict[str, Any]:
    return {
        site.kind: {"bed_usd": site.bed_usd, "storage_dry_t": site.storage_dry_t,
                    "storage_liquid_t": site.storage_liquid_t}
        for site in mission.sites.values()
    }  # fmt: skip


def _airfields(mission: Mission) -> dict[str, Any]:
    return {
        site.site: {"runway_m": strip.runway_m, "surface": strip.surface, "mog": strip.mog,
                    "closed_fixed_wing_when_wet": False, "opening_hour": strip.opening_hour,
                    "closing_hour": strip.closing_hour, "road_km": strip.road_km}
        for site in mission.sites.values() if (strip := site.airfield) is not None
    }  # fmt: skip


def _yaml(path: Path, content: dict[str, Any]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(content, file)
    return path
