"""Where stock is kept: what is sent arrives."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import mission
from tests.model.solving import model_of


def test_what_is_sent_to_a_site_is_kept_there_though_nobody_uses_it() -> None:
    """Tests that rations sent from the hub to bravo, where no unit can be, leave one stock and
    enter the other: +1 in the hub's balance, -1 in bravo's.
    """
    base = mission()
    asked = replace(base, units={name: base.units[name] for name in ("u1", "u2")},
                    requirements=base.requirements[:2])  # fmt: skip
    model = model_of(asked)
    flow = model.columns.families["flow"]
    sent = [str(label) for label in flow.axes["lane_class"]].index("road:hub>bravo|rations")
    column = model.rows.matrix[:, flow.at(sent, 3)].tocoo()
    balance = {
        model.row_name(int(row)): float(value)
        for row, value in zip(column.row, column.data, strict=True)
        if model.row_name(int(row)).startswith("stock_balance[")
    }
    assert balance == {"stock_balance[hub|rations,3]": 1.0, "stock_balance[bravo|rations,3]": -1.0}
