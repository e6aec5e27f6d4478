"""Where stock is kept: what is sent arrives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.builders import mission
from tests.model.solving import model_of

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.model.columns import Ints
    from planner.model.model import Model


def _bravo_is_empty() -> Mission:
    """No unit can be at bravo, and no individual stands there."""
    base = mission()
    return replace(base, units={name: base.units[name] for name in ("u1", "u2")},
                   requirements=base.requirements[:2])  # fmt: skip


def _balance(model: Model, column: Ints) -> dict[str, float]:
    """Entries of a column in rows of stocks, by the row's name."""
    entries = model.rows.matrix[:, column].tocoo()
    return {
        model.row_name(int(row)): float(value)
        for row, value in zip(entries.row, entries.data, strict=True)
        if model.row_name(int(row)).startswith("stock_balance[")
    }


def test_what_is_sent_to_a_site_is_kept_there_though_nobody_uses_it() -> None:
    """Tests that rations sent from the hub to bravo, where no unit can be, leave one stock and
    enter the other: +1 in the hub's balance, -1 in bravo's.
    """
    model = model_of(_bravo_is_empty())
    flow = model.columns.families["flow"]
    sent = [str(label) for label in flow.axes["lane_class"]].index("road:hub>bravo|rations")
    assert _balance(model, flow.at(sent, 3)) == {
        "stock_balance[hub|rations,3]": 1.0,
        "stock_balance[bravo|rations,3]": -1.0,
    }


def test_demand_is_left_unmet_only_where_there_is_some() -> None:
    """Tests that rations not met are bounded by a row at alpha, where u1 eats, and by zero at
    bravo, where nobody does: both keep them from filling the store.
    """
    model = model_of(_bravo_is_empty())
    unmet = model.columns.families["unmet"]
    upper = model.columns.upper_of(unmet)
    labels = [str(label) for label in unmet.axes["stock"]]
    alpha, bravo = labels.index("alpha|rations"), labels.index("bravo|rations")
    assert _balance(model, unmet.at(alpha, 3)) == {
        "stock_balance[alpha|rations,3]": -1.0, "stock_balance[unmet,alpha|rations,3]": 1.0,
    }  # fmt: skip
    assert upper[alpha, 3] > 0
    assert _balance(model, unmet.at(bravo, 3)) == {"stock_balance[bravo|rations,3]": -1.0}
    assert upper[bravo].max() == 0
