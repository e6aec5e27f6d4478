"""Where the shipped data lie, and how the tests read a table of it."""

from pathlib import Path

import pandas as pd

DATASETS = Path(__file__).parents[2] / "datasets"
CONFIDENCES = {"read", "derived", "assumption"}


def table(path: str) -> pd.DataFrame:
    """Read a CSV table; empty cells are missing, "NA" (Namibia) is a value."""
    return pd.read_csv(DATASETS / path, keep_default_na=False, na_values=[""])
