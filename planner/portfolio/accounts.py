"""Names of the accounts that missions share: appropriations, and what is owed to lenders.

An appropriation goes by its budget group, or `all`; what is owed to a lender at the end of a
quarter by `lender:quarter`, as no name of a config holds a colon.
"""

from __future__ import annotations

MARK = ":"


def loan_account(lender: str, quarter: int) -> str:
    """Name of what is owed to a lender at the end of a quarter."""
    return f"{lender}{MARK}{quarter}"


def loan_of(account: str) -> tuple[str, int] | None:
    """Lender and quarter of an account; None of an appropriation."""
    lender, mark, quarter = account.rpartition(MARK)
    return (lender, int(quarter)) if mark else None
