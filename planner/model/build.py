"""From options to a model: every rule adds its columns and rows in the order written here."""

from __future__ import annotations

from planner.mission.mission import Mission
from planner.model.draft import Draft
from planner.model.executed import hold_executed
from planner.model.model import Model
from planner.model.rules import REGISTRY
from planner.model.rules.consumption import openings
from planner.model.rules.stores import stocked
from planner.model.rules.supply import brought
from planner.options.options import Options


def build_model(mission: Mission, options: Options) -> Model:
    """The whole model of a mission. Rules not in force in the mission add nothing."""
    draft = Draft(mission, options)
    for add in REGISTRY:
        add(draft)
    stocks = stocked(draft)
    carried = {name: brought(draft, item) for name, item in mission.supply_classes.items()}
    model = Model(
        mission,
        options,
        draft.columns,
        tuple(draft.blocks),
        draft.constant,
        tuple(draft.charges),
        draft.fixed_usd,
        draft.the_streams,
        tuple(draft.carried),
        {
            f"{site}|{item.supply_class}": tonnes
            for (site, item), tonnes in zip(stocks, openings(draft, stocks), strict=True)
        },
        tuple(
            {name: float(tonnes[number]) for name, tonnes in carried.items() if tonnes[number] > 0}
            for number in range(len(options.classes))
        ),
        tuple(draft.safe_blocks),
        tuple(draft.returned),
    )
    return model if mission.executed is None else hold_executed(model, mission.executed)
