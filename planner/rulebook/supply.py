"""Rules on supplies: reserves, stocks and stores."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
    Kind(
        "days_of_supply",
        "mandate",
        "Each site closes each week with its minimum days of supply of each class.",
        "closing[l,c,t] >= days[l,c] / 7 * steady consumption[l,c,t] - z[l,c,t], but in the "
        "run_down_weeks before l closes",
        "UN supply chain reserves",
        {},
        "site",
        "tonne-week",
    ),
    Kind(
        "self_sufficiency",
        "mandate",
        "A unit arrives with its days of self-sufficiency, and brings those supplies.",
        "self_sufficiency_days[u] >= days; brought[l,c,start] = days[u] * its consumption",
        "COE manual: 30 to 90 days on arrival",
        {"days": "smallest self-sufficiency", "classes": "supply classes that a unit brings"},
        "unit",
    ),
)

LAWS = (
    Kind(
        "stock_balance",
        "logistics",
        "Stocks change only by what is brought, bought, received, sent, cleared and consumed.",
        "closing = opening + brought + bought + received - sent - cleared - consumed + unmet; "
        "unmet <= consumed",
        "identity",
    ),
    Kind(
        "storage",
        "logistics",
        "Closing stocks fit the storage of the site and its opened depots.",
        "sum of t of dry (liquid) stock <= storage; <= 0 where stocks are cleared and l has closed",
        "site tables",
    ),
    Kind(
        "stock_cleared",
        "logistics",
        "Stock left as a site closes is sold, as far as it stood there at first, or written off.",
        "cleared[l,c,t] + returned[l,c,t] <= closing[l,c,t-1];  "
        "cleared[l,c,t] = 0 but as l closes;  sold[l,c] <= opening[l,c];  "
        "returned[k,c,t] = 0 but as the end of k closes and run_down_weeks before",
        "UN liquidation manual: disposal by transfer, sale, gift or write-off",
    ),
)
