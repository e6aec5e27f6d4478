"""Differences between snapshots, by hand."""

from __future__ import annotations

from datetime import date

from planner.contributions import Change, Snapshot, Total, difference, from_series, shipped_snapshot

OLD = Snapshot(
    date(2025, 7, 31),
    {
        ("MINUSCA", "NPL", "Troops"): 1200,
        ("MINUSCA", "NPL", "Staff Officer"): 10,
        ("MINUSCA", "PER", "Troops"): 200,
        ("UNMISS", "NPL", "Troops"): 1700,
    },
)
NEW = Snapshot(
    date(2025, 9, 30),
    {
        ("MINUSCA", "NPL", "Troops"): 1150,
        ("MINUSCA", "NPL", "Staff Officer"): 10,
        ("UNMISS", "NPL", "Troops"): 1700,
        ("UNMISS", "RWA", "Troops"): 300,
        ("UNMISS", "RWA", "Staff Officer"): 0,
    },
)


def test_changes() -> None:
    """Tests one that is new, one that is gone and one that shrank; a row of 0 is no news."""
    found = difference(OLD, NEW)

    assert found.changes == (
        Change("MINUSCA", "NPL", "Troops", 1200, 1150),
        Change("MINUSCA", "PER", "Troops", 200, 0),
        Change("UNMISS", "RWA", "Troops", 0, 300),
    )
    assert [each.kind for each in found.changes] == ["changed", "gone", "new"]
    assert sum(each.change_persons for each in found.changes) == 50


def test_totals() -> None:
    """Tests totals by mission, contributor and type: 3,110 persons become 3,160."""
    found = difference(OLD, NEW)

    assert found.all == Total("all", 3110, 3160)
    assert found.missions == (Total("MINUSCA", 1410, 1160), Total("UNMISS", 1700, 2000))
    assert found.contributors == (
        Total("NPL", 2910, 2860), Total("PER", 200, 0), Total("RWA", 0, 300),
    )  # fmt: skip
    assert found.types == (Total("Staff Officer", 10, 10), Total("Troops", 3100, 3150))


def test_the_series_ends_with_the_shipped_table() -> None:
    """Tests that July 2025 is the same in both files, and that MINUSCA had 17,074 then."""
    [last] = from_series("2025-07")
    same = difference(last, shipped_snapshot())

    assert same.changes == ()
    assert Total("MINUSCA", 17_074, 17_074) in same.missions
