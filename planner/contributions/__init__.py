"""Who contributes how many to which mission: snapshots of the UN's table, and their differences."""

from planner.contributions.difference import Change, Difference, Total, difference
from planner.contributions.snapshot import Snapshot, from_series, read_snapshot, shipped_snapshot

__all__ = [
    "Change",
    "Difference",
    "Snapshot",
    "Total",
    "difference",
    "from_series",
    "read_snapshot",
    "shipped_snapshot",
]
